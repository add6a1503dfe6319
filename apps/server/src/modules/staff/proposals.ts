import type { ConsoleKeyStanding } from "@aval/protocol";
import { limits as bounds } from "#lifetimes";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { hashSecret } from "#platform/secret";
import { takeTurn } from "#platform/turns";
import { fourWords } from "#platform/words";
import { areTwoOperators } from "./letting-in-store.ts";
import * as proposals from "./proposal-store.ts";
import type { StaffDeps } from "./staff.ts";
import * as store from "./store.ts";

// What a link brings is a key that is proposed: a link leaks at L2, and alone it makes nobody staff (law 1).

/**
 * The words of a proposed key: over the link, the member and the key itself. Who put another key in its place has other words,
 * and the person in front of the operator reads those of their own.
 */
export function wordsOf(given: {
  readonly invitation: string;
  readonly member: string;
  readonly publicKey: Uint8Array;
}): readonly string[] {
  const key = Buffer.from(given.publicKey).toString("base64url");
  return fourWords(`aval.staff-words.v1\n${given.invitation}\n${given.member}\n${key}`);
}

/** The sandbox has one person; a deployment, two who answer for it. */
export const keysTakeTwo = ({ mode }: { readonly mode: "sandbox" | "production" }): boolean =>
  mode === "production";

/** The words as they were typed: case and spaces say nothing. */
export const typed = (words: readonly string[]) =>
  words
    .flatMap((word) => word.toLowerCase().split(/\s+/))
    .filter(Boolean)
    .join(" ");

/**
 * Somebody on the host was read the words, by the person in front of them. One try: other words end the key that was proposed, since
 * then somebody else's may be. In production only as long as no two operators have keys: from then on they let keys in (`letting-in.ts`).
 */
export async function confirmKey(
  deps: StaffDeps,
  called: string,
  words: readonly string[],
): Promise<
  Outcome<
    string,
    | "staff_unknown"
    | "staff_nothing_proposed"
    | "staff_words_differ"
    | "staff_key_not_made"
    | "staff_two_people"
  >
> {
  const member = await store.memberCalled(deps.db, called);
  if (member === undefined) return deny("staff_unknown");
  const given = { member, words: typed(words) };
  return transact(deps.db, async (tx) => {
    await takeTurn(tx, store.teamTurn);
    const bound = { most: bounds.staffKeys, isForFew: deps.keysTakeTwo };
    const decided = await proposals.recordWords(tx, given, bound);
    if (!decided)
      return deny(
        deps.keysTakeTwo && (await areTwoOperators(tx))
          ? "staff_two_people"
          : "staff_nothing_proposed",
      );
    const { id: key, model } = decided;
    if (!decided.areItsWords) {
      const fact = { fact: "staff_key_refused", staff: member, key, why: "differed" } as const;
      await deps.audit.append(tx, fact);
      return deny("staff_words_differ");
    }
    if (!decided.isKept) throw new store.NotKept();
    await deps.audit.append(tx, { fact: "staff_key_added", staff: member, key, model });
    return done(member);
  }).catch((fault: unknown) => {
    if (fault instanceof store.NotKept) return deny("staff_key_not_made");
    throw fault;
  });
}

/** Somebody asked for the words from afar: its page gives the key up. It only ever stops. */
export async function withdrawKey(deps: StaffDeps, code: string): Promise<void> {
  await transact(deps.db, async (tx) => {
    const ended = await proposals.recordWithdrawn(tx, hashSecret(code));
    if (!ended) return;
    const { id: key, member } = ended;
    const fact = { fact: "staff_key_refused", staff: member, key, why: "withdrawn" } as const;
    await deps.audit.append(tx, fact);
  });
}

/** What the page that waits asks again and again. It is told no words: whoever else has the link learns none. */
export async function standing(
  { db }: Pick<StaffDeps, "db">,
  code: string,
): Promise<ConsoleKeyStanding> {
  return { standing: await proposals.standingOf(db, hashSecret(code)) };
}
