import assert from "node:assert/strict";
import { test } from "node:test";
import type { EnrolmentStatus } from "@aval/protocol";
import { idFrom } from "@aval/protocol";
import fc from "fast-check";
import { denial, offline } from "../testing/events.ts";
import { codeFault } from "./code.ts";
import { matching } from "./search.ts";
import {
  type Desk,
  type EnrolmentEvent,
  type EnrolmentScreen,
  emptyCode,
  emptyConfirm,
  emptyDesk,
  emptyWaiting,
  stepEnrolment,
} from "./state.ts";

const world = { sandbox: true, offer: "menu", now: 1000 } as const;
const step = (screen: EnrolmentScreen, event: EnrolmentEvent) =>
  stepEnrolment(screen, event, world);
const people = [
  {
    nationalId: "899700000017",
    name: "Dr Camille Rousselet",
    story: "Pharmacienne de garde cette nuit",
  },
  { nationalId: "899700000025", name: "Inès Barrault", story: "Remplaçante" },
];
const registrars = [
  { id: "stf_1", name: "Agathe Morel", scope: "national" },
  { id: "stf_2", name: "Bruno Keller", scope: "national" },
];
const loaded = step(emptyDesk, { event: "desk_loaded", people, registrars }).screen as Desk;
const status = (state: EnrolmentStatus["state"], more: object = {}): EnrolmentEvent => ({
  event: "enrolment_known",
  status: {
    enrolment: idFrom("enr", new Uint8Array(17)),
    device: idFrom("dev", new Uint8Array(17)),
    state,
    ...more,
  },
});
const codes = (first: string, second = first): EnrolmentEvent => ({
  event: "codes_given",
  first,
  second,
});

test("the desk is in the page only where the deployment is a sandbox", () => {
  const installed = { ...world, offer: "installed" } as const;
  assert.equal(
    stepEnrolment({ at: "welcome" }, { event: "begin_tapped" }, installed).screen.at,
    "desk",
  );
  assert.equal(
    stepEnrolment({ at: "welcome" }, { event: "begin_tapped" }, { ...installed, sandbox: false })
      .screen.at,
    "elsewhere",
  );
});

test("installing is proposed before anything is kept, and is no wall", () => {
  const { screen } = step({ at: "welcome" }, { event: "begin_tapped" });
  assert.equal(screen.at, "install");
  assert.equal(step(screen, { event: "begin_tapped" }).screen.at, "desk");
});

test("one registrar cannot be both", () => {
  const chosen = step(loaded, { event: "person_chosen", person: people[0] }).screen;
  assert.equal(step(chosen, { event: "present_tapped" }).run[0]?.command, "present");
  const twice = step(chosen, { event: "registrar_chosen", rank: "second", id: "stf_1" }).screen;
  assert.deepEqual(step(twice, { event: "present_tapped" }).run, []);
});

test("nobody is presented before somebody is chosen, and nobody twice at once", () => {
  assert.deepEqual(step(loaded, { event: "present_tapped" }).run, []);
  const chosen = step(loaded, { event: "person_chosen", person: people[0] }).screen;
  const sent = step(chosen, { event: "present_tapped" }).screen;
  assert.deepEqual(step(sent, { event: "present_tapped" }).run, []);
});

test("a refusal at the desk keeps who was chosen", () => {
  const chosen = step(loaded, { event: "person_chosen", person: people[0] }).screen;
  const sent = step(chosen, { event: "present_tapped" }).screen;
  const refused = step(sent, {
    event: "enrolment_failed",
    trouble: denial("evidence_refused"),
  }).screen;
  assert.ok(
    refused.at === "desk" && refused.person === people[0] && refused.trouble && !refused.busy,
  );
});

