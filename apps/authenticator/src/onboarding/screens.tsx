import type { ComponentChildren } from "preact";
import type { Messages } from "../messages.ts";
import {
  Button,
  Dock,
  Heading,
  Notice,
  Panel,
  type ScreenProps,
  TroubleNotice,
  useFocusOnArrival,
} from "../shell/parts.tsx";
import { type OnboardingScreen, onboardingSteps, rightAnswers } from "./state.ts";

type Props = ScreenProps<OnboardingScreen>;
type At<Name> = Extract<OnboardingScreen, { step: Name }>;

/** One step of the first minutes: one idea, one act, and the way out. */
export function OnboardingStepScreen({ screen, ...common }: Props) {
  switch (screen.step) {
    case "notices":
      return <NoticesStep screen={screen} {...common} />;
    case "request":
      return <RequestStep {...common} />;
    case "never":
      return <NeverStep {...common} />;
    case "second":
      return <SecondStep {...common} />;
    case "check":
      return <CheckStep key={screen.question} screen={screen} {...common} />;
    case "end":
      return <EndStep {...common} />;
  }
}

type Common = Omit<Props, "screen">;

function stepWords(step: (typeof onboardingSteps)[number], t: Messages): string {
  return t.onboarding.step(onboardingSteps.indexOf(step) + 1, onboardingSteps.length);
}

/** The same at the foot of every step, the act of the step over them. */
function Ways({
  t,
  dispatch,
  isAfterAll = false,
  children,
}: Common & {
  /** Only once the rest was read. */
  readonly isAfterAll?: boolean;
  readonly children?: ComponentChildren;
}) {
  return (
    <Dock fixed={!isAfterAll}>
      {children}
      <Button
        kind={children ? "plain" : "primary"}
        onTap={() => dispatch({ event: "onboarding_next" })}
      >
        {t.onboarding.next}
      </Button>
      <Button kind="quiet" onTap={() => dispatch({ event: "opened", screen: "home" })}>
        {t.onboarding.later}
      </Button>
    </Dock>
  );
}

function NoticesStep({ screen, ...common }: Common & { readonly screen: At<"notices"> }) {
  const { t, dispatch } = common;
  const { notices } = t.onboarding;
  const { permission, busy } = screen;
  return (
    <>
      <Panel icon="bell" about={stepWords("notices", t)}>
        <Heading>{notices.title}</Heading>
        <p>{notices.lead}</p>
      </Panel>
      <p>
        <strong>{notices.rule}</strong>
      </p>
      {permission === "allowed" && (
        <Notice tone="good" icon="check">
          <p>{notices.allowed}</p>
        </Notice>
      )}
      {permission && permission !== "allowed" && permission !== "unasked" && (
        <Notice icon="note">
          <p>{t.trial.permission[permission]}</p>
        </Notice>
      )}
      <TroubleNotice trouble={screen.trouble} t={t} />
      <p class="quiet">{notices.without}</p>
      <Ways {...common}>
        {permission === "unasked" && (
          <Button icon="bell" busy={busy} onTap={() => dispatch({ event: "notices_allow_tapped" })}>
            {busy ? notices.busy : notices.allow}
          </Button>
        )}
      </Ways>
    </>
  );
}

function RequestStep(common: Common) {
  const { t, dispatch } = common;
  return (
    <>
      <Panel icon="hand" about={stepWords("request", t)}>
        <Heading>{t.onboarding.request.title}</Heading>
        <p>{t.onboarding.request.lead}</p>
      </Panel>
      <p>
        <strong>{t.onboarding.request.rule}</strong>
      </p>
      <p>{t.practice.lead}</p>
      <p>{t.practice.never}</p>
      <Ways {...common}>
        <Button icon="hand" onTap={() => dispatch({ event: "practice_tapped" })}>
          {t.practice.go}
        </Button>
      </Ways>
    </>
  );
}

