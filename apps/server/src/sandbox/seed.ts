import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { thumbprint } from "@aval/protocol";
import { createAudit } from "#modules/audit";
import { createDirectory, type Directory } from "#modules/directory";
import { hasDesks, importDesks } from "#modules/help";
import { createSoftware } from "#modules/software";
import { createStaff } from "#modules/staff";
import type { Config } from "#platform/config";
import type { AnyTables, Database } from "#platform/database";
import type { Random } from "#platform/random";
import { type Clock, days } from "#platform/time";
import { ensureRegistrarKeys, registrars } from "./registrars.ts";
import { sandboxKey, sandboxSecret, sandboxServices } from "./services.ts";

export type SeedDeps = {
  readonly db: Database<AnyTables>;
  readonly clock: Clock;
  readonly random: Random;
  readonly config: Config;
};

/** Puts fictional people, services and registrars in place. Done again, it changes nothing. */
export async function seedSandbox({ db, clock, random, config }: SeedDeps): Promise<void> {
  const audit = createAudit({ clock, random });
  const directory = createDirectory({ db, random, audit });
  await seedPeople(directory);
  await seedDesks({ db, audit });

  const software = createSoftware({ db, random, audit });
  for (const asked of sandboxServices(config)) {
    const known = await software.find(asked.id as string);
    // The demonstration's addresses follow the port it is started on.
    if (known)
      await software.moveTo(
        db,
        known,
        {
          redirectUris: asked.redirectUris,
          postLogoutRedirectUris: asked.postLogoutRedirectUris ?? [],
          backchannelLogoutUri: asked.backchannelLogoutUri,
        },
        "sandbox",
      );
    else await software.register(db, asked, { by: "sandbox", secret: sandboxSecret });
  }

  // Long enough for a sandbox whose clock is moved by years. A key that was removed stays so.
  const key = { by: "sandbox", life: days(36_500), value: sandboxKey };
  await software.issueKey(db, "sandbox-service", key);

  const staff = createStaff({ db });
  const keys = await ensureRegistrarKeys(config.dataDir);
  for (const registrar of registrars) {
    const jwk = keys.get(registrar.id);
    if (jwk) await staff.seedRegistrar({ ...registrar, jwk, thumbprint: await thumbprint(jwk) });
  }
}

/**
 * The people of `people.txt`, once: whoever imports a file of their own over them keeps it at the next start. A later
 * version's people come as a difference; when that is too large a one, those who are there stay.
 */
async function seedPeople(directory: Directory): Promise<void> {
  const file = await readFile(join(import.meta.dirname, "people.txt"));
  const digest = createHash("sha256").update(file).digest("base64url");
  if (await directory.wasApplied("sandbox", digest)) return;
  const imported = await directory.importExtract(Readable.from([file]), {
    source: "sandbox",
    strict: true,
  });
  const reason = imported.stopped?.reason;
  // Busy: another node that starts with us is doing it.
  if (reason && reason !== "busy" && reason !== "people_share" && reason !== "contacts_share") {
    throw new Error(`the sandbox's people were not imported: ${imported.stopped?.sentence.en}`);
  }
}

/** The fictional desks, into an empty list only: whoever imports a file of their own keeps it at the next start. */
async function seedDesks(deps: Parameters<typeof importDesks>[0]): Promise<void> {
  if (await hasDesks(deps.db)) return;
  const file = await readFile(join(import.meta.dirname, "desks.csv"));
  const { stopped, problems } = await importDesks(deps, Readable.from([file]));
  if (stopped || problems.length > 0) throw new Error("the sandbox's desks were not imported");
}
