import {
  type EnrolmentId,
  type EnrolmentStatus,
  type ProfessionalId,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { type Professional, scopesOf } from "#modules/directory";
import { isSignedByRegistrar } from "#modules/staff";
import { transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { EnrolmentDeps } from "./enrolment.ts";
import { statusOf } from "./status.ts";
import type { Path } from "./evidence.ts";
import { aroundOf, makeMove, placedBy, raisedBy, type Tx } from "./moves.ts";
import { announce, recordProven } from "./proving.ts";
import { agree, readRegistrarMessage } from "./registrars.ts";
import * as store from "./store.ts";
import { wordsFor } from "./words.ts";

/** What a registrar's screen shows of a phone that waits: its key's thumbprint, its four words, what it calls itself. */
export type AtDesk = {
  readonly ik: string;
  readonly words: readonly string[];
  readonly label: string;
};

export async function atDesk(deps: EnrolmentDeps, id: EnrolmentId): Promise<AtDesk | undefined> {
  const row = await store.find(deps.db, id);
  const isAwaited = row?.standing.state === "requested" || row?.standing.state === "held";
  const device = isAwaited ? await deps.devices.find(row.device) : undefined;
  return (
    device && {
      ik: device.ikThumbprint,
      words: wordsFor(id, device.ikThumbprint),
      label: device.label,
    }
  );
}

type Proven = Outcome<EnrolmentStatus, Refusal>;

/**
 * What whoever asks records with the proof, in its transaction and in the holder's turn: a refusal before or after `prove` undoes
 * both, and nobody's *Arrêter* falls between them.
 */
type Alongside = (tx: Tx, prove: () => Promise<Proven>) => Promise<Proven>;

type DeskPath = Extract<Path, "desk" | "desk_elsewhere" | "seeded_desk">;

/**
 * Two registrars saw the person and the phone: each signs the phone's key. Complete when both hold, are two people, may
 * act for this holder's authority, and agree.
 */
export async function addDeskEvidence(
  deps: EnrolmentDeps,
  signatures: readonly string[],
  path: Exclude<DeskPath, "desk_elsewhere">,
): Promise<Outcome<EnrolmentStatus, Refusal>> {
  const messages = signatures.map(readRegistrarMessage);
  const [first] = messages;
  if (!first || messages.some((message) => !message)) return deny("evidence_refused");
  const row = await store.find(deps.db, first.enrolment);
  const device = row && (await deps.devices.find(row.device));
  if (!row || !device) return deny("enrolment_not_found");
  if (row.standing.state !== "requested" && row.standing.state !== "held")
    return deny("enrolment_not_ready");

  // Signatures first: whoever is no registrar learns nothing of a national id (P-54).
  for (const [index, message] of messages.entries()) {
    if (
      !message ||
      !(await isSignedByRegistrar(
        deps.staff,
        signatures[index] as string,
        purposes.registrar,
        message.registrar,
      ))
    ) {
      return deny("evidence_refused");
    }
  }
  const expected = { enrolment: row.id, ik: device.ikThumbprint };
  const agreed = agree(
    messages.filter((message) => message !== undefined),
    expected,
    deps.clock.now(),
  );
  if (!agreed.ok) return agreed;
  const { nationalId } = agreed.value;
  const registrars = messages.map((message) => message?.registrar ?? "");
  return proveAtDesk(deps, { enrolment: row.id, nationalId, registrars, path, signatures });
}

/**
 * What two registrars signed, **verified by whoever asks** as theirs, lately, and over the same phone's key and person: the phone
 * is this holder's.
 */
export async function proveAtDesk(
  deps: EnrolmentDeps,
  given: {
    readonly enrolment: EnrolmentId;
    readonly nationalId: string;
    readonly registrars: readonly string[];
    readonly path: DeskPath;
    readonly signatures: readonly string[];
  },
  alongside: Alongside = (_tx, prove) => prove(),
): Promise<Proven> {
  const { registrars } = given;
  const professional = await deps.directory.find(given.nationalId);
  if (professional?.state !== "active") return deny("unknown_professional");
  const scopes = scopesOf(professional);
  const maySign = async (held?: Tx) => {
    for (const registrar of [...registrars].sort())
      if (!(await deps.staff.maySign(registrar, scopes, held))) return false;
    return true;
  };
  if (!(await maySign())) return deny("evidence_refused");
  if (new Set(registrars).size !== registrars.length) return deny("evidence_refused");
  const row = await store.find(deps.db, given.enrolment);
  const device = row && (await deps.devices.find(row.device));
  if (!row || !device) return deny("enrolment_not_found");
  const { id } = professional;
  // Held by somebody, it goes on for the holder it was begun for and for nobody else.
  if (row.professional !== undefined && row.professional !== id) return deny("evidence_refused");

  if (!(await announce(deps, row, device.ikThumbprint))) return deny("pin_unavailable");
  const { db, stops } = deps;
  return transactOrUndo(db, async (tx): Promise<Proven> => {
    await stops.takeTurn(tx, id);
    // Again, and held: who is suspended while this waits for its turn brings nobody's phone.
    if (!(await maySign(tx))) return deny("evidence_refused");
    return alongside(tx, () => recordProof(deps, tx, { row, professional, ...given }));
  });
}

async function recordProof(
  deps: EnrolmentDeps,
  tx: Tx,
  given: {
    readonly row: store.EnrolmentRow;
    readonly professional: Professional;
    readonly registrars: readonly string[];
    readonly path: DeskPath;
    readonly signatures: readonly string[];
  },
): Promise<Proven> {
  const { row, professional, path, signatures, registrars } = given;
  const { id } = professional;
  // They saw the person: a pause that a desk lifts ends here, and a block does not. Only with the phone: what is refused lifts nothing.
  await deps.stops.liftAtDesk(tx, id);
  const placed = placedBy(path, row);
  if (placed) {
    const over = await overUnderFreeze(deps, tx, id);
    const phone = { professional: id, enrolment: placed, device: row.device, over };
    await deps.stops.takePlace(tx, phone);
  }
  const around = await aroundOf(deps, tx, id, undefined, undefined, {
    placed,
    raised: raisedBy(row),
  });
  const holder = {
    professional: id,
    nationalId: professional.nationalId,
    holderName: deps.directory.displayName(professional),
    scope: professional.scope,
  };
  const evidence = { path, signatures, registrars };
  const moved = await makeMove(tx, row, { move: "prove", path }, around, { holder, evidence });
  if (!moved.ok) return moved;
  // Only now: anybody can ask, and a log that strangers can fill proves nothing sooner.
  if (row.standing.state === "requested")
    await deps.audit.append(tx, { fact: "enrolment_requested", enrolment: row.id });
  const fact = { professional: id, enrolment: row.id, evidence: path, signatures };
  await recordProven(deps, tx, fact, moved.value, row);
  const now = await store.find(tx, row.id);
  if (!now) throw new Error(`enrolment ${row.id} was proven and is gone`);
  return done(statusOf(now));
}

/** Whose the one place under the holder's freeze was, where that ended without a phone: no end is taken back. */
export async function overUnderFreeze(
  { stops }: Pick<EnrolmentDeps, "stops">,
  db: Tx,
  professional: ProfessionalId,
): Promise<EnrolmentId | undefined> {
  const taken = (await stops.placeUnderFreeze(db, professional))?.enrolment;
  const state = taken && (await store.find(db, taken))?.standing.state;
  const isOver = state === "contested" || state === "expired" || state === "refused";
  return isOver ? taken : undefined;
}
