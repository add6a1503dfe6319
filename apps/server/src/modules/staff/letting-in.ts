import type { PasskeyAssertion, StaffKeyReason } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { takeTurn } from "#platform/turns";
import * as letting from "./letting-in-store.ts";
import { typed } from "./proposals.ts";
import {
  askSignature,
  type Challenge,
  type SignedStatement,
  signed,
  type Visitor,
} from "./signing.ts";
import type { KeyDeps } from "./staff.ts";
import { NotKept, teamTurn } from "./store.ts";

/*
 * A key of the staff is let in by two operators, each by a key of their own: one is read its four words, in one room, and says why; another
 * signs within a day. A person who could alone would be two registrars, and an enrolment.
 *
 * It is the key that takes two, not the name: a link for a colleague who is there already would else make whoever opens it that colleague.
 */

const form = "aval.staff-key.v1";
type Said = {
  readonly v: typeof form;
  readonly act: "vouch" | "let_in";
  readonly key: string;
  readonly reason: StaffKeyReason;
  /** As they were typed, of a first signature. */
  readonly words?: string;
};

/** Keys that wait, for an operator's page. */
export const waiting = ({ db }: Pick<KeyDeps, "db">) => letting.listWaiting(db);

const waitingKey = async ({ db }: KeyDeps, key: string) =>
  (await letting.listWaiting(db)).find((one) => one.key === key);

/** What both sign: whose key this is, what it will open, and which key. No name. */
const about = ({ key, staff, scope, roles, model, publicKey }: letting.Waiting) => ({
  v: form,
  ...{ key, staff, scope, roles, model, publicKey },
});

/** The first: read the words by the person in front of them. */
export async function askToVouch(
  deps: KeyDeps,
  who: Visitor,
  given: { readonly key: string; readonly words: string; readonly reason: StaffKeyReason },
): Promise<Outcome<Challenge, Refusal>> {
  const key = await waitingKey(deps, given.key);
  if (!key || key.vouched) return deny("staff_nothing_proposed");
  const words = typed([given.words]);
  const { reason } = given;
  return done(await askSignature(deps, who, { ...about(key), act: "vouch", reason, words }));
}

/** The second, who was told by whom and why. */
export async function askToLetIn(
  deps: KeyDeps,
  who: Visitor,
  id: string,
): Promise<Outcome<Challenge, Refusal>> {
  const key = await waitingKey(deps, id);
  if (!key?.vouched) return deny("staff_nothing_proposed");
  const { by: vouchedBy, reason } = key.vouched;
  return done(await askSignature(deps, who, { ...about(key), act: "let_in", vouchedBy, reason }));
}

/** An operator's signature: what it is over says which of the two it is. */
export async function sign(
  deps: KeyDeps,
  who: Visitor,
  assertion: PasskeyAssertion,
): Promise<Outcome<undefined, Refusal>> {
  const given = await signed(deps, who, assertion);
  if (!given.ok) return given;
  const said = JSON.parse(given.value.statement) as Said;
  if (said.v !== form) return deny("staff_refused");
  return transact(deps.db, async (tx): Promise<Outcome<undefined, Refusal>> => {
    // Beside suspensions: whoever is stopped meanwhile was stopped before, or signed before.
    await takeTurn(tx, teamTurn);
    return said.act === "vouch"
      ? vouch(deps, tx, said, given.value)
      : letIn(deps, tx, said, given.value);
  }).catch((fault: unknown) => {
    if (fault instanceof NotKept) return deny("staff_key_not_made");
    throw fault;
  });
}

type Tx = Database<AnyTables>;

async function vouch({ audit }: KeyDeps, tx: Tx, said: Said, by: SignedStatement) {
  const { key, reason, words = "" } = said;
  const signature = JSON.stringify(by);
  const given = { key, by: by.member, words, reason, signature };
  const vouched = await letting.recordVouched(tx, given, lifetimes.staffLettingIn);
  if (!vouched) return deny("staff_nothing_proposed");
  const { staff } = vouched;
  if (!vouched.areItsWords) {
    await audit.append(tx, { fact: "staff_key_refused", staff, key, why: "differed" });
    return deny("staff_words_differ");
  }
  const fact = { fact: "staff_key_vouched", staff, key, by: by.member, reason, signature } as const;
  await audit.append(tx, fact);
  return done(undefined);
}

async function letIn({ audit }: KeyDeps, tx: Tx, { key }: Said, by: SignedStatement) {
  const signature = JSON.stringify(by);
  const given = { key, by: by.member, signature };
  const kept = await letting.recordLetIn(tx, given, bounds.staffKeys);
  if (!kept) return deny("staff_nothing_proposed");
  if (!kept.isKept) throw new NotKept();
  const { staff, model } = kept;
  const two = { by: by.member, signature } as const;
  await audit.append(tx, { fact: "staff_key_added", staff, key, model, ...two });
  return done(undefined);
}

/** Set aside by any operator: it only ever stops. */
export async function refuse(
  deps: Pick<KeyDeps, "db" | "audit">,
  who: Visitor,
  key: string,
): Promise<Outcome<undefined, "staff_nothing_proposed">> {
  return transact(deps.db, async (tx): Promise<Outcome<undefined, "staff_nothing_proposed">> => {
    const ended = await letting.recordRefused(tx, key);
    if (!ended) return deny("staff_nothing_proposed");
    const { staff } = ended;
    const fact = { fact: "staff_key_refused", staff, key, why: "refused", by: who.member } as const;
    await deps.audit.append(tx, fact);
    return done(undefined);
  });
}
