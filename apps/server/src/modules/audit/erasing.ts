import { lifetimes } from "#lifetimes";
import type { Database } from "#platform/database";
import type { Duration } from "#platform/time";
import { type AuditDeps, appendFact } from "./audit.ts";
import * as erasing from "./erasing-store.ts";
import { type Fact, factRows } from "./fact.ts";
import { erasedWhileHeld, holdingKinds } from "./held.ts";
import { commitmentOf, leafEntry, leafEntryOf, leafHash } from "./merkle.ts";
import type { AuditTables, LoggedFact } from "./store.ts";

/*
 * How a fact loses what it said, and how whoever verifies knows that it was let go and not taken away.
 *
 * The key of its leaf is destroyed, its body emptied, and nobody is named. The commitment stays: under a key of 32 random bytes that is
 * nowhere any more it says nothing, and the leaf is still proven to be of this kind and this time. Another fact says that it happened.
 *
 * Who gains if that fact were not needed: whoever has the database, and would rather that something had never been said.
 */

/** How long each store keeps a fact. DESIGN 7. */
export const factTerms: Readonly<Record<"evidence" | "network", Duration>> = {
  evidence: lifetimes.evidence,
  network: lifetimes.traces,
};

/** What stays for good: the keys of phones, without which no answer of theirs is proven; and what says that something was let go. */
const kept: readonly string[] = [
  ...["device_added", "waiting_phone_served", "code_changed", "code_renewed"],
  ...["facts_let_go", "facts_erased"],
];

/** The kinds of facts that name a holder and may lose what they said. */
export const erasableKinds = (store?: "evidence" | "network"): readonly Fact["fact"][] =>
  (Object.keys(factRows) as Fact["fact"][]).filter((kind) => {
    const { personal, store: theirs } = factRows[kind];
    return personal && !kept.includes(kind) && (store === undefined || theirs === store);
  });

/**
 * Erases those of these facts that still have their key, in the caller's transaction, under the fact that says so of exactly these. Returns
 * them: a fact without a place yet, one that was erased before and one that somebody else is at are left out.
 */
export async function erase(
  deps: AuditDeps,
  tx: Database<AuditTables>,
  ids: readonly string[],
  says: (erased: readonly string[]) => Fact,
): Promise<readonly string[]> {
  const facts = await erasing.lockKeys(tx, ids);
  const erased = facts.map(({ id }) => id);
  if (facts.some(({ kind }) => !(erasableKinds() as readonly string[]).includes(kind)))
    throw new Error("a fact that stays for good was to be erased");
  if (facts.length === 0) return erased;
  const by = await appendFact(deps, tx, says(erased));
  const gone = await erasing.eraseKeys(
    tx,
    facts.map((fact) => ({ id: fact.id, commitment: commitmentOf(fact, fact.key) })),
    by,
  );
  if (gone !== facts.length) throw new Error("two erased one fact at once");
  return erased;
}

/** What a fact that says so allows. */
type Saying = {
  readonly seq: number | undefined;
  readonly count: number;
  allows(fact: LoggedFact): boolean;
};

/** Reads what the log says was let go, and judges leaves by it. */
export async function erasures(db: Database<AuditTables>) {
  const facts = await erasing.factsOfKinds(db, ["facts_let_go", "facts_erased"]);
  const sayings = new Map(facts.filter(isProven).map((fact) => [fact.id, sayingOf(fact)] as const));
  const met = new Map<string, number>();
  const held = await heldOnes(db, facts);

  return {
    /** What is wrong with a leaf that has no key; `undefined`: it was let go as the log says. */
    faultOf: (fact: LoggedFact): string | undefined => {
      const name = `fact ${fact.id} (place ${fact.seq})`;
      const lost = `${name} has lost its key: what it said is not proven`;
      if (!fact.erased) return lost;
      const { commitment, by } = fact.erased;
      if (!sameLeaf(leafEntryOf({ ...fact, atMs: fact.at }, commitment), fact.leaf))
        return `${name} is not what was logged`;
      if (fact.body !== "{}" || fact.professional !== undefined)
        return `${name} says what nothing proves`;
      const saying = sayings.get(by);
      if (!saying || (saying.seq ?? Infinity) <= fact.seq || !saying.allows(fact)) return lost;
      met.set(by, (met.get(by) ?? 0) + 1);
      return undefined;
    },
    /** How many leaves each of them let go. */
    met: (): Readonly<Record<string, number>> => Object.fromEntries(met),
    /** Those that say another number than was met, and those that erased what a case or a complaint file held. */
    faults: (): readonly string[] => [
      ...[...sayings].flatMap(([id, { count }]) =>
        (met.get(id) ?? 0) === count
          ? []
          : [`fact ${id} says that ${count} were erased, and ${met.get(id) ?? 0} were`],
      ),
      ...held.map((id) => `fact ${id} erased what an open case or a complaint file held`),
    ],
  };
}

/** Those that say that two people erased what was held. */
async function heldOnes(
  db: Database<AuditTables>,
  facts: readonly erasing.KeyedFact[],
): Promise<readonly string[]> {
  const chosen = facts.filter(({ kind, seq }) => kind === "facts_erased" && seq !== undefined);
  if (chosen.length === 0) return [];
  const around = await erasing.factsOfKinds(db, holdingKinds);
  const placed = [...chosen, ...around.filter(({ seq }) => seq !== undefined)];
  placed.sort((one, other) => (one.seq ?? 0) - (other.seq ?? 0));
  return erasedWhileHeld(placed, await erasing.peopleOfAlerts(db), lifetimes.evidence);
}

const isProven = (fact: erasing.KeyedFact): boolean =>
  sameLeaf(leafEntry({ ...fact, atMs: fact.at }, fact.key), fact.leaf);

const sameLeaf = (entry: Uint8Array, leaf: Uint8Array): boolean =>
  Buffer.compare(leafHash(entry), leaf) === 0;

type Said = {
  readonly store: "evidence" | "network";
  readonly before: number;
  readonly facts: number;
};

function sayingOf({ kind, at, seq, body }: erasing.KeyedFact): Saying {
  if (kind === "facts_erased") {
    const named = new Set((JSON.parse(body) as { facts: readonly string[] }).facts);
    return {
      ...{ seq, count: named.size },
      allows: ({ id, kind: erased }) => named.has(id) && !kept.includes(erased),
    };
  }
  const { store, before, facts } = JSON.parse(body) as Said;
  const kinds: readonly string[] = erasableKinds(store);
  // By the time of the fact that says so: whoever writes an earlier one proves nothing.
  const isTerm = before * 1000 <= at - factTerms[store];
  return {
    ...{ seq, count: facts },
    allows: (fact) => isTerm && kinds.includes(fact.kind) && fact.at < before * 1000,
  };
}
