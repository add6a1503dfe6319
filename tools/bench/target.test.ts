import assert from "node:assert/strict";
import { test } from "node:test";
import { measureMaximum, measureOpen } from "./measures.ts";
import { openTarget, type Target, type TargetOptions } from "./target.ts";
import { startPlainProvider } from "./testing/plain-provider.ts";

/** A provider for one test: its refresh tokens are spent by it. */
async function withTarget(
  given: Partial<TargetOptions>,
  work: (target: Target) => Promise<void>,
): Promise<void> {
  const provider = await startPlainProvider(8);
  const { issuer, client, secret, refreshTokens } = provider;
  const target = await openTarget({
    issuer: `${issuer}/`,
    discovery: undefined,
    client,
    secret,
    auth: "basic",
    scope: undefined,
    grants: ["client_credentials", "refresh"],
    refreshTokens,
    pids: [],
    postmaster: undefined,
    seed: "of the test",
    ...given,
  });
  try {
    await work(target);
  } finally {
    target.close();
    await provider.close();
  }
}

test("another provider is measured by its addresses alone, on every path it offers", () =>
  withTarget({}, async (target) => {
    assert.deepEqual(target.operations, [
      "discovery",
      "jwks",
      "client credentials",
      "refresh",
      "userinfo",
      "introspection",
    ]);
    const rate = { perSecond: 100, seconds: 0.2, spacing: "uniform", maxInFlight: 64 } as const;
    for (const operation of target.operations) {
      const row = await measureOpen(target, operation, rate);
      assert.deepEqual(row.errors, {}, operation);
      // Eight refresh tokens, each used by one request at a time: the rest of a rush is shed, and said so.
      assert.equal(row.latency.count + row.shed, 20, operation);
    }
  }));

test("a secret may come in the body, and rotated refresh tokens are followed", () =>
  withTarget({ auth: "post" }, async (target) => {
    const given = { atOnce: 4, seconds: 20 } as const;
    const credentials = await target.driver.closed("client credentials", { ...given, turns: 3 });
    assert.deepEqual([credentials.done, credentials.errors], [3, {}]);
    const refreshed = await target.driver.closed("refresh", { ...given, turns: 13 });
    assert.deepEqual([refreshed.done, refreshed.errors], [13, {}]);
  }));

test("what is not given or not offered is not measured", async () => {
  await withTarget({ refreshTokens: [] }, async (target) => {
    assert.ok(!target.operations.includes("refresh") && !target.operations.includes("userinfo"));
    assert.ok(target.operations.includes("introspection"));
  });
  await withTarget({ refreshTokens: [], grants: ["refresh"] }, async (target) => {
    assert.deepEqual(target.operations, ["discovery", "jwks"]);
  });
});

test("a refusal is an error of its kind, and no rate holds with it", () =>
  withTarget({ secret: "another" }, async (target) => {
    const rate = { seconds: 0.1, spacing: "uniform", maxInFlight: 4 } as const;
    const row = await measureMaximum(target, "client credentials", rate);
    assert.equal(row.perSecond, 0);
    const open = await measureOpen(target, "client credentials", { ...rate, perSecond: 50 });
    assert.deepEqual(Object.keys(open.errors), ["client_credentials 401"]);
    assert.equal(open.latency.count, 0);
  }));
