import type { Answered } from "../approvals/request.ts";
import { Button, Dock, Heading, Panel, type ScreenProps, TroubleNotice } from "../shell/parts.tsx";
import type { Model } from "../state.ts";
import type { PracticeScreen } from "./state.ts";

/** What the exercise is, and what one does in it; in the onboarding, one of its steps. */
export function PracticeMainScreen({ screen, t, dispatch }: ScreenProps<PracticeScreen>) {
  return (
    <>
      <Panel icon="hand">
        <Heading>{t.practice.title}</Heading>
        <p>{t.practice.lead}</p>
      </Panel>
      <ol class="card steps">
        {t.practice.how.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p>
        <strong>{t.practice.never}</strong>
      </p>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <Dock fixed>
        <Button busy={screen.busy} onTap={() => dispatch({ event: "practice_tapped" })}>
          {screen.busy ? t.practice.busy : t.practice.go}
        </Button>
      </Dock>
    </>
  );
}

/** What came of it. Accepted, it says what would have happened, and asks again; nothing opened either way. */
export function PracticeAnsweredScreen({ screen, model, t, dispatch }: ScreenProps<Answered>) {
  if (screen.decision === "approved")
    return (
      <>
        <Panel icon="warning" tone="warning" about={t.practice.history}>
          <Heading>{t.practice.approved}</Heading>
          <p>{t.practice.approvedText}</p>
        </Panel>
        <Again model={model} t={t} dispatch={dispatch} />
      </>
    );
  return (
    <>
      <Panel icon="check" about={t.practice.history}>
        <Heading>{t.practice.refused}</Heading>
        <p>{t.practice.refusedText}</p>
      </Panel>
      <p>{t.practice.refusedReal}</p>
      <Dock fixed>
        {model.onboarding === "request" ? (
          <Button onTap={() => dispatch({ event: "onboarding_next" })}>{t.practice.next}</Button>
        ) : (
          <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
            {t.practice.home}
          </Button>
        )}
      </Dock>
    </>
  );
}

/** Nobody answered in time, or something more urgent took its place. */
export function PracticeOverScreen({
  model,
  t,
  dispatch,
}: Omit<ScreenProps<unknown>, "screen"> & { readonly model: Model }) {
  return (
    <>
      <Panel icon="clock" tone="quiet" about={t.practice.history}>
        <Heading>{t.practice.over}</Heading>
        <p>{t.practice.overText}</p>
      </Panel>
      <Again model={model} t={t} dispatch={dispatch} />
    </>
  );
}

function Again({ model, t, dispatch }: Omit<ScreenProps<unknown>, "screen">) {
  return (
    <Dock fixed>
      <Button icon="again" onTap={() => dispatch({ event: "practice_tapped" })}>
        {t.practice.again}
      </Button>
      {model.onboarding === "request" ? (
        <Button kind="quiet" onTap={() => dispatch({ event: "onboarding_next" })}>
          {t.practice.next}
        </Button>
      ) : (
        <Button kind="quiet" onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.practice.home}
        </Button>
      )}
    </Dock>
  );
}
