import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type InstalledSoftware,
  idFrom,
  type LinkAnswer,
  linkFrameText,
  type SoftwareAnswer,
} from "@aval/protocol";
import fc from "fast-check";
import { scan } from "../approvals/request.ts";
import { messages } from "../messages.ts";
import { computers } from "../places/request.ts";
import { emptyEntry } from "../shell/code-entry.ts";
import { type AppEvent, type Command, type Model, type Screen, step } from "../state.ts";
import { anyEvent, code, denial, held, model, now, offline, place } from "../testing/events.ts";
import { addable, maySearch, search, softwareAdd } from "./request.ts";
import { halfMinuteWords, spokenHalfMinute } from "../shell/half-minute.ts";
import { silencedWords } from "./words.ts";

const offered = { client: "pharmacy", name: "Officine Fictive" };
const installed = (changes: Partial<InstalledSoftware> = {}): InstalledSoftware => ({
  id: idFrom("ins", new Uint8Array(17).fill(1)),
  client: "pharmacy",
  name: "Officine Fictive",
  kind: "plain",
  addedAt: now - 90_000,
  usableFrom: now - 3_600,
  ...changes,
});
const answer = (mine: readonly InstalledSoftware[]): SoftwareAnswer => ({
  mine,
  registry: [offered, { client: "other", name: "Autre" }],
});

const removal = (event: "software_remove_tapped" | "software_removed"): AppEvent =>
  event === "software_removed"
    ? { event, installation: installed().id, software: answer([]) }
    : { event, one: installed() };

/** What happens about software: taps and answers, in any order, also those of another screen. */
const softwareEvent: fc.Arbitrary<AppEvent> = fc.oneof(
  fc
    .constantFrom("software", "search", "home")
    .map((screen) => ({ event: "opened", screen }) as AppEvent),
  fc
    .constantFrom("software_add_tapped", "back", "retry_tapped")
    .map((event) => ({ event }) as AppEvent),
  fc.constant<AppEvent>({ event: "software_chosen", chosen: offered }),
  fc.boolean().map((onCall): AppEvent => ({ event: "software_call_answered", onCall })),
  fc.constantFrom(code, "12").map((given): AppEvent => ({ event: "code_given", code: given })),
  fc
    .constantFrom("software_known", "software_added")
    .map((event) => ({ event, software: answer([installed()]) }) as AppEvent),
  fc
    .constantFrom("software_remove_tapped", "software_removed")
    .map((event): AppEvent => removal(event)),
  fc
    .tuple(fc.constantFrom("42", "4 2", "4", "123", ""), fc.boolean())
    .map(([number, elsewhere]): AppEvent => ({ event: "search_given", number, elsewhere })),
  fc
    .constantFrom("software_failed", "claim_failed")
    .chain((event) =>
      fc
        .constantFrom(offline, denial("wrong_code", { triesLeft: 4 }), denial("search_nothing"))
        .map((trouble) => ({ event, trouble }) as AppEvent),
    ),
);
const starts = [
  { at: "home", opening: false, waiting: undefined },
  { at: "software-call", chosen: offered },
  search,
] as const;
/** A screen to start from, and what happens then. */
const story = fc.tuple(
  fc.constantFrom(...starts),
  fc.array(fc.oneof({ weight: 8, arbitrary: softwareEvent }, anyEvent), { maxLength: 40 }),
);

function walk(
  [start, events]: readonly [Screen, readonly AppEvent[]],
  look: (before: Model, event: AppEvent, after: Model, run: readonly Command[]) => void,
): void {
  let current: Model = model(start);
  for (const event of events) {
    const { model: next, run } = step(current, event);
    look(current, event, next, run);
    current = next;
  }
}

test("software is added by the code alone, after somebody has said that no caller wants it", () => {
  fc.assert(
    fc.property(story, (given) => {
      let isFree = false;
      walk(given, (before, event, after, run) => {
        if (before.screen.at === "software-call" && event.event === "software_call_answered")
          isFree = !event.onCall;
        for (const command of run) {
          if (command.command !== "add_software") continue;
          assert.ok(isFree && event.event === "code_given" && before.screen.at === "software-add");
          assert.equal(command.client, before.screen.chosen.client);
          assert.match(command.code, /^\d{6}$/);
        }
        if (after.screen.at !== "software-add") isFree = false;
      });
    }),
  );
});

test("whoever says that a caller wants it is on the alarm, and nothing was sent", () => {
  const asked = model({ at: "software-call", chosen: offered });
  const { model: after, run } = step(asked, { event: "software_call_answered", onCall: true });
  assert.ok(after.screen.at === "danger" && after.screen.cause === "software");
  assert.deepEqual(run, []);
});

