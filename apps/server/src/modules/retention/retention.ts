import type { ConsoleRetention, RetentionLine } from "@aval/protocol";
import { limits as bounds } from "#lifetimes";
import { type Audit, erasableKinds } from "#modules/audit";
import { groupingTurn } from "#modules/cases";
import { type AnyTables, type Database, transact } from "#platform/database";
import { epochSeconds } from "#platform/time";
import { takeTurn } from "#platform/turns";
import * as store from "./store.ts";
import type { Applied, Kept, Store } from "./term.ts";

export type RetentionDeps = {
  readonly db: Database<AnyTables>;
  readonly audit: Pick<Audit, "erase">;
  /** The rows of the table of retention that are applied here. */
  readonly applied: readonly Applied[];
  /** And those that are not. */
  readonly kept: readonly Kept[];
};

const factStores: readonly Store[] = ["evidence", "network"];
/** The log's own rows of the table. */
const factsOf = (kept: Store) => (kept === "evidence" ? "aval.fact" : `aval.fact, ${kept}`);

const stateNames = ({ applied }: Pick<RetentionDeps, "applied">): readonly string[] => [
  ...applied.map(({ name }) => name),
  ...factStores.map(factsOf),
];

/** One round: whatever row of the table nobody has applied today. Returns how many rows it let go. */
export async function run(deps: RetentionDeps): Promise<number> {
  let gone = 0;
  const references = await store.references(deps.db);
  for (const one of inOrder(deps.applied, references)) {
    if (!(await store.begin(deps.db, one.name))) continue;
    const naming = references.filter(({ parent }) => parent === one.table);
    gone += await apply(deps, one, naming);
  }
  for (const kept of factStores)
    if (await store.begin(deps.db, factsOf(kept))) gone += await applyToFacts(deps, kept);
  return gone;
}

/** Whatever names a row goes before it. */
function inOrder(
  applied: readonly Applied[],
  references: readonly store.Reference[],
): readonly Applied[] {
  const ordered = new Set<Applied>();
  const met = new Set<string>();
  const place = (table: string): void => {
    if (met.has(table)) return;
    met.add(table);
    for (const { parent, child } of references) if (parent === table) place(child);
    for (const one of applied) if (one.table === table) ordered.add(one);
  };
  for (const { table } of applied) place(table);
  return [...ordered];
}

/**
 * In short transactions, each of which takes the turn of whoever opens, splits or joins cases: a case is open before a row is looked at, or
 * after it has gone, never beside.
 */
async function apply(
  { db }: RetentionDeps,
  one: Applied,
  naming: readonly store.Reference[],
): Promise<number> {
  const gone = await inBatches(() =>
    transact(db, async (tx) => {
      await takeTurn(tx, groupingTurn);
      const count = await store.letGo(tx, one, naming, bounds.retentionBatch);
      await store.recordGone(tx, one.name, count);
      return count;
    }),
  );
  await store.end(db, one.name, await store.waiting(db, one));
  return gone;
}

/** A fact keeps its place, its kind and its time; what it said and whom it named go, and another fact says so. */
async function applyToFacts({ db, audit }: RetentionDeps, kept: Store): Promise<number> {
  const kinds = erasableKinds(kept);
  const before = await store.endOfTerm(db, kept);
  const most = bounds.retentionBatch * bounds.retentionBatches;
  const due = await store.dueFacts(db, { store: kept, kinds, before, most });
  let gone = 0;
  for (let from = 0; from < due.length; from += bounds.retentionBatch) {
    const among = due.slice(from, from + bounds.retentionBatch);
    gone += await transact(db, async (tx) => {
      await takeTurn(tx, groupingTurn);
      const still = await store.dueFacts(tx, { store: kept, kinds, before, most, among });
      const erased = await audit.erase(tx, still, ({ length: facts }) => ({
        ...{ fact: "facts_let_go", store: kept, before, facts },
      }));
      await store.recordGone(tx, factsOf(kept), erased.length);
      return erased.length;
    });
  }
  const held = await store.heldFacts(db, kept, kinds);
  await store.end(db, factsOf(kept), { held, needed: 0 });
  return gone;
}

async function inBatches(batch: () => Promise<number>): Promise<number> {
  let gone = 0;
  for (let count = 0; count < bounds.retentionBatches; count++) {
    const some = await batch();
    gone += some;
    if (some < bounds.retentionBatch) break;
  }
  return gone;
}

/** Every table, what is applied to it, and what came of it last. */
export async function view(deps: RetentionDeps): Promise<ConsoleRetention> {
  const states = new Map((await store.states(deps.db)).map((state) => [state.name, state]));
  const driven = [
    ...deps.applied.map(({ name, table, term }) => ({ name, table, kind: term.store })),
    ...factStores.map((kind) => ({ name: factsOf(kind), table: "aval.fact", kind })),
  ];
  const lines = driven.map(({ name, table, kind }): RetentionLine => {
    const state = states.get(name);
    if (!state) return { table, kind };
    const { at, isDone, gone, goneLast, held, needed } = state;
    return { table, kind, run: { at: epochSeconds(at), isDone, gone, goneLast, held, needed } };
  });
  return { isUpToDate: await isUpToDate(deps), lines: [...lines, ...deps.kept] };
}

export const isUpToDate = (deps: Pick<RetentionDeps, "db" | "applied">): Promise<boolean> =>
  store.isUpToDate(deps.db, stateNames(deps));
