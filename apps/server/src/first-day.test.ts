import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { createAudit } from "#modules/audit";
import { createDesk } from "#modules/desk";
import { readConfig } from "#platform/config";
import { systemRandom as random } from "#platform/random";
import { fixedClock } from "#platform/testing";
import type { WithDatabase } from "./commands/beside.ts";
import { command, importHoldersCommand } from "./commands/import-holders.ts";
import { lastJson, saidByCommand } from "./commands/testing/said.ts";
import { messageTo } from "./testing/caught.ts";
import { enrolHolder, sandboxPeople } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// The first day of a deployment, beside the real server: who had a means before, and who is known as a victim.

let server: WholeServer;
let folder: string;
let people: readonly string[];
before(async () => {
  server = await startWhole();
  people = await sandboxPeople(server.issuer);
  folder = await mkdtemp(join(tmpdir(), "aval-first-day-"));
});
after(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const clock = fixedClock();
const outcome = readConfig({});
assert.ok(outcome.ok);
const config = outcome.value;
const withDatabase: WithDatabase = (work) =>
  work({ config, db: server.database.db, clock, random, audit: createAudit({ clock, random }) });

async function imported(holders: readonly string[], victims: readonly string[]) {
  const paths = [join(folder, "holders.txt"), join(folder, "victims.txt")] as const;
  await writeFile(paths[0], holders.join("\n"));
  await writeFile(paths[1], victims.join("\r\n"));
  const said = await saidByCommand(
    {
      ...command,
      run: (argv, io) => importHoldersCommand(argv, io, withDatabase, Readable.from([])),
    },
    [paths[0], "--victims", paths[1], "--json"],
  );
  return { status: said.status, said: lastJson(said), err: said.err.join("\n") };
}

const addressOf = async (nationalId: string) => {
  const { rows } = await sql<{ value: string }>`
    select c.value from contact c join professional p on p.id = c.professional
    where p.national_id = ${nationalId} and c.kind = 'email' and c.replaced_at is null`.execute(
    server.database.db,
  );
  return rows[0]?.value ?? "";
};
const enrols = (nationalId: string) =>
  enrolHolder(() => server.phone, nationalId).then(
    () => "enrolled",
    (fault: unknown) => String(fault),
  );

test("holders of the first day are told and get nothing by it, known victims start frozen, and a list read twice changes nothing", async () => {
  const [holder, victim] = [people[32] ?? "", people[33] ?? ""];
  const holders = ["# who had an e-CPS", holder, "", `${victim} # in both`, "899799999999"];
  const first = await imported(holders, [victim]);
  assert.equal(first.status, 0);
  assert.deepEqual(first.said, {
    ...{ lines: 4, added: 2, changed: 0, removed: 0, unchanged: 1, problems: 1 },
  });
  assert.match(first.err, /holders\.txt:5: inconnu/);

  await messageTo(server, await addressOf(holder), /Votre accès change/);
  await messageTo(server, await addressOf(victim), /gelé après une fraude/);
  assert.match(await enrols(victim), /holder_stopped/);

  const { rows } = await sql<{ devices: number }>`
    select count(*)::int as devices from device d join professional p on p.id = d.professional
    where p.national_id in (${holder}, ${victim})`.execute(server.database.db);
  assert.equal(rows[0]?.devices, 0, "a means of before is worth nothing here");
  assert.equal(await enrols(holder), "enrolled", "by what everybody else shows");

  const again = await imported(holders, [victim]);
  assert.deepEqual([again.said.added, again.said.changed, again.said.unchanged], [0, 0, 3]);
  const later = await imported([], [holder]);
  assert.deepEqual(
    [later.said.added, later.said.changed],
    [0, 1],
    "a victim who is only now known",
  );
  await messageTo(server, await addressOf(holder), /gelé après une fraude/);
  const standing = await createDesk({ db: server.database.db as never, clock }).firstDay();
  assert.deepEqual(standing, { known: 2, told: 2, victims: 2, enrolled: 1 });
});
