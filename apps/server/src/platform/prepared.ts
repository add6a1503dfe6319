import { createHash } from "node:crypto";
import pg from "pg";
import { sqlState } from "./sql-state.ts";

/**
 * Statements kept prepared on their connection: PostgreSQL parses and plans each text once a connection, and not at every
 * use. Measured on the statement that finds a token: 293 µs of PostgreSQL's CPU became 33, and 145 of ours 64.
 *
 * A text is prepared from its second use on, so that what is said once (an import, a migration) leaves nothing behind, and
 * only so many texts are: PostgreSQL keeps them as long as the connection.
 *
 * A pooler between us and PostgreSQL must know the protocol's prepared statements (PgBouncer does since 1.21).
 */
const statementsMax = 400;

/** Nor texts that grow with what somebody asked: PostgreSQL keeps the plan of each, a thousand times as long as the text. Characters. */
const textMax = 8_000;

export type Statements = {
  /** The name this text is prepared under, or undefined while it is not worth one. */
  readonly nameOf: (text: string) => string | undefined;
  /** Never prepares this text again. */
  readonly leave: (text: string) => void;
};

export function createStatements(max = statementsMax): Statements {
  const named = new Map<string, string | undefined>();
  const seenOnce = new Set<string>();
  return {
    nameOf: (text) => {
      if (text.length > textMax) return undefined;
      if (named.has(text)) return named.get(text);
      if (named.size >= max) return undefined;
      if (seenOnce.delete(text)) {
        const name = `aval-${createHash("sha256").update(text).digest("base64url").slice(0, 22)}`;
        named.set(text, name);
        return name;
      }
      if (seenOnce.size >= max) seenOnce.clear();
      seenOnce.add(text);
      return undefined;
    },
    leave: (text) => void named.set(text, undefined),
  };
}

/** A driver's connection that prepares what it is asked often. For `pg.Pool`'s `Client`. */
export function preparingClient(statements = createStatements()): typeof pg.Client {
  return class extends pg.Client {
    // biome-ignore lint/suspicious/noExplicitAny: the driver's `query` has six shapes, and all but one pass through.
    override query(...given: any[]): any {
      const [text, values] = given;
      const passes = given.length !== 2 || typeof text !== "string" || !values?.length;
      const name = passes ? undefined : statements.nameOf(text);
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      if (name === undefined) return (super.query as any)(...given);
      const answer = super.query({ name, text, values });
      answer.catch((fault: unknown) => {
        if (isOutdated(fault)) statements.leave(text);
      });
      return answer;
    }
  };
}

/** A migration changed what a prepared statement gives: PostgreSQL refuses it for as long as that connection lives. */
function isOutdated(fault: unknown): boolean {
  return sqlState(fault) === "0A000" && /cached plan/.test((fault as Error).message);
}
