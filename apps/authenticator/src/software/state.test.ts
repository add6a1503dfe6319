import assert from "node:assert/strict";
import { test } from "node:test";
import { type InstalledSoftware, idFrom, type SoftwareAnswer } from "@aval/protocol";
import fc from "fast-check";
import { messages } from "../messages.ts";
import { type AppEvent, type Command, type Model, type Screen, step } from "../state.ts";
import { anyEvent, code, denial, held, model, now, offline } from "../testing/events.ts";
import { addable, maySearch, search, softwareAdd } from "./request.ts";
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
    .map((event) => ({ event, client: "pharmacy", software: answer([]) }) as AppEvent),
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
  const sent = step(listed, { event: "software_remove_tapped", client: "pharmacy" });
  assert.deepEqual(sent.run, [{ command: "remove_software", client: "pharmacy" }]);
  assert.deepEqual(
    step(sent.model, { event: "software_remove_tapped", client: "pharmacy" }).run,
    [],
  );
  const gone = step(sent.model, {
    event: "software_removed",
    client: "pharmacy",
    software: answer([]),
  }).model;
  assert.ok(gone.screen.at === "software" && gone.screen.removed?.name === "Officine Fictive");
  assert.deepEqual(gone.software.mine, []);
});
