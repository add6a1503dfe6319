import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { hours, minutes } from "#platform/time";
import { newAuthenticator } from "#platform/testing/authenticator";
import { ownPlace } from "./testing/account.ts";
import { newBrowser } from "./testing/driver.ts";
import {
  clientOf,
  confirmsPlace,
  isAnnounced,
  type Kind,
  kinds,
  makesPlace,
  newPlay,
  offersPlace,
  type Play,
  relay,
  type Transfer,
  tryAlone,
} from "./testing/obedience.ts";
import { isToConfirm } from "./testing/obedience-moves.ts";
import { entersHere, givesOwnKey, insertsCard } from "./testing/obedience-doors.ts";
import {
  addsSoftware,
  agesPrograms,
  confirmsLinks,
  scansLinks,
  tryWithPrograms,
  tryWithSoftware,
} from "./testing/obedience-software.ts";
import { type ObedienceWorld, startObedience } from "./testing/obedience-world.ts";

// The bound of each residual of DESIGN section 11 that signing in has, R1 to R9 and R15: what it opens and what it does not, for how long, what
// its holder is told, what ends it. That there are no others is `obedience.test.ts`.

let world: ObedienceWorld;
before(async () => {
  world = await startObedience();
  await world.addPeople(40);
});
after(() => world?.stop());

const strangersKey = () => newAuthenticator({ model: world.model, counts: true });
const newVictim = (given: { ownKey?: ReturnType<typeof newAuthenticator> } = {}) =>
  newPlay(world.where, strangersKey(), given);

/** Every kind of service by this transfer; what was opened, sorted. */
async function opened(play: Play, transfer: Transfer): Promise<readonly string[]> {
  play.got.clear();
  for (const kind of kinds) await relay(play, kind, transfer);
  return gotBy(play);
}
const gotBy = ({ got }: Play) => [...got].sort();
const full = (how: string, of: readonly Kind[] = ["accepting", "open", "sensitive"]) =>
  of.map((kind) => `${kind} ${how}: full`);

const told = async ({ holder: { phone, identity } }: Play) =>
  new Set((await phone.notices(identity)).map(({ event }) => event));

/** Whether the session that the stranger opened last still gives tokens. */
async function goesOn({ stranger, kept }: Play): Promise<boolean> {
  const { kind, tokens } = kept.opened ?? assert.fail("nothing was opened");
  const { status, body } = await stranger.refresh(clientOf(kind), tokens.refresh_token ?? "");
  if (status === 200) kept.opened = { kind, tokens: body };
  return status === 200;
}

/** Used all the time, it goes on for an hour and no longer. */
async function lastsAnHour(play: Play): Promise<void> {
  for (let half = 0; half < 2; half++) {
    await world.passes(minutes(29));
    assert.ok(await goesOn(play));
  }
  await world.passes(minutes(3));
  assert.equal(await goesOn(play), false);
}

/** One tap on the holder's phone: the session goes from the list, and with it what it gave. */
async function endsByATap(play: Play): Promise<void> {
  const { phone, identity } = play.holder;
  const open = (await phone.sessions(identity)).filter(({ state }) => state === "open");
  assert.ok(open.length > 0, "it is on the holder's list");
  assert.ok(await goesOn(play));
  await phone.closeSession(identity, "all");
  assert.equal(await goesOn(play), false);
}

test("R1: digits read to the holder open what is `open`, reduced, for one hour; the holder is told and ends it in one tap", async () => {
  const play = await newVictim();
  assert.deepEqual(await opened(play, "digits"), ["open by digits: reduced"]);
  assert.ok((await told(play)).has("session_elsewhere"));
  await endsByATap(play);
  await relay(play, "open", "digits");
  await lastsAnHour(play);
});

