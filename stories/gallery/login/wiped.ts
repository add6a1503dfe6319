import type { EnrolmentPageId, EnrolmentPlaceView } from "@aval/protocol";
import {
  firstWiped,
  type WipedModel,
  type WipedScreen,
} from "../../../apps/login/src/wiped/state.ts";
import { errors } from "../../../apps/server/src/errors.ts";

/** The page for a phone that forgot everything, in every state: a screen without a row does not compile. */
type States = Readonly<Record<string, Partial<WipedModel>>>;

const now = 1_795_162_320;
const page = `enp_${"0".repeat(26)}` as EnrolmentPageId;
const address = `https://phone.example/enrol#b=${page}.12.abcdefghijklmnopqrstuv`;
const shows = (shown: EnrolmentPlaceView["shown"]): Partial<WipedModel> => ({
  hasBegun: true,
  view: { now, page, shown },
});
const open = shows({ state: "open", address, until: now + 600 });
const { fr, en } = errors.place_not_own;
const activeAt = now + 86_400;

const states: Readonly<Record<WipedScreen, States>> = {
  before: { "": {} },
  opening: { "": { hasBegun: true }, down: { hasBegun: true, isDown: true } },
  scan: { "": open, down: { ...open, isDown: true } },
  bound: { "": shows({ state: "bound" }) },
  proven: {
    "": shows({ state: "proven", level: "full", activeAt }),
    limited: shows({ state: "proven", level: "limited", activeAt }),
  },
  active: {
    "": shows({ state: "active", level: "full" }),
    limited: shows({ state: "active", level: "limited" }),
  },
  over: { "": shows({ state: "over", why: "over" }) },
  stopped: { "": shows({ state: "over", why: "stopped" }) },
  stillUsed: { "": shows({ state: "over", why: "still_used" }) },
  denied: {
    "": {
      hasBegun: true,
      problem: { error: "place_not_own", message: { fr, en }, reference: "k7qf-2m9d" },
    },
  },
};

/** By the names they hang under: beside the sign-in page's own screens. */
export const wipedStates: Readonly<Record<string, States>> = Object.fromEntries(
  Object.entries(states).map(([screen, some]) => [`wiped-${screen}`, some]),
);

/** The page as it stands at the moment of its last answer. */
export const ordinaryWiped = (
  state: Partial<WipedModel>,
  lang: WipedModel["lang"],
): WipedModel => ({ ...firstWiped(lang), ...state });
