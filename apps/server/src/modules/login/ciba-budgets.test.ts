import assert from "node:assert/strict";
import { test } from "node:test";
import { idFrom, type InstallationId } from "@aval/protocol";
import fc from "fast-check";
import { type Asking, cibaBuckets, spendingOf } from "./ciba-budgets.ts";

const installations = [1, 2].map(
  (n) => idFrom("ins", new Uint8Array(17).fill(n)) as InstallationId,
);
const client = fc.constantFrom("one", "two");
const network = fc.constantFrom("192.0.2.0/24", "198.51.100.0/24");
const asking: fc.Arbitrary<Asking> = fc.record({
  client,
  network,
  isKnownNetwork: fc.boolean(),
  installation: fc.option(fc.constantFrom(...installations), { nil: undefined }),
  isLink: fc.boolean(),
});
const key = (by: Asking) => JSON.stringify([spendingOf(by).name, spendingOf(by).subject]);

/** Whose allowance it is, in words: what the table must tell apart, and nothing else. */
const whose = (by: Asking) => {
  if (by.isLink) return `links of ${by.client} at ${by.network}`;
  return (
    by.installation ??
    (by.isKnownNetwork ? `${by.client} at ${by.network}` : `strangers with ${by.client}`)
  );
};

test("two requests spend one allowance exactly when they are of one installation, one client's known network, its strangers, or its links at one network", () => {
  fc.assert(
    fc.property(asking, asking, (one, other) => {
      assert.equal(key(one) === key(other), whose(one) === whose(other));
    }),
  );
});

test("what anybody asks from elsewhere leaves the allowance of a known network and of an installation whole", () => {
  fc.assert(
    fc.property(fc.array(asking, { maxLength: 60 }), asking, (others, mine) => {
      const spent = others.filter((one) => whose(one) !== whose(mine)).map(key);
      assert.ok(!spent.includes(key(mine)) && spendingOf(mine).max > 0);
    }),
  );
});

test("each bucket has a name of its own on the ledger", () => {
  const names = Object.values(cibaBuckets).map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
});
