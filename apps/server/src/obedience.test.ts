import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { createAudit } from "#modules/audit";
import { createDirectory } from "#modules/directory";
import { createSoftware } from "#modules/software";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { databaseNow, fixedClock, moveClock } from "#platform/testing";
import { type Duration, hours, seconds } from "#platform/time";
import {
  type Model,
  newAuthenticator,
  newModel,
} from "./modules/passkeys/testing/authenticator.ts";
import { population } from "./sandbox/generate/population.ts";
import { sandboxService, send } from "./testing/driver.ts";
import {
  addsKey,
  addsSoftware,
  clientOf,
  confirmsPlace,
  declining,
  isAnnounced,
  kinds,
  makesPlace,
  newPlay,
  offersPlace,
  type Play,
  tryAlone,
  tryWithHolder,
  tryWithSoftware,
} from "./testing/obedience.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// What a holder who does all that a stranger says lets through, in two calls on two days: the residuals of DESIGN section 11
// and nothing else, found by going every way. Each way has a holder and a stranger of its own; all go through the two days
// together, since the clock is one.

const moves = {
  "offers a place, by qr": offersPlace("qr"),
  "offers a place, by digits": offersPlace("digits"),
  "makes the place": makesPlace,
  "confirms the place": confirmsPlace,
  "adds the stranger's key": addsKey,
  "adds the stranger's software": addsSoftware,
  "is announced by a colleague": isAnnounced,
} as const satisfies Record<string, (play: Play) => Promise<void>>;
type Move = keyof typeof moves;

/** Moves of which each needs the one before. When each is made is what the search varies. */
const chains: readonly (readonly Move[])[] = [
  [],
  ["offers a place, by qr", "makes the place", "confirms the place"],
  ["offers a place, by digits", "makes the place", "confirms the place"],
  ["adds the stranger's key"],
  ["adds the stranger's software"],
  ["is announced by a colleague"],
  ["offers a place, by qr", "makes the place", "confirms the place", "adds the stranger's key"],
];

/** The two calls, each with its first minute and what can wait for half a minute. */
const moments = ["first call", "first call, later", "second call", "second call, later"] as const;
type Moment = (typeof moments)[number];
type Way = readonly (readonly [Move, Moment])[];

/** Every way through a chain that takes its moves in order; of a chain of several, those that begin with the first call. */
function waysOf(chain: readonly Move[]): Way[] {
  let ways: Way[] = [[]];
  for (const move of chain)
    ways = ways.flatMap((way) => {
      const last = way.at(-1)?.[1];
      const from = last ? moments.indexOf(last) : 0;
      const until = last || chain.length === 1 ? moments.length : 1;
      return moments.slice(from, until).map((moment): Way => [...way, [move, moment]]);
    });
  return ways;
}

const words = (way: Way) => way.map(([move, moment]) => `${move} (${moment})`).join(", ");

const when = (way: Way, move: Move) => way.find(([made]) => made === move)?.[1];

/**
 * What is given to a stranger, and by which residual of DESIGN section 11. Of two that give the same entry the later counts.
 * None opens a `critical` service; all that is `reduced` ends within an hour.
 */
const residuals: readonly {
  readonly name: string;
  readonly by: (way: Way) => boolean;
  readonly gives: readonly string[];
}[] = [
  { name: "R1: digits read out", by: () => true, gives: ["open by digits: reduced"] },
  {
    name: "R2: a relayed QR",
    by: () => true,
    gives: ["open by qr: reduced", "accepting by qr: reduced"],
  },
  {
    name: "R3: a place relayed one day and confirmed on a later one",
    by: (way) =>
      when(way, "offers a place, by qr") === "first call" &&
      when(way, "makes the place") === "first call, later" &&
      when(way, "confirms the place")?.startsWith("second call") === true,
    gives: ["accepting", "open", "sensitive"].flatMap((kind) =>
      ["by digits", "by qr", "silently"].map((how) => `${kind} ${how}: full`),
    ),
  },
  {
    name: "R3, kept by a key: no more than the place gives, and as long",
    by: (way) =>
      when(way, "confirms the place")?.startsWith("second call") === true &&
      when(way, "makes the place") === "first call, later" &&
      when(way, "offers a place, by qr") === "first call" &&
      when(way, "adds the stranger's key") !== undefined,
    gives: ["accepting", "open", "sensitive"].map((kind) => `${kind} by key: full`),
  },
  {
    name: "R6: a relay through the workstation of a holder who announced the victim",
    by: (way) => when(way, "is announced by a colleague") !== undefined,
    gives: [
      ...["accepting", "open", "sensitive"].map((kind) => `${kind} by qr: full`),
      "open silently: full",
    ],
  },
  {
    name: "R7: plain software that the holder added, the day after",
    by: (way) => when(way, "adds the stranger's software")?.startsWith("first") === true,
    gives: ["software itself", "open by software", "accepting by software"].map(
      (how) => `${how}: reduced`,
    ),
  },
];

