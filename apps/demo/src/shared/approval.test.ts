import assert from "node:assert/strict";
import { test } from "node:test";
import { approvalOf } from "./approval.ts";

const hour = 60 * 60_000;
const now = 1_800_000_000_000;

test("what an approval opened ends by its age, however far the provider's clock is from ours", () => {
  for (const apart of [0, -25 * 60 * 60, 8 * 24 * 60 * 60]) {
    const iat = now / 1_000 + apart;
    const claims = { iat, auth_time: iat - 600 };
    assert.equal(approvalOf(claims, "reduced", now).endsAt, now + hour - 600_000);
    assert.equal(approvalOf(claims, "full", now).endsAt, now + 4 * hour - 600_000);
    assert.equal(approvalOf(claims, "full", now).approvedAt, (iat - 600) * 1_000);
  }
});

test("an approval is not taken for one to come, nor for an old one when its token does not say", () => {
  const iat = now / 1_000;
  assert.equal(approvalOf({ iat, auth_time: iat + 600 }, "reduced", now).endsAt, now + hour);
  assert.deepEqual(approvalOf({ iat }, "reduced", now), { approvedAt: now, endsAt: now + hour });
});
