import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { instant } from "#platform/time";
import { departmentOf, type Opening, readClosures, readSpans, standingOf } from "./hours.ts";

const spansOf = (text: string) => readSpans(text) ?? assert.fail(text);
const weekdays = "08:30-12:00 13:30-17:00";
/** Monday to Friday in Paris. */
const office: Opening = {
  hours: [weekdays, weekdays, weekdays, weekdays, weekdays, "", ""].map(spansOf),
  closures: [["2026-12-25", "2026-12-27"]],
  postcode: "75000",
};
const at = (text: string) => instant(Date.parse(text));

test("hours are spans in order and apart, and closed days are days that exist; whatever else is not read", () => {
  assert.deepEqual(readSpans(weekdays), [
    [510, 720],
    [810, 1020],
  ]);
  assert.deepEqual(readSpans(" "), []);
  for (const wrong of ["8h-12h", "12:00-08:00", "08:00-08:00", "25:00-26:00", "08:00-12:60"])
    assert.equal(readSpans(wrong), undefined, wrong);
  for (const wrong of ["13:00-17:00 08:00-12:00", "08:00-12:00 11:00-13:00"])
    assert.equal(readSpans(wrong), undefined, wrong);
  assert.deepEqual(readClosures("2026-12-25 2027-08-01/2027-08-15"), [
    ["2026-12-25", "2026-12-25"],
    ["2027-08-01", "2027-08-15"],
  ]);
  for (const wrong of [
    "25/12/2026",
    "2026-02-30",
    "2027-08-15/2027-08-01",
    "2026-01-01/2026-01-02/2026-01-03",
  ])
    assert.equal(readClosures(wrong), undefined, wrong);
});

test("a desk is open by the clock of where it stands, in summer and in winter", () => {
  // Monday, 08:30 in Paris: 06:30 UTC in summer, 07:30 in winter.
  assert.deepEqual(standingOf(office, at("2026-07-06T06:30:00Z")), { isOpen: true, until: 720 });
  assert.equal(standingOf(office, at("2026-12-07T06:30:00Z")).isOpen, false);
  assert.deepEqual(standingOf(office, at("2026-12-07T07:30:00Z")), { isOpen: true, until: 720 });
  // La Réunion is four hours ahead of UTC all year.
  const far = { ...office, postcode: "97400" };
  assert.equal(standingOf(far, at("2026-12-07T04:30:00Z")).isOpen, true);
  assert.equal(standingOf(far, at("2026-12-07T04:29:00Z")).isOpen, false);
  assert.equal(standingOf(far, at("2026-12-07T14:00:00Z")).isOpen, false);
});

test("closed, it says the next opening: later today, over a weekend, over closed days, over the change of time", () => {
  const nextOf = (moment: string, desk = office) => {
    const standing = standingOf(desk, at(moment));
    return standing.isOpen ? assert.fail("open") : standing.next;
  };
  assert.deepEqual(nextOf("2026-12-07T11:00:00Z"), { day: "2026-12-07", inDays: 0, from: 810 });
  // The second of two spans has ended.
  assert.deepEqual(nextOf("2026-12-07T16:00:00Z"), { day: "2026-12-08", inDays: 1, from: 510 });
  assert.deepEqual(nextOf("2026-12-24T16:00:00Z"), { day: "2026-12-28", inDays: 4, from: 510 });
  // The night of 25 October 2026 has an hour twice, that of 28 March 2027 lacks one.
  assert.deepEqual(nextOf("2026-10-24T21:30:00Z"), { day: "2026-10-26", inDays: 2, from: 510 });
  assert.deepEqual(nextOf("2027-03-27T22:30:00Z"), { day: "2027-03-29", inDays: 2, from: 510 });
  assert.equal(
    nextOf("2026-12-07T11:00:00Z", { ...office, hours: office.hours.map(() => []) }),
    undefined,
  );
});

test("it is closed from the moment asked to the opening said, and open then", () => {
  const times = [
    "",
    "08:00-12:00",
    "14:00-18:30",
    "08:00-12:00 14:00-18:00",
    "00:00-01:00 22:30-23:30",
  ];
  const week = fc.array(fc.constantFrom(...times.map(spansOf)), { minLength: 7, maxLength: 7 });
  // Around both changes of time of the winter.
  const moments = fc.constantFrom("2026-10-20", "2026-12-20", "2027-03-23");
  const half = 1_800_000;
  fc.assert(
    fc.property(
      week,
      moments,
      fc.integer({ min: 0, max: 400 }),
      fc.constantFrom("75000", "97400", "97100"),
      (hours, day, steps, postcode) => {
        const desk: Opening = { hours, closures: [["2026-10-25", "2026-10-26"]], postcode };
        const now = Date.parse(`${day}T00:00:00Z`) + steps * half;
        const standing = standingOf(desk, instant(now));
        // Two weeks, half an hour by half an hour: every time above is a multiple of it.
        for (let step = 0; step < 2 * 7 * 48; step++) {
          const then = standingOf(desk, instant(now + step * half));
          if (standing.isOpen) {
            if (then.isOpen && then.until === standing.until) continue;
            assert.ok(step > 0);
            return;
          }
          if (!then.isOpen) {
            assert.deepEqual(
              [then.next?.day, then.next?.from],
              [standing.next?.day, standing.next?.from],
              "what opens next does not change while it is closed",
            );
            continue;
          }
          assert.equal(standing.next !== undefined, true, "it opened and said that it would not");
          return;
        }
        assert.equal(standing.isOpen, false);
        assert.equal(standing.next, undefined, "it never opened as it said");
      },
    ),
    { numRuns: 60 },
  );
});

test("a postcode says its département, Corsica's and those overseas too", () => {
  const told = ["33000", "01500", "97400", "98800", "20000", "20190", "20200", "20600"];
  assert.deepEqual(told.map(departmentOf), ["33", "01", "974", "988", "2A", "2A", "2B", "2B"]);
});
