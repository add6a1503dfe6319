import { sql } from "kysely";
import type { AnyTables, Database } from "./database.ts";
import { type Clock, instant } from "./time.ts";

/**
 * The database's clock, followed: `now()` answers at once from the last measure and this machine's steady counter, so
 * that a jump of the machine's own clock changes nothing here.
 */
export type DatabaseClock = Clock & {
  /** How far Aval's time is ahead of this machine's. In a sandbox whose clock was moved, days. */
  readonly offsetMs: () => number;
  /** How far this machine's clock is from the database machine's, moved or not. Above a second a node is not ready. */
  readonly skewMs: () => number;
  /** Measures now: for whoever has just moved the clock. */
  readonly measure: () => Promise<void>;
  readonly stop: () => void;
};

const everyMs = 1_000;
const samples = 3;

type Measure = {
  readonly aval: number;
  readonly skew: number;
  readonly at: number;
  readonly roundTrip: number;
};

/** This machine's own clock. Nothing expires by it: it is for what is dated for others, who compare it with theirs. */
export const machineClock: Clock = { now: () => instant(Date.now()) };

/** Follows `aval_now()`. The first measure is made before it returns. */
export async function databaseClock(db: Database<AnyTables>): Promise<DatabaseClock> {
  let latest = await best(db);
  let isMeasuring = false;
  const measure = async () => {
    latest = await best(db);
  };
  const timer = setInterval(async () => {
    if (isMeasuring) return;
    isMeasuring = true;
    // Out of reach for a while, the counter goes on; what has expired is decided in SQL anyway.
    await measure().catch(() => {});
    isMeasuring = false;
  }, everyMs);
  timer.unref();

  const now = () => latest.aval + (performance.now() - latest.at);
  return {
    now: () => instant(Math.floor(now())),
    offsetMs: () => Math.round(now() - Date.now()),
    skewMs: () => Math.round(latest.skew),
    measure,
    stop: () => clearInterval(timer),
  };
}

/** Of a few measures, the one with the shortest round trip: its middle is closest to the truth. */
async function best(db: Database<AnyTables>): Promise<Measure> {
  let found = await once(db);
  for (let i = 1; i < samples; i++) {
    const next = await once(db);
    if (next.roundTrip < found.roundTrip) found = next;
  }
  return found;
}

async function once(db: Database<AnyTables>): Promise<Measure> {
  const before = performance.now();
  const { rows } = await sql<{ aval: number; machine: number }>`
    select extract(epoch from aval.aval_now())::float8 * 1000 as aval,
           extract(epoch from clock_timestamp())::float8 * 1000 as machine`.execute(db);
  const after = performance.now();
  const here = Date.now();
  const row = rows[0] as { aval: number; machine: number };
  const roundTrip = after - before;
  return {
    aval: row.aval,
    at: before + roundTrip / 2,
    skew: row.machine - (here - roundTrip / 2),
    roundTrip,
  };
}
