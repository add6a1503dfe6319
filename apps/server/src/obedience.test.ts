import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { days, hours, seconds } from "#platform/time";
import { newAuthenticator } from "#platform/testing/authenticator";
import { send } from "./testing/driver.ts";
import { newPlay, type Play, tryAlone, tryWithHolder } from "./testing/obedience.ts";
import { type Holding, holdings, type Move, moves } from "./testing/obedience-moves.ts";
import { tryWithPrograms, tryWithSoftware } from "./testing/obedience-software.ts";
import { type ObedienceWorld, startObedience } from "./testing/obedience-world.ts";

// What a holder who does all that a stranger says lets through, in two calls on two days: the residuals of DESIGN section 11
// and nothing else, found by going every way. Each way has a holder and a stranger of its own; all go through the days
// together, since the clock is one.

/** Moves of which each needs the one before. When each is made is what the search varies, over so many calls. */
const chains: readonly {
  readonly moves: readonly Move[];
  readonly calls?: 2 | 3;
  readonly holding?: Holding;
}[] = [
  { moves: [] },
  { moves: ["offers a place, by qr", "makes the place", "confirms the place"], calls: 3 },
  { moves: ["adds the stranger's key"] },
  { moves: ["adds the stranger's software"], calls: 3 },
  { moves: ["is announced by a colleague"] },
  { moves: ["blocks", "lifts"] },
  { moves: ["scans the stranger's strict programs", "links them", "says that they work there"] },
  ...(Object.keys(holdings) as Holding[]).map((holding) => ({ moves: [], holding })),
  ...(
    [
      ["offers a place, by qr", "makes the place", "confirms the place"],
      ["adds the stranger's key"],
      ["adds the stranger's software"],
    ] satisfies Move[][]
  ).map((moves) => ({ moves, holding: "a holder whose phone is to be confirmed" as const })),
];

/** The calls, each with its first minute and what can wait for half a minute; a day lies between two. The third only asks for more of the same. */
const moments = [
  "first call",
  "first call, later",
  "second call",
  "second call, later",
  "third call",
  "third call, later",
] as const;
type Moment = (typeof moments)[number];
type Way = { readonly holding?: Holding; readonly made: readonly (readonly [Move, Moment])[] };

/** Every way through a chain that takes its moves in order; of a chain of several, those that begin with the first call. */
function waysOf({ moves: chain, calls = 2, holding }: (typeof chains)[number]): Way[] {
  let ways: Way["made"][] = [[]];
  for (const move of chain)
    ways = ways.flatMap((way) => {
      const last = way.at(-1)?.[1];
      const from = last ? moments.indexOf(last) : 0;
      const until = last || chain.length === 1 ? 2 * calls : 1;
      return moments.slice(from, until).map((moment): Way["made"] => [...way, [move, moment]]);
    });
  return ways.map((made) => ({ made, ...(holding ? { holding } : {}) }));
}

/** A place as R3 has it. */
const talkedInto = [
  ["offers a place, by qr", "first call"],
  ["makes the place", "first call, later"],
  ["confirms the place", "second call"],
] as const;

/** Ways that no chain has: what may come together. */
const together: readonly Way[] = [
  {
    made: [
      ["offers a place, by digits", "first call"],
      ["makes the place", "first call, later"],
      ["confirms the place", "second call"],
    ],
  },
  { made: [...talkedInto, ["adds the stranger's key", "second call"]] },
  { made: [...talkedInto, ["adds the stranger's key", "second call, later"]] },
  { made: [...talkedInto.slice(0, 2), ["adds the stranger's key", "second call"]] },
  { made: [...talkedInto, ["sets bells", "second call, later"]] },
  {
    made: [
      talkedInto[0],
      ["blocks", "first call"],
      ["lifts", "first call"],
      talkedInto[1],
      talkedInto[2],
    ],
  },
  ...(
    [
      "a key copied from the disk of a place",
      "a key copied from the disk of a place that a card has proven",
    ] as const
  ).map((holding): Way => ({ holding, made: [["adds the stranger's key", "first call"]] })),
];

const words = ({ holding, made }: Way) =>
  [
    ...(holding ? [`has ${holding}`] : []),
    ...made.map(([move, moment]) => `${move} (${moment})`),
  ].join(", ");

