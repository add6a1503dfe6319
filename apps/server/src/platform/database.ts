import { AsyncLocalStorage } from "node:async_hooks";
import { pipeline } from "node:stream/promises";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { preparingClient } from "./prepared.ts";
import { sqlState } from "./sql-state.ts";
import { type Duration, type Instant, instant } from "./time.ts";

export { sqlState };

/**
 * The database as one module sees it: `Database<ItsTables>`. A neighbour's table then does not compile, and the
 * whole database can be passed where a part is asked.
 */
export type Database<T> = Kysely<T>;

/** Any table: what `connect` gives before `wiring` narrows it. */
// biome-ignore lint/suspicious/noExplicitAny: Kysely<any> is the only type assignable to every Kysely<Part>.
export type AnyTables = any;

export type ConnectOptions = {
  /** The schema this role works in; names without a schema mean this one and no other. */
  readonly searchPath: "aval" | "pin";
  /** Connections at most. */
  readonly max?: number;
  /** Keeps no statement prepared: for texts that somebody outside composes, who could fill PostgreSQL's memory with them. */
  readonly prepares?: false;
  /** Lets a program end while connections are idle: tests and short commands. */
  readonly endsWhenIdle?: boolean;
  /** Told where a transaction asked its own pool for a second connection (`tellNested`). */
  readonly onNested?: (fault: Error) => void;
};

/**
 * `bigint` as a number: PostgreSQL's counts and positions stay far below 2^53 here. Beyond, it is a fault: a silently
 * rounded number in a log of evidence would be worse than a stop.
 */