function NeverStep(common: Common) {
  const { nobody } = common.t.onboarding;
  return (
    <>
      <Panel icon="hangUp" about={stepWords("never", common.t)}>
        <Heading>{nobody.title}</Heading>
        <p>{nobody.lead}</p>
      </Panel>
      <ul class="card steps">
        {nobody.things.map((thing) => (
          <li key={thing}>{thing}</li>
        ))}
      </ul>
      <p>
        <strong>{nobody.act}</strong>
      </p>
      <Ways {...common} isAfterAll />
    </>
  );
}

function SecondStep(common: Common) {
  const { t, dispatch } = common;
  const { second } = t.onboarding;
  return (
    <>
      <Panel icon="phone" about={stepWords("second", t)}>
        <Heading>{second.title}</Heading>
        <p>{second.lead}</p>
      </Panel>
      <ul class="card steps">
        {second.ways.map((way) => (
          <li key={way}>{way}</li>
        ))}
      </ul>
      <Ways {...common}>
        <Button
          kind="plain"
          icon="phone"
          onTap={() => dispatch({ event: "opened", screen: "means" })}
        >
          {second.add}
        </Button>
      </Ways>
    </>
  );
}

/** Three questions with an answer to each: what was tapped is said to be right or not, and why; nothing of it is kept. */
function CheckStep({ screen, ...common }: Common & { readonly screen: At<"check"> }) {
  const { t, dispatch } = common;
  const { check } = t.onboarding;
  const asked = check.questions[screen.question];
  const { answer } = screen;
  if (!asked) return null;
  const isRight = answer === rightAnswers[screen.question];
  return (
    <>
      <Panel icon="shield" about={stepWords("check", t)}>
        <Heading>{check.title(screen.question + 1, check.questions.length)}</Heading>
        <p>{check.lead}</p>
      </Panel>
      <p>
        <strong>{asked.ask}</strong>
      </p>
      {answer === undefined ? (
        <ul class="answers">
          {asked.answers.map((words, index) => (
            <li key={words}>
              <Button
                kind="plain"
                onTap={() => dispatch({ event: "onboarding_answered", answer: index })}
              >
                {words}
              </Button>
            </li>
          ))}
        </ul>
      ) : (
        <>
          <Told key={screen.question} isRight={isRight} because={asked.because} t={t} />
          <Ways {...common} />
        </>
      )}
    </>
  );
}

/** In the place of what was tapped, with its focus. */
function Told({
  isRight,
  because,
  t,
}: {
  readonly isRight: boolean;
  readonly because: string;
  readonly t: Messages;
}) {
  const heard = useFocusOnArrival<HTMLDivElement>();
  const { right, wrong } = t.onboarding.check;
  return (
    <div ref={heard} tabIndex={-1}>
      <Notice tone={isRight ? "good" : "warning"} icon={isRight ? "check" : "warning"}>
        <p>
          <strong>{isRight ? right : wrong}</strong> {because}
        </p>
      </Notice>
    </div>
  );
}

function EndStep({ t, dispatch }: Common) {
  return (
    <>
      <Panel icon="check">
        <Heading>{t.onboarding.end.title}</Heading>
        <p>{t.onboarding.end.lead}</p>
      </Panel>
      <Dock fixed>
        <Button onTap={() => dispatch({ event: "opened", screen: "home" })}>
          {t.onboarding.end.go}
        </Button>
      </Dock>
    </>
  );
}

/** On the home screen, while there is a step left: where it goes on, and how to be left alone. */
export function OnboardingNotice({ model, t, dispatch }: Common) {
  const { onboarding } = model;
  if (!onboarding) return null;
  const step = onboardingSteps.indexOf(onboarding) + 1;
  return (
    <Notice icon="shield">
      <p>{t.onboarding.resume(step, onboardingSteps.length)}</p>
      <Button kind="plain" onTap={() => dispatch({ event: "opened", screen: "onboarding" })}>
        {t.onboarding.goOn}
      </Button>
      <Button kind="quiet" onTap={() => dispatch({ event: "onboarding_ended" })}>
        {t.onboarding.never}
      </Button>
    </Notice>
  );
}
