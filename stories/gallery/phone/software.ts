import type {
  Context,
  InstalledSoftware,
  LinkAnswer,
  PlaceView,
  SessionItem,
  SoftwareAnswer,
} from "@aval/protocol";
import { question } from "../../../apps/authenticator/src/approvals/request.ts";
import { placeAsk } from "../../../apps/authenticator/src/places/request.ts";
import { emptyEntry } from "../../../apps/authenticator/src/shell/code-entry.ts";
import {
  search,
  type SoftwareScreen,
  softwareAdd,
  softwareChoice,
  softwareList,
} from "../../../apps/authenticator/src/software/request.ts";
import type { Model, Screen } from "../../../apps/authenticator/src/state.ts";
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
const placeId = "plc_0123456789abcdefghjkmnpqrs" as PlaceView["id"];
/** An installation with a key of its own, at a machine, as the place it is. */
const linked = (
  seed: number,
  state: PlaceView["state"],
  more: Partial<InstalledSoftware> = {},
): InstalledSoftware =>
  one(seed, {
    kind: "strict",
    machine: "Comptoir 2",
    place: { id: placeId, state, asks: false },
    ...more,
  });
const mine = [one(1), one(2, { ...today, name: long })];
const strict = [
  linked(3, "new", { addedAt: now - 60, lastUsedAt: now - 30 }),
  linked(4, "new", { name: long, place: { id: placeId, state: "new", asks: true } }),
  linked(5, "aged"),
  linked(6, "asleep", { machine: "Comptoir-Du-Fond-Près-De-La-Réserve" }),
];
/** One of them where places are asked for: it waits for "Oui, j'y travaille". */
const asPlace: PlaceView = {
  id: placeId,
  declared: "Officine Fictive, Comptoir 2",
  state: "new",
  people: "alone",
  hasL5: false,
  madeAt: now - 90_000,
  firstUsedAgainAt: now - 60,
  lastUsedAt: now - 60,
  asks: true,
  network: "same_network",
  software: { client: "pharmacy", name: "Officine Fictive" },
};
const link: LinkAnswer = {
  link: "lnk_0123456789abcdefghjkmnpqrs" as LinkAnswer["link"],
  client: "pharmacy",
  name: "Officine Fictive",
  publisher: "Éditions Fictives, Officine 4",
  machine: "Comptoir 2",
  network: "same_network",
  notBefore: now - 5,
  until: now + 565,
};
const { publisher: _publisher, machine: _machine, ...bare } = link;
const longLink: LinkAnswer = { ...bare, name: long, network: "unknown" };
const linking = { at: "software-link-wait", link, ...emptyEntry, busy: false } as const;
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
      screen: { ...softwareList, removing: [one(1).id] },
      software: { mine, registry },
    },
    linked: {
      screen: softwareList,
      software: { mine: strict, registry },
      places: { list: [asPlace], making: undefined },
    },
    removed: { screen: { ...softwareList, removed: one(1) }, software: none },
    "linked-removed": { screen: { ...softwareList, removed: linked(5, "aged") }, software: none },
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
  "software-link": {
    "": { screen: { at: "software-link", link } },
    long: { screen: { at: "software-link", link: longLink } },
  },
  "software-link-wait": {
    "": { screen: { ...linking, link: { ...link, notBefore: now + 24 } } },
    ready: { screen: linking },
    long: { screen: { ...linking, link: longLink } },
    over: { screen: { ...linking, link: { ...link, until: now - 1 } } },
    wrong: { screen: { ...linking, trouble: denied("wrong_code", { triesLeft: 3 }) } },
    busy: { screen: { ...linking, busy: true } },
    offline: { screen: { ...linking, trouble: offline } },
  },
  "software-linked": { "": { screen: { at: "software-linked", linked: strict[0] ?? one(3) } } },
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

/** The program that asks, as a service of its own. */
export const officine = { id: "pharmacy", name: "Officine Fictive", number: "LGO-0107" };

/** A request of the holder's own software: no browser asks. */
export function softwareQuestions(
  approval: Context["approval"],
  context: Context,
): Readonly<Record<string, { readonly screen: Screen }>> {
  const asked: Context = {
    ...context,
    service: officine,
    software: [{ name: "Éditions Fictives, Officine 4", declared: false }],
    browser: { standing: "own_software", declared: "" },
    transfer: "search",
  };
  const linkedTo = (standing: "new" | "aged"): Context => ({
    ...asked,
    browser: { standing: "own_software", declared: "Comptoir 2", linked: standing },
    transfer: "digits",
    rights: standing === "aged" ? "full" : "reduced",
  });
  return {
    software: { screen: question({ approval, context: asked }) },
    "software-new": { screen: question({ approval, context: linkedTo("new") }) },
    "software-aged": { screen: question({ approval, context: linkedTo("aged") }) },
  };
}

/** "Oui, j'y travaille", of a program: asked, aged, none of mine. */
export const softwareAsking: Readonly<
  Record<"ask" | "aged" | "denied", { readonly screen: Screen }>
> = {
  ask: { screen: placeAsk(asPlace) },
  aged: { screen: { at: "place-aged", place: { ...asPlace, state: "aged", asks: false } } },
  denied: { screen: { at: "place-denied", place: asPlace } },
};

/** A session that software opened by itself. */
export function bySoftware({ declared: _none, ...session }: SessionItem): SessionItem {
  return { ...session, where: "own_software", rights: "reduced" };
}

/** The home of somebody who has software that can be used. */
export const searchable: Model["software"] = { mine, registry };
