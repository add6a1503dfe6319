import { on } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Worker } from "node:worker_threads";
import type { ProfessionalId } from "@aval/protocol";
import { from as copyFrom } from "pg-copy-streams";
import type pg from "pg";
import type { CheckpointSigner } from "../../apps/server/src/modules/audit/index.ts";
import { noteBody } from "../../apps/server/src/modules/audit/note.ts";
import { noteLine } from "../../apps/server/src/modules/audit/signed-note.ts";
import { type Cast, columns, type Piece } from "./log-rows.ts";
import type { LogAsked } from "./log-worker.ts";

const year = 365 * 86_400_000;
/** Pieces in one transaction. */
const atATime = 25;

/**
 * Writes a log of so many facts of everybody in the directory, through COPY, after what is there. Indexes are made after the rows, as one does
 * for rows in bulk; they are those of the schema, by its own words.
 */
export async function writeLog(
  client: pg.Client,
  signer: CheckpointSigner,
  facts: number,
  told: (done: number) => void,
): Promise<void> {
  const people = await column<ProfessionalId>(
    client,
    "select id as one from aval.professional order by national_id",
  );
  const services = ["sandbox-service", "demo-register"];
  const before = await column<Buffer>(client, "select leaf as one from aval.fact order by seq");
  const now = Date.now();
  const made = piecesOf({ people, services, facts, from: now - year, to: now - 60_000 }, before);
  const back = await withoutIndexes(client, ["fact", "fact_key", "approval"]);
  let size = before.length;
  for await (const pieces of inGroups(made, atATime)) {
    await client.query("begin");
    // Not at once on disk: what is lost with the power is made again.
    await client.query("set local synchronous_commit = off");
    for (const table of ["facts", "keys", "requests", "nodes"] as const)
      await pipeline(
        Readable.from(pieces.map((piece) => Buffer.from(piece[table]))),
        client.query(copyFrom(`copy ${columns[table]} from stdin`)),
      );
    for (const { head } of pieces) await writeCheckpoint(client, signer, head);
    await client.query("commit");
    size = pieces.at(-1)?.head.size ?? size;
    told(size - before.length);
  }
  for (const statement of back) await client.query(statement);
  await client.query("vacuum (analyze)");
}

async function column<T>(client: pg.Client, text: string): Promise<readonly T[]> {
  const { rows } = await client.query<{ one: T }>(text);
  return rows.map(({ one }) => one);
}

async function writeCheckpoint(
  client: pg.Client,
  signer: CheckpointSigner,
  { size, root, frontier, at }: Piece["head"],
): Promise<void> {
  const body = noteBody({ origin: signer.key.name, size, root });
  const signature = await signer.sign(new TextEncoder().encode(body));
  await client.query(
    "insert into aval.checkpoint (size, root, frontier, note, at) values ($1, $2, $3, $4, $5)",
    [
      ...[size, root, frontier.map((hash) => Buffer.from(hash))],
      ...[`${body}\n${noteLine(signer.key, signature)}\n`, new Date(at)],
    ],
  );
}

/** Takes away what would be written row by row; returns what puts it back. */
async function withoutIndexes(
  client: pg.Client,
  tables: readonly string[],
): Promise<readonly string[]> {
  const { rows: constraints } = await client.query<{ off: string; on: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as off,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as on
     from pg_constraint where (conrelid = any($1::regclass[]) or confrelid = any($1::regclass[])) and contype in ('f', 'p', 'u')
     order by contype = 'f' desc, conname`,
    [tables.map((table) => `aval.${table}`)],
  );
  const { rows: indexes } = await client.query<{ off: string; on: string }>(
    `select format('drop index aval.%I', c.relname) as off, pg_get_indexdef(i.indexrelid) as on
     from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint k where k.conindid = i.indexrelid)`,
    [tables.map((table) => `aval.${table}`)],
  );
  for (const { off } of [...constraints, ...indexes]) await client.query(off);
  return [...indexes, ...constraints.toReversed()].map(({ on }) => on);
}

/** The pieces in their order, made in another thread while those before are written. */
async function* piecesOf(cast: Cast, before: readonly Uint8Array[]): AsyncGenerator<Piece> {
  const workerData: LogAsked = { cast, before, ahead: 3 * atATime };
  const worker = new Worker(new URL("log-worker.ts", import.meta.url), { workerData });
  try {
    for await (const [piece] of on(worker, "message", { close: ["exit"] })) {
      yield piece as Piece;
      worker.postMessage("next");
    }
  } finally {
    await worker.terminate();
  }
}

async function* inGroups<T>(all: AsyncIterable<T>, most: number): AsyncGenerator<readonly T[]> {
  let group: T[] = [];
  for await (const one of all) {
    group.push(one);
    if (group.length < most) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