const when = (way: Way, move: Move) => way.made.find(([made]) => made === move)?.[1];

const hasPlace = (way: Way) =>
  when(way, "offers a place, by qr") === "first call" &&
  when(way, "makes the place") === "first call, later" &&
  /second|third/.test(when(way, "confirms the place") ?? "");
const isLinked = (way: Way) =>
  when(way, "scans the stranger's strict programs") === "first call" &&
  when(way, "links them") === "first call, later";
const isCopied = ({ holding }: Way) => holding?.includes("copied") === true;
const isProven = ({ holding }: Way) => holding?.includes("a card has proven") === true;
const enterable = ["accepting", "open", "sensitive"] as const;

/**
 * What is given to a stranger, and by which residual of DESIGN section 11. Of two that give the same entry the later counts.
 * All that is `reduced` ends within an hour.
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
    by: hasPlace,
    gives: enterable.flatMap((kind) =>
      ["by digits", "by qr", "silently"].map((how) => `${kind} ${how}: full`),
    ),
  },
  {
    name: "R3, kept by a key: no more than the place gives, and as long",
    by: (way) => hasPlace(way) && when(way, "adds the stranger's key") !== undefined,
    gives: enterable.map((kind) => `${kind} by key: full`),
  },
  {
    name: "R3, with a bell: it rings, and brings nowhere",
    by: (way) => hasPlace(way) && when(way, "sets bells") !== undefined,
    gives: ["open rings: no right"],
  },
  {
    name: "R4: a copied browser key plus a relay or dictated digits",
    by: isCopied,
    gives: enterable.flatMap((kind) =>
      ["by digits", "by qr", "silently"].map((how) => `${kind} ${how}: full`),
    ),
  },
  {
    name: "R4, of a place that a card has proven",
    by: isProven,
    gives: ["critical by qr: full"],
  },
  {
    name: "R4, kept by a key: no more than the place gives, and as long",
    by: (way) => isCopied(way) && when(way, "adds the stranger's key") !== undefined,
    gives: enterable.map((kind) => `${kind} by key: full`),
  },
  {
    name: "R4, the same where a card has proven the place: everything, until the key is taken away",
    by: (way) => isProven(way) && when(way, "adds the stranger's key") !== undefined,
    gives: ["critical by key: full"],
  },
  {
    name: "R4, plus the cloud account",
    by: (way) => isCopied(way) && way.holding?.includes("cloud") === true,
    gives: enterable.map((kind) => `${kind} by their cloud's key: full`),
  },
  {
    name: "R5: a cloud account plus dictated digits",
    by: ({ holding }) => holding === "their cloud account",
    gives: enterable.map((kind) => `${kind} by their cloud's key and digits: full`),
  },
  {
    name: "R6: a relay through the workstation of a holder who announced the victim",
    by: (way) => when(way, "is announced by a colleague") !== undefined,
    gives: [...enterable.map((kind) => `${kind} by qr: full`), "open silently: full"],
  },
  {
    name: "R8: strict software linked at a caller's request",
    by: isLinked,
    gives: ["open by strict digits: reduced", "open by strict qr: reduced"],
  },
  {
    name: "R8, aged on a later day at a caller's request",
    by: (way) =>
      isLinked(way) && when(way, "says that they work there")?.startsWith("second") === true,
    gives: ["open", "sensitive"].flatMap((kind) =>
      ["digits", "qr"].map((transfer) => `${kind} by strict ${transfer}: full`),
    ),
  },
  {
    name: "R7: plain software that the holder added, the day after",
    by: (way) => /first|second/.test(when(way, "adds the stranger's software") ?? ""),
    gives: ["software itself", "open by software", "accepting by software"].map(
      (how) => `${how}: reduced`,
    ),
  },
];

/** What a phone to be confirmed gives, whatever else is done: its relayed QR, where its holder enters what is `open` or is in transition. */
const r15 = {
  name: "R15: a `limited` phone's relayed QR, where a service is in its dated transition",
  by: ({ holding }: Way) => holding === "a holder whose phone is to be confirmed",
  gives: ["open by qr: reduced", "accepting by qr: reduced"],
};

