import { type Context, idFrom, type PasskeyView } from "@aval/protocol";
import { question } from "../../../apps/authenticator/src/approvals/request.ts";
import { passkeyList } from "../../../apps/authenticator/src/passkeys/state.ts";
import type { PhoneState } from "./states.ts";

/** Friday 20 November 2026, 9:12 in Paris. */
const now = 1_795_162_320;

const key = (seed: number, changes: Partial<PasskeyView> = {}): PasskeyView => ({
  id: idFrom("pky", new Uint8Array(17).fill(seed)),
  name: "Clé du cabinet",
  kind: "security_key",
  isHardwareHeld: true,
  madeAt: now - 12 * 86_400,
  usableFrom: now - 11 * 86_400,
  lastUsedAt: now - 4_000,
  isAsleep: false,
  ...changes,
});
const { lastUsedAt: _never, ...unused } = key(2);
const waiting: PasskeyView = {
  ...unused,
  name: "Ordinateur de l'accueil",
  kind: "computer",
  isHardwareHeld: false,
  madeAt: now - 3_600,
  usableFrom: now + 82_800,
};
const asleep = key(3, {
  name: "Une clé dont le nom est bien plus long que les autres",
  isHardwareHeld: false,
  isAsleep: true,
});
const ofComputer = key(4, { kind: "computer", name: "Portable" });

/** *Mes clés*, in every state. */
export const passkeyStates: Readonly<Record<string, PhoneState>> = {
  "": { screen: { ...passkeyList, items: [key(1), waiting, asleep, ofComputer] } },
  phones: {
    screen: {
      ...passkeyList,
      items: [
        key(5, { host: "phone" }),
        key(6, { host: "phone", kind: "phone", name: "Téléphone Android", isHardwareHeld: false }),
      ],
    },
  },
  loading: { screen: passkeyList },
  none: { screen: { ...passkeyList, items: [] } },
  removing: { screen: { ...passkeyList, items: [key(1)], ending: key(1).id } },
  removed: { screen: { ...passkeyList, items: [], ended: key(1) } },
  offline: { screen: { ...passkeyList, trouble: { kind: "offline" } } },
};

/** A request to add a key: the call question before everything, then what is added. */
export function passkeyQuestions(
  approval: Context["approval"],
  context: Context,
): Readonly<Record<string, PhoneState>> {
  const asked = (passkey: NonNullable<Context["passkey"]>) =>
    question({
      approval,
      context: {
        ...context,
        kind: "passkey",
        passkey,
        service: { id: "aval", name: "Aval", number: "" },
        rights: "full",
      },
    });
  return {
    "passkey-call": { screen: asked("security_key") },
    "passkey-computer": { screen: { ...asked("computer"), alone: true } },
    "passkey-security-key": { screen: { ...asked("security_key"), alone: true } },
  };
}
