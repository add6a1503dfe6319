import type { MadeKey, PasskeyCreation } from "@aval/protocol";
import {
  keyCall,
  keyCode,
  type MeansScreen,
  meansList,
} from "../../../apps/authenticator/src/second-means/request.ts";
import type { Model, Screen } from "../../../apps/authenticator/src/state.ts";
import type { Trouble } from "../../../apps/authenticator/src/trouble.ts";
import { errors, type Refusal } from "../../../apps/server/src/errors.ts";

/** *Un deuxième moyen*, and the key that is added there, in every state. */
type States<Name> = Readonly<
  Record<string, Partial<Model> & { readonly screen: Extract<Screen, { at: Name }> }>
>;

/** The same moment as every other screen's. */
const now = 1_795_162_320;
const offline: Trouble = { kind: "offline" };
function denied(error: Refusal, more: object = {}): Trouble {
  const { fr, en } = errors[error];
  return { kind: "denied", error, message: { fr, en }, reference: "k7qf-2m9d", ...more };
}
const creation: PasskeyCreation = {
  challenge: "AAAA",
  rp: { id: "aval-telephone.exemple", name: "Aval" },
  user: { id: "AAAA", name: "Camille ESSAI", displayName: "Camille ESSAI" },
  exclude: [],
};
const made: MadeKey = {
  ...{ id: "AAAA", clientDataJSON: "AAAA", attestationObject: "AAAA", transports: [] },
};
const asked = keyCall("security_key");
const making = {
  at: "key-make",
  kind: "security_key",
  creation,
  busy: false,
  isNone: false,
} as const;
const typing = keyCode("security_key", made);
const usableFrom = now + 86_400;

export const meansStates: { readonly [Name in MeansScreen["at"]]: States<Name> } = {
  means: {
    "": { screen: meansList, means: { means: [], later: undefined } },
    two: { screen: meansList, means: { means: ["phone", "key", "card"], later: undefined } },
    untold: { screen: meansList, means: { means: "untold", later: undefined } },
    loading: { screen: meansList },
    offline: { screen: { ...meansList, trouble: offline } },
  },
  "key-call": {
    "": { screen: asked },
    busy: { screen: { ...asked, busy: true } },
    limited: { screen: { ...asked, trouble: denied("phone_key_not_possible") } },
    offline: { screen: { ...asked, trouble: offline } },
  },
  "key-make": {
    "": { screen: making },
    own: { screen: { ...making, kind: "phone" } },
    busy: { screen: { ...making, busy: true } },
    none: { screen: { ...making, isNone: true } },
  },
  "key-code": {
    "": { screen: typing },
    wrong: { screen: { ...typing, trouble: denied("wrong_code", { triesLeft: 3 }) } },
    busy: { screen: { ...typing, busy: true } },
    offline: { screen: { ...typing, trouble: offline } },
  },
  "key-added": {
    "": { screen: { at: "key-added", added: { usableFrom, isHardwareHeld: true } } },
    synced: { screen: { at: "key-added", added: { usableFrom, isHardwareHeld: false } } },
  },
};
