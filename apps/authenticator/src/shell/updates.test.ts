import assert from "node:assert/strict";
import { test } from "node:test";
import { followUpdates, takeOver } from "./updates.ts";

/** A service worker and its container, as far as a page sees them. */
function browser(controlled: boolean) {
  const container = Object.assign(new EventTarget(), { controller: controlled ? {} : null });
  const told: unknown[] = [];
  const worker = Object.assign(new EventTarget(), {
    state: "installing",
    postMessage: (message: unknown) => told.push(message),
  });
  const registration = Object.assign(new EventTarget(), {
    installing: null as typeof worker | null,
    waiting: null as typeof worker | null,
  });
  const seen = { ready: 0, reloaded: 0 };
  const updates = followUpdates({
    container: container as never,
    registration: Promise.resolve(registration as never),
    reload: () => seen.reloaded++,
    ready: () => seen.ready++,
  });
  const install = async () => {
    await Promise.resolve();
    registration.installing = worker;
    registration.dispatchEvent(new Event("updatefound"));
    worker.state = "installed";
    registration.installing = null;
    registration.waiting = worker;
    worker.dispatchEvent(new Event("statechange"));
  };
  return { container, told, seen, updates, install };
}

test("a first installation is no update; a later one is told once it is whole", async () => {
  const first = browser(false);
  await first.install();
  assert.equal(first.seen.ready, 0);
  const later = browser(true);
  await later.install();
  assert.equal(later.seen.ready, 1);
});

test("a page is opened again only where its holder asked, whoever takes over", async () => {
  const page = browser(true);
  await page.install();
  page.container.dispatchEvent(new Event("controllerchange"));
  assert.equal(page.seen.reloaded, 0);
  await page.updates.apply();
  assert.deepEqual(page.told, [takeOver]);
  assert.equal(page.seen.reloaded, 0, "not before the newer version has taken over");
  page.container.dispatchEvent(new Event("controllerchange"));
  assert.equal(page.seen.reloaded, 1);
});

test("without a newer version, or without service workers, asking opens the page again", async () => {
  const page = browser(true);
  await page.updates.apply();
  assert.equal(page.seen.reloaded, 1);
  let reloaded = 0;
  const bare = followUpdates({
    container: undefined,
    registration: Promise.resolve(undefined),
    reload: () => reloaded++,
    ready: () => assert.fail("nothing to be ready"),
  });
  await bare.apply();
  assert.equal(reloaded, 1);
});
