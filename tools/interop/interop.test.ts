import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { type Driven, type ForeignClient, stepNames } from "./client.ts";
import { openidClient5 } from "./clients/openid-client-5.ts";
import { clients, pageFile, resultsFile } from "./clients.ts";
import { claimsOf } from "./judge.ts";
import { jsonLine, page, type Results, table, withOutcomes } from "./report.ts";
import { type Outcome, runClient } from "./run.ts";
import { type Deployment, openDeployment } from "./world.ts";

let deployment: Deployment;
before(async () => {
  deployment = await openDeployment();
});
after(() => deployment.close());

const run = (client: ForeignClient) =>
  runClient(
    client,
    async () => deployment,
    () => undefined,
  );
/** openid-client 5, with some of its steps gone wrong. */
const gone = (change: (driven: Driven) => Partial<Driven>): ForeignClient => ({
  ...openidClient5,
  start: async (world) => {
    const driven = await openidClient5.start(world);
    return { ...driven, ...change(driven) };
  },
});
const passed = Object.fromEntries(stepNames.map((name) => [name, "passed"]));

test("openid-client 5 signs in, refreshes, reads who it is and signs out, as it is published", async () => {
  const outcome = await run(openidClient5);
  assert.deepEqual(outcome, {
    name: "openid-client-5",
    version: "5.7.1",
    status: "passed",
    steps: passed,
    more: ["introspection"],
  });
});

test("a step is judged by what it brought, and not by what the client says of it", async () => {
  const stays = await run(gone(() => ({ signOut: async () => undefined })));
  assert.equal(stays.status, "failed");
  assert.deepEqual(stays.steps, { ...passed, "sign-out": "failed" });
  assert.match(stays.why ?? "", /^sign-out: userinfo answered 200/);

  const forged = await run(
    gone(({ signIn }) => ({
      signIn: async () => {
        const held = await signIn();
        const [header, , signature] = held.idToken.split(".");
        const claims = { ...claimsOf(held.idToken), SubjectNameID: "899700000000" };
        const body = Buffer.from(JSON.stringify(claims)).toString("base64url");
        return { ...held, idToken: `${header}.${body}.${signature}` };
      },
    })),
  );
  assert.match(forged.why ?? "", /^sign-in: the id_token is not signed/);

  const keeps = await run(
    gone(({ signIn }) => {
      let token = "";
      return {
        signIn: async () => {
          const held = await signIn();
          token = held.accessToken;
          return held;
        },
        refresh: async () => token,
      };
    }),
  );
  assert.match(keeps.why ?? "", /^refresh: the access token is the one of before/);

  const flattens = await run(
    gone(({ userinfo }) => ({
      userinfo: async () => ({ ...(await userinfo?.()), SubjectRefPro: { exercices: [{}] } }),
    })),
  );
  assert.match(flattens.why ?? "", /^userinfo: SubjectRefPro: codeProfession/);
});

test("a step that a client has not is not offered; a client that is not here does not fail", async () => {
  const outcome = await run({
    ...openidClient5,
    start: async (world) => {
      const { refresh: _, ...rest } = await openidClient5.start(world);
      return rest;
    },
  });
  assert.equal(outcome.status, "passed");
  assert.equal(outcome.steps.refresh, "not offered");

  const absent = await run({
    ...openidClient5,
    version: async () => undefined,
    install: "apt-get …",
  });
  assert.equal(absent.status, "not installed");
  assert.match(absent.why ?? "", /apt-get/);
});

const outcome = (changes: Partial<Outcome> = {}): Outcome => ({
  name: "openid-client",
  version: "6.8.9",
  status: "passed",
  steps: passed as Outcome["steps"],
  more: ["introspection"],
  ...changes,
});

test("the line for programs is one line of the shape that the design gives", () => {
  const failed = outcome({ name: "two", status: "failed", why: "refresh: no\nanswer" });
  const line = jsonLine([outcome(), failed]);
  assert.equal(line.includes("\n"), false);
  assert.deepEqual(JSON.parse(line), {
    clients: [
      { name: "openid-client", version: "6.8.9", status: "passed", steps: passed },
      {
        name: "two",
        version: "6.8.9",
        status: "failed",
        why: "refresh: no\nanswer",
        steps: passed,
      },
    ],
  });
  assert.match(table([outcome(), failed]), /^two: refresh/m);
});

test("a client that is not installed here keeps what was seen of it elsewhere", () => {
  const results = withOutcomes({}, [outcome()]);
  const absent = outcome({ version: "", status: "not installed", why: "install it" });
  assert.deepEqual(withOutcomes(results, [absent]), results);
  assert.equal(withOutcomes({}, [absent])["openid-client"]?.status, "not installed");
  assert.equal(
    withOutcomes(results, [outcome({ status: "failed" })])["openid-client"]?.status,
    "failed",
  );
});

test("docs/interop.md is what was last seen of each client, all of which passed", async () => {
  const results = JSON.parse(await readFile(resultsFile, "utf8")) as Results;
  assert.equal(await readFile(pageFile, "utf8"), page(clients, results), "Run: npm run interop");
  assert.deepEqual(Object.keys(results).sort(), clients.map(({ name }) => name).sort());
  for (const [name, { status }] of Object.entries(results)) assert.equal(status, "passed", name);
});
