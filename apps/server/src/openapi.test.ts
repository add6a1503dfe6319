import assert from "node:assert/strict";
import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathOf } from "#platform/openapi";
import { send } from "./testing/driver.ts";
import { consoleOf } from "./testing/colleague.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

let server: WholeServer;
before(async () => {
  server = await startWhole();
});
after(() => server.stop());

type Described = Readonly<Record<string, Readonly<Record<string, { requestBody?: object }>>>>;

async function described(origin: "issuer" | "phone" | "console" | "mail"): Promise<Described> {
  const port = server.issuer.port + 6;
  const mail = { port, host: `mail.localhost:${port}` };
  const place = { ...server, console: consoleOf(server), mail }[origin];
  const answer = await send(place, { path: "/openapi.json" });
  assert.equal(answer.status, 200);
  const { openapi, paths } = JSON.parse(answer.text);
  assert.equal(openapi, "3.1.0");
  return paths;
}

/** What the PIN program answers servers on a port of its own. */
const apart = /^\/internal\//;

test("every address that a module mounts is described on its origin", async () => {
  const all = Object.assign(
    {},
    ...(await Promise.all(
      (["issuer", "phone", "console", "mail"] as const).map((origin) => described(origin)),
    )),
  );
  const paths = Object.keys(all);
  let found = 0;
  for await (const path of glob("**/*.ts", { cwd: import.meta.dirname })) {
    if (/(\.test\.ts$|testing\/)/.test(path)) continue;
    const code = await readFile(join(import.meta.dirname, path), "utf8");
    for (const [, address = ""] of code.matchAll(
      /\.(?:get|post|put|delete|patch|all)(?:<[^(]*>)?\(\s*"(\/[^"]*)"/g,
    )) {
      if (apart.test(address)) continue;
      found += 1;
      assert.ok(
        paths.some((one) => one === pathOf(address) || one.endsWith(pathOf(address))),
        `${path} mounts ${address}`,
      );
    }
  }
  assert.ok(found > 25, `${found} addresses in the source`);
});

test("each origin describes its own addresses only, and what they are sent", async () => {
  const [issuer, phone] = [await described("issuer"), await described("phone")];
  assert.ok(issuer["/fhir/v2/metadata"]?.["get"] && !phone["/fhir/v2/metadata"]);
  assert.ok(!issuer["/api/claims"]);
  assert.ok(
    !issuer["/api/sign-in"] && !phone["/api/sign-in"],
    "the staff's is the console's alone",
  );
  assert.match(JSON.stringify(phone["/api/claims"]?.["post"]?.requestBody), /"jws"/);
});
