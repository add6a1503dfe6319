import type { CallbackLine, CallerCheckLine, CallLine, CallSigns } from "@aval/protocol";
import type { Model } from "../../../apps/console/src/state.ts";
import { holder, id, me, now } from "./people.ts";

/** Calls as an agent meets them: none, announced, ringing, over in each way, a colleague's; a number told where nothing dials. */
const agent = {
  ...me,
  roles: ["agent"],
  acts: ["see_cases", "call_people", "hold_additions", "verify_callers"],
};
const signs: CallSigns = {
  ...{ called_now: false, stopped: false, adding_phone: true, new_phone: false },
  ...{ contact_changed: true, refused: true, reported_call: false, several_cases: false },
};
const quiet: CallSigns = { ...signs, adding_phone: false, contact_changed: false, refused: false };
const line = (more: Partial<CallLine>): CallLine => ({
  ...{ call: id("cll", 1), case: id("cas", 1), state: "announced", ...holder },
  ...{ number: "06 •• •• •• 12", by: "Alix Martel", isMine: true },
  ...{ announcedAt: now - 120, heldUntil: now + 4_000, ...more },
});
const ended = (endedBy: CallLine["endedBy"], count: number) =>
  line({
    ...{ call: id("cll", count), state: "ended", endedAt: now - 60 },
    ...(endedBy && { endedBy }),
  });
const shown = (calls: readonly CallLine[], more: Partial<Model> = {}): Partial<Model> => ({
  ...{
    phase: "in",
    me: agent,
    route: { section: "calls" },
    content: { calls: { calls, waiting: [], checks: [] } },
    ...more,
  },
});
const waiting = (count: number, more: Partial<CallbackLine>): CallbackLine => ({
  ...{ callback: id("cbk", count), reason: "entering", name: "I. C.", nationalId: "•••••••••013" },
  ...{ askedAt: now - 600, isMine: false, ...more },
});
const mine = { isMine: true, by: "Alix Martel" } as const;
const announced = line({ signs: quiet });
const open = line({ state: "open", signs });

const checked = (state: CallerCheckLine["state"], count: number): CallerCheckLine => ({
  ...{ check: id("cck", count), case: id("cas", 1), state, ...holder, words: "lampe renard" },
  ...{ askedAt: now - 120, until: now + 180 },
});
const asking = (checks: readonly CallerCheckLine[], more: Partial<Model> = {}) =>
  shown([], { content: { calls: { calls: [], waiting: [], checks } }, ...more });

export const callStates: Readonly<Record<string, Partial<Model>>> = {
  "": shown([announced]),
  none: shown([]),
  opening: shown([announced], { busy: { act: "open_call", call: announced.call } }),
  open: shown([open], { told: { act: "open_call", call: open.call } }),
  dialled: shown([open], {
    content: { calls: { calls: [open], waiting: [], checks: [] }, dialled: "0199000012" },
  }),
  theirs: shown([line({ isMine: false, by: "Clarisse Vaudreil" })]),
  waiting: shown([announced], {
    content: {
      calls: {
        calls: [announced],
        waiting: [
          waiting(1, { reason: "caller" }),
          waiting(2, { reason: "lost", by: "Clarisse Vaudreil" }),
          waiting(3, { ...holder, ...mine }),
          waiting(4, { ...holder, ...mine, case: id("cas", 1), person: id("pro", 1) }),
        ],
        checks: [],
      },
    },
  }),
  "check-asked": asking([checked("asked", 1)], {
    told: { act: "ask_caller", case: id("cas", 1), person: id("pro", 1) },
  }),
  "check-confirmed": asking([checked("confirmed", 1)]),
  "check-blocking": asking([checked("confirmed", 1)], {
    asks: { act: "block_for_caller", check: id("cck", 1) },
  }),
  "check-over": asking([checked("refused", 1), checked("spent", 2), checked("over", 3)]),
  ended: shown([ended("agent", 2), ended("report", 3), ended("time", 4), ended("failed", 5)]),
};
