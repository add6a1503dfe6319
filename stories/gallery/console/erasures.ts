import {
  type ErasureFact,
  type ErasureLine,
  type ErasurePerson,
  erasureReasons,
  erasureStates as states,
} from "@aval/protocol";
import type { Act, Model } from "../../../apps/console/src/state.ts";
import { holder, hours, id, me, now } from "./people.ts";

/** *Effacements*: somebody looked up, held, with nothing left; requests waiting for their maker, for another, for others' roles, and over. */
const operator = { ...me, acts: ["ask_erasure", "sign_erasure"] };
const kinds = ["session_opened", "person_viewed", "code_changed_by_another_phone"];
const facts: readonly ErasureFact[] = kinds.map((kind, count) => ({
  ...{ fact: id("fct", count), place: 1_204_310 - 77 * count, kind, at: hours(3 * count + 1) },
}));
const person: ErasurePerson = { ...holder, facts, hasMore: true, isHeld: false };
const waiting: ErasureLine = {
  ...{ erasure: id("ers", 1), state: "waiting", reason: "right_to_erasure", facts, ...holder },
  ...{ by: "Yann Le Bihan-Coatmeur", isMine: false, at: hours(2), until: now + 70 * 3_600 },
};
const { until: _until, name: _name, nationalId: _nationalId, ...over } = waiting;
const done: ErasureLine = {
  ...{ ...over, erasure: id("ers", 2), state: "done", reason: "court_order" },
  ...{ secondedBy: "Anne-Charlotte de Kermadec-Lanvollon", doneAt: hours(1) },
};
const at = (erasures: readonly ErasureLine[], more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me: operator, route: { section: "erasures" } },
  content: { erasures: { erasures } },
  ...more,
});
const found = (erasable: ErasurePerson): Partial<Model> =>
  at([], { content: { erasures: { erasures: [] }, erasable } });
const asked: Act = {
  act: "ask_erasure",
  ...{ nationalId: holder.nationalId, facts: [facts[0]?.fact ?? ""] },
  reason: "court_order",
};

export const erasureStates: Readonly<Record<string, Partial<Model>>> = {
  "": at([]),
  found: found(person),
  held: found({ ...person, isHeld: true }),
  none: found({ ...person, facts: [], hasMore: false }),
  waiting: at([waiting]),
  signing: at([waiting], { busy: { act: "sign_erasure", erasure: waiting.erasure } }),
  mine: at([{ ...waiting, isMine: true }], { told: asked }),
  cannot: at([waiting], { me: { ...me, acts: ["ask_erasure"] } }),
  done: at([done], { told: { act: "sign_erasure", erasure: done.erasure } }),
  withdrawn: at([{ ...over, state: "withdrawn" }], {
    told: { act: "withdraw_erasure", erasure: waiting.erasure },
  }),
  all: at(
    [...states.map((state) => ({ state })), ...erasureReasons.map((reason) => ({ reason }))].map(
      (more, count) => ({
        ...(("state" in more && more.state === "waiting" ? waiting : over) as ErasureLine),
        ...{ state: "over", erasure: id("ers", 10 + count), ...more },
      }),
    ),
  ),
};
