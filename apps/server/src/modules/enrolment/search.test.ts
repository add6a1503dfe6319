import assert from "node:assert/strict";
import test from "node:test";
import { hours, type Instant, instant } from "#platform/time";
import { evidence, holdsAtMost, isSamePhone, type Level, type Path, rowOf } from "./evidence.ts";
import { type Around, type Move, type PhoneOf, type Standing, step } from "./machine.ts";

/*
 * Every way in which a stranger's phone could become a holder's, by the very transitions and guards that the server runs: whatever
 * an obedient holder, a registrar or anybody told does, in whatever order, at whatever hour. What comes out must be the residuals
 * R9 to R14 of DESIGN section 11, each at its hour and level, and nothing else.
 */

/** Ten in the morning in Paris, in winter: an hour by day is an hour. */
const start = instant(Date.UTC(2026, 0, 15, 9));
/** When something may be done, in hours after it. */
const moments = [0, 1, 2, 23, 24, 25, 72] as const;
const at = (hour: number): Instant => (start + hours(hour)) as Instant;

const holders = {
  "never had a phone": { hadFull: false, oldPhone: undefined },
  "an old full phone": { hadFull: true, oldPhone: { level: "full", isOld: true, isActive: true } },
  "a full phone of this week": {
    hadFull: true,
    oldPhone: { level: "full", isOld: false, isActive: true },
  },
  "a limited phone": {
    hadFull: false,
    oldPhone: { level: "limited", isOld: true, isActive: true },
  },
  "a full phone that is lost": {
    hadFull: true,
    oldPhone: { level: "full", isOld: true, isActive: false },
  },
} as const satisfies Record<string, Pick<Around, "hadFull" | "oldPhone">>;
type Holder = keyof typeof holders;

/** What a stranger can have done for them: each gives moves. */
const acts = {
  "reads every code out": { path: "codes" },
  "shows the old phone's page and types the words (R11)": { path: "old_phone" },
  "goes to a desk for it, or two registrars agree (R13, R14)": { path: "desk" },
  "is seen by the second registrar from elsewhere (R13, R14)": {
    path: "desk_elsewhere",
  },
  "inserts the card for it (R10)": { path: "card" },
  "touches their key on a computer under remote control, the old phone's page shown (R9)": {
    path: "hardware_key",
  },
  "approves a remote eID and forwards its letter (R12)": { path: "eid_letter" },
  "shows their place's page to whoever has their cloud account (R4, R11)": { path: "wiped" },
  "lets their own phone, whose lock is known, and their place be used (R9)": {
    path: "wiped_hardware",
  },
} as const satisfies Record<string, { path: Path }>;
type Act = keyof typeof acts;

const isSame = (standing: Standing) => "path" in standing && isSamePhone(standing.path);

type World = { readonly standing: Standing; readonly hour: number };
type Play = {
  readonly holder: Holder;
  /** Where the stranger has a phone to be confirmed of this holder's already (R11, R12), which is to be full. */
  readonly raised: PhoneOf | undefined;
  readonly acts: readonly Act[];
  readonly isTold: boolean;
  readonly confirms: boolean;
};
type Edge = {
  readonly from: World;
  readonly move: Move;
  readonly to: Standing;
  readonly around: Around;
};

let states = 0;
let moves = 0;
let deepest = 0;

function movesOf(play: Play, { oldPhone }: Around): Move[] {
  const paths = play.acts.map((act) => acts[act].path);
  const phones: PhoneOf[] = [
    { level: "full", isActive: true, isOld: true },
    { level: "full", isActive: true, isOld: false },
    { level: "limited", isActive: true, isOld: true },
  ];
  return [
    ...paths.map((path): Move => ({ move: "begin", path })),
    ...paths.flatMap((path): Move[] => {
      const after = rowOf(path)?.after;
      return after
        ? [
            { move: "begin", path: after },
            { move: "key", path },
          ]
        : [];
    }),
    ...paths.map((path): Move => ({ move: "prove", path })),
    ...(play.isTold ? [{ move: "told" } as const] : []),
    ...(play.confirms && oldPhone?.isActive ? [{ move: "confirm", by: oldPhone } as const] : []),
    { move: "stop", by: "notice" },
    ...phones.map((by): Move => ({ move: "stop", by })),
    { move: "refuse" },
    { move: "alive" },
    { move: "meanwhile" },
    { move: "activate" },
  ];
}

