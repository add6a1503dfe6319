import type {
  CallbackState,
  CallerCheckId,
  CallerCheckView,
  CallReportId,
  CallStatus,
} from "@aval/protocol";
import {
  callBack,
  type Calls,
  callReport,
  noCalls,
} from "../../../apps/authenticator/src/calls/request.ts";
import type { Trouble } from "../../../apps/authenticator/src/trouble.ts";
import { emptyEntry } from "../../../apps/authenticator/src/shell/code-entry.ts";

/* Who calls, on each screen that says so; and a call that is reported. */

const now = 1_795_162_320;
const heard = (more: Partial<CallStatus>): Calls => ({
  heard: { status: { iat: now, until: now + 30, ...more } as CallStatus, at: now },
  asked: true,
});
const heldUntil = now + 7_000;

/** Nobody calls: how things stand for an ordinary phone. */
export const quiet = heard({});
export const called = heard({ caller: { name: "Alix M.", case: "7F3K2Q" }, heldUntil });
const calledByOrder = heard({
  caller: {
    name: "Clarisse V.",
    institution: { fr: "Ordre des chirurgiens-dentistes", en: "Order of dental surgeons" },
    case: "0V3RYQ",
  },
  heldUntil,
});
export const calledBefore = heard({ heldUntil });
export const unverified: Calls = { heard: undefined, asked: true };

const call = { at: "call" } as const;
export const callStates = {
  "": { screen: call },
  asking: { screen: call, calls: noCalls },
  called: { screen: call, calls: called },
  "called-by-order": { screen: call, calls: calledByOrder },
  unverified: { screen: call, calls: unverified },
  offline: { screen: call, online: false },
  "back-waits": {
    screen: call,
    calls: heard({ back: { state: "asked", reason: "lost", at: now - 900 } }),
  },
} as const;

const shown: CallerCheckView = {
  ...{ check: "cck_0123456789abcdefghjkmnpqrs" as CallerCheckId, name: "Alix M.", case: "7F3K2Q" },
  ...{ words: "lampe renard", until: now + 280 },
};
const checked = {
  at: "caller-check",
  shown,
  ...emptyEntry,
  busy: false,
  confirmed: false,
} as const;
const wrong: Trouble = {
  ...({ kind: "denied", error: "wrong_code" } as const),
  ...{ triesLeft: 3, reference: "k7qf-2m9d" },
  message: { fr: "Ce code n'est pas le bon.", en: "This is not the code." },
};
/** *Vous êtes au téléphone avec nous ?*: asked on *On m'appelle*, then the code. */
export const checkStates = {
  asked: { screen: call, calls: heard({ check: shown }) },
  "asked-in-call": { screen: call, calls: heard({ check: shown, caller: shown, heldUntil }) },
  "": { screen: checked },
  wrong: { screen: { ...checked, trouble: wrong } },
  busy: { screen: { ...checked, busy: true } },
  confirmed: { screen: { ...checked, confirmed: true } },
} as const;

const back = { screen: callBack } as const;
const asked = (state: CallbackState, more: Partial<CallStatus> = {}): Calls =>
  heard({ back: { state, reason: "caller", at: now - 900 }, ...more });
export const backStates = {
  "": back,
  busy: { screen: { ...callBack, busy: true } },
  offline: {
    screen: { ...callBack, trouble: { kind: "offline" } },
    online: false,
    calls: unverified,
  },
  asked: { ...back, calls: asked("asked") },
  taken: { ...back, calls: asked("taken") },
  called: {
    ...back,
    calls: asked("called", { caller: { name: "Alix M.", case: "7F3K2Q" }, heldUntil }),
  },
  done: { ...back, calls: asked("done", { heldUntil }) },
  missed: { ...back, calls: asked("missed") },
} as const;

const report = "crp_0123456789abcdefghjkmnpqrs" as CallReportId;
const taken = { ...callReport("now"), report, busy: false } as const;
export const reportStates = {
  "": { screen: taken },
  sending: { screen: callReport("now") },
  offline: {
    screen: { ...callReport("now"), busy: false, trouble: { kind: "offline" } },
    online: false,
  },
  claimed: { screen: { ...taken, step: 1, told: { asked: "code" } } },
  line: { screen: { ...taken, step: 2 } },
  approved: { screen: { ...taken, step: 3, told: { isOnLine: "yes" } } },
  over: { screen: { ...taken, step: 4 } },
  entered: { screen: { ...taken, step: 4, told: { approved: "yes" } } },
  earlier: { screen: { ...taken, when: "earlier" } },
} as const;