test("R2: a relayed QR opens what is `open`, and what is `sensitive` only where reduced sessions are accepted, for one hour", async () => {
  const play = await newVictim();
  assert.deepEqual(await opened(play, "qr"), ["accepting by qr: reduced", "open by qr: reduced"]);
  assert.ok((await told(play)).has("session_elsewhere"));
  await relay(play, "accepting", "qr");
  await endsByATap(play);
  await relay(play, "accepting", "qr");
  await lastsAnHour(play);
});

test("R3: a place relayed one day and confirmed on a later one opens all but `critical`; the holder is told on the first day, and ending it ends what it opened", async () => {
  const play = await newVictim();
  const { phone, identity } = play.holder;
  await offersPlace("qr")(play);
  await world.passes(minutes(1));
  await makesPlace(play);
  assert.ok((await told(play)).has("place_made"), "a day before it gives anything");
  await confirmsPlace(play);
  assert.deepEqual(await opened(play, "qr"), ["accepting by qr: reduced", "open by qr: reduced"]);
  await world.passes(hours(25));
  await confirmsPlace(play);
  assert.deepEqual(await opened(play, "qr"), full("by qr"));
  assert.deepEqual(await opened(play, "digits"), full("by digits"));
  assert.ok(await goesOn(play));
  assert.equal((await phone.places(identity)).length, 1, "it is on the holder's list");
  await phone.endPlace(identity, play.kept.place ?? assert.fail("no place"));
  assert.equal(await goesOn(play), false);
  assert.deepEqual(await opened(play, "digits"), ["open by digits: reduced"]);
});

test("R4: a copied browser key opens what its place opens while its holder is away from it; their next page there ends it", async () => {
  for (const hasL5 of [false, true]) {
    const play = await newVictim();
    const { phone, identity } = play.holder;
    await ownPlace(world.where.db(), play.stranger, play.holder, hasL5);
    const own = await newBrowser(world.where.issuer, undefined, world.where.now, {
      key: play.stranger.key,
    });
    const opensPage = async (ratchet?: string) => {
      const { signIn } = await own.open(clientOf("open"));
      const { view } = await own.act(signIn, "begin", ratchet ? { ratchet } : {});
      return view.ratchet ?? assert.fail("no value is given");
    };
    // Both have the value that was on the disk; the stranger uses it first.
    const onDisk = await opensPage(await opensPage());
    play.kept.ratchet = onDisk;
    assert.deepEqual(await opened(play, "digits"), full("by digits"));
    const all = hasL5 ? kinds : (["accepting", "open", "sensitive"] as const);
    assert.deepEqual(await opened(play, "qr"), full("by qr", [...all].sort()));
    assert.ok(await goesOn(play));
    await opensPage(onDisk);
    assert.equal(await goesOn(play), false, "the copy is found out");
    const [place] = await phone.places(identity);
    assert.equal(place?.state, "asleep");
    assert.ok(place.clonedAt, "and the holder's list says so");
    assert.deepEqual(await opened(play, "digits"), ["open by digits: reduced"]);
  }
});

test("R4: with the cloud account a copied browser key opens alone, never what is `critical`; without the copy it opens nothing alone", async () => {
  const ownKey = newAuthenticator({ backupEligible: true });
  const play = await newVictim({ ownKey });
  await givesOwnKey("the copied one")(play);
  assert.ok((await told(play)).has("passkey_added"));
  await world.passes(hours(25));
  play.got.clear();
  await tryAlone(play);
  assert.deepEqual(gotBy(play), full("by their cloud's key"));
  const { phone, identity } = play.holder;
  const [place] = await phone.places(identity);
  await phone.endPlace(identity, place?.id ?? assert.fail("no place"));
  assert.equal(await goesOn(play), false);
  play.got.clear();
  await tryAlone(play);
  assert.deepEqual(gotBy(play), []);
});

