import { isWitnessed } from "#modules/audit";
import type { Config } from "#platform/config";
import type { AnyTables, Database } from "#platform/database";
import type { ProbeCheck } from "#platform/probes";
import { type Finding, unless, warn } from "./finding.ts";

type Witnesses = Pick<Config, "mode" | "witnesses">;

/**
 * What a probe looks at, where somebody outside is to keep the log: a production, and whoever set a witness. A node goes on being sent people
 * without it: to take every node out would stop what works, and bring no witness back (decision 0074).
 */
export function witnessCheck(
  { mode, witnesses }: Witnesses,
  db: Database<AnyTables>,
): readonly ProbeCheck[] {
  if (witnesses.length === 0 && mode !== "production") return [];
  const keys = witnesses.map(({ key }) => key);
  const holds = async () => keys.length > 0 && (await isWitnessed(db, keys));
  return [{ name: "witness", holds, isOptional: true }];
}

/** Whether somebody outside keeps what the log says (law 9): without it the log holds against everybody but its own operator. */
export async function witnessFindings(
  { mode, witnesses }: Witnesses,
  db: Database<AnyTables>,
): Promise<readonly Finding[]> {
  if (witnesses.length === 0) return mode === "production" ? [warn("witness", none)] : [];
  const keys = witnesses.map(({ key }) => key);
  return [unless(await isWitnessed(db, keys), "witness", silent)];
}

const none = {
  fr: "Personne au-dehors ne garde les points de contrôle du journal : trouvez un témoin et donnez AVAL_WITNESSES (docs/operate.md).",
  en: "Nobody outside keeps the log's checkpoints: find a witness and give AVAL_WITNESSES (docs/operate.md).",
};

const silent = {
  fr: "Depuis plus d'une heure aucun témoin n'a signé : appelez-le, et voyez « witness_did_not_sign » dans le journal du serveur.",
  en: 'For more than an hour no witness has signed: call it, and see "witness_did_not_sign" in the server\'s log.',
};
