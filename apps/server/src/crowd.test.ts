import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { enrolHolder, type Holder, newBrowser, sandboxService, send } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

let server: WholeServer;
before(async () => {
  server = await startWhole();
});
after(() => server.stop());

/** More than a node has connections (`pools` in main.ts). */
const crowd = 16;

test("more people than a node has connections scan in the same second, and all of them get in", async () => {
  const { text } = await send(server.issuer, { path: "/developer/people.json" });
  const people = JSON.parse(text) as readonly { readonly nationalId: string }[];
  const holders: Holder[] = [];
  for (const { nationalId } of people) {
    if (holders.length === crowd) break;
    // Some are blocked, or left: the desk enrols no phone of theirs.
    const holder = await enrolHolder(() => server.phone, nationalId).catch(() => undefined);
    if (holder) holders.push(holder);
  }
  assert.equal(holders.length, crowd);
  const screens = await Promise.all(
    holders.map(async (holder) => {
      const browser = await newBrowser(() => server.issuer);
      const page = await browser.open(sandboxService);
      return { holder, browser, page };
    }),
  );
  const entered = await Promise.all(
    screens.map(async ({ holder, browser, page }) => {
      const { view } = await browser.act(page.signIn, "begin");
      const { phone: app, identity, code } = holder;
      const { context } = await app.claim(identity, view.frame ?? "");
      await app.approve(identity, context, code);
      const { location } = await browser.conclude(page.signIn);
      return (await browser.exchange(page, location)).status;
    }),
  );
  assert.deepEqual(
    entered,
    Array.from({ length: crowd }, () => 200),
  );
});