test("one search leaves at a time, for two digits and nothing else", () => {
  fc.assert(
    fc.property(story, (given) => {
      walk(given, (before, event, after, run) => {
        for (const command of run) {
          if (command.command !== "search") continue;
          assert.ok(before.screen.at === "search" && before.screen.busy === undefined);
          assert.ok(event.event === "search_given" && event.elsewhere === command.elsewhere);
          assert.match(command.number, /^\d{2}$/);
          assert.ok(after.screen.at === "search" && after.screen.busy !== undefined);
        }
      });
    }),
  );
});

test("what a search finds is a request like any other, and is not accepted by having been found", () => {
  const looking = model({ ...search, busy: "here" });
  const { model: after, run } = step(looking, { event: "claimed", held: held() });
  assert.equal(after.screen.at, "question");
  assert.deepEqual(run, [{ command: "buzz" }]);
});

test("the answer to a search that was lost is asked for, and nothing is searched twice", () => {
  const lost = step(model({ ...search, busy: "here" }), {
    event: "claim_failed",
    trouble: offline,
  });
  const again = step(lost.model, { event: "retry_tapped" });
  assert.deepEqual(again.run, [{ command: "look_for_pending" }]);
  const found = step(again.model, { event: "pending_known", held: [held()] });
  assert.equal(found.model.screen.at, "question");
});

test("what found nothing leaves the digits for the other place; what was wrong empties them and says until when", () => {
  const looking = model({ ...search, busy: "here" });
  const nothing = step(looking, { event: "claim_failed", trouble: denial("search_nothing") });
  assert.ok(nothing.model.screen.at === "search");
  assert.deepEqual([nothing.model.screen.nothing, nothing.model.screen.entry], ["here", 0]);

  const trouble = denial("search_silenced", { until: now + 3_600 });
  const silenced = step(looking, { event: "claim_failed", trouble }).model.screen;
  assert.ok(silenced.at === "search" && silenced.entry === 1);
  assert.match(silencedWords(silenced, messages.fr), /avant \d+\sh\s\d\d\./);
});

test("dictated digits lead to the alarm, which sends nothing", () => {
  const { model: after, run } = step(model(search), { event: "fraud_tapped", cause: "dictated" });
  assert.ok(after.screen.at === "danger" && after.screen.cause === "dictated");
  assert.deepEqual(run, []);
});

test("a request is looked for once there is software that shows digits, and its day has come", () => {
  const of = (mine: readonly InstalledSoftware[]) => ({ mine, registry: [] });
  assert.equal(maySearch({ mine: undefined, registry: [] }, now), false);
  assert.equal(maySearch(of([]), now), false);
  assert.equal(maySearch(of([installed({ usableFrom: now + 1 })]), now), false);
  assert.equal(maySearch(of([installed({ kind: "strict" })]), now), false);
  assert.equal(maySearch(of([installed()]), now), true);
});

test("what was added already is not offered again", () => {
  const { mine, registry } = answer([installed()]);
  assert.deepEqual(
    addable({ mine, registry }).map(({ client }) => client),
    ["other"],
  );
});

test("a wrong code adds nothing, and the field is empty for the next", () => {
  const adding = model(softwareAdd(offered));
  const sent = step(adding, { event: "code_given", code }).model;
  const trouble = denial("wrong_code", { triesLeft: 3 });
  const { screen } = step(sent, { event: "software_failed", trouble }).model;
  assert.ok(screen.at === "software-add" && !screen.busy && screen.entry === 1);
});

test("software that is removed leaves the list in one tap, and what is left of it is said", () => {
  const listed = {
    ...model({ at: "software", removing: [], removed: undefined, trouble: undefined }),
    software: answer([installed()]),
  };
  const sent = step(listed, removal("software_remove_tapped"));
  assert.deepEqual(sent.run, [{ command: "remove_software", one: installed() }]);
  assert.deepEqual(step(sent.model, removal("software_remove_tapped")).run, []);
  const gone = step(sent.model, removal("software_removed")).model;
  assert.ok(gone.screen.at === "software" && gone.screen.removed?.name === "Officine Fictive");
  assert.deepEqual(gone.software.mine, []);
});

const linkId = idFrom("lnk", new Uint8Array(17).fill(3));
const link: LinkAnswer = {
  link: linkId,
  client: "pharmacy",
  name: "Officine Fictive",
  machine: "Comptoir 2",
  network: "same_network",
  notBefore: now + 30,
  until: now + 600,
};
const linkFrame = (number: number) =>
  linkFrameText({ link: linkId, number, mac: "abcdefghijklmnopqrstuv" });
const linked = installed({ kind: "strict", machine: "Comptoir 2" });

