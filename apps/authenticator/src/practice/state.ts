import type { Held } from "../approvals/request.ts";
import { type ApprovalScreen, question } from "../approvals/request.ts";
import type { AppEvent, Screen } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/**
 * *S'entraîner à refuser*: the holder begins it here, by a tap; what comes then is a request like any other, marked as an exercise
 * on each of its screens. A real request never is, and no exercise begins by itself.
 */
export type PracticeScreen = {
  readonly at: "practice";
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};

export type PracticeEvent =
  | { readonly event: "practice_tapped" }
  | { readonly event: "practice_begun"; readonly held: Held }
  | { readonly event: "practice_failed"; readonly trouble: Trouble };

export type PracticeCommand = { readonly command: "begin_practice" };

export const practice: PracticeScreen = { at: "practice", busy: false, trouble: undefined };

export type PracticeStep = {
  readonly screen: PracticeScreen | ApprovalScreen;
  readonly run: readonly PracticeCommand[];
};

/**
 * From the screen that speaks of it, or from the end of one, for another try. `undefined`: the event is not of an exercise's beginning.
 */
export function stepPractice(screen: Screen, event: AppEvent): PracticeStep | undefined {
  switch (event.event) {
    case "practice_tapped":
      return screen.at === "practice" && screen.busy
        ? undefined
        : { screen: { ...practice, busy: true }, run: [{ command: "begin_practice" }] };
    case "practice_begun":
      return screen.at === "practice" ? { screen: question(event.held), run: [] } : undefined;
    case "practice_failed":
      return screen.at === "practice"
        ? { screen: { ...practice, trouble: event.trouble }, run: [] }
        : undefined;
    default:
      return undefined;
  }
}

/** Whether this request is an exercise. */
export const isPractice = ({ context }: Pick<Held, "context">): boolean =>
  context.kind === "practice";
