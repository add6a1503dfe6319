import { writeFile } from "node:fs/promises";
import { contextsOf } from "#modules/approvals";
import { createDirectory } from "#modules/directory";
import { createLimits } from "#modules/limits";
import { createProofs, yearOf } from "#modules/proofs";
import { openKeys } from "#platform/keys";
import { missing, readArguments } from "./arguments.ts";
import { type Beside, withDatabaseOf } from "./beside.ts";
import type { Command } from "./io.ts";
import { Misuse, Refused, refusedBy } from "./misuse.ts";
import { requiredConfig } from "./settings.ts";

export const command: Command = {
  usage: `aval audit bundle --as NATIONAL_ID --out FILE [--from DAY] [--to DAY] [--json]

Writes what the log proves of a person into a file that "aval audit verify FILE" verifies anywhere, without this server
(docs/proof.md). In a sandbox only: elsewhere a person takes their own in "Mon accès". That it was made is a fact of theirs.

  --from DAY, --to DAY       2026-01-31, in UTC (default: the year that ends now)`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, {
      as: { type: "string" },
      out: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      json: { type: "boolean", default: false },
    });
    const { as: nationalId, out } = values;
    if (nationalId === undefined) throw missing("--as NATIONAL_ID");
    if (out === undefined) throw missing("--out FILE");
    const days = { from: dayOf("--from", values.from), to: dayOf("--to", values.to) };
    if (requiredConfig(io).mode !== "sandbox") throw exportRefused;
    return withDatabaseOf(io)(async (beside) => {
      const bundle = await bundleOf(beside, nationalId, days);
      // Whoever reads it reads what somebody did for a year.
      await writeFile(out, bundle, { mode: 0o600 });
      const bytes = Buffer.byteLength(bundle);
      io.out(values.json ? JSON.stringify({ out, bytes }) : `${out} : ${bytes} octets / bytes`);
      return 0;
    });
  },
};

/** What the log proves of this person, of the year that ends now or of these days. In a sandbox only: whoever calls has seen to it. */
export async function bundleOf(
  { config, db, clock, random, audit }: Beside,
  nationalId: string,
  days: { readonly from?: number | undefined; readonly to?: number | undefined } = {},
): Promise<string> {
  const keys = await openKeys({ folder: config.keysDir, mode: config.mode, followMs: 0 });
  try {
    const directory = createDirectory({ db, random, audit });
    const person = await directory.find(nationalId);
    if (!person) throw refusedBy("unknown_professional");
    const proofs = createProofs({
      ...{ db, clock, audit, keys, limits: createLimits() },
      person: (id) => directory.byId(id),
      contexts: (professional, ids) => contextsOf(db, professional, ids),
    });
    const made = await proofs.bundle(person.id, yearOf(clock.now(), days), "host");
    if (!made.ok) throw refusedBy(made.refusal);
    return made.value;
  } finally {
    keys.stop();
  }
}

const exportRefused = new Refused(
  "export_takes_two",
  "En production, ce que le journal dit d'une personne ne sort pas par une seule main : elle le prend dans « Mon accès ».",
  'In production one person alone takes out nothing that the log says of another: they take it in "Mon accès".',
);

function dayOf(name: string, given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(given) ? Date.parse(`${given}T00:00:00Z`) : Number.NaN;
  if (Number.isFinite(at)) return at;
  throw new Misuse(
    `${name} « ${given} » n'est pas un jour : 2026-01-31.`,
    `${name} "${given}" is not a day: 2026-01-31.`,
  );
}
