import { sql } from "kysely";
import type { Database } from "#platform/database";
import type { AuditTables } from "./store.ts";

export type Node = { readonly level: number; readonly place: number; readonly hash: Uint8Array };

/** The leaves at these places, in order, as far as the log goes. */
export async function leaves(
  db: Database<AuditTables>,
  first: number,
  count: number,
): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom("fact")
    .select("leaf")
    .where("seq", ">=", first)
    .where("seq", "<", first + count)
    .orderBy("seq")
    .execute();
  return rows.map(({ leaf }) => leaf);
}

/** Whole tiles of leaves, many at once. */
export async function leafTiles(
  db: Database<AuditTables>,
  tiles: readonly number[],
  width: number,
): Promise<ReadonlyMap<number, readonly Uint8Array[]>> {
  const { rows } = await sql<{ tile: number; hashes: Buffer[] }>`
    select t.tile::float8 as tile, array_agg(f.leaf order by f.seq) as hashes
      from unnest(${[...tiles]}::bigint[]) as t(tile)
      join fact f on f.seq >= t.tile * ${width} and f.seq < (t.tile + 1) * ${width}
     group by t.tile`.execute(db);
  return new Map(rows.map(({ tile, hashes }) => [tile, hashes]));
}

export async function nodes(
  db: Database<AuditTables>,
  level: number,
  first: number,
  count: number,
): Promise<Node[]> {
  return db
    .selectFrom("log_node")
    .select(["level", "place", "hash"])
    .where("level", "=", level)
    .where("place", ">=", first)
    .where("place", "<", first + count)
    .orderBy("place")
    .execute();
}

/** They are written in order, without holes. */
export async function countNodes(db: Database<AuditTables>, level: number): Promise<number> {
  const row = await db
    .selectFrom("log_node")
    .select((eb) => eb.fn.max("place").as("last"))
    .where("level", "=", level)
    .executeTakeFirst();
  return row?.last === null || row?.last === undefined ? 0 : Number(row.last) + 1;
}

export async function insertNode(db: Database<AuditTables>, node: Node): Promise<void> {
  await db
    .insertInto("log_node")
    .values({ ...node, hash: Buffer.from(node.hash) })
    .execute();
}