/** A pause, a block or a freeze that stands, a freeze that has this phone's place, and a holder who left: each tried at every step. */
const surroundings = [
  { isStopped: false, practises: true },
  { isStopped: true, practises: true },
  { isStopped: false, practises: true, isPlaced: true },
  { isStopped: false, practises: false },
] as const;

const keyOf = ({ standing, hour }: World) => `${hour} ${Object.values(standing).join()}`;

/** Goes every way, and shows each move that was made. */
function explore(play: Play, see: (edge: Edge) => void): void {
  const seen = new Set<string>();
  let frontier: World[] = [{ standing: { state: "requested" }, hour: 0 }];
  const visit = (world: World, next: World[]) => {
    const key = keyOf(world);
    if (seen.has(key)) return;
    seen.add(key);
    next.push(world);
  };
  for (let depth = 0; frontier.length > 0; depth++) {
    deepest = Math.max(deepest, depth);
    const next: World[] = [];
    for (const world of frontier) {
      states++;
      for (const surrounding of surroundings) {
        const now = at(moments[world.hour] ?? 0);
        const { standing } = world;
        const holds = "holds" in standing ? standing.holds : 0;
        const { raised } = play;
        const around: Around = { ...holders[play.holder], ...surrounding, holds, now, raised };
        for (const move of movesOf(play, around)) {
          moves++;
          const moved = step(world.standing, move, around);
          if (!moved.ok) continue;
          see({ from: world, move, to: moved.to, around });
          visit({ ...world, standing: moved.to }, next);
        }
      }
      if (world.hour + 1 < moments.length) visit({ ...world, hour: world.hour + 1 }, next);
    }
    frontier = next;
  }
}

const everyAct = Object.keys(acts) as Act[];
/** Nothing, each act, each two together, and all. */
const sets: Act[][] = [
  [],
  ...everyAct.map((act) => [act]),
  ...everyAct.flatMap((one, at) => everyAct.slice(at + 1).map((two) => [one, two])),
  everyAct,
];
const strangersPhones: readonly (PhoneOf | undefined)[] = [
  undefined,
  { level: "limited", isActive: true, isOld: true },
  { level: "limited", isActive: false, isOld: true },
  { level: "full", isActive: true, isOld: true },
];
const plays: Play[] = (Object.keys(holders) as Holder[]).flatMap((holder) =>
  strangersPhones.flatMap((raised) =>
    [true, false].flatMap((isTold) =>
      [true, false].flatMap((confirms) =>
        sets.map((set): Play => ({ holder, raised, acts: set, isTold, confirms })),
      ),
    ),
  ),
);

/** Of each level, the hour from which a stranger's phone has it; `home`: of the holder's own aged places, while it waits. */
type Gain = Partial<Record<Level | "home", number>>;
const gains = new Map<Play, Gain>();
/** What each law found against it, and how often it was asked. */
const none = { active: 0, ends: 0, held: 0, stops: 0, keys: 0, frozen: 0, alive: 0, home: 0 };
const found = { ...none };
const broken = { ...none };

for (const play of plays) {
  const gain: Gain = {};
  explore(play, (edge) => {
    gained(gain, edge);
    lawful(edge);
  });
  gains.set(play, gain);
}

function gained(gain: Gain, { from, move, to }: Edge): void {
  const hour = moments[from.hour] ?? 0;
  if (move.move === "meanwhile") gain.home = Math.min(gain.home ?? Number.POSITIVE_INFINITY, hour);
  if (to.state !== "active") return;
  gain[to.level] = Math.min(gain[to.level] ?? Number.POSITIVE_INFINITY, hour);
}

function check(law: keyof typeof broken, holds: boolean): void {
  if (!holds) broken[law]++;
}

