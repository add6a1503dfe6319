import type { EnrolmentPageId } from "./ids.ts";
import type { PublicJwk } from "./jws.ts";
import type { purposes } from "./messages.ts";

/**
 * *Mon téléphone a tout oublié*: a page on the holder's own aged place, which the very phone scans whose storage was cleared. The page
 * binds; what proves is the passkey (`WK`) that this phone made before, over this enrolment and this phone's new key
 * (`enrolmentKeyInput`). DESIGN section 6.
 *
 * `open`: the page begins. `watch`: what does it show now, and has a phone scanned it? `stop`: *Arrêter*; it enables nothing.
 */
export const enrolmentPlaceActs = ["open", "watch", "stop"] as const;
export type EnrolmentPlaceAct = (typeof enrolmentPlaceActs)[number];

/** By `BK` of the browser that the page is in. */
export type EnrolmentPlaceMessage = {
  readonly v: typeof purposes.enrolmentPlace;
  readonly bk: PublicJwk;
  readonly act: EnrolmentPlaceAct;
  /** Absent as it begins. */
  readonly page?: EnrolmentPageId;
  /** As it begins: the value that this browser was last given to keep beside its key, if any. */
  readonly ratchet?: string;
  readonly iat: number;
  readonly jti: string;
};

/** What the page is told. It names nobody, and no phone. Times are seconds since the epoch on the server's clock. */
export type EnrolmentPlaceView = {
  readonly now: number;
  /** Answer to `open`: keep it beside the browser's key. */
  readonly ratchet?: string;
  readonly page: EnrolmentPageId;
  readonly shown:
    | { readonly state: "open"; readonly address: string; readonly until: number }
    /** A phone scanned it, and has its passkey to show. */
    | { readonly state: "bound" }
    | {
        readonly state: "proven";
        readonly level: "limited" | "full";
        readonly activeAt: number;
      }
    | { readonly state: "active"; readonly level: "limited" | "full" }
    /** `still_used`: the old installation has said something since, so that its phone forgot nothing. */
    | { readonly state: "over"; readonly why: "over" | "stopped" | "still_used" };
};
