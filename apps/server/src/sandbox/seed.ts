import { createReadStream } from "node:fs";
import { join } from "node:path";
import { thumbprint } from "@aval/protocol";
import { createAudit } from "#modules/audit";
import { createDirectory } from "#modules/directory";
import { createSoftware } from "#modules/software";
import { createStaff } from "#modules/staff";
import type { Config } from "#platform/config";
import type { AnyTables, Database } from "#platform/database";
import type { Random } from "#platform/random";
import type { Clock } from "#platform/time";
import { ensureRegistrarKeys, registrars } from "./registrars.ts";
import { sandboxSecret, sandboxServices } from "./services.ts";

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
  const imported = await directory.importExtract(createReadStream(join(import.meta.dirname, "people.txt")), {
    source: "sandbox",
    strict: true,
  });
  if (imported.state === "stopped" && imported.stopped?.reason !== "busy") {
    throw new Error(`the sandbox's people were not imported: ${imported.stopped?.sentence.en}`);
  }

  const software = createSoftware({ db, random, audit });
  for (const asked of sandboxServices(config)) {
    const known = await software.find(asked.id as string);
    // The demonstration's addresses follow the port it is started on.
    if (known) await software.moveTo(db, known, { redirectUris: asked.redirectUris, postLogoutRedirectUris: asked.postLogoutRedirectUris ?? [] }, "sandbox");
    else await software.register(db, asked, { by: "sandbox", secret: sandboxSecret });
  }

  const staff = createStaff({ db });
  const keys = await ensureRegistrarKeys(config.dataDir);
  for (const registrar of registrars) {
    const jwk = keys.get(registrar.id);
    if (jwk) await staff.seedRegistrar({ ...registrar, jwk, thumbprint: await thumbprint(jwk) });
  }
}