function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit a number exactly`);
  return value;
}

const int8 = 20;

const parsers = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === int8 && format !== "binary" ? exactNumber : pg.types.getTypeParser(oid, format),
};

/**
 * What every connection of the server sets. A statement or a lock that takes this long is a fault to be told, not to be
 * waited for: the page behind it has given up already.
 */
const sessionSettings = {
  statement_timeout: 30_000,
  lock_timeout: 10_000,
  idle_in_transaction_session_timeout: 30_000,
} as const;

/** The pools this process has open: what its figures are of, and where work in bulk finds its connection. */
const pools = new Map<
  Database<AnyTables>,
  { readonly pool: pg.Pool; readonly name: ConnectOptions["searchPath"] }
>();

/** How busy the pools of this process are, those of one schema together. */
export function poolFigures(): readonly {
  readonly pool: string;
  readonly busy: number;
  readonly idle: number;
  readonly waiting: number;
}[] {
  const sums = new Map<string, { busy: number; idle: number; waiting: number }>();
  for (const [db, { pool, name }] of pools) {
    if (pool.ended) {
      pools.delete(db);
      continue;
    }
    const { busy, idle, waiting } = sums.get(name) ?? { busy: 0, idle: 0, waiting: 0 };
    const { totalCount, idleCount, waitingCount } = pool;
    sums.set(name, {
      busy: busy + totalCount - idleCount,
      idle: idle + idleCount,
      waiting: waiting + waitingCount,
    });
  }
  return [...sums].map(([pool, figures]) => ({ pool, ...figures }));
}

/** The pool whose connection the transaction under way holds, for whatever it calls. */
const held = new AsyncLocalStorage<pg.Pool | undefined>();

/**
 * Whoever holds a connection and waits for another of the same pool waits for ever once all who hold one do the same: with as many
 * at once as the pool has connections, each waits until it is refused. It is told, wherever it happens; nothing is slower for it.
 */
function tellNested(pool: pg.Pool, tell: (fault: Error) => void): void {
  const connect = pool.connect.bind(pool);
  pool.connect = ((...given: Parameters<typeof connect>) => {
    if (held.getStore() === pool) tell(new Error("nested transaction"));
    return connect(...given);
  }) as typeof pool.connect;
}

/** A pool of connections. No connection is opened before the first query. */
export function connect(url: string, options: ConnectOptions): Database<AnyTables> {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    options: `-c search_path=${options.searchPath} -c timezone=UTC`,
    application_name: `aval-${options.searchPath}`,
    connectionTimeoutMillis: 10_000,
    allowExitOnIdle: options.endsWhenIdle ?? false,
    types: parsers,
    Client: options.prepares === false ? pg.Client : preparingClient(),
    ...sessionSettings,
  });
  // An idle connection that breaks is dropped by the pool; whoever asks next gets a fresh one, or the error.
  pool.on("error", () => {});
  // One that breaks in somebody's hands, between two statements of a transaction, tells no pool: without a listener of its
  // own it would end the process. The next statement on it fails, which is what its holder must hear.
  pool.on("connect", (client) => client.on("error", () => {}));
  if (options.onNested) tellNested(pool, options.onNested);
  const db = new Kysely<AnyTables>({ dialect: new PostgresDialect({ pool }) });
  pools.set(db, { pool, name: options.searchPath });
  return db;
}

/**
 * Runs `work` in one transaction: all of it or nothing. Never retried: what must win a race is one conditional
 * statement inside, and a fault is the caller's to hear.
 */
export function transact<T, R>(db: Database<T>, work: (tx: Database<T>) => Promise<R>): Promise<R> {
  // A transaction inside a transaction joins it, so that use cases can call one another.
  if (db.isTransaction) return work(db);
  const pool = pools.get(db as unknown as Database<AnyTables>)?.pool;
  return db.transaction().execute((tx) => held.run(pool, () => work(tx)));
}

/** A refusal on its way out of the transaction that it undoes. */
class Undone extends Error {
  readonly outcome: unknown;
  constructor(outcome: unknown) {
    super("a refusal undoes what was written before it");
    this.outcome = outcome;
  }
}

/** `transact`, where a refusal undoes what was written before it was found. The outermost only: a refusal inside another's undoes nothing. */
export async function transactOrUndo<T, O extends { readonly ok: boolean }>(
  db: Database<T>,
  work: (tx: Database<T>) => Promise<O>,
): Promise<O> {
  if (db.isTransaction) throw new TypeError("transactOrUndo takes the outermost database");
  try {
    return await transact(db, async (tx) => {
      const outcome = await work(tx);
      if (!outcome.ok) throw new Undone(outcome);
      return outcome;
    });
  } catch (thrown) {
    if (thrown instanceof Undone) return thrown.outcome as O;
    throw thrown;
  }
}

/** Sends rows, as PostgreSQL's COPY text, to the table and columns that the statement names. */
export type Copy = (statement: string, rows: AsyncIterable<Uint8Array>) => Promise<void>;

/**
 * `transact` for work in bulk: the same, with COPY, which the query builder has not. It must be the outermost transaction, and its
 * connection is ended with it: whatever memory PostgreSQL took for millions of rows is given back.
 */
export async function transactInBulk<T, R>(
  db: Database<T>,
  work: (tx: Database<T>, copy: Copy) => Promise<R>,
): Promise<R> {
  const pool = pools.get(db)?.pool;
  if (!pool) throw new TypeError("transactInBulk takes the outermost database of connect()");
  const client = await pool.connect();
  const release = client.release.bind(client);
  const alone = new Kysely<T>({
    dialect: new PostgresDialect({
      pool: {
        connect: async () => Object.assign(client, { release: () => {} }),
        end: async () => {},
        options: pool.options,
      },
    }),
  });
  try {
    return await alone
      .transaction()
      .execute((tx) =>
        work(tx, (statement, rows) => pipeline(rows, client.query(copyFrom(statement)))),
      );
  } finally {
    release(true);
  }
}

/** A length of time, as SQL adds it to a moment. */
export const span = (length: Duration) => sql`${length} * interval '1 millisecond'`;

/** For `store.ts` only: elsewhere moments are `Instant`. */
export function toDate(moment: Instant): Date {
  return new Date(moment);
}

export function toInstant(date: Date): Instant {
  return instant(date.getTime());
}

/** One connection apart, as the given role: for locks that last as long as it, and for migrations. */
export async function connectOnce(url: string, searchPath = "aval"): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    options: `-c search_path=${searchPath} -c timezone=UTC`,
    application_name: "aval-once",
    connectionTimeoutMillis: 10_000,
    types: parsers,
  });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/** One connection apart, where and as this pool connects: to listen on for as long as its holder keeps it. */
export async function connectBeside<T>(db: Database<T>): Promise<pg.Client> {
  const pool = pools.get(db)?.pool;
  if (!pool) throw new TypeError("connectBeside takes the outermost database of connect()");
  const { connectionString, options, connectionTimeoutMillis } = pool.options;
  const client = new pg.Client({
    connectionString,
    options,
    connectionTimeoutMillis,
    application_name: "aval-listening",
  });
  client.on("error", () => {});
  await client.connect();
  return client;
}

/**
 * Whether the database could not be reached, or is starting, stopping or full: nothing is wrong with the request, and
 * asking again later is right.
 */
export function isUnreachable(error: unknown): boolean {
  const state = sqlState(error);
  if (state) return state.startsWith("08") || state.startsWith("57P") || state === "53300";
  if (!(error instanceof Error)) return false;
  const { syscall } = error as NodeJS.ErrnoException;
  if (syscall === "connect" || syscall === "read" || syscall === "write") return true;
  // The driver has no codes for these three.
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/.test(
    error.message,
  );
}

/** Keys of PostgreSQL's advisory locks, each used for one thing. */
export const advisoryLocks = {
  migrate: 4_400_001,
  server: 4_400_002,
  template: 4_400_003,
} as const;