/** What happens while a program is linked, in any order. */
const linkingEvent: fc.Arbitrary<AppEvent> = fc.oneof(
  fc.constantFrom(1, 2).map((number): AppEvent => ({ event: "seen", text: linkFrame(number) })),
  fc
    .constantFrom(...(["scan", "home", "software"] as const))
    .map((screen): AppEvent => ({ event: "opened", screen })),
  fc.constant<AppEvent>({ event: "link_scanned", link }),
  fc.boolean().map((onCall): AppEvent => ({ event: "link_call_answered", onCall })),
  fc.constantFrom(code, "12").map((given): AppEvent => ({ event: "code_given", code: given })),
  fc.constant<AppEvent>({ event: "software_linked", linked }),
  fc
    .constantFrom("software_failed", "link_failed")
    .chain((event) =>
      fc
        .constantFrom(offline, denial("wrong_code", { triesLeft: 4 }), denial("frame_refused"))
        .map((trouble) => ({ event, trouble }) as AppEvent),
    ),
);
const waiting = { at: "software-link-wait", link, ...emptyEntry, busy: false } as const;
/** A screen to start from, and events, each with the seconds that passed before it. */
const linkingStory = fc.tuple(
  fc.constantFrom<Screen>(scan(), { at: "software-link", link }, waiting),
  fc.array(
    fc.tuple(
      fc.oneof({ weight: 12, arbitrary: linkingEvent }, anyEvent),
      fc.integer({ min: 0, max: 20 }),
    ),
    { maxLength: 40 },
  ),
);

test("a program is linked by the code alone, thirty seconds after its scan, once nobody on the telephone wants it", () => {
  fc.assert(
    fc.property(linkingStory, ([start, events]) => {
      let current: Model = model(start);
      let isFree = start === waiting;
      for (const [event, seconds] of events) {
        const before = { ...current, now: current.now + seconds };
        const { model: after, run } = step(before, event);
        if (before.screen.at === "software-link" && event.event === "link_call_answered")
          isFree = !event.onCall;
        for (const command of run) {
          if (command.command !== "confirm_link") continue;
          assert.ok(isFree && event.event === "code_given");
          assert.ok(before.screen.at === "software-link-wait" && !before.screen.busy);
          assert.ok(before.now >= link.notBefore && before.now < link.until);
          assert.deepEqual([command.link, command.code], [linkId, code]);
        }
        if (after.screen.at !== "software-link-wait") isFree = false;
        current = after;
      }
    }),
  );
});

test("whoever says that a caller wants a program linked is on the alarm, and the link ends for good", () => {
  const asked = model({ at: "software-link", link });
  const { model: after, run } = step(asked, { event: "link_call_answered", onCall: true });
  assert.ok(after.screen.at === "danger" && after.screen.cause === "software");
  assert.deepEqual(run, [{ command: "stop_link", link: linkId }]);
});

test("the one scanner reads a program's frame, once, and goes on to the next when one was too old", () => {
  const seen = step(model(scan()), { event: "seen", text: linkFrame(1) });
  assert.deepEqual(seen.run, [{ command: "scan_link", text: linkFrame(1) }]);
  assert.deepEqual(step(seen.model, { event: "seen", text: linkFrame(2) }).run, []);

  const stale = step(seen.model, { event: "link_failed", trouble: denial("frame_refused") });
  assert.ok(stale.model.screen.at === "scan" && stale.model.screen.stale === 1);
  assert.deepEqual(step(stale.model, { event: "seen", text: linkFrame(1) }).run, []);
  assert.equal(step(stale.model, { event: "seen", text: linkFrame(2) }).run.length, 1);

  const known = step(seen.model, { event: "link_scanned", link }).model.screen;
  assert.ok(known.at === "software-link" && known.link.name === "Officine Fictive");
});

test("the wait is said at the start, at ten seconds, and when the code is taken", () => {
  const said = [0, 1, 19, 20, 25, 30, 31].map((passed) =>
    spokenHalfMinute(waiting.link, now + passed, messages.fr.softwareLinkWait),
  );
  assert.equal(new Set(said).size, 3);
  assert.match(
    halfMinuteWords(waiting.link, link.until, messages.fr.softwareLinkWait),
    /temps est passé/,
  );
});

test("a linked program stands as a place does, is listed as software, and is asked about by its name", () => {
  const asks = place(1, { software: { client: "pharmacy", name: "Officine Fictive" } });
  const listed = {
    ...model({ at: "software", removing: [], removed: undefined, trouble: undefined }),
    places: { list: [asks, place(2)], making: undefined },
  };
  assert.deepEqual(computers(listed.places), [place(2)]);
  const asked = step(listed, { event: "place_asked", place: asks }).model.screen;
  assert.ok(asked.at === "place-ask" && asked.place === asks);
});
