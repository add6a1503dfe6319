import type {
  BellId,
  BellOffer,
  BellView,
  QuietHours,
  QuietHoursAnswer,
  RefusalReason,
  RingRefuseAnswer,
  RingView,
} from "@aval/protocol";
import type { Trouble } from "../trouble.ts";

/**
 * Bells on the phone: what may ring it, what rings now, and whether it can be woken at all. A ring opens nothing: it is refused
 * here, or the screen that asks is scanned. Times are seconds since the epoch on the server's clock.
 */

/** Whether this browser may show that something waits. */
export type PushPermission =
  | "allowed"
  | "unasked"
  | "refused"
  | "impossible"
  /** An iPhone's tab: only an installed page may. */
  | "only_installed"
  | "simulated";

/** What the phone knows of its bells, beside the screen. */
export type Bells = {
  /** The last list heard; `undefined` until there is one. */
  readonly list: readonly BellView[] | undefined;
  /** Those that were ended here: a list that was asked for before, and comes after, does not bring them back. */
  readonly ended: readonly BellId[];
  /** What one tap would let ring. */
  readonly offers: readonly BellOffer[];
  readonly ring: RingView | undefined;
  /** The ring that was put aside by *Retour*: it does not come back by itself. */
  readonly aside: RingView["ring"] | undefined;
  /** A push for a notice has arrived, and nobody has looked yet. */
  readonly told: boolean;
  readonly setting: BellSetting | undefined;
  readonly quiet: QuietHoursAnswer | undefined;
};
export const noBells: Bells = {
  list: undefined,
  ended: [],
  offers: [],
  ring: undefined,
  aside: undefined,
  told: false,
  setting: undefined,
  quiet: undefined,
};

/** A bell being set, on the screen of the request just accepted. */
export type BellSetting = { readonly offer: BellOffer; readonly how: "busy" | "made" | Trouble };

export type BellList = {
  readonly at: "bells";
  /** Those whose end was asked for and not yet answered. */
  readonly ending: readonly BellId[];
  /** The one that was ended last: said in its stead. */
  readonly ended: BellView | undefined;
  readonly trouble: Trouble | undefined;
};
/** Something rings. `over`: it does no more, before its time. */
export type Ring = {
  readonly at: "ring";
  readonly ring: RingView;
  readonly over: boolean;
};
/** *Ce n'est pas moi* was tapped: one question, and the refusal leaves with its answer, which decides what becomes of the bell. */
export type RingWhy = {
  readonly at: "ring-why";
  readonly ring: RingView;
  readonly busy: boolean;
  /** The answer that is on its way. */
  readonly reason: RefusalReason | undefined;
  readonly trouble: Trouble | undefined;
};
export type RingRefused = {
  readonly at: "ring-refused";
  readonly ring: RingView;
  readonly reason: RefusalReason;
  readonly bell: RingRefuseAnswer["bell"];
};
/** *Essai de la sonnerie*: what works on this phone, line by line. */
export type BellTrial = {
  readonly at: "bell-trial";
  /** `undefined` until this browser has been looked at. */
  readonly permission: PushPermission | undefined;
  /** Whether pushes go to this phone, as the server says; `undefined` until it has. */
  readonly known: boolean | undefined;
  readonly run: TrialRun;
  readonly trouble: Trouble | undefined;
};
export type TrialRun =
  | { readonly how: "idle" | "allowing" | "sending" | "stopping" }
  /** A push is on its way: until when it is waited for. */
  | { readonly how: "waiting"; readonly until: number }
  | { readonly how: "arrived" | "silent" }
  /** The browser's own push service did not answer. */
  | { readonly how: "unreachable" };
/** *Heures calmes*. */
export type QuietScreen = {
  readonly at: "quiet-hours";
  readonly busy: boolean;
  readonly kept: boolean;
  /** What is typed is no pair of hours. */
  readonly slip: boolean;
  readonly trouble: Trouble | undefined;
};

