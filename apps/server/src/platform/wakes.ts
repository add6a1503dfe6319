import { sql } from "kysely";
import type pg from "pg";
import { type AnyTables, connectBeside, type Database } from "./database.ts";
import type { Duration } from "./time.ts";

/**
 * Wakes whoever waits for something to change, on whatever node, by PostgreSQL's NOTIFY. A wake is a hint: it may be lost, or come
 * for nothing; whoever wakes reads the row. Without a database to listen to, everybody waits their time and reads all the same.
 *
 * `wake` is said outside any transaction: a NOTIFY inside would make commits of all nodes queue (build-notes 1).
 */
export type Wakes = {
  /**
   * Until somebody wakes `what`, or `most` is over. Told at once when this node holds too many already, or ends. `isSettled` is asked
   * once this node listens: what was woken before is not waited for.
   */
  wait(what: string, most: Duration, isSettled?: () => Promise<boolean>): Promise<void>;
  wake(what: string): Promise<void>;
  close(): Promise<void>;
};

const channel = "aval_wake";

/** `held`: how many may wait here at once. */
export function createWakes(db: Database<AnyTables>, held: number): Wakes {
  const waiting = new Map<string, Set<() => void>>();
  let count = 0;
  let listening: Promise<pg.Client | undefined> | undefined;
  let isClosed = false;

  const tell = (what: string) => {
    for (const done of waiting.get(what) ?? []) done();
  };

  async function listen(): Promise<pg.Client | undefined> {
    try {
      const client = await connectBeside(db);
      // The next one that waits connects anew.
      client.on("end", () => {
        listening = undefined;
      });
      client.on("notification", ({ payload }) => tell(payload ?? ""));
      await client.query(`listen ${channel}`);
      return client;
    } catch {
      listening = undefined;
      return undefined;
    }
  }

  return {
    wait: async (what, most, isSettled) => {
      if (isClosed || count >= held) return;
      count++;
      listening ??= listen();
      const ready = listening;
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer);
          const others = waiting.get(what);
          others?.delete(done);
          if (others?.size === 0) waiting.delete(what);
          resolve();
        };
        const timer = setTimeout(done, most);
        waiting.set(what, (waiting.get(what) ?? new Set()).add(done));
        if (isSettled)
          ready
            .then(isSettled)
            .then((is) => is && done())
            .catch(() => undefined); // Then the row is read when the time is over.
      });
      count--;
    },
    wake: async (what) => {
      await sql`select pg_notify(${channel}, ${what})`.execute(db);
    },
    close: async () => {
      isClosed = true;
      for (const what of [...waiting.keys()]) tell(what);
      await (await listening)?.end();
    },
  };
}
