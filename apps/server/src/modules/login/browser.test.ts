import assert from "node:assert/strict";
import test from "node:test";
import {
  type BrowserMessage,
  newKeyPair,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  thumbprint,
} from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { after, instant, ms, seconds } from "#platform/time";
import { readBrowserMessage } from "./browser.ts";

const now = instant(1_800_000_000_000);
const [browser, stranger] = [
  await signerOf(await newKeyPair()),
  await signerOf(await newKeyPair()),
];

const said: BrowserMessage = {
  v: purposes.browser,
  signIn: "page-of-mine",
  bk: browser.jwk,
  act: "frame",
  iat: now / 1000,
  jti: "A".repeat(22),
};
const expected = { signIn: "page-of-mine", act: "frame" } as const;
const signed = (message: BrowserMessage, by: Signer = browser) =>
  signCompact(message, purposes.browser, by);
const read = async (jws: string, wanted: Parameters<typeof readBrowserMessage>[1] = expected) => {
  const outcome = await readBrowserMessage(jws, wanted, now);
  return outcome.ok ? outcome.value.browser : outcome.refusal;
};

test("a browser is who its key says, for its own page and act", async () => {
  assert.equal(await read(await signed(said)), await thumbprint(browser.jwk));
  assert.equal(
    await read(await signed(said), { ...expected, signIn: "another" }),
    "browser_mismatch",
  );
  assert.equal(
    await read(await signed(said), { ...expected, act: "conclude" }),
    "browser_mismatch",
  );
});

test("naming somebody's key is not having it: a message is signed by the key it carries, unaltered", async () => {
  assert.equal(await read(await signed(said, stranger)), "invalid_message");
  const [head, , signature] = (await signed(said)).split(".");
  const [, body] = (await signed({ ...said, jti: `${"B".repeat(21)}A` })).split(".");
  assert.equal(await read(`${head}.${body}.${signature}`), "invalid_message");
  const elsewhere = await signCompact(said, purposes.claim, browser);
  assert.equal(await read(elsewhere), "invalid_message");
});

test("a browser's message is fresh", async () => {
  for (const [span, outcome] of [
    [lifetimes.messageSkew, await thumbprint(browser.jwk)],
    [ms(lifetimes.messageSkew + seconds(1)), "clock_skew"],
    [ms(-lifetimes.messageSkew - seconds(1)), "clock_skew"],
  ] as const) {
    assert.equal(await read(await signed({ ...said, iat: after(now, span) / 1000 })), outcome);
  }
});
