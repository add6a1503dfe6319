import type { PushPermission } from "../bells/request.ts";
import type { BellCommand } from "../bells/request.ts";
import type { AppEvent, Screen } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/**
 * The first minutes with a phone, once: being told, refusing, what nobody ever asks, a second means, three questions. Which step
 * comes next is kept on the phone, so that a duty call in the middle costs nothing; every step can be left for later or for good.
 */
export const onboardingSteps = ["notices", "request", "never", "second", "check"] as const;
export type OnboardingStep = (typeof onboardingSteps)[number];

export type OnboardingScreen =
  | {
      readonly at: "onboarding";
      readonly step: "notices";
      /** `undefined` until this browser has been looked at. */
      readonly permission: PushPermission | undefined;
      readonly busy: boolean;
      readonly trouble: Trouble | undefined;
    }
  | { readonly at: "onboarding"; readonly step: "request" | "never" | "second" | "end" }
  /** `answer`: what was tapped, which stays until *Continuer*. Nothing of it is kept. */
  | {
      readonly at: "onboarding";
      readonly step: "check";
      readonly question: number;
      readonly answer: number | undefined;
    };

export type OnboardingEvent =
  | { readonly event: "onboarding_next" }
  /** *Ne plus me le proposer*. */
  | { readonly event: "onboarding_ended" }
  | { readonly event: "onboarding_answered"; readonly answer: number }
  | { readonly event: "notices_allow_tapped" };

export type OnboardingCommand = {
  readonly command: "keep_onboarding";
  /** Absent: it is over. */
  readonly step: OnboardingStep | undefined;
};

/** How many questions there are, and which answer to each is right. */
export const rightAnswers = [0, 1, 1] as const;

/** A step as it is entered. */
export function onboardingAt(step: OnboardingStep): OnboardingScreen {
  switch (step) {
    case "notices":
      return { at: "onboarding", step, permission: undefined, busy: false, trouble: undefined };
    case "check":
      return { at: "onboarding", step, question: 0, answer: undefined };
    default:
      return { at: "onboarding", step };
  }
}

/** What entering a step asks of the world. */
export const onEntering = (step: OnboardingStep): readonly BellCommand[] =>
  step === "notices" ? [{ command: "look_at_push" }] : [];

export type OnboardingMove = {
  readonly screen: Screen;
  /** The step that comes next, whenever that is. */
  readonly next: OnboardingStep | undefined;
  readonly run: readonly (OnboardingCommand | BellCommand)[];
};

/** What moves it; `undefined`: the event is none of its. `at`: the step that is kept. */
export function stepOnboarding(
  screen: Screen,
  at: OnboardingStep | undefined,
  event: AppEvent,
): OnboardingMove | undefined {
  // The exercise is a step of it, whose end leads on.
  const isHere = screen.at === "onboarding";
  const isAfterPractice = !isHere && at === "request";
  if (event.event === "onboarding_next" && (isHere || isAfterPractice))
    return next(screen, at ?? "notices");
  if (!isHere) return undefined;
  switch (event.event) {
    case "onboarding_answered":
      return screen.step === "check" && screen.answer === undefined
        ? { screen: { ...screen, answer: event.answer }, next: at, run: [] }
        : undefined;
    case "notices_allow_tapped":
      return screen.step === "notices" && !screen.busy
        ? {
            screen: { ...screen, busy: true, trouble: undefined },
            next: at,
            run: [{ command: "allow_push" }],
          }
        : undefined;
    default:
      return pushTold(screen, at, event);
  }
}

function pushTold(
  screen: OnboardingScreen,
  at: OnboardingStep | undefined,
  event: AppEvent,
): OnboardingMove | undefined {
  if (screen.step !== "notices") return undefined;
  const told = (changes: Partial<typeof screen>): OnboardingMove => ({
    screen: { ...screen, busy: false, ...changes },
    next: at,
    run: [],
  });
  switch (event.event) {
    case "push_seen":
      return told({ permission: event.permission });
    case "push_failed":
      return told({ trouble: event.trouble });
    case "push_unreachable":
      return told({ trouble: { kind: "offline" } });
    default:
      return undefined;
  }
}

function next(screen: Screen, at: OnboardingStep): OnboardingMove {
  if (screen.at === "onboarding" && screen.step === "check") {
    const question = screen.question + 1;
    if (question < rightAnswers.length)
      return { screen: { ...screen, question, answer: undefined }, next: at, run: [] };
  }
  const step = onboardingSteps[onboardingSteps.indexOf(at) + 1];
  return {
    screen: step ? onboardingAt(step) : { at: "onboarding", step: "end" },
    next: step,
    run: [{ command: "keep_onboarding", step }, ...(step ? onEntering(step) : [])],
  };
}