/** What a stranger gets by this way, in words. */
function expectedOf(way: Way): string {
  const got = new Map<string, string>();
  for (const { by, gives } of residuals)
    if (by(way)) for (const given of gives) got.set(given.replace(/:.*/, ""), given);
  return `${words(way)} → ${[...got.values()].sort().join(", ")}`;
}

let server: WholeServer;
let model: Model;
let ahead = 0;
const where = {
  issuer: () => server.issuer,
  phone: () => server.phone,
  now: () => Date.now() + ahead,
  db: () => server.database.db,
  somebody: () => people.pop() ?? assert.fail("more people are needed"),
};
let people: string[] = [];

before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  const { db } = server.database;
  const audit = createAudit({ clock: fixedClock(), random: systemRandom });
  const software = createSoftware({ db, random: systemRandom, audit });
  for (const kind of kinds) {
    const isAccepting = kind === "accepting";
    const asked = {
      id: clientOf(kind).id,
      name: `Service ${kind}`,
      sensitivity: isAccepting ? ("sensitive" as const) : kind,
      acceptsReduced: isAccepting || kind === "open",
      acceptsPscCiba: isAccepting || kind === "open",
      redirectUris: [clientOf(kind).redirectUri],
      backchannelLogoutUri: "https://service.example/logout",
    };
    const { secret } = sandboxService;
    const declines = { ...asked, id: declining, acceptsPscCiba: false };
    for (const one of kind === "open" ? [asked, declines] : [asked]) {
      const made = await transact(db, (tx) => software.register(tx, one, { by: "test", secret }));
      assert.ok(made.ok, JSON.stringify(made));
    }
  }
});
after(() => server.stop());

/** As many people as there are ways, in the directory; their national ids. */
async function peopleFor(count: number): Promise<string[]> {
  const { db } = server.database;
  const audit = createAudit({ clock: fixedClock(), random: systemRandom });
  const pieces = population({
    ...{ count, seed: "1", layout: "public", changed: 0, removed: 0, withRosters: false },
  });
  const file = Readable.from([...pieces].map(({ text }) => Buffer.from(text)));
  const directory = createDirectory({ db, random: systemRandom, audit });
  const { state } = await directory.importExtract(file, { source: "rpps-public" });
  assert.equal(state, "done");
  const rows = await db
    .selectFrom("professional")
    .select("national_id")
    .where("state", "=", "active")
    .orderBy("id", "desc")
    .limit(count)
    .execute();
  return rows.map((row) => String((row as { national_id: string }).national_id));
}

/** The server follows the database's clock within a second or so. */
async function passes(span: Duration): Promise<void> {
  const { db } = server.database;
  await moveClock(db, span);
  ahead += span;
  await delay(1500);
  assert.ok(Math.abs((await databaseNow(db)) - where.now()) < 5000);
}

/**
 * What each message that a phone may send is to a stranger: moves of the search, or why it is none. `answers`: what every relayed
 * request needs. `restores`: what was there before a stop, no more. `stops`: it ends, refuses or silences. `reads`: it changes nothing. `enrols`: before a phone is anybody's. `rings`: a
 * ring gives no right. `here`: the phone's own browser, which only a form of the sign-in page enters.
 */
