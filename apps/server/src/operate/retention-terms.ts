import type { RetentionKind } from "@aval/protocol";
import type { Term } from "#modules/retention";

/** What rows of the table of retention are made of (`retention.ts`). */
export type RetentionRow = {
  /** How long, in words. */
  readonly kept: string;
  readonly why: string;
  /** The file whose statement deletes from it sooner than any term: what came to nothing, and what serves for minutes. */
  readonly by?: string;
  /** What the job lets go, once a day. */
  readonly terms?: readonly Term[];
};

const M = "modules/";
export const gone = (kept: string, why: string, by: string, root = M): RetentionRow => ({
  kept,
  why,
  by: root + by,
});
/** Nothing deletes it. */
export const stays = (kept: string, why: string): RetentionRow => ({ kept, why });

export type About = Pick<Term, "only" | "person" | "ofCase">;
export const person: About = { person: "x.professional" };
export const ofCase: About = { ofCase: "x.fraud_case" };
export const ofStop: About = {
  person: "(select s.professional from aval.stop s where s.id = x.stop)",
};

/** Six years after `since`, in words and in SQL of the row `x`. */
export const evidence = (
  why: string,
  [words, since]: readonly [string, string],
  about: About = {},
): RetentionRow => ({
  kept: `six years after ${words}`,
  why,
  terms: [{ store: "evidence", since, ...about }],
});

/** The same, of what leaves sooner where it came to nothing. */
export const both = (first: string, by: string, then: RetentionRow): RetentionRow => ({
  ...then,
  kept: `${first}; else ${then.kept}`,
  by: M + by,
});

/** The same, whose network is forgotten after twelve months. */
export const withNetwork = (row: RetentionRow, since: string, about: About = {}): RetentionRow => ({
  ...row,
  kept: `${row.kept}; its network twelve months`,
  terms: [...(row.terms ?? []), { store: "network", since, empties: "network", ...about }],
});

export const proof = "what proves a sign-in, a stop or a means, later";
export const standing =
  "as long as what it says holds, and after: its rows end, and stay as evidence";
export const setting = "as long as the deployment has it";
export const register = "as the register says: an import changes and removes it";
export const staff = "evidence of who acted, and for whom";

// When a row was over, of those that ask another for it.
export const caseClosed = `(select case when c.state = 'merged' then m.closed_at else c.closed_at end
  from aval.fraud_case c left join aval.fraud_case m on m.id = c.merged_into where c.id = x.fraud_case)`;
export const stopLifted = "(select s.lifted_at from aval.stop s where s.id = x.stop)";
export const closing = ["its case was closed", caseClosed] as const;

/** Why a table keeps what no term is applied to. What goes with another table's row is evidence, as that is. */
export function kindOf({ kept, by }: RetentionRow): RetentionKind {
  if (by !== undefined) return kept === register ? "register" : "short";
  if (kept.startsWith(standing)) return "standing";
  if (kept.startsWith(register)) return "register";
  if (kept.startsWith("for ever")) return "for_ever";
  return kept.startsWith("with ") || kept.startsWith("as what") ? "evidence" : "setting";
}
