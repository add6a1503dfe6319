import type { Software } from "#modules/software";
import type { AnyTables, Database } from "#platform/database";
import { missing, takeWords } from "./arguments.ts";
import { unknownService } from "./client-key.ts";
import type { Io } from "./io.ts";
import { refusedBy } from "./misuse.ts";

export const bellPages = {
  "bells restore": `aval client bells restore ID --reason TEXT [--json]

Gives a service its bells back, which were taken since too many of its holders had refused it in a day. That day is not judged
again; another is. The reason is kept in the log.`,
};

type BellDeps = {
  readonly software: Pick<Software, "find" | "restoreBells">;
  readonly db: Database<AnyTables>;
  readonly io: Io;
  readonly asJson: boolean;
};

/** What follows `aval client bells`, read before any database is opened. */
export const bellActions: Readonly<
  Record<
    string,
    (words: readonly string[], reason: string | undefined) => (deps: BellDeps) => Promise<number>
  >
> = {
  restore: (words, given) => {
    const [id] = takeWords(words, ["ID"]);
    const reason = given?.trim();
    if (!reason) throw missing("--reason TEXT");
    return (deps) => restore(deps, id, reason);
  },
};

async function restore({ software, db, io, asJson }: BellDeps, id: string, reason: string) {
  if (!(await software.find(id))) throw unknownService(id);
  const outcome = await software.restoreBells(db, id, { by: "operator", reason });
  if (!outcome.ok) throw refusedBy(outcome.refusal);
  io.out(
    asJson
      ? JSON.stringify({ clientId: id, bells: "ring" })
      : `${id} : sonneries rendues / bells given back`,
  );
  return 0;
}