test("a code is accepted exactly when it is six digits, not common, and typed twice alike", () => {
  const sixDigits = fc
    .integer({ min: 0, max: 999_999 })
    .map((value) => String(value).padStart(6, "0"));
  fc.assert(
    fc.property(sixDigits, sixDigits, (first, second) => {
      const { screen, run } = step(emptyCode, codes(first, second));
      const fault = codeFault(first, second);
      assert.equal(
        run.some(({ command }) => command === "set_code"),
        fault === undefined,
      );
      assert.ok(screen.at === "code" && screen.fault === fault);
      if (first !== second && fault === undefined) assert.fail("two different codes");
    }),
  );
});

test("the codes this project promises are never on the blocked list, and the obvious ones are", () => {
  for (const code of ["246813", "975318"]) assert.equal(codeFault(code, code), undefined);
  for (const code of ["123456", "000000", "010190", "121212", "147258"])
    assert.equal(codeFault(code, code), "common");
  assert.equal(codeFault("24681", "24681"), "not_six_digits");
  assert.equal(codeFault("24681a", "24681a"), "not_six_digits");
  assert.equal(codeFault("246813", "246831"), "differs");
});

test("a code chosen asks the browser to keep its storage", () => {
  assert.deepEqual(step(emptyCode, codes("246 813", "246813")).run, [
    { command: "keep_storage" },
    { command: "set_code", code: "246813" },
  ]);
});

test("after a refused code both fields are emptied; after two that differ only the second is to type again", () => {
  const common = step(emptyCode, codes("123456")).screen;
  const differs = step(emptyCode, codes("246813", "246831")).screen;
  assert.ok(common.at === "code" && common.entry === 1);
  assert.ok(differs.at === "code" && differs.entry === 0);
});

test("once the server has the code, a lost activation asks for that code and never for a new one", () => {
  const sent = step(emptyCode, codes("246813")).screen;
  const set = step(sent, { event: "code_set" }).screen;
  const lost = step(set, { event: "enrolment_failed", trouble: offline }).screen;
  assert.equal(lost.at, "confirm");
  assert.equal(step(lost, status("ready")).screen.at, "confirm");
  assert.deepEqual(step(lost, { event: "confirm_given", code: "246813" }).run, [
    { command: "activate", code: "246813" },
  ]);
  assert.equal(step(lost, status("active")).screen.at, "enrolled");
});

test("a code set whose answer was lost cannot be set again, and says how to go on", () => {
  const sent = step(emptyCode, codes("246813")).screen;
  const again = step(sent, {
    event: "enrolment_failed",
    trouble: denial("pin_already_set"),
  }).screen;
  assert.ok(again.at === "over" && again.why === "code_lost");
  assert.deepEqual(step(again, { event: "start_again_tapped" }).run, [{ command: "forget_phone" }]);
});

test("a wrong code at activation empties its field; after several the phone waits", () => {
  const sent = step(emptyConfirm, { event: "confirm_given", code: "975318" }).screen;
  const wrong = step(sent, { event: "enrolment_failed", trouble: denial("wrong_code") }).screen;
  assert.ok(wrong.at === "confirm" && wrong.entry === 1 && !wrong.busy);
  const waiting = step(sent, {
    event: "enrolment_failed",
    trouble: denial("pin_wait", { retryAfterSeconds: 30 }),
  }).screen;
  assert.deepEqual(step(waiting, { event: "confirm_given", code: "975318" }).run, []);
  assert.equal(
    stepEnrolment(waiting, { event: "confirm_given", code: "975318" }, { ...world, now: 1030 }).run
      .length,
    1,
  );
});

test("each state the server may name has its screen", () => {
  const expected = {
    requested: "desk",
    evidenced: "words",
    cooling: "waiting",
    ready: "code",
    held: "waiting",
    active: "enrolled",
    contested: "over",
    expired: "over",
    refused: "over",
  } as const;
  const start: EnrolmentScreen = emptyWaiting;
  for (const [state, at] of Object.entries(expected)) {
    assert.equal(step(start, status(state as EnrolmentStatus["state"])).screen.at, at, state);
  }
  const cooling = step(start, status("cooling", { activeAt: 4600 })).screen;
  assert.ok(cooling.at === "waiting" && cooling.activeAt === 4600);
});