/** A block that was not lifted in its time keeps everybody out. */
const isBlocked = (way: Way) =>
  when(way, "blocks") !== undefined && !/first/.test(when(way, "lifts") ?? "");

/** What a stranger gets by this way, in words. */
function expectedOf(way: Way): string {
  const got = new Map<string, string>();
  for (const { by, gives } of isBlocked(way) ? [] : r15.by(way) ? [r15] : residuals)
    if (by(way)) for (const given of gives) got.set(given.replace(/:.*/, ""), given);
  return `${words(way)} → ${[...got.values()].sort().join(", ")}`;
}

let world: ObedienceWorld;
before(async () => {
  world = await startObedience();
});
after(() => world?.stop());

/**
 * What each message that a phone may send is to a stranger: moves of the search, or why it is none. `answers`: what every relayed
 * request needs. `restores`: what was there before a stop, no more. `stops`: it ends, refuses or silences. `reads`: it changes
 * nothing. `enrols`: before a phone is anybody's. `brings`: a phone brings another, which R11 counts and the enrolment's own tests
 * bound. `rings`: a ring gives no right. `here`: the phone's own browser, which only a form of the sign-in page enters. `practises`: an
 * exercise opens nothing, whatever is answered (`practice.test.ts`). `tells`: where notices go, the first of two people, of whom the
 * other is the authority's, by a key over exactly that change (`contacts`); it opens nothing. `itself`: the name or the code of a phone its holder has.
 */
type Why =
  | "answers"
  | "restores"
  | "stops"
  | "reads"
  | "enrols"
  | "brings"
  | "rings"
  | "here"
  | "practises"
  | "tells"
  | "itself";
const messages: Readonly<Record<string, readonly Move[] | Why>> = {
  "/api/claims": "answers",
  "/api/claims/digits": "answers",
  "/api/approvals/{id}/decision": "answers",
  "/api/search": "answers",
  "/pin/evaluate": "answers",
  "/api/places/offer": ["offers a place, by qr", "offers a place, by digits"],
  "/api/places/make": ["makes the place"],
  "/api/places/{id}/confirm": ["confirms the place", "says that they work there"],
  "/api/software/link": ["scans the stranger's strict programs"],
  "/api/software/link/confirm": ["links them"],
  "/api/software/link/stop": "stops",
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
  "/api/stops/block": ["blocks"],
  "/api/cards/lost": "stops",
  "/api/sessions/close": "stops",
  "/api/events/disown": "stops",
  "/api/push/unsubscribe": "stops",
  "/api/practice": "practises",
  "/api/drills": "practises",
  "/api/drills/answers": "practises",
  "/api/drills/end": "stops",
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
  "/api/bells/set": ["sets bells"],
  "/api/quiet-hours": "rings",
  "/api/push/subscribe": "rings",
  "/api/push/test": "rings",
  "/api/stops/lift": ["lifts"],
  "/api/stops/reopen": "restores",
  "/api/stops/evidence": "restores",
  "/sandbox/desk/reopening": "restores",
  // What was proven at a desk and is held, shown there again: two registrars sign it, and it waits anew.
  "/api/enrolments/again": "restores",
  "/api/claims/here": "here",
  "/api/come-back": "here",
  "/this-phone": "here",
  "/api/enrolments/stop": "stops",
  "/api/enrolments/under-way": "reads",
  "/api/enrolments/key/begin": "brings",
  "/api/enrolments/key": "brings",
  // A key of the authenticator's host opens nothing: it is evidence beside an old phone's page.
  "/api/keys/begin": "brings",
  "/api/keys/add": "brings",
  "/api/enrolments/pages": "brings",
  "/api/enrolments/pages/open": "brings",
  "/api/enrolments/pages/watch": "brings",
  "/api/enrolments/pages/words": "brings",
  "/api/enrolments": "enrols",
  "/api/enrolments/status": "enrols",
  "/api/enrolments/evidence": "enrols",
  "/api/enrolments/activate": "enrols",
  // A phone that a desk showed, while it waits: `waiting-phone-serves.test.ts` and the enrolment's search bound what it may.
  "/api/enrolments/meanwhile": "enrols",
  "/pin/register": "enrols",
  "/pin/commit": "enrols",
  "/sandbox/desk": "enrols",
  // Before a phone is anybody's, by evidence of its holder's: R11 and the enrolment's own tests bound what such a phone may.
  "/api/enrolments/wallet": "enrols",
  "/api/enrolments/wallet/return": "enrols",
  "/api/enrolments/wallet/end": "stops",
  // Of the wallet's, not of a phone's: worth nothing but to the browser that asked (`wallet.test.ts`).
  "/wallet/requests/{id}/response": "enrols",
  "/api/enrolments/eid": "enrols",
  "/api/enrolments/letter": "enrols",
  // The holder's older phone says that a waiting one is theirs: it brings another.
  "/api/enrolments/mine/ask": "brings",
  "/api/enrolments/mine": "brings",
  // The holder's own phone, to be confirmed, is shown to a desk or a card: it brings no other.
  "/api/enrolments/raise/ask": "itself",
  "/api/enrolments/raise/status": "reads",
  "/api/enrolments/raise": "itself",
  // A new code takes the old one, on the phone itself.
  "/api/code": "itself",
  "/pin/renew": "itself",
  "/api/own-contacts": "reads",
  "/api/own-contacts/right": "tells",
  "/api/own-contacts/ask": "tells",
  "/api/own-contacts/change": "tells",
  "/api/calls/facts": "reads",
  // Somebody of ours calls the trusted number, which the message does not name.
  // Lets an agent block, and nothing else.
  "/api/calls/confirm": "stops",
  "/api/calls/back": "reads",
  "/api/calls/back/withdraw": "stops",
  "/api/calls/report": "stops",
  "/api/calls/status": "reads",
  "/api/own-contacts/stop": "stops",
  "/api/phones": "reads",
  "/api/phones/rename": "itself",
  "/api/phones/disown": "stops",
  "/api/phones/lost": "stops",
  "/api/phones/remove": "stops",
};

