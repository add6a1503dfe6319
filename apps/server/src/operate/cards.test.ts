import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { readConfig } from "#platform/config";
import { cardFindings } from "./cards.ts";
import { servingFinding } from "./serving.ts";

/** What the doctor says beside a server that answers its probe so; `undefined`: no server. */
async function beside(checks: Readonly<Record<string, string>> | undefined) {
  const hosts: (string | undefined)[] = [];
  const server = createServer((asked, answer) => {
    hosts.push(asked.headers.host);
    answer.writeHead(503, { "content-type": "application/json" }).end(JSON.stringify({ checks }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  if (checks === undefined) await stop();
  const config = readConfig({ AVAL_PORT: String(port) });
  assert.ok(config.ok);
  const findings = await cardFindings(config.value);
  const serving = await servingFinding(config.value);
  if (checks !== undefined) await stop();
  return {
    findings: findings.map(({ check, level }) => `${check} ${level}`),
    serving,
    hosts,
    port,
  };
}

test("lists of revoked cards are what the server of this machine says of them, asked under its own name", async () => {
  const fresh = await beside({ database: "ok", card_lists: "ok" });
  assert.deepEqual(fresh.findings, ["card lists ok"]);
  assert.deepEqual(fresh.hosts, [`localhost:${fresh.port}`, `localhost:${fresh.port}`]);
  assert.deepEqual((await beside({ card_lists: "failed" })).findings, ["card lists warn"]);
});

test("a server without cards, and a sandbox that does not run, have no lists to speak of", async () => {
  assert.deepEqual((await beside({ database: "ok" })).findings, []);
  assert.deepEqual((await beside(undefined)).findings, []);
});

test("where no server answers, nothing serves: a sandbox's doctor says NON, where it looked, and what to run", async () => {
  const { serving, port } = await beside(undefined);
  assert.deepEqual([serving.check, serving.level], ["serving", "wrong"]);
  assert.match(serving.en, new RegExp(`127\\.0\\.0\\.1:${port}: run npm start`));
  assert.match(serving.fr, /npm start/);
  assert.equal(
    (await beside({ database: "failed" })).serving.level,
    "ok",
    "one that answers, serves",
  );
});
