import type { StopId, StopView } from "@aval/protocol";
import type { CodeEntry } from "../shell/code-entry.ts";
import type { Trouble } from "../trouble.ts";

/** What the holder stops, and what stands stopped: the screens, what happens on them, and what they ask for. */
export type Block = {
  readonly at: "block";
  readonly busy: boolean;
  readonly trouble: Trouble | undefined;
};
/** What stands, read from the model. */
export type Stopped = { readonly at: "stopped" };
/** Opening is dear: first whether somebody on the telephone asks for it. */
export type LiftCall = { readonly at: "lift-call"; readonly stop: StopView };
export type Lift = CodeEntry & {
  readonly at: "lift";
  readonly stop: StopView;
  readonly busy: boolean;
};
export type Reopened = { readonly at: "reopened" };
/** *Rouvrir au guichet*: what the desk, the card and this phone still have to show; read from the model's stop of that name. */
export type Reopening = {
  readonly at: "reopening";
  readonly stop: StopId;
  /** `desk`: the sandbox's two registrars sign. */
  readonly busy: "begin" | "desk" | undefined;
  readonly trouble: Trouble | undefined;
};
export type StopScreen = Block | Stopped | LiftCall | Lift | Reopened | Reopening;

export type StopEvent =
  | { readonly event: "stops_known"; readonly stops: readonly StopView[] }
  | { readonly event: "stops_failed"; readonly trouble: Trouble }
  | { readonly event: "block_tapped" }
  | { readonly event: "access_blocked"; readonly stops: readonly StopView[] }
  | { readonly event: "lift_tapped"; readonly stop: StopView }
  | { readonly event: "lift_call_answered"; readonly onCall: boolean }
  | { readonly event: "code_given"; readonly code: string }
  | { readonly event: "stop_lifted"; readonly stops: readonly StopView[] }
  | { readonly event: "stop_failed"; readonly trouble: Trouble }
  | { readonly event: "reopen_tapped"; readonly stop: StopView }
  /** It was begun, or one of the three was shown. */
  | { readonly event: "reopening_moved"; readonly stops: readonly StopView[] }
  | { readonly event: "sandbox_desk_tapped" };

export type StopCommand =
  | { readonly command: "load_stops" }
  | { readonly command: "block_access" }
  | { readonly command: "lift_stop"; readonly stop: StopId; readonly code: string }
  | { readonly command: "begin_reopening"; readonly stop: StopId }
  | {
      readonly command: "sign_at_sandbox_desk";
      readonly nationalId: string;
    };

export const block: Block = { at: "block", busy: false, trouble: undefined };

const screens = new Set(["block", "stopped", "lift-call", "lift", "reopened", "reopening"]);
export function isOfStops(screen: { readonly at: string }): screen is StopScreen {
  return screens.has(screen.at);
}
