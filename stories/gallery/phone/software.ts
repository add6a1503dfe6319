import type { InstalledSoftware, SoftwareAnswer } from "@aval/protocol";
import {
  search,
  type SoftwareScreen,
  softwareAdd,
  softwareChoice,
  softwareList,
} from "../../../apps/authenticator/src/software/request.ts";
import type { Model } from "../../../apps/authenticator/src/state.ts";
import type { Trouble } from "../../../apps/authenticator/src/trouble.ts";
import { errors, type Refusal } from "../../../apps/server/src/errors.ts";

/** The screens about the holder's own software, in every state. */
type States<Name> = Readonly<
  Record<string, Partial<Model> & { readonly screen: Extract<SoftwareScreen, { at: Name }> }>
>;

/** The same moment as every other screen's. */
const now = 1_795_162_320;
const offline: Trouble = { kind: "offline" };
function denied(error: Refusal, more: object = {}): Trouble {
  const { fr, en } = errors[error];
  return { kind: "denied", error, message: { fr, en }, reference: "k7qf-2m9d", ...more };
}

const one = (seed: number, more: Partial<InstalledSoftware> = {}): InstalledSoftware => ({
  id: `ins_0123456789abcdefghjkmnpqr${seed}` as InstalledSoftware["id"],
  client: `software-${seed}`,
  name: "Officine Fictive",
  kind: "plain",
  addedAt: now - 9_000_000,
  usableFrom: now - 8_950_000,
  lastUsedAt: now - 600,
  ...more,
});
const today: Partial<InstalledSoftware> = { addedAt: now - 60, usableFrom: now + 53_280 };
const long =
  "Logiciel d'aide à la gestion de l'officine du Grand-Port, version-interrégionale 12.4";
const mine = [one(1), one(2, { ...today, name: long }), one(3, { kind: "strict" })];
const registry: SoftwareAnswer["registry"] = [
  { client: "pharmacy", name: "Officine Fictive", publisher: "Éditions Fictives" },
  { client: "long", name: long },
];
const many = Array.from({ length: 11 }, (_, index) => ({
  client: `many-${index}`,
  name: `Logiciel d'essai n° ${index + 1}`,
}));
const none: Model["software"] = { mine: [], registry };
const chosen = registry[0] as SoftwareAnswer["registry"][number];
const adding = softwareAdd(chosen);

export const softwareStates: {
  readonly [Name in SoftwareScreen["at"]]: States<Name>;
} = {
  software: {
    "": { screen: softwareList, software: { mine, registry } },
    empty: { screen: softwareList, software: none },
    loading: { screen: softwareList },
    removing: {
      screen: { ...softwareList, removing: ["software-1"] },
      software: { mine, registry },
    },
    removed: { screen: { ...softwareList, removed: one(1) }, software: none },
    offline: { screen: { ...softwareList, trouble: offline } },
  },
  "software-choice": {
    "": { screen: softwareChoice, software: none },
    many: { screen: softwareChoice, software: { mine: [], registry: many } },
    empty: { screen: softwareChoice, software: { mine: [], registry: [] } },
    offline: { screen: { ...softwareChoice, trouble: offline } },
  },
  "software-call": {
    "": { screen: { at: "software-call", chosen } },
    long: { screen: { at: "software-call", chosen: { client: "long", name: long } } },
  },
  "software-add": {
    "": { screen: adding },
    long: { screen: softwareAdd({ client: "long", name: long }) },
    short: { screen: { ...adding, short: true } },
    wrong: { screen: { ...adding, trouble: denied("wrong_code", { triesLeft: 3 }) } },
    wait: { screen: { ...adding, trouble: denied("pin_wait"), waitUntil: now + 30 } },
    busy: { screen: { ...adding, busy: true } },
    offline: { screen: { ...adding, trouble: offline } },
  },
  "software-added": { "": { screen: { at: "software-added", added: { name: chosen.name } } } },
  search: {
    "": { screen: search },
    short: { screen: { ...search, short: true } },
    busy: { screen: { ...search, busy: "here" } },
    "busy-elsewhere": { screen: { ...search, busy: "elsewhere" } },
    nothing: { screen: { ...search, nothing: "here" } },
    "nothing-elsewhere": { screen: { ...search, nothing: "elsewhere" } },
    silenced: {
      screen: { ...search, trouble: denied("search_silenced", { until: now + 3_600 }) },
    },
    offline: { screen: { ...search, trouble: offline } },
  },
};

/** The home of somebody who has software that can be used. */
export const searchable: Model["software"] = { mine, registry };
