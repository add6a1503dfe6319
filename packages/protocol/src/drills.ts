import type { CampaignId, DeviceId } from "./ids.ts";
import type { purposes } from "./messages.ts";

/**
 * Drills: what a campaign may carry, drawn by the phone itself as a request that its holder should refuse. No approval is behind one: it
 * has no `apr_…`, rings nothing, asks for no code, and nothing of it is signed by a phone.
 */

/** Which invented service asks. Their names are the page's own, and nobody's. */
export const drillScenes = ["prescriptions", "results", "certificates"] as const;
export type DrillScene = (typeof drillScenes)[number];

/** *Ce n'est pas moi*, or *Continuer*. Of one length, so that the wire says no more than the counts do. */
export const drillAnswers = ["refused", "went_on"] as const;
export type DrillAnswer = (typeof drillAnswers)[number];

/**
 * By the context key: an exercise to be drawn once. It names no phone and no person, so that its answer, which comes back with it and with
 * nobody's signature, is nobody's. Who gains if it named one: whoever reads what a colleague chose.
 */
export type Drill = {
  readonly v: typeof purposes.drill;
  readonly campaign: CampaignId;
  readonly scene: DrillScene;
  /** Code of TRE_G15: whose count the answer is added to. */
  readonly profession: string;
  /** base64url, 16 bytes: spent once, and kept beside nobody. */
  readonly number: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  readonly until: number;
};

/** By `IK`: is there an exercise for my holder? Answered once in thirty days, and only in calm. */
export type DrillAskMessage = {
  readonly v: typeof purposes.drillAsk;
  readonly device: DeviceId;
  readonly iat: number;
  readonly jti: string;
};

/** By `IK`: *Plus d'exercices*. For good. */
export type DrillEndMessage = {
  readonly v: typeof purposes.drillEnd;
  readonly device: DeviceId;
  readonly iat: number;
  readonly jti: string;
};

/** `drill`: what the context key signed; absent: none now, whatever the reason. */
export type DrillAskAnswer = { readonly drill?: string };
/** Counted, or not any more: a phone has nothing to do about it. */
export type DrillAnswerAnswer = { readonly counted: boolean };
export type DrillEndAnswer = { readonly ended: true };

/** What one profession answered. `null`: fewer than five, which are nobody's business. */
export type DrillCount = {
  readonly profession: string;
  readonly refused: number | null;
  readonly wentOn: number | null;
};
