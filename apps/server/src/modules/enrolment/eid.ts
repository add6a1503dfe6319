import { type EnrolmentEidAnswer, purposes } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Letters } from "#modules/letters";
import { transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { hashSecret, newSecret, sameText } from "#platform/secret";
import type { EidProvider, Said } from "./eid-provider.ts";
import * as eidStore from "./eid-store.ts";
import type { EnrolmentDeps } from "./enrolment.ts";
import { ownEnrolment } from "./status.ts";
import { aroundOf, holderOf, makeMove } from "./moves.ts";
import * as store from "./store.ts";

/*
 * A remote eID: the new phone's browser goes to the upstream provider and comes back, and what is said there is compared with the
 * directory. It brings a letter and nothing more (`eid-letter.ts`).
 *
 * Who is meant is said beforehand, by the public identifier: the register is never searched by a name or a birth. Whether there is such a
 * person, and which trait differed, is told to nobody.
 *
 * Who gains if it is wrong: whoever persuades a holder to approve an eID (R12), or sends them a link to approve. The return is
 * worth something to the browser that left and for the phone's own enrolment only.
 */
export type EidDeps = Pick<
  EnrolmentDeps,
  | "db"
  | "clock"
  | "random"
  | "audit"
  | "limits"
  | "devices"
  | "directory"
  | "stops"
  | "notices"
  | "pin"
> & {
  /** Absent: there is no upstream provider, and this door is closed. */
  readonly provider: EidProvider | undefined;
  readonly letters: Letters;
};

/** Whether this door is open at all: with a provider, a printer, and births to compare with. */
export async function isEidOpen({ provider, letters, directory, db }: EidDeps): Promise<boolean> {
  return provider !== undefined && letters.arePosted && (await directory.knowsBirths(db));
}

/**
 * The phone asks to go there. `browser`: a secret that its browser alone is given, and brings back in a cookie: whoever follows the
 * address elsewhere comes back with nothing.
 */
export async function askEid(
  deps: EidDeps,
  jws: string,
  network: string,
): Promise<Outcome<EnrolmentEidAnswer & { readonly browser: string }, Refusal>> {
  const own = await ownEnrolment(deps, jws, purposes.enrolmentEid);
  if (!own.ok) return own;
  const { row, payload } = own.value;
  const { nationalId } = payload;
  if (typeof nationalId !== "string" || !/^[\x21-\x7e]{1,64}$/.test(nationalId))
    return deny("invalid_message");
  if (row.standing.state !== "requested") return deny("enrolment_not_ready");
  const { provider, random, limits, db } = deps;
  if (!provider || !(await isEidOpen(deps))) return deny("eid_closed");
  const { eidVisits, eidVisitsOfPhone } = bounds;
  const isWithin =
    (await limits.spend(db, "eid_visit_of", row.id, eidVisitsOfPhone, lifetimes.enrolment)) &&
    (await limits.spend(db, "eid_visit", network, eidVisits, lifetimes.floodWindow));
  if (!isWithin) return deny("too_many");
  const drawn = {
    state: newSecret(random),
    nonce: newSecret(random),
    verifier: newSecret(random),
  };
  const address = await provider.address(drawn).catch(() => undefined);
  if (address === undefined) return deny("eid_silent");
  const browser = newSecret(random);
  const { state, nonce, verifier } = drawn;
  const visit = {
    ...{ id: `eiv_${newSecret(random).slice(0, 26)}`, enrolment: row.id, nationalId },
    ...{ stateHash: hashSecret(state), browserHash: hashSecret(browser), nonce, verifier },
  };
  await eidStore.insertEidVisit(db, visit, lifetimes.eidVisit);
  return done({ address, browser });
}

/**
 * The browser came back. Nothing is told here but that it did: the phone asks for its own standing by its key. `browser`: the
 * cookie. A state that came twice, or with another browser, is worth nothing any more.
 */
export async function comeBackFromEid(
  deps: EidDeps,
  query: URLSearchParams,
  browser: string,
): Promise<void> {
  const state = query.get("state") ?? "";
  const visit = await eidStore.recordEidReturned(deps.db, hashSecret(state));
  if (!visit || !deps.provider) return;
  const refused = await settle(deps, visit, query, { state, browser });
  if (refused !== undefined) await eidStore.recordEidSettled(deps.db, visit.id, refused);
}

async function settle(
  deps: EidDeps,
  visit: eidStore.EidVisit,
  query: URLSearchParams,
  { state, browser }: { readonly state: string; readonly browser: string },
): Promise<Refusal | undefined> {
  if (!sameText(hashSecret(browser), visit.browserHash)) return "eid_refused";
  const { nonce, verifier } = visit;
  const said = await deps.provider?.said(query, { state, nonce, verifier }).catch(() => undefined);
  if (!said) return "eid_refused";
  const asking = await store.find(deps.db, visit.enrolment);
  const device = asking && (await deps.devices.find(asking.device));
  if (!device) return "enrolment_not_found";
  const { ikThumbprint: ik } = device;
  const begun = await transactOrUndo(deps.db, (tx) => begin(deps, tx, { ...visit, ...said, ik }));
  return begun.ok ? undefined : begun.refusal;
}

/** It is who was meant: the enrolment begins, the letter is made, and everybody concerned is told. */
async function begin(
  deps: EidDeps,
  tx: EidDeps["db"],
  { acr, traits, ik, ...visit }: eidStore.EidVisit & Said & { readonly ik: string },
): Promise<Outcome<true, Refusal>> {
  const meant = await deps.directory.find(visit.nationalId);
  if (!meant) return deny("eid_refused");
  const professional = meant.id;
  const { verdict } = await deps.directory.compareCivilIdentity(tx, professional, traits);
  if (verdict !== "equal") return deny("eid_refused");
  const around = await aroundOf(deps, tx, professional, undefined, "eid_letter");
  const row = await store.hold(tx, visit.enrolment);
  const holder = await holderOf(deps, professional);
  if (!row || !holder) return deny("enrolment_not_found");
  const evidence = { path: "eid_letter", issuer: deps.provider?.issuer, acr };
  const moved = await makeMove(tx, row, { move: "begin", path: "eid_letter" }, around, {
    ...{ holder, evidence, waits: lifetimes.letter },
  });
  if (!moved.ok) return moved;
  // Counted for whoever the eID is of, and only once it is theirs: a stranger spends nobody's letters.
  const { lettersOfHolder: most } = bounds;
  if (!(await deps.limits.spend(tx, "letter_of", professional, most, lifetimes.letterWindow)))
    return deny("letter_too_many");
  const { id: enrolment } = row;
  const written = await deps.letters.write(tx, { enrolment, ik, professional });
  if (!written.ok) return written;
  if (!(await eidStore.recordEidSettled(tx, visit.id, undefined))) return deny("eid_refused");
  const { letter } = written.value;
  const path = "eid_letter";
  await deps.audit.append(tx, { fact: "enrolment_begun", professional, enrolment, path });
  await deps.audit.append(tx, { fact: "letter_written", professional, enrolment, letter, acr });
  await deps.notices.tell(tx, { professional, event: "letter_sent", about: enrolment });
  return done(true);
}