test("R5: a cloud account and dictated digits open all but `critical` from anywhere; the holder is told, and taking the key away ends it", async () => {
  const ownKey = newAuthenticator({ backupEligible: true });
  const play = await newVictim({ ownKey });
  await givesOwnKey("their browser")(play);
  await tryAlone(play);
  assert.deepEqual(gotBy(play), [], "a day has to pass");
  await world.passes(hours(25));
  play.got.clear();
  await tryAlone(play);
  assert.deepEqual(gotBy(play), full("by their cloud's key and digits"));
  assert.ok((await told(play)).has("session_elsewhere"));
  const { phone, identity } = play.holder;
  const [key] = (await phone.passkeys(identity)).passkeys;
  assert.ok(await goesOn(play));
  await phone.endPasskey(identity, key?.id ?? assert.fail("no key"));
  assert.equal(await goesOn(play), false);
  play.got.clear();
  await tryAlone(play);
  assert.deepEqual(gotBy(play), []);
});

test("R6: the place of a colleague who announced the holder opens by a relayed QR all but `critical`, on those days; both are told, and it ends with the announcement", async () => {
  const play = await newVictim();
  const colleague = await isAnnounced(play);
  assert.deepEqual(await opened(play, "digits"), ["open by digits: reduced"]);
  assert.deepEqual(await opened(play, "qr"), full("by qr"));
  assert.ok((await told(play)).has("announced_as_locum"));
  const { phone, identity } = colleague;
  assert.ok((await told({ ...play, holder: colleague })).has("locum_announced"));
  const [place] = await phone.places(identity);
  assert.ok(await goesOn(play));
  await phone.endLocum(identity, place?.locums?.[0]?.id ?? assert.fail("nobody is announced"));
  assert.equal(await goesOn(play), false);
  assert.deepEqual(await opened(play, "qr"), ["accepting by qr: reduced", "open by qr: reduced"]);
});

test("R7: two digits dictated in software that the holder added open, from the day after, what accepts it, reduced, for one hour; removing it ends it", async () => {
  const play = await newVictim();
  await addsSoftware(play);
  assert.ok((await told(play)).has("software_added"), "a day before it gives anything");
  play.got.clear();
  await tryWithSoftware(play);
  assert.deepEqual(gotBy(play), []);
  await world.passes(hours(25));
  await tryWithSoftware(play, "24");
  await tryWithSoftware(play);
  assert.deepEqual(gotBy(play), [], "one try");
  await world.passes(hours(2));
  await tryWithSoftware(play);
  const reduced = ["accepting by software", "open by software", "software itself"];
  assert.deepEqual(
    gotBy(play),
    reduced.map((how) => `${how}: reduced`),
  );
  assert.ok((await told(play)).has("session_by_software"));
  const { phone, identity } = play.holder;
  const left = async () =>
    (await phone.sessions(identity)).filter(({ state }) => state === "open").length;
  assert.equal(await left(), 1);
  const [session] = await phone.sessions(identity);
  assert.ok(session && session.endsAt - session.openedAt <= 3600);
  await phone.removeSoftware(identity, "sandbox-software");
  assert.equal(await left(), 0);
  play.got.clear();
  await tryWithSoftware(play);
  assert.deepEqual(gotBy(play), []);
});

test("R8: strict software linked at a caller's request opens what is `open`, reduced at once, and all that a place does once it was said on a later day that one works there; the holder is told, and removing it ends it", async () => {
  const play = await newVictim();
  const { phone, identity } = play.holder;
  await scansLinks(play);
  await confirmsLinks(play);
  await tryWithPrograms(play);
  assert.deepEqual(gotBy(play), [], "half a minute has to pass");
  await world.passes(minutes(1));
  await confirmsLinks(play);
  assert.ok((await told(play)).has("software_added"));
  await tryWithPrograms(play);
  const reduced = ["open by strict digits: reduced", "open by strict qr: reduced"];
  assert.deepEqual(gotBy(play), reduced);
  await world.passes(hours(25));
  await agesPrograms(play);
  play.got.clear();
  await tryWithPrograms(play);
  const whole = ["open", "sensitive"].flatMap((kind) => [
    `${kind} by strict digits: full`,
    `${kind} by strict qr: full`,
  ]);
  assert.deepEqual(gotBy(play), whole, "what a place opens, and never what is critical");
  const open = async () =>
    (await phone.sessions(identity)).filter(({ state }) => state === "open").length;
  assert.ok((await open()) > 0, "its sessions are on the holder's list");
  for (const { client } of (await phone.software(identity)).mine)
    await phone.removeSoftware(identity, client);
  assert.equal(await open(), 0);
  play.got.clear();
  await tryWithPrograms(play);
  assert.deepEqual(gotBy(play), []);
});

