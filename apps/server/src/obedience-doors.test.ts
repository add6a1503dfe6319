import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { hours, seconds } from "#platform/time";
import { newAuthenticator } from "#platform/testing/authenticator";
import { isSentPhotographs, newPlay, type Play, scansPhotographs } from "./testing/obedience.ts";
import {
  entersHere,
  givesOwnKey,
  insertsCard,
  signsInThere,
  signsOnRelayedPage,
} from "./testing/obedience-doors.ts";
import {
  establishment,
  itsDoctor,
  type ObedienceWorld,
  startObedience,
} from "./testing/obedience-world.ts";

// The doors that are entered otherwise than by a scan or digits: what an obedient holder who goes through them for a stranger, by a
// link, a relayed page, a photograph or something read out, gives away. Beside `obedience.test.ts`, where they scan and type.

let world: ObedienceWorld;
before(async () => {
  world = await startObedience();
  await world.addPeople(10);
});
after(() => world?.stop());

const newVictim = (given: Parameters<typeof newPlay>[2] = {}) =>
  newPlay(world.where, newAuthenticator({ model: world.model, counts: true }), given);

/** What the stranger got by this, sorted. */
async function gives(work: (play: Play) => Promise<void>, play: Play): Promise<readonly string[]> {
  play.got.clear();
  await work(play);
  return [...play.got].sort();
}

test("a stranger's page that sends a holder into their authenticator, by a link or a form, gets nothing", async () => {
  assert.deepEqual(await gives(entersHere("relayed"), await newVictim()), []);
});

test("a card inserted while a stranger's page is relayed opens nothing there, nor does what came back when it is read out", async () => {
  assert.deepEqual(await gives(insertsCard("relayed", world.reader), await newVictim()), []);
});

test("a key of the holder's that signs on a relayed page opens nothing, held by hardware or by a cloud", async () => {
  for (const key of [{ model: world.model, counts: true }, { backupEligible: true }]) {
    const play = await newVictim({ ownKey: newAuthenticator(key) });
    await givesOwnKey("their browser")(play);
    await world.passes(hours(25));
    assert.deepEqual(await gives(signsOnRelayedPage, play), []);
  }
});

test("a photograph of a stranger's screen opens nothing", async () => {
  const play = await newVictim();
  await isSentPhotographs(play);
  await world.passes(seconds(33));
  assert.deepEqual(await gives(scansPhotographs, play), []);
});

test("an establishment's sign-in that a stranger forwards opens nothing; typed into their relay it opens what is `open`, as that establishment lets it", async () => {
  const { hint } = establishment;
  const callback = () => world.callback;
  const play = await newVictim({ nationalId: itsDoctor });
  for (const amr of [["pwd"], ["pwd", "hwk"]]) {
    world.hospital.person = { nationalId: itsDoctor, amr };
    assert.deepEqual(await gives(signsInThere("forwarded", hint, callback), play), []);
  }
  // A key there cannot be relayed: its page is not ours, its key is bound to it.
  world.hospital.person = { nationalId: itsDoctor, amr: ["pwd"] };
  assert.deepEqual(await gives(signsInThere("relayed", hint, callback), play), [
    "open by their establishment, relayed: full",
  ]);
});