test("a phone that is held says its words, for whoever sees it again, and one that waits does not", () => {
  const words = ["boussole", "carotte", "mouton", "valise"];
  const held = step(emptyWaiting, status("held", { words })).screen;
  assert.ok(held.at === "waiting");
  assert.deepEqual(held.words, words);
  const cooling = step(emptyWaiting, status("cooling", { words })).screen;
  assert.ok(cooling.at === "waiting" && cooling.words === undefined);
});

test("a phone that waits takes a desk's new page to the server, and one that knows nobody is bound by it", () => {
  const seen = { event: "again_seen", binding: "enp.1.x" } as const;
  assert.deepEqual(step({ ...emptyWaiting, busy: false, held: true }, seen).run, [
    { command: "show_again", binding: "enp.1.x" },
  ]);
  assert.deepEqual(step({ at: "welcome" }, seen).run, []);
});

test("people are found by any words of their name, identifier or story, accents or not", () => {
  assert.deepEqual(matching(people, "ines"), [people[1]]);
  assert.deepEqual(matching(people, "GARDE rousselet"), [people[0]]);
  assert.deepEqual(matching(people, "899700000025"), [people[1]]);
  assert.deepEqual(matching(people, "remplacante garde"), []);
  assert.deepEqual(matching(people, "  "), people);
});

test("a phone that waits chooses its code for its holder's own places, once, and has it when the wait is over", () => {
  const waits = status("cooling", { activeAt: 2000, meanwhile: "offered" });
  const offered = step(emptyWaiting, waits).screen;
  assert.equal(offered.at === "waiting" && offered.atHome, "offered");
  const choosing = step(offered, { event: "at_home_tapped" }).screen;
  const given = step(choosing, codes("975318"));
  assert.deepEqual(given.run, [
    { command: "keep_storage" },
    { command: "set_code", code: "975318", atHome: true },
  ]);
  const has = status("cooling", { activeAt: 2000, meanwhile: "given" });
  const serves = step(given.screen, { ...has, isCoded: true } as EnrolmentEvent).screen;
  assert.equal(serves.at === "waiting" && serves.atHome, "given");
  // Nothing is chosen twice, now or at the end.
  assert.equal(step(serves, { event: "at_home_tapped" }).screen, serves);
  const ready = { ...status("ready"), isCoded: true } as EnrolmentEvent;
  assert.deepEqual(step(serves, ready).screen, emptyConfirm);
});

test("a code that was chosen while the answer was lost is typed, not chosen again, and only for what it was chosen for", () => {
  const choosing = { ...emptyCode, atHome: true, busy: "activation" } as const;
  const lost = step(choosing, { event: "enrolment_failed", trouble: offline }).screen;
  assert.equal(lost.at === "confirm" && lost.atHome, true);
  assert.deepEqual(step(lost, { event: "confirm_given", code: "975318" }).run, [
    { command: "activate", code: "975318", atHome: true },
  ]);
  const waits = status("cooling", { activeAt: 2000, meanwhile: "offered" });
  const offered = step(emptyWaiting, { ...waits, isCoded: true } as EnrolmentEvent).screen;
  assert.equal(step(offered, { event: "at_home_tapped" }).screen.at, "confirm");
  // Meanwhile the wait ended: then it is asked for the whole phone.
  const ready = { ...status("ready"), isCoded: true } as EnrolmentEvent;
  assert.deepEqual(step(lost, ready).screen, emptyConfirm);
});

test("the code of a phone that waits may be chosen later, but not while it is being made", () => {
  for (const screen of [emptyCode, emptyConfirm]) {
    const atHome = { ...screen, atHome: true } as const;
    assert.deepEqual(step(atHome, { event: "check_tapped" }).run, [{ command: "check_enrolment" }]);
    assert.deepEqual(step(screen, { event: "check_tapped" }).run, []);
  }
  const busy = { ...emptyCode, atHome: true, busy: "code" } as const;
  assert.equal(step(busy, { event: "check_tapped" }).screen, busy);
});
