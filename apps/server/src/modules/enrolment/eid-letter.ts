import {
  type EnrolmentId,
  type EnrolmentStatus,
  peekCompact,
  publicJwk,
  purposes,
  thumbprint,
  verifyCompact,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { checkStamp } from "#modules/devices";
import { transact, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { EidDeps } from "./eid.ts";
import { statusOf } from "./status.ts";
import { aroundOf, aroundStop, makeMove } from "./moves.ts";
import { announce, recordProven } from "./proving.ts";
import * as store from "./store.ts";

/*
 * The letter that a remote eID brought, scanned by the phone that asked for it: now the evidence is complete, and the phone waits three
 * days where everybody concerned was told of it. Shown by any other phone the letter does nothing, the enrolment goes on, and the
 * holder is told once.
 *
 * Who gains if it is wrong: whoever has a photograph of the letter. Worth more than that, it takes the very phone (R12).
 */

export async function useLetter(
  deps: EidDeps,
  jws: string,
  network: string,
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  const shown = await readLetterMessage(deps, jws);
  if (!shown.ok) return shown;
  const { letterScans: most } = bounds;
  if (!(await deps.limits.spend(deps.db, "letter_scan", network, most, lifetimes.floodWindow)))
    return deny("too_many");
  const letter = await deps.letters.read(shown.value.letter);
  if (!letter) return deny("letter_refused");
  if (letter.isOver) return deny("letter_over");
  if (letter.ik !== shown.value.ik) return shownElsewhere(deps, letter);
  const row = await store.find(deps.db, letter.enrolment);
  if (row?.standing.state !== "evidenced") return deny("letter_over");
  if (!(await announce(deps, row, letter.ik))) return deny("pin_unavailable");
  const { professional } = letter;
  return transactOrUndo(deps.db, async (tx): Promise<Outcome<EnrolmentStatus, Refusal>> => {
    const around = await aroundOf(deps, tx, professional, undefined, "eid_letter");
    const held = await store.hold(tx, letter.enrolment);
    if (!held) return deny("letter_over");
    const moved = await makeMove(tx, held, { move: "prove", path: "eid_letter" }, around);
    if (!moved.ok) return moved.refusal === "enrolment_not_ready" ? deny("letter_over") : moved;
    if (!(await deps.letters.use(tx, letter.id))) return deny("letter_over");
    const { id: enrolment } = held;
    const evidence = { evidence: "eid_letter", signatures: [jws] } as const;
    await recordProven(deps, tx, { professional, enrolment, ...evidence }, moved.value, row);
    return done(statusOf({ ...held, standing: moved.value }));
  });
}

/** The message carries the key it is signed with: a phone that never asked for anything can be told no, too. */
async function readLetterMessage(
  { clock }: Pick<EidDeps, "clock">,
  jws: string,
): Promise<Outcome<{ readonly ik: string; readonly letter: unknown }, Refusal>> {
  const claimed = peekCompact(jws)?.payload as { ik?: object; letter?: unknown } | undefined;
  const ik = claimed?.ik && publicJwk(claimed.ik);
  const payload = ik && (await verifyCompact(jws, purposes.enrolmentLetter, ik));
  if (!ik || !payload || (payload as { v?: unknown }).v !== purposes.enrolmentLetter)
    return deny("invalid_message");
  const stamp = checkStamp(payload, clock.now(), lifetimes.messageSkew);
  return stamp.ok ? done({ ik: await thumbprint(ik), letter: claimed?.letter }) : stamp;
}

async function shownElsewhere(
  deps: EidDeps,
  letter: Pick<
    NonNullable<Awaited<ReturnType<EidDeps["letters"]["read"]>>>,
    "id" | "enrolment" | "professional"
  >,
): Promise<Outcome<never, Refusal>> {
  const { id, enrolment, professional } = letter;
  await transact(deps.db, async (tx) => {
    if (!(await deps.letters.shownElsewhere(tx, id))) return;
    await deps.audit.append(tx, { fact: "letter_elsewhere", professional, enrolment, letter: id });
    await deps.notices.tell(tx, { professional, event: "letter_elsewhere", about: enrolment });
  });
  return deny("letter_of_another_phone");
}

/** How a phone that a letter brings stands, for whoever looks the day's letters through; `undefined` once it can be stopped no more. */
export async function letterStanding(
  deps: Pick<EidDeps, "db">,
  id: EnrolmentId,
): Promise<
  | {
      readonly state: "evidenced" | "cooling" | "ready";
      readonly readyAt: number | undefined;
    }
  | undefined
> {
  const standing = (await store.find(deps.db, id))?.standing;
  if (standing?.state === "evidenced") return { state: "evidenced", readyAt: undefined };
  if (standing?.state !== "cooling" && standing?.state !== "ready") return undefined;
  return { state: standing.state, readyAt: standing.readyAt };
}

/** *Arrêter*, by a registrar who looked the day's letters through, **allowed by whoever asks**: for good. The holder is told. */
export async function stopByRegistrar(
  deps: EidDeps,
  id: EnrolmentId,
  staff: string,
): Promise<Outcome<true, Refusal>> {
  return transactOrUndo(deps.db, async (tx): Promise<Outcome<true, Refusal>> => {
    const found = await store.find(tx, id);
    if (!found?.professional) return deny("enrolment_not_found");
    const { professional } = found;
    await deps.stops.takeTurn(tx, professional);
    const row = await store.hold(tx, id);
    const path = row && "path" in row.standing ? row.standing.path : undefined;
    if (!row || path !== "eid_letter") return deny("enrolment_not_found");
    const around = await aroundStop(deps, tx, professional);
    const moved = await makeMove(tx, row, { move: "stop", by: "notice" }, around);
    if (!moved.ok) return moved;
    await deps.letters.end(tx, id);
    const by = { by: "registrar", staff } as const;
    await deps.audit.append(tx, {
      fact: "enrolment_contested",
      professional,
      enrolment: id,
      ...by,
    });
    await deps.notices.tell(tx, { professional, event: "letter_stopped", about: id });
    return done(true);
  });
}