test("R15: a `limited` phone's relayed QR opens, while a service is in its dated transition, that service too, reduced, for an hour and not past the date; its holder is told of each and ends it in one tap", async () => {
  const play = await newVictim();
  await isToConfirm(play);
  assert.deepEqual(await opened(play, "qr"), ["open by qr: reduced"], "without a date");
  await world.inTransition("accepting", hours(3));
  // By the rows: such a phone is not told of its holder's other affairs, their addresses are.
  const announced = async () => {
    const { rows } = await sql`
      select from notice n join device d on d.professional = n.professional
      where d.id = ${play.holder.identity.device} and n.event = 'session_in_transition'`.execute(
      world.where.db(),
    );
    return rows.length;
  };
  assert.equal(await announced(), 0);
  assert.deepEqual(await opened(play, "digits"), [], "never by digits");
  assert.deepEqual(await opened(play, "qr"), ["accepting by qr: reduced", "open by qr: reduced"]);
  assert.equal(await announced(), 1);
  await relay(play, "accepting", "qr");
  assert.equal(await announced(), 2, "each time");
  await endsByATap(play);
  await relay(play, "accepting", "qr");
  await lastsAnHour(play);
  await world.passes(minutes(90));
  await relay(play, "accepting", "qr");
  assert.ok(await goesOn(play));
  await world.passes(minutes(30));
  assert.equal(await goesOn(play), false, "the date ends what it had");
  assert.deepEqual(await opened(play, "qr"), ["open by qr: reduced"]);
});

test("R9: hands on the holder's own phone open what it opens by itself, never `critical`; a block from it ends everything", async () => {
  const play = await newVictim();
  await entersHere("remote")(play);
  assert.deepEqual(gotBy(play), full("by this phone"));
  assert.ok(await goesOn(play));
  await play.holder.phone.block(play.holder.identity);
  assert.equal(await goesOn(play), false);
  play.got.clear();
  await entersHere("remote")(play);
  assert.deepEqual(gotBy(play), []);
});

test("R9: hands on a computer that holds the holder's card open everything, in a session that is on their list and ends in one tap", async () => {
  const play = await newVictim();
  // One and the same card twice: one that begins after the report is a new card, and works.
  const card = await world.reader.card(play.nationalId);
  const inserts = insertsCard("remote", { ...world.reader, card: async () => card });
  await inserts(play);
  assert.deepEqual(gotBy(play), full("by card", [...kinds].sort()));
  const { phone, identity } = play.holder;
  const [session] = await phone.sessions(identity);
  assert.ok(session && session.endsAt - session.openedAt <= 4 * 3600);
  assert.ok(await goesOn(play));
  await phone.cardLost(identity);
  assert.equal(await goesOn(play), false);
  play.got.clear();
  await inserts(play);
  assert.deepEqual(gotBy(play), [], "the card that was reported opens nothing");
});

test("R9: hands on the holder's own place, with their phone, open what the place opens, and it ends with the place", async () => {
  const play = await newVictim();
  await ownPlace(world.where.db(), play.stranger, play.holder);
  assert.deepEqual(await opened(play, "qr"), full("by qr"));
  assert.ok(!(await told(play)).has("session_elsewhere"), "it looks like any day at work");
  const { rows } = await sql`select 1 from fact where kind = 'session_opened'`.execute(
    world.where.db(),
  );
  assert.ok(rows.length > 0, "and each is a fact");
  await play.holder.phone.block(play.holder.identity);
  assert.equal(await goesOn(play), false);
});