function lawful({ from: { standing: from }, move, to, around }: Edge): void {
  check("ends", !["contested", "refused", "expired", "active"].includes(from.state));
  found.ends++;
  if (to.state === "active") {
    found.active++;
    const row = rowOf(to.path);
    const level = row?.level === "as_before" ? around.oldPhone?.level : row?.level;
    check("active", move.move === "activate" && to.level === level);
    check("active", to.level === "limited" || row?.class === "L5");
    check("active", from.state === "cooling" || from.state === "ready");
    check("active", "readyAt" in from && from.readyAt <= around.now);
    check("active", !around.isStopped && around.practises);
  }
  if (
    around.isPlaced &&
    (to.state === "active" || move.move === "prove" || move.move === "begin")
  ) {
    found.frozen++;
    check("frozen", "path" in to && to.path === "desk");
  }
  const after = to.state === "evidenced" ? rowOf(to.path)?.after : undefined;
  if (after) {
    found.keys++;
    check("keys", move.move === "key" && from.state === "evidenced" && from.path === after);
  }
  if (isSame(to) && to.state !== "evidenced") {
    found.alive++;
    check("alive", around.oldPhone?.isActive === true);
  }
  if (move.move === "alive") check("alive", isSame(from) && to.state === "contested");
  if (move.move === "meanwhile") {
    found.home++;
    // It changes nothing of how the phone stands: what it may lies beside it.
    check("home", to === from && from.state === "cooling" && rowOf(from.path)?.class === "L5");
    check("home", !around.isStopped && !around.isPlaced && around.practises && !around.raised);
  }
  if (from.state === "held") {
    found.held++;
    check("held", move.move === "prove" || (move.move === "stop" && to === from));
    check("held", rowOf(from.path)?.class === "L5" && from.holds <= holdsAtMost);
  }
  if (move.move === "stop" && "path" in from && from.state !== "held") {
    found.stops++;
    const row = rowOf(from.path);
    const dies = row?.stop === "ends" || from.state === "evidenced";
    check("stops", to.state === (dies ? "contested" : "held"));
    check("stops", row?.class !== "L5" || move.by === "notice" || move.by.level === "full");
  }
}

/** The residuals, as DESIGN sections 6 and 11 write them: from when, at which level, for which holder. No word of the table's. */
function expectedOf({ holder, raised, acts: done, isTold, confirms }: Play): Gain {
  // What is `full`, or no longer in service, is raised by nothing.
  if (raised && (raised.level === "full" || !raised.isActive)) return {};
  const hasOld = holder === "an old full phone";
  const locked = holder !== "never had a phone" && holder !== "a limited phone";
  const full: number[] = [];
  const limited: number[] = [];
  const home: number[] = [];
  if (done.some((act) => act.includes("R11")) && hasOld) limited.push(24);
  if (done.includes("goes to a desk for it, or two registrars agree (R13, R14)")) {
    full.push(!locked || (hasOld && confirms) ? 0 : isTold ? 1 : 24);
    // Two registrars, and the holder had a full phone: while it waits, on the holder's own places.
    if (locked) home.push(0);
  }
  if (done.includes("is seen by the second registrar from elsewhere (R13, R14)")) {
    full.push(24);
    home.push(0);
  }
  if (done.some((act) => act.includes("R10"))) full.push(hasOld && confirms && isTold ? 1 : 24);
  if (done.some((act) => act.includes("touches their key")) && hasOld) full.push(isTold ? 1 : 24);
  if (done.some((act) => act.includes("R12")) && !locked) limited.push(72);
  // A phone to be confirmed is raised by the desk and the card, as a new one is enrolled by them, and by nothing else.
  if (raised) {
    const shown = done.filter((act) => /R10|R13/.test(act));
    if (shown.length === 0) return {};
    const as = expectedOf({ holder, raised: undefined, acts: shown, isTold, confirms });
    // What a phone to be confirmed opens it opens already: nothing is given to it while it waits.
    return as.full === undefined ? {} : { full: as.full };
  }
  const { oldPhone } = holders[holder];
  if (oldPhone?.isActive) {
    if (done.some((act) => act.includes("R4"))) limited.push(24);
    // What the phone had, and no more: whoever has it and its lock has that already.
    if (done.some((act) => act.includes("whose lock is known")))
      (oldPhone.level === "full" ? full : limited).push(isTold ? 1 : 24);
  }
  return {
    ...(limited.length > 0 ? { limited: Math.min(...limited) } : {}),
    ...(full.length > 0 ? { full: Math.min(...full) } : {}),
    ...(home.length > 0 ? { home: Math.min(...home) } : {}),
  };
}

