import { type Context, type DrillScene, drillScenes, idFrom } from "@aval/protocol";
import {
  drill,
  drillOver,
  type DrillScreen,
} from "../../../apps/authenticator/src/drills/state.ts";
import {
  type OnboardingScreen,
  type OnboardingStep,
  onboardingAt,
  onboardingSteps,
  rightAnswers,
} from "../../../apps/authenticator/src/onboarding/state.ts";
import { type PracticeScreen, practice } from "../../../apps/authenticator/src/practice/state.ts";
import { question } from "../../../apps/authenticator/src/approvals/request.ts";
import type { Screen } from "../../../apps/authenticator/src/state.ts";

/** The exercise and the first minutes. An exercise is a request like any other, marked on each of its screens. */
const offline = { kind: "offline" } as const;

export const practiceStates: Readonly<Record<string, { readonly screen: PracticeScreen }>> = {
  "": { screen: practice },
  busy: { screen: { ...practice, busy: true } },
  offline: { screen: { ...practice, trouble: offline } },
};

const over = drillOver("refused");
const signed = (scene: DrillScene): DrillScreen =>
  drill({
    jws: "",
    drill: {
      v: "aval.drill.v1",
      ...{ campaign: idFrom("cmp", new Uint8Array(17)), scene, profession: "60" },
      ...{ number: "", iat: 0, until: 0 },
    },
  });

/** The exercise of a campaign: each invented service, and each end. */
export const drillStates: Readonly<
  Record<DrillScreen["at"], Readonly<Record<string, { readonly screen: DrillScreen }>>>
> = {
  drill: Object.fromEntries(
    drillScenes.map((scene, index) => [index === 0 ? "" : scene, { screen: signed(scene) }]),
  ),
  "drill-over": {
    "": { screen: over },
    "went-on": { screen: drillOver("went_on") },
    left: { screen: drillOver(undefined) },
    ending: { screen: { ...over, off: "busy" } as DrillScreen },
    ended: { screen: { ...over, off: "done" } as DrillScreen },
    offline: { screen: { ...over, trouble: offline } as DrillScreen },
  },
};

/** The exercise as a request, made out of the gallery's ordinary one. */
export function exercise(context: Context) {
  const { reducedForSeconds: _, ...rest } = context;
  const asked: Context = {
    ...rest,
    kind: "practice",
    transfer: "practice",
    service: { id: "practice", name: "Service d'exemple", number: "0000" },
    rights: "full",
  };
  const ended = { at: "ended", ending: { how: "expired" }, context: asked } as const;
  return {
    question: { screen: question({ approval: context.approval, context: asked }) },
    refused: { screen: { at: "answered", decision: "refused", context: asked, reason: undefined } },
    approved: {
      screen: { at: "answered", decision: "approved", context: asked, mayBePlace: false },
    },
    over: { screen: ended },
  } as const satisfies Readonly<Record<string, { readonly screen: Screen }>>;
}

type OnboardingState = { readonly screen: OnboardingScreen; readonly onboarding?: OnboardingStep };

const notices = { at: "onboarding", step: "notices", busy: false, trouble: undefined } as const;
const check = { at: "onboarding", step: "check" } as const;

export const onboardingStates: Readonly<Record<string, OnboardingState>> = {
  ...Object.fromEntries(
    onboardingSteps.map((step) => [step, { screen: onboardingAt(step), onboarding: step }]),
  ),
  notices: { screen: { ...notices, permission: "unasked" } },
  "notices-busy": { screen: { ...notices, permission: "unasked", busy: true } },
  "notices-allowed": { screen: { ...notices, permission: "allowed" } },
  "notices-refused": { screen: { ...notices, permission: "refused" } },
  "notices-iphone": { screen: { ...notices, permission: "only_installed" } },
  "notices-offline": { screen: { ...notices, permission: "allowed", trouble: offline } },
  ...Object.fromEntries(
    rightAnswers.flatMap((right, index) => [
      [`check-${index + 1}`, { screen: { ...check, question: index, answer: undefined } }],
      [`check-${index + 1}-right`, { screen: { ...check, question: index, answer: right } }],
      [`check-${index + 1}-wrong`, { screen: { ...check, question: index, answer: 1 - right } }],
    ]),
  ),
  end: { screen: { at: "onboarding", step: "end" } },
};