export type BellScreen = BellList | Ring | RingWhy | RingRefused | BellTrial | QuietScreen;

export type BellEvent =
  | {
      readonly event: "bells_known";
      readonly list: readonly BellView[];
      readonly offers: readonly BellOffer[];
    }
  | { readonly event: "bells_failed"; readonly trouble: Trouble }
  | { readonly event: "bell_set_tapped"; readonly offer: BellOffer }
  | { readonly event: "bell_set"; readonly bell: BellView }
  | { readonly event: "bell_set_failed"; readonly trouble: Trouble }
  | { readonly event: "bell_end_tapped"; readonly bell: BellView }
  | { readonly event: "bell_ended"; readonly bell: BellId }
  | { readonly event: "bell_failed"; readonly trouble: Trouble; readonly bell: BellId }
  | { readonly event: "rings_known"; readonly ring: RingView | undefined }
  | { readonly event: "ring_tapped" }
  | { readonly event: "not_me_tapped" }
  | { readonly event: "question_tapped" }
  | { readonly event: "reason_given"; readonly reason: RefusalReason }
  | { readonly event: "ring_refused"; readonly bell: RingRefuseAnswer["bell"] }
  | { readonly event: "ring_failed"; readonly trouble: Trouble }
  /** From the service worker: a push arrived, or its notification was tapped. */
  | { readonly event: "wake_arrived"; readonly id: string }
  | { readonly event: "wake_opened" }
  | { readonly event: "wake_moved" }
  | { readonly event: "push_seen"; readonly permission: PushPermission }
  | { readonly event: "push_known"; readonly known: boolean }
  | { readonly event: "push_unreachable" }
  | { readonly event: "push_failed"; readonly trouble: Trouble }
  | { readonly event: "allow_tapped" }
  | { readonly event: "trial_tapped" }
  | { readonly event: "trial_sent" }
  | { readonly event: "push_stop_tapped" }
  | { readonly event: "quiet_known"; readonly quiet: QuietHoursAnswer }
  | { readonly event: "quiet_given"; readonly hours: QuietHours | null }
  | { readonly event: "quiet_kept"; readonly quiet: QuietHoursAnswer }
  | { readonly event: "quiet_failed"; readonly trouble: Trouble };

export type BellCommand =
  | { readonly command: "load_bells" }
  | { readonly command: "set_bell"; readonly offer: BellOffer }
  | { readonly command: "end_bell"; readonly bell: BellId }
  | { readonly command: "look_for_rings" }
  | {
      readonly command: "refuse_ring";
      readonly ring: RingView["ring"];
      readonly reason: RefusalReason;
    }
  /** Looks at what this browser allows, and at what the server knows. */
  | { readonly command: "look_at_push" }
  /** The browser's question, then an address, told to the server. */
  | { readonly command: "allow_push" }
  /** Tells the server this browser's address again, if there is a permission: silent when nothing comes of it. */
  | { readonly command: "renew_push" }
  | { readonly command: "try_push" }
  | { readonly command: "stop_push" }
  | { readonly command: "load_quiet" }
  | { readonly command: "keep_quiet"; readonly hours: QuietHours | null };

export const bellList: BellList = {
  at: "bells",
  ending: [],
  ended: undefined,
  trouble: undefined,
};
export const bellTrial: BellTrial = {
  at: "bell-trial",
  permission: undefined,
  known: undefined,
  run: { how: "idle" },
  trouble: undefined,
};
export const ringWhy = (ring: RingView): RingWhy => ({
  at: "ring-why",
  ring,
  busy: false,
  reason: undefined,
  trouble: undefined,
});
export const quietHours: QuietScreen = {
  at: "quiet-hours",
  busy: false,
  kept: false,
  slip: false,
  trouble: undefined,
};

const screens = new Set(["bells", "ring", "ring-why", "ring-refused", "bell-trial", "quiet-hours"]);
/** Whether a screen is one of these. */
export function isOfBells(screen: { readonly at: string }): screen is BellScreen {
  return screens.has(screen.at);
}
