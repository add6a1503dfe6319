import assert from "node:assert/strict";
import test from "node:test";
import { idFrom, type LocumView } from "@aval/protocol";
import fc from "fast-check";
import { noPlaces, placeList } from "../places/request.ts";
import { type AppEvent, type Model, step } from "../state.ts";
import { anyEvent, code, denial, model, now, offline, place } from "../testing/events.ts";
import { dayField, daysBetween } from "./days.ts";
import { mayTakeLocum } from "./request.ts";

const day = 86_400;
const aged = place(1, { state: "aged", asks: false, agedAt: now - day });
const locum = (seed: number): LocumView => ({
  id: idFrom("loc", new Uint8Array(17).fill(seed)),
  name: "Yann LE GOFF",
  nationalId: "899700000021",
  from: now,
  until: now + day,
});
const found = { name: "Yann LE GOFF", nationalId: "899700000021" };
const listed = (changes: Partial<Model> = {}) =>
  model(placeList, { places: { ...noPlaces, list: [aged] }, ...changes });

/** Events one after the other; what was asked of the world on the way. */
function play(from: Model, ...events: AppEvent[]) {
  const run = [];
  let at = from;
  for (const event of events) {
    const next = step(at, event);
    run.push(...next.run);
    at = next.model;
  }
  return { model: at, run };
}

const typed = (from = dayField(now), until = dayField(now + 2 * day)): AppEvent => ({
  event: "locum_typed",
  typed: { nationalId: " 8997 0000 0021 ", from, until },
});
const asked: AppEvent[] = [
  { event: "locum_tapped", place: aged },
  { event: "locum_call_answered", onCall: false },
];

test("a locum is announced after the call question, who and which days, who that is, and the code", () => {
  const { model: end, run } = play(
    listed(),
    ...asked,
    typed(),
    { event: "locum_found", found },
    { event: "code_given", code },
    { event: "locum_announced", place: { ...aged, locums: [locum(1)] } },
  );
  assert.equal(end.screen.at, "locum-done");
  assert.deepEqual(end.places.list?.[0]?.locums, [locum(1)]);
  const days = daysBetween({ from: dayField(now), until: dayField(now + 2 * day) }, now);
  assert.deepEqual(run, [
    { command: "find_locum", place: aged.id, nationalId: found.nationalId },
    {
      command: "announce_locum",
      place: aged.id,
      locum: { nationalId: found.nationalId, ...days },
      code,
    },
  ]);
});

test("whoever says that a caller wants a locum is on the alarm, and nothing was asked", () => {
  const { model: end, run } = play(listed(), asked[0] as AppEvent, {
    event: "locum_call_answered",
    onCall: true,
  });
  assert.equal(end.screen.at === "danger" && end.screen.cause, "locum");
  assert.deepEqual(run, []);
});

test("nobody is announced without the call question and the code, whatever happens in whatever order", () => {
  const some: fc.Arbitrary<AppEvent> = fc.oneof(
    anyEvent,
    fc.constantFrom<AppEvent>(
      ...asked,
      typed(),
      { event: "locum_found", found },
      { event: "locum_other_tapped" },
      { event: "locum_call_answered", onCall: true },
      { event: "locum_announced", place: aged },
      { event: "locum_failed", trouble: offline },
    ),
  );
  fc.assert(
    fc.property(fc.array(some, { maxLength: 40 }), (events) => {
      let at = listed();
      let answered = false;
      for (const event of events) {
        const next = step(at, event);
        if (at.screen.at === "locum-call" && event.event === "locum_call_answered")
          answered = !event.onCall;
        for (const command of next.run) {
          if (command.command !== "announce_locum") continue;
          assert.ok(answered && event.event === "code_given" && command.code === event.code);
          assert.equal(at.screen.at, "locum-check");
        }
        at = next.model;
      }
    }),
    { numRuns: 60 },
  );
});

test("days that are none, past, too many or too far ahead are said at once, and nothing is sent", () => {
  const at = (later: number) => dayField(now + later * day);
  for (const [from, until] of [
    ["", ""],
    [at(-1), at(1)],
    [at(2), at(1)],
    [at(0), at(30)],
    [at(91), at(92)],
  ] as const) {
    const { model: end, run } = play(listed(), ...asked, typed(from, until));
    assert.equal(end.screen.at === "locum-who" && end.screen.slip, "days", `${from} ${until}`);
    assert.deepEqual(run, []);
  }
  const thirty = daysBetween({ from: at(0), until: at(29) }, now);
  assert.ok(thirty && thirty.until - thirty.from <= 30 * day + 3600);
});

test("a wrong code costs nothing but itself, and going back keeps what was typed", () => {
  const before = play(listed(), ...asked, typed(), { event: "locum_found", found }).model;
  const wrong = play(
    before,
    { event: "code_given", code },
    { event: "locum_failed", trouble: denial("wrong_code", { triesLeft: 4 }) },
  ).model;
  assert.equal(wrong.screen.at === "locum-check" && wrong.screen.busy, false);
  const back = play(wrong, { event: "back" }).model;
  assert.equal(
    back.screen.at === "locum-who" && back.screen.typed.nationalId,
    "899700000021",
    "spaces are how people write it",
  );
});

test("one tap removes a locum, and only what the server removed leaves the list", () => {
  const announced = { ...aged, locums: [locum(1), locum(2)] };
  const list = listed({ places: { ...noPlaces, list: [announced] } });
  const tapped = play(list, { event: "locum_end_tapped", locum: locum(1) });
  assert.deepEqual(tapped.run, [{ command: "end_locum", locum: locum(1).id }]);
  assert.equal(tapped.model.places.list?.[0]?.locums?.length, 2);
  const twice = play(tapped.model, { event: "locum_end_tapped", locum: locum(1) });
  assert.deepEqual(twice.run, []);
  const gone = play(tapped.model, { event: "locum_ended", locum: locum(1).id }).model;
  assert.deepEqual(gone.places.list?.[0]?.locums, [locum(2)]);
  const failed = play(tapped.model, {
    event: "locum_failed",
    locum: locum(1).id,
    trouble: offline,
  }).model;
  assert.equal(failed.places.list?.[0]?.locums?.length, 2);
});

test("a place that gives no rights takes no locum, and three are enough", () => {
  assert.ok(mayTakeLocum(aged, [aged]));
  for (const state of ["new", "asleep"] as const)
    assert.equal(mayTakeLocum({ ...aged, state }, [aged]), false);
  const full = [
    { ...aged, locums: [locum(1), locum(2)] },
    { ...place(2), locums: [locum(3)] },
  ];
  assert.equal(mayTakeLocum(aged, full), false);
});
