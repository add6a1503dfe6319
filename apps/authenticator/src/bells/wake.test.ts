import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { messages } from "../messages.ts";
import { moveWake, openFromWake, showWake, type WakeMessage, type WakeWorld } from "./wake.ts";

type Shown = { readonly title: string; readonly options: NotificationOptions };

/** A worker's world with these pages open; tells what was shown, said, opened and subscribed. */
function world(...urls: readonly string[]) {
  const shown: Shown[] = [];
  const said: { readonly url: string; readonly message: WakeMessage }[] = [];
  const opened: string[] = [];
  const focused: string[] = [];
  const subscribed: PushSubscriptionOptionsInit[] = [];
  const given: WakeWorld = {
    location: { origin: "https://phone.example" },
    clients: {
      matchAll: async () =>
        urls.map((url) => ({
          url,
          focus: async () => focused.push(url),
          postMessage: (message) => said.push({ url, message }),
        })),
      openWindow: async (address) => opened.push(address),
    },
    registration: {
      showNotification: async (title, options) => {
        shown.push({ title, options });
      },
      pushManager: { subscribe: async (options) => subscribed.push(options) },
    },
  };
  return { given, shown, said, opened, focused, subscribed };
}
const home = "https://phone.example/";
const says = (id: unknown) => () => ({ v: 1, id });

test("every push shows one notification, whatever it says, and a newer one takes its place", async () => {
  await fc.assert(
    fc.asyncProperty(fc.anything(), fc.constantFrom("fr", "en"), async (payload, language) => {
      const { given, shown } = world();
      await showWake(given, () => payload, language);
      assert.equal(shown.length, 1);
      assert.equal(shown[0]?.options.tag, "aval");
    }),
  );
  const { given, shown } = world();
  const unreadable = () => {
    throw new SyntaxError("no JSON");
  };
  await showWake(given, unreadable, "fr");
  assert.equal(shown.length, 1);
});

test("a notification names nobody and nothing, and has no button", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("rng_", "ntc_", "tst_", ""),
      fc.string({ minLength: 8 }),
      async (prefix, secret) => {
        const { given, shown } = world();
        const payload = { v: 1, id: `${prefix}${secret}`, title: secret, actions: [secret] };
        await showWake(given, () => payload, "fr");
        const [one] = shown;
        assert.ok(one);
        assert.ok(!JSON.stringify(one).includes(JSON.stringify(secret).slice(1, -1)));
        assert.equal(one.options.data, undefined);
        assert.ok(!("actions" in one.options));
      },
    ),
  );
});

test("what waits is told by its kind, in the phone's language", async () => {
  const titles = async (id: string, language: "fr" | "en") => {
    const { given, shown } = world();
    await showWake(given, says(id), language);
    return shown[0]?.title;
  };
  assert.equal(await titles("rng_1", "fr"), "Une demande attend sur Aval");
  assert.equal(await titles("rng_1", "en"), "A request waits in Aval");
  assert.equal(await titles("ntc_1", "fr"), "Un avis vous attend sur Aval");
  assert.equal(await titles("tst_1", "fr"), "L'essai est arrivé");
  const { given, shown } = world();
  await showWake(given, says("ntc_1"), "fr");
  const { shell, notices } = messages.fr;
  assert.equal(shown[0]?.options.body, `Ouvrez Aval, puis ${shell.settings}, ${notices.title}.`);
  assert.equal(await titles("something newer", "fr"), "Une demande attend sur Aval");
});

test("a tap brings the open page to the front and says so, or opens the first page, and does nothing else", async () => {
  const open = world(home);
  await openFromWake(open.given);
  assert.deepEqual(open.focused, [home]);
  assert.deepEqual(open.said, [{ url: home, message: { wake: "opened" } }]);
  assert.deepEqual(open.opened, []);
  const closed = world();
  await openFromWake(closed.given);
  assert.deepEqual(closed.opened, ["/"]);
  assert.deepEqual(closed.said, []);
});

test("the phones of a simulator and pages of elsewhere are told of no push", async () => {
  const others = [`${home}?phone=A`, `${home}simulator`, "https://other.example/"];
  const { given, said, opened } = world(...others, home);
  await showWake(given, says("rng_1"), "fr");
  assert.deepEqual(said, [{ url: home, message: { wake: "arrived", id: "rng_1" } }]);
  const { given: alone, focused, opened: first } = world(...others);
  await openFromWake(alone);
  assert.deepEqual([focused, first, opened], [[], ["/"], []]);
});

test("an address that the browser dropped is asked for again under the same key, and the page is told", async () => {
  const { given, subscribed, said } = world(home);
  const options = { userVisibleOnly: true, applicationServerKey: "BKey" };
  await moveWake(given, options);
  assert.deepEqual(subscribed, [options]);
  assert.deepEqual(said, [{ url: home, message: { wake: "moved" } }]);
  await moveWake(given, undefined);
  assert.equal(subscribed.length, 1);
});