const words = ({ holder, raised, acts: done, isTold, confirms }: Play) =>
  `${holder}; ${raised ? `a ${raised.level} phone to raise` : "a new phone"}; ${done.join(", ") || "nothing"}; ${isTold ? "told" : "not told"}; ${confirms ? "confirms" : "does not"}`;

test("a stranger's phone gets what the residuals R9 to R14 say, at their hour and level, and nothing else", (context) => {
  for (const [play, gain] of gains) assert.deepEqual(gain, expectedOf(play), words(play));
  context.diagnostic(
    `${states} states, ${moves} moves tried, depth ${deepest}, ${plays.length} plays`,
  );
});

test("each move into active carries evidence of its level, after its wait, past every guard", () => {
  assert.equal(broken.active, 0);
  assert.ok(found.active > 100);
});

test("what was contested, refused or is active moves no more, and what is held only once it is shown again", () => {
  assert.deepEqual([broken.ends, broken.held], [0, 0]);
  assert.ok(found.held > 100 && found.ends > 100);
});

test("a key counts only on a page that was scanned, in its stead and by its own move", () => {
  assert.equal(broken.keys, 0);
  assert.ok(found.keys > 100);
});

test("under a freeze a phone is begun, proven and activated by two registrars in one room, and by nothing else", () => {
  assert.equal(broken.frozen, 0);
  assert.ok(found.frozen > 100);
});

test("while it waits a phone is given its holder's own places by two registrars alone, and by nothing while anything stands", () => {
  assert.equal(broken.home, 0);
  assert.ok(found.home > 100);
});

test("the same phone again goes on only while its old installation is its holder's, and ends with that one's first word", () => {
  assert.equal(broken.alive, 0);
  assert.ok(found.alive > 100);
});

test("whoever was told stops what was not shown in person, from any phone, at any hour, for good", () => {
  assert.equal(broken.stops, 0);
  assert.ok(found.stops > 100);
});

test("the table has the rows of DESIGN section 6: full only by L5, codes never, at most three days", () => {
  const rows = Object.entries(evidence).map(([path, row]) =>
    row === "refused"
      ? `${path}: refused`
      : `${path}: ${row.class} ${row.level} ${row.waits.first}/${row.waits.again}/${row.waits.confirmed} ${row.stop} ${row.opens}${row.old ? ` ${row.old}` : ""}${row.raises ? " raises" : ""}${row.underFreeze ? " one under a freeze" : ""}${row.meanwhile ? " at home meanwhile" : ""}`,
  );
  assert.deepEqual(rows, [
    "desk: L5 full none/hour/none holds itself raises one under a freeze at home meanwhile",
    "desk_elsewhere: L5 full day/day/day holds itself raises at home meanwhile",
    "seeded_desk: L5 full none/none/none holds itself raises",
    "card: L5 full day/day/hour holds itself raises",
    "hardware_key: L5 full hour/hour/hour ends old_phone",
    "old_phone: L3 limited day/day/day ends old_phone",
    "wallet: L5 full day/day/day ends nothing",
    "eid_letter: L2 limited three_days/three_days/three_days ends nothing",
    "wiped_hardware: L5 as_before hour/hour/hour ends old_installation ends",
    "wiped: L3 limited day/day/day ends old_installation stays",
    "codes: refused",
  ]);
  for (const row of Object.values(evidence)) {
    if (row !== "refused" && row.level !== "limited") assert.equal(row.class, "L5");
    if (row !== "refused" && row.old === "ends") assert.equal(row.class, "L5");
  }
});
