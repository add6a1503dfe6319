import { Icon, type IconName } from "../../shell/icons.tsx";
import { Button, Dock, Heading, type ScreenProps, TroubleNotice } from "../../shell/parts.tsx";
import type { BellTrial } from "../request.ts";
import { isBusy } from "../state.ts";
import { type Point, pointsOf } from "../words.ts";

const signs = {
  good: "check",
  danger: "cross",
  quiet: "note",
} as const satisfies Record<Point["tone"], IconName>;

/** *Essai de la sonnerie*: each point with a sign and its word, and what to do about it. Scanning needs none of them. */
export function BellTrialScreen({ screen, model, t, dispatch }: ScreenProps<BellTrial>) {
  const words = { good: t.trial.works, danger: t.trial.fails, quiet: t.trial.note };
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.trial.title}</Heading>
        <p>{t.trial.lead}</p>
      </div>
      <ul class="events">
        {pointsOf(screen, model, t).map(({ tone, text }) => (
          <li key={text} class={`event event-${tone}`}>
            <Icon name={signs[tone]} />
            <div>
              <p class="event-service">{words[tone]}</p>
              <p>{text}</p>
            </div>
          </li>
        ))}
      </ul>
      <p>
        <strong>{t.trial.always}</strong>
      </p>
      <TroubleNotice trouble={screen.trouble} t={t} />
      {screen.permission === "unasked" && <p>{t.trial.why}</p>}
      <Acts screen={screen} model={model} t={t} dispatch={dispatch} />
    </>
  );
}

function Acts({ screen, model, t, dispatch }: ScreenProps<BellTrial>) {
  const { permission, run } = screen;
  const busy = isBusy(screen, model.now);
  if (permission === "unasked")
    return (
      <Dock>
        <Button icon="bell" busy={busy} onTap={() => dispatch({ event: "allow_tapped" })}>
          {run.how === "allowing" ? t.trial.allowing : t.trial.allow}
        </Button>
      </Dock>
    );
  if (permission !== "allowed") return null;
  const isTried = run.how === "arrived" || run.how === "waiting" || run.how === "unreachable";
  return (
    <Dock>
      <Button icon="bell" busy={busy} onTap={() => dispatch({ event: "trial_tapped" })}>
        {run.how === "sending" ? t.trial.sending : isTried ? t.trial.again : t.trial.try}
      </Button>
      {screen.known && (
        <Button kind="plain" busy={busy} onTap={() => dispatch({ event: "push_stop_tapped" })}>
          {run.how === "stopping" ? t.trial.stopping : t.trial.stop}
        </Button>
      )}
    </Dock>
  );
}
