import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { newAuthenticator } from "#platform/testing/authenticator";
import { hours, minutes } from "#platform/time";
import { ownPlace } from "./testing/account.ts";
import { newBrowser } from "./testing/driver.ts";
import {
  addKey,
  begins,
  clientOf,
  kinds,
  newPlay,
  type Play,
  relay,
  signs,
  type StrangersKey,
  tryWithHolder,
} from "./testing/obedience.ts";
import { signsOnRelayedPage } from "./testing/obedience-doors.ts";
import { type ObedienceWorld, startObedience } from "./testing/obedience-world.ts";
import { startPair } from "./testing/pair.ts";

// What relayed pages, cloud accounts and keys bring, with each request at another of two server processes: P-20, P-21, P-40 and P-63.

let world: ObedienceWorld;
/** A holder whose own key a cloud account keeps, and one whose key is held by hardware. */
const holders = {} as Record<"cloud" | "hardware", { play: Play; key: StrangersKey }>;
before(async () => {
  world = await startObedience(startPair);
  await world.addPeople(4);
  for (const [name, ownKey, hasL5] of [
    ["cloud", newAuthenticator({ backupEligible: true }), false],
    ["hardware", strangersKey(), true],
  ] as const) {
    const play = await newPlay(world.where, strangersKey(), { ownKey });
    const own = await newBrowser(world.where.issuer, undefined, world.where.now);
    await ownPlace(world.where.db(), own, play.holder, hasL5);
    assert.ok(await addKey(play, own, ownKey));
    holders[name] = { play, key: ownKey };
  }
  await world.passes(hours(25));
});
after(() => world?.stop());

const strangersKey = () => newAuthenticator({ model: world.model, counts: true });
const origin = () => `http://${world.where.issuer().host}`;
const full = (how: string) => [...kinds].sort().map((kind) => `${kind} ${how}: full`);
const gotBy = ({ got }: Play) => [...got].sort();

test("a page that is relayed in front of a key has no signature taken, on either server (P-20)", async () => {
  const { play } = holders.hardware;
  play.got.clear();
  await signsOnRelayedPage(play);
  assert.deepEqual(gotBy(play), []);
});

test("whoever cannot scan enters by a key alone, in any browser, with nothing to read or type (P-63)", async () => {
  const { play, key } = holders.hardware;
  play.got.clear();
  for (const kind of kinds) await signs(play, { kind, key, origin: origin(), name: "key" });
  assert.deepEqual(gotBy(play), full("by key"));
});

test("a cloud account's key opens nothing without the holder's phone, on either server (P-40)", async () => {
  const { play, key } = holders.cloud;
  const { stranger } = play;
  for (const kind of kinds) {
    stranger.cookies.clear();
    const page = await stranger.open(clientOf(kind));
    await begins(play, page);
    const asked = await stranger.act(page.signIn, "passkey");
    const { passkey } = asked.view as { passkey?: { challenge: string; rpId: string } };
    assert.ok(passkey);
    const assertion = key.get(passkey, origin());
    const { view } = await stranger.act(page.signIn, "assertion", { assertion } as never);
    const { location } = await stranger.conclude(page.signIn);
    assert.deepEqual([view.state, /[?&]code=/.test(location)], ["shown", false], kind);
  }
});

test("a relayed scan gives a reduced session of one service, for an hour, whichever server is asked; its holder is told (P-21)", async () => {
  const play = await newPlay(world.where, strangersKey());
  const { phone, identity } = play.holder;
  await tryWithHolder(play);
  assert.deepEqual(gotBy(play), [
    "accepting by qr: reduced",
    "open by digits: reduced",
    "open by qr: reduced",
  ]);
  const told = (await phone.notices(identity)).map(({ event }) => event);
  assert.ok(told.includes("session_elsewhere"));
  assert.equal(await addKey(play, play.stranger, play.key), false, "and no key");
  assert.deepEqual(await phone.places(identity), [], "nor a place");

  await relay(play, "accepting", "qr");
  const goesOn = async () => {
    const { tokens } = play.kept.opened ?? assert.fail("nothing was opened");
    const client = clientOf("accepting");
    const { status, body } = await play.stranger.refresh(client, tokens.refresh_token ?? "");
    if (status === 200) play.kept.opened = { kind: "accepting", tokens: body };
    return status === 200;
  };
  for (let half = 0; half < 2; half++) {
    await world.passes(minutes(29));
    assert.ok(await goesOn());
  }
  await world.passes(minutes(3));
  assert.equal(await goesOn(), false);
});
