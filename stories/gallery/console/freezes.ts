import type { FreezeView } from "@aval/protocol";
import type { Model } from "../../../apps/console/src/state.ts";
import { holder, hours, id, me } from "./people.ts";

/** A freeze as each analyst meets it: not theirs, theirs, signed, lifted; with a phone that a desk added, and without. */
const view: FreezeView = {
  ...{ freeze: id("stp", 1), nationalId: holder.nationalId, name: holder.name },
  ...{ reason: "found", madeAt: hours(30), signatures: 0 },
  ...{ isCleared: false, isMine: false, hasSigned: false },
};
const phone = { label: "Pixel 8a de Marie-Antoinette", state: "cooling", addedAt: hours(2) };
const looking = (freeze: FreezeView, more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "freezes" }, content: { freeze }, ...more },
});
const act = { act: "clear_freeze", freeze: view.freeze } as const;

export const freezeStates: Readonly<Record<string, Partial<Model>>> = {
  "": { phase: "in", me, route: { section: "freezes" } },
  finding: {
    ...{ phase: "in", me, route: { section: "freezes" } },
    busy: { act: "find_freeze", nationalId: holder.nationalId },
  },
  found: looking(view),
  phone: looking({ ...view, reason: "disowned", phone, signatures: 1 }),
  victim: looking({ ...view, reason: "known_victim", isMine: true }),
  signing: looking(view, { busy: act }),
  signed: looking({ ...view, signatures: 1, hasSigned: true }, { told: act }),
  cleared: looking({ ...view, signatures: 2, hasSigned: true, isCleared: true }, { told: act }),
};
