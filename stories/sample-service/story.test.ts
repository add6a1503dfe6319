import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { endChild } from "../../apps/server/src/testing/programs.ts";
import { freePort } from "../../apps/server/src/testing/ports.ts";
import { code } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const sample = pathOf("docs/examples/sign-in.mjs");

test("the service that the README shows, run as it stands, signs a professional in", async () => {
  const readme = await readFile(pathOf("README.md"), "utf8");
  const shown = /```js\n([\s\S]*?)```/.exec(readme)?.[1];
  assert.equal(shown, await readFile(sample, "utf8"), "README.md shows docs/examples/sign-in.mjs");

  const world = await startWorld("sample-service");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = world.virtualPhone();
  await phone.enrol(pharmacist.nationalId, code);
  const port = await freePort();
  const service = spawn(process.execPath, [sample], {
    env: { ...process.env, PORT: String(port), ISSUER: world.server.issuer },
    stdio: ["ignore", "pipe", "inherit"],
  });
  after(() => endChild(service));
  const [address] = await once(service.stdout, "data");

  const { page } = await world.openComputer();
  await page.goto(String(address).trim());
  await phone.scan(page);
  await phone.ask("approve", "--pin", code);
  await page.waitForURL(/\/callback\?/);
  const said = await page.locator("body").innerText();
  const [family = ""] = pharmacist.name.split(" ").toReversed();
  assert.ok(said.startsWith("Bonjour ") && said.includes(family), said);
  assert.ok(said.includes(`(${pharmacist.nationalId})`), said);

  await page.goto(page.url());
  assert.notEqual(new URL(page.url()).port, String(port), "an address that was used begins anew");
});
