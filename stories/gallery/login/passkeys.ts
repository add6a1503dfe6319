import type { PasskeyPageView } from "@aval/protocol";
import {
  firstKeyModel,
  type KeyModel,
  type KeyScreen,
} from "../../../apps/login/src/passkeys/state.ts";
import { errors } from "../../../apps/server/src/errors.ts";

/** The page on which a key is added, in every state: a screen without a row does not compile. */
type States = Readonly<Record<string, Partial<KeyModel>>>;

/** Seconds of the server's clock. */
const now = 1_795_162_320;
const view = (state: PasskeyPageView["state"], more: Partial<PasskeyPageView> = {}) => ({
  kind: "security_key" as const,
  view: { state, now, ...more },
});
const made = (kept: { isHardwareHeld: boolean; isAttested: boolean }) =>
  view("made", { made: { usableFrom: now + 86_400, ...kept } });
const frame = "AVAL1.apr_0123456789abcdefghjkmnpqrs.42.abcdefghijklmnopqrstuv";
const creation = {
  challenge: "x",
  rp: { id: "localhost", name: "Aval" },
  user: { id: "x", name: "x", displayName: "x" },
  exclude: [],
};
const { fr, en } = errors.passkey_shared_place;

const states: Readonly<Record<KeyScreen["screen"], States>> = {
  choose: { "": {}, named: { name: "Clé du cabinet" } },
  unable: { "": { isAble: false } },
  scan: {
    "": view("shown", { frame, expiresAt: now + 55 }),
    waiting: { kind: "computer" },
    down: { ...view("shown", { expiresAt: now + 30 }), isDown: true },
  },
  claimed: { "": view("claimed") },
  make: {
    "": view("approved", { creation }),
    making: { ...view("approved", { creation }), isMaking: true },
    "not-made": { ...view("approved", { creation }), notMade: true },
  },
  made: {
    hardware: made({ isHardwareHeld: true, isAttested: true }),
    unproven: made({ isHardwareHeld: false, isAttested: true }),
    synced: made({ isHardwareHeld: false, isAttested: false }),
    "lost-answer": view("made"),
  },
  over: {
    refused: view("refused"),
    expired: view("expired"),
    cancelled: view("cancelled"),
    denied: view("denied"),
  },
  problem: {
    "": {
      problem: { error: "passkey_shared_place", message: { fr, en }, reference: "k7qf-2m9d" },
    },
  },
};

/** By the names they hang under: beside the sign-in page's own screens. */
export const keyStates: Readonly<Record<string, States>> = Object.fromEntries(
  Object.entries(states).map(([screen, some]) => [`key-${screen}`, some]),
);

/** The page as it stands at the moment of its last answer. */
export function ordinaryKey(state: Partial<KeyModel>, lang: KeyModel["lang"]): KeyModel {
  return { ...firstKeyModel(lang, true), ...state };
}
