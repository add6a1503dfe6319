import { whenWords } from "../../messages.ts";
import { Icon } from "../../shell/icons.tsx";
import { Button, Heading, Notice, type ScreenProps, TroubleNotice } from "../../shell/parts.tsx";
import type { Screen } from "../../state.ts";
import type { EnrolmentScreen, Waiting } from "../state.ts";

/** The evidence is there and the wait is not over, or the server has yet to say. */
export function WaitingScreen({ screen, model, t, dispatch }: ScreenProps<Waiting>) {
  const until =
    screen.activeAt === undefined
      ? t.waiting.soon
      : t.waiting.until(whenWords(screen.activeAt, model.now, t));
  return (
    <>
      <div class="seal" aria-hidden="true">
        <Icon name="clock" />
      </div>
      <Heading>{t.waiting.title}</Heading>
      <p class="lead">{screen.busy ? t.waiting.checking : until}</p>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <div class="stack stack-tight">
        <Button icon="again" busy={screen.busy} onTap={() => dispatch({ event: "check_tapped" })}>
          {t.waiting.check}
        </Button>
        <Button
          kind="quiet"
          busy={screen.busy}
          onTap={() => dispatch({ event: "start_again_tapped" })}
        >
          {t.waiting.startAgain}
        </Button>
      </div>
    </>
  );
}

export function OverScreen({
  screen,
  t,
  dispatch,
}: ScreenProps<Extract<EnrolmentScreen, { at: "over" }>>) {
  return (
    <>
      <div class="seal" aria-hidden="true">
        <Icon name="clock" />
      </div>
      <Heading>{t.over.title[screen.why]}</Heading>
      <p class="lead">{t.over.text[screen.why]}</p>
      <Button icon="again" onTap={() => dispatch({ event: "start_again_tapped" })}>
        {t.over.go}
      </Button>
    </>
  );
}

/** The server no longer hears this phone. Its history may still be readable. */
export function GoneScreen({ t, dispatch }: ScreenProps<Extract<Screen, { at: "gone" }>>) {
  return (
    <>
      <div class="seal seal-danger" aria-hidden="true">
        <Icon name="lock" />
      </div>
      <Heading>{t.gone.title}</Heading>
      <p class="lead">{t.gone.lead}</p>
      <div class="stack stack-tight">
        <Button
          kind="plain"
          icon="history"
          onTap={() => dispatch({ event: "opened", screen: "history" })}
        >
          {t.home.all}
        </Button>
        <Button icon="again" onTap={() => dispatch({ event: "start_again_tapped" })}>
          {t.gone.go}
        </Button>
      </div>
    </>
  );
}

/** The end of an enrolment is the moment to speak of the day the phone is missing. */
export function EnrolledScreen({
  model,
  t,
  dispatch,
}: ScreenProps<Extract<EnrolmentScreen, { at: "enrolled" }>>) {
  return (
    <>
      <div class="seal seal-good" aria-hidden="true">
        <Icon name="check" />
      </div>
      <Heading>{t.enrolled.title}</Heading>
      {model.holder && <p class="lead">{t.enrolled.lead(model.holder.name)}</p>}
      <p>{t.enrolled.how}</p>
      <Notice>
        <h2>{t.enrolled.second}</h2>
        <p>{t.enrolled.secondText}</p>
      </Notice>
      <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>{t.enrolled.go}</Button>
    </>
  );
}
