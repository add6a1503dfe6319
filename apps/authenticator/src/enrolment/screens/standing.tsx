import { type Messages, whenWords } from "../../messages.ts";
import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { Screen } from "../../state.ts";
import { DeskLink } from "./desk-link.tsx";
import { DrawnWords } from "./words.tsx";
import type { EnrolmentScreen, Waiting } from "../state.ts";

/** The evidence is there and the wait is not over, or the server has yet to say. */
export function WaitingScreen({ screen, model, t, dispatch }: ScreenProps<Waiting>) {
  const until = screen.held
    ? t.coming.held
    : screen.activeAt === undefined
      ? t.waiting.soon
      : t.waiting.until(whenWords(screen.activeAt, model.now, t));
  return (
    <>
      <Panel icon="clock">
        <Heading>{t.waiting.title}</Heading>
        <p>{screen.busy ? t.waiting.checking : until}</p>
      </Panel>
      {screen.held && (
        <>
          <ol class="card steps">
            {t.waiting.again.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <DeskLink t={t} />
        </>
      )}
      {screen.words && (
        <>
          <p>{t.waiting.compared}</p>
          <DrawnWords words={screen.words} t={t} />
          <Notice tone="warning" icon="warning">
            <p>{t.words.never}</p>
          </Notice>
        </>
      )}
      {screen.limited && (
        <Notice icon="phone">
          <h2>{t.limited.title}</h2>
          <p>{t.limited.text}</p>
        </Notice>
      )}
      {screen.frozen && <FrozenNotice t={t} />}
      {screen.atHome && <AtHome t={t} isGiven={screen.atHome === "given"} />}
      {screen.activeAt !== undefined && !screen.held && !screen.frozen && (
        <Meanwhile t={t} has={screen.atHome === "given"} />
      )}
      <TroubleNotice trouble={screen.trouble} t={t} />
      {/* Four words that are compared are all seen: what one may do stands after them, not over them. */}
      <Dock fixed={!screen.words}>
        {screen.atHome === "given" && (
          <Button icon="scan" onTap={() => dispatch({ event: "opened", screen: "scan" })}>
            {t.home.scan}
          </Button>
        )}
        {screen.atHome === "offered" && (
          <Button icon="lock" onTap={() => dispatch({ event: "at_home_tapped" })}>
            {screen.isCoded ? t.waiting.atHome.typeCode : t.waiting.atHome.chooseCode}
          </Button>
        )}
        <Button
          icon="again"
          kind={screen.atHome ? "plain" : "primary"}
          busy={screen.busy}
          onTap={() => dispatch({ event: "check_tapped" })}
        >
          {t.waiting.check}
        </Button>
        <Button
          kind="quiet"
          busy={screen.busy}
          onTap={() => dispatch({ event: "start_again_tapped" })}
        >
          {t.waiting.startAgain}
        </Button>
      </Dock>
    </>
  );
}

/** What a phone that two registrars showed opens until its wait is over (docs/decisions/0054). */
function AtHome({ t, isGiven }: { readonly t: Messages; readonly isGiven: boolean }) {
  return (
    <Notice icon={isGiven ? "check" : "screen"}>
      <h2>{isGiven ? t.waiting.atHome.given : t.waiting.atHome.offered}</h2>
      <p>{isGiven ? t.waiting.atHome.how : t.waiting.atHome.choose}</p>
      <p class="quiet">{t.waiting.atHome.elsewhere}</p>
    </Notice>
  );
}

/** What the wait is, who was told of it, and what one can do until its end. */
function Meanwhile({ t, has }: { readonly t: Messages; readonly has: boolean }) {
  return (
    <section class="stack stack-tight" aria-labelledby="meanwhile">
      <h2 id="meanwhile">{t.waiting.what}</h2>
      <ul class="card steps">
        {(has ? t.waiting.atHome.steps : t.waiting.steps).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p class="quiet">{t.waiting.never}</p>
    </section>
  );
}

export function OverScreen({
  screen,
  t,
  dispatch,
}: ScreenProps<Extract<EnrolmentScreen, { at: "over" }>>) {
  return (
    <>
      <Panel icon="clock" tone="quiet">
        <Heading>{t.over.title[screen.why]}</Heading>
        <p>{t.over.text[screen.why]}</p>
      </Panel>
      <DeskLink t={t} />
      <Dock fixed>
        <Button icon="again" onTap={() => dispatch({ event: "start_again_tapped" })}>
          {t.over.go}
        </Button>
      </Dock>
    </>
  );
}

/** The server no longer hears this phone. Its history may still be readable. */
export function GoneScreen({ screen, t, dispatch }: ScreenProps<Extract<Screen, { at: "gone" }>>) {
  return (
    <>
      <Panel icon="lock" tone="refuse">
        <Heading>{t.gone.title}</Heading>
        <p>{t.gone.lead[screen.why]}</p>
      </Panel>
      <p>{t.gone.text}</p>
      <DeskLink t={t} />
      <Notice tone="warning" icon="warning">
        <p>{t.gone.notYou}</p>
      </Notice>
      <Dock fixed>
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
      </Dock>
    </>
  );
}

/** The one phone that a desk added under a freeze: what it is worth, and who decides. */
export function FrozenNotice({ t }: Pick<ScreenProps<Waiting>, "t">) {
  return (
    <Notice tone="warning" icon="lock">
      <h2>{t.frozen.title}</h2>
      <p>{t.frozen.text}</p>
      <p>{t.frozen.told}</p>
    </Notice>
  );
}

/** The end of an enrolment is the moment to speak of the day the phone is missing. */
export function EnrolledScreen({
  screen,
  model,
  t,
  dispatch,
}: ScreenProps<Extract<EnrolmentScreen, { at: "enrolled" }>>) {
  return (
    <>
      <Panel icon="check">
        <Heading>{t.enrolled.title}</Heading>
        {model.holder && !screen.frozen && <p>{t.enrolled.lead(model.holder.name)}</p>}
      </Panel>
      {screen.frozen && <FrozenNotice t={t} />}
      <ol class="card steps">
        {t.enrolled.how.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <Notice icon="phone">
        <h2>{t.enrolled.second}</h2>
        <p>{t.enrolled.secondText}</p>
      </Notice>
      <p>{t.onboarding.beginText}</p>
      <Dock fixed>
        <Button icon="shield" onTap={() => dispatch({ event: "opened", screen: "onboarding" })}>
          {t.onboarding.begin}
        </Button>
        <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.enrolled.go}
        </Button>
      </Dock>
    </>
  );
}