type Why = "answers" | "restores" | "stops" | "reads" | "enrols" | "rings" | "here";
const messages: Readonly<Record<string, readonly Move[] | Why>> = {
  "/api/claims": "answers",
  "/api/claims/digits": "answers",
  "/api/approvals/{id}/decision": "answers",
  "/api/search": "answers",
  "/pin/evaluate": "answers",
  "/api/places/offer": ["offers a place, by qr", "offers a place, by digits"],
  "/api/places/make": ["makes the place"],
  "/api/places/{id}/confirm": ["confirms the place"],
  "/api/software/add": ["adds the stranger's software"],
  "/api/places/{id}/locums": ["is announced by a colleague"],
  "/api/places/{id}/locums/find": "reads",
  "/api/approvals/{id}/reason": "stops",
  "/api/software/remove": "stops",
  "/api/places/{id}/end": "stops",
  "/api/locums/{id}/end": "stops",
  "/api/bells/{id}/end": "stops",
  "/api/rings/{id}/refuse": "stops",
  "/api/passkeys/{id}/end": "stops",
  "/api/stops/block": "stops",
  "/api/cards/lost": "stops",
  "/api/sessions/close": "stops",
  "/api/events/disown": "stops",
  "/api/push/unsubscribe": "stops",
  "/api/pending": "reads",
  "/api/history": "reads",
  "/api/events": "reads",
  "/api/software": "reads",
  "/api/places": "reads",
  "/api/bells": "reads",
  "/api/rings": "reads",
  "/api/push": "reads",
  "/api/notices": "reads",
  "/api/passkeys": "reads",
  "/api/stops": "reads",
  "/api/sessions": "reads",
  "/api/bells/set": "rings",
  "/api/quiet-hours": "rings",
  "/api/push/subscribe": "rings",
  "/api/push/test": "rings",
  "/api/stops/lift": "restores",
  "/api/claims/here": "here",
  "/api/come-back": "here",
  "/this-phone": "here",
  "/api/enrolments": "enrols",
  "/api/enrolments/status": "enrols",
  "/api/enrolments/evidence": "enrols",
  "/api/enrolments/activate": "enrols",
  "/pin/register": "enrols",
  "/pin/commit": "enrols",
  "/sandbox/desk": "enrols",
};

test("every message that a phone may send is a move of the search, or it is said why it is none", async () => {
  const answer = await send(server.phone, { path: "/openapi.json" });
  const { paths } = JSON.parse(answer.text) as { paths: Record<string, { post?: object }> };
  const sent = Object.keys(paths).filter((path) => paths[path]?.post);
  assert.deepEqual(sent.sort(), Object.keys(messages).sort());
  // A key is added by a page, which a phone approves like any request.
  const made = new Set([...Object.values(messages).flat(), "adds the stranger's key"]);
  assert.deepEqual(
    Object.keys(moves).filter((move) => !made.has(move)),
    [],
  );
});

test("whatever a holder does in two calls on two days, a stranger gets the residuals and nothing else", async () => {
  // Software counts from midnight in Paris: the second call must not cross it.
  const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZone: "Europe/Paris" });
  if (Number(hour.format(Date.now())) >= 21) await passes(hours(4));
  const ways = chains.flatMap(waysOf);
  people = await peopleFor(2 * ways.length);
  const plays: (readonly [Way, Play])[] = [];
  for (const way of ways)
    plays.push([way, await newPlay(where, newAuthenticator({ model, counts: true }))]);
  for (const moment of moments) {
    for (const [way, play] of plays)
      for (const [move, at] of way)
        if (at === moment)
          await moves[move](play).catch((cause: unknown) => {
            throw new Error(words(way), { cause });
          });
    if (moment === "first call" || moment === "second call") await passes(seconds(33));
    if (moment === "first call, later") await passes(hours(25));
  }
  for (const [, play] of plays) {
    play.got.clear();
    await tryWithHolder(play);
    await tryWithSoftware(play);
  }
  await passes(hours(25));
  for (const [, play] of plays) await tryAlone(play);

  const found = plays.map(([way, { got }]) => `${words(way)} → ${[...got].sort().join(", ")}`);
  assert.deepEqual(found, ways.map(expectedOf));
});
