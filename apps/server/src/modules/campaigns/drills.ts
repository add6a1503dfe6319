import {
  type Drill,
  type DrillAnswer,
  type DrillAnswerAnswer,
  type DrillAskAnswer,
  type DrillEndAnswer,
  type Json,
  purposes,
  type Signer,
  signCompact,
  toBase64url,
  verifyCompact,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Devices } from "#modules/devices";
import type { AnyTables, Database } from "#platform/database";
import { done, type Outcome } from "#platform/outcome";
import type { Random } from "#platform/random";
import { after, type Clock, epochSeconds } from "#platform/time";
import { type Pool, pour } from "./drill.ts";
import * as store from "./drill-store.ts";

/*
 * Exercises of campaigns. Two doors that know nothing of each other: one gives a phone of this holder an exercise, and keeps that they drew
 * one that day; the other counts an answer that nobody signed. In between stands a number that is kept beside nobody.
 */

export type DrillsDeps = {
  readonly db: Database<AnyTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly devices: Pick<Devices, "receiveActive">;
  /** The context key. */
  readonly seal: () => Signer;
  /** Answers that wait for others of their profession, in this process alone: what is not written when it ends is lost. */
  readonly pool: Pool;
};

/** The exercise that waits for this phone's holder, if one does, now. */
export async function draw(
  deps: DrillsDeps,
  jws: string,
): Promise<Outcome<DrillAskAnswer, Refusal>> {
  const now = deps.clock.now();
  const received = await deps.devices.receiveActive(jws, purposes.drillAsk);
  if (!received.ok) return received;
  const { professional, level } = received.value.device;
  if (level !== "full") return done({});
  const drawn = await store.recordDrawn(deps.db, professional, {
    within: lifetimes.drillDrawn,
    apart: lifetimes.drillApart,
  });
  if (!drawn) return done({});
  const drill: Drill = {
    v: purposes.drill,
    ...drawn,
    number: toBase64url(deps.random.bytes(16)),
    iat: epochSeconds(now),
    until: epochSeconds(after(now, lifetimes.drillAnswered)),
  };
  return done({ drill: await signCompact(drill as unknown as Json, purposes.drill, deps.seal()) });
}

/** One answer more, of nobody: it waits here until there are enough of its profession, and is then written with them. */
export async function answer(
  deps: DrillsDeps,
  jws: string,
  given: DrillAnswer,
): Promise<DrillAnswerAnswer> {
  const said = await verifyCompact(jws, purposes.drill, deps.seal().jwk);
  if (said === undefined) return { counted: false };
  const { campaign, profession, number, until } = said as unknown as Drill;
  await store.forgetDrawn(deps.db, lifetimes.drillApart);
  if (!(await store.recordSpent(deps.db, { campaign, number, until }))) return { counted: false };
  const enough = pour(deps.pool, `${campaign} ${profession}`, given);
  if (enough) await store.addCounts(deps.db, { campaign, profession }, enough);
  return { counted: true };
}

/** *Plus d'exercices*, for good. */
export async function end(
  deps: DrillsDeps,
  jws: string,
): Promise<Outcome<DrillEndAnswer, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.drillEnd);
  if (!received.ok) return received;
  await store.recordOff(deps.db, received.value.device.professional);
  return done({ ended: true });
}