test("every message that a phone may send is a move of the search, or it is said why it is none", async () => {
  const answer = await send(world.server.phone, { path: "/openapi.json" });
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
  const { where, model, passes } = world;
  // Software counts from midnight in Paris: the second call must not cross it.
  const hour = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", timeZone: "Europe/Paris" });
  if (Number(hour.format(Date.now())) >= 20) await passes(hours(5));
  await world.inTransition("accepting", days(30));
  const ways = [...chains.flatMap(waysOf), ...together];
  await world.addPeople(2 * ways.length);
  const plays = await pooled(ways, async (way): Promise<readonly [Way, Play]> => {
    const ownKey = way.holding?.includes("cloud")
      ? newAuthenticator({ backupEligible: true })
      : undefined;
    const key = newAuthenticator({ model, counts: true });
    const play = await newPlay(where, key, ownKey ? { ownKey } : {});
    if (way.holding) await holdings[way.holding](play);
    return [way, play];
  });
  for (const moment of moments) {
    await pooled(plays, async ([way, play]) => {
      for (const [move, at] of way.made)
        if (at === moment)
          await moves[move](play).catch((cause: unknown) => {
            throw new Error(words(way), { cause });
          });
    });
    if (!moment.endsWith("later")) await passes(seconds(33));
    else if (!moment.startsWith("third")) await passes(hours(25));
  }
  await pooled(plays, async ([, play]) => {
    play.got.clear();
    await tryWithHolder(play);
    await tryWithSoftware(play);
    await tryWithPrograms(play);
  });
  await passes(hours(25));
  await pooled(plays, ([, play]) => tryAlone(play));

  const found = plays.map(([way, { got }]) => `${words(way)} → ${[...got].sort().join(", ")}`);
  const expected = ways.map(expectedOf);
  const isIn = (list: readonly string[]) => (line: string) => list.includes(line);
  assert.deepEqual(
    {
      found: found.filter((line) => !isIn(expected)(line)),
      instead: expected.filter((line) => !isIn(found)(line)),
    },
    { found: [], instead: [] },
  );
});

/** Some at once: what one play does is no concern of another's. */
async function pooled<T, U>(list: readonly T[], work: (one: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  let next = 0;
  const worker = async () => {
    for (let at = next++; at < list.length; at = next++) done[at] = await work(list[at] as T);
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return done;
}
