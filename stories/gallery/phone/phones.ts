import type { EnrolmentId, EnrolmentPageId, EnrolmentView } from "@aval/protocol";
import {
  samePhone,
  type Waiting,
  type Words,
} from "../../../apps/authenticator/src/enrolment/state.ts";
import {
  noComing,
  type PhoneScreen,
  phoneCall,
  type PhoneMineWait,
  phoneWait,
  type PhoneWords,
} from "../../../apps/authenticator/src/phones/request.ts";
import { mineCall } from "../../../apps/authenticator/src/phones/mine.ts";
import { emptyEntry } from "../../../apps/authenticator/src/shell/code-entry.ts";
import type { Model, Screen } from "../../../apps/authenticator/src/state.ts";
import type { Trouble } from "../../../apps/authenticator/src/trouble.ts";
import { errors, type Refusal } from "../../../apps/server/src/errors.ts";

/** The screens about the holder's other phones, in every state, on the older phone and on the new one. */
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
const page = "enp_0123456789abcdefghjkmnpqrs" as EnrolmentPageId;
const enrolment = "enr_0123456789abcdefghjkmnpqrs" as EnrolmentId;
const label = "Téléphone Android";
const opened = (ago: number) =>
  phoneWait({ page, notBefore: now + 31 - ago, until: now + 600 - ago });
const typed: PhoneWords = {
  ...{ at: "phone-words", page, enrolment, label, entry: 0 },
  ...{ busy: false, short: false, trouble: undefined },
};
const shown = {
  at: "phone-page",
  page,
  address: `https://aval-telephone.exemple/enrol#b=${page}.12.AAAAAAAAAAAAAAAAAAAAAA`,
  trouble: undefined,
} as const;

const mineWait = (ago: number): PhoneMineWait => ({
  ...{ at: "phone-mine-wait", enrolment, label, ...emptyEntry, busy: false },
  asked: { notBefore: now + 31 - ago, until: now + 600 - ago },
});

const coming: EnrolmentView = {
  enrolment,
  label,
  state: "cooling",
  inPerson: false,
  askedAt: now - 3600,
  activeAt: now + 82_800,
  level: "limited",
  raises: false,
  mayStop: true,
  mayConfirm: false,
};
const held: EnrolmentView = {
  ...coming,
  ...{ state: "held", inPerson: true, level: "full", mayStop: false },
};

export const addingStates: { readonly [Name in PhoneScreen["at"]]: States<Name> } = {
  "phone-call": {
    "": { screen: phoneCall },
    busy: { screen: { ...phoneCall, busy: true } },
    young: { screen: { ...phoneCall, trouble: denied("old_phone_not_possible") } },
    offline: { screen: { ...phoneCall, trouble: offline } },
  },
  "phone-wait": {
    "": { screen: opened(0) },
    ready: { screen: opened(40) },
    wrong: { screen: { ...opened(40), trouble: denied("wrong_code", { triesLeft: 3 }) } },
    busy: { screen: { ...opened(40), busy: true } },
    over: { screen: opened(700) },
    offline: { screen: { ...opened(40), trouble: offline } },
  },
  "phone-page": {
    "": { screen: shown },
    offline: { screen: { ...shown, trouble: offline } },
  },
  "phone-words": {
    "": { screen: typed },
    short: { screen: { ...typed, short: true } },
    wrong: { screen: { ...typed, trouble: denied("enrolment_words_wrong", { triesLeft: 2 }) } },
    busy: { screen: { ...typed, busy: true } },
    offline: { screen: { ...typed, trouble: offline } },
  },
  "phone-coming": {
    "": { screen: { at: "phone-coming", label, level: "limited", activeAt: now + 86_400 } },
    full: { screen: { at: "phone-coming", label, level: "full", activeAt: now + 3600 } },
  },
  "phone-over": { "": { screen: { at: "phone-over" } } },
  "phone-mine-call": {
    "": { screen: mineCall({ enrolment, label }) },
    busy: { screen: { ...mineCall({ enrolment, label }), busy: true } },
    young: {
      screen: { ...mineCall({ enrolment, label }), trouble: denied("old_phone_not_possible") },
    },
  },
  "phone-mine-wait": {
    "": { screen: mineWait(0) },
    ready: { screen: mineWait(40) },
    wrong: { screen: { ...mineWait(40), trouble: denied("wrong_code", { triesLeft: 3 }) } },
    busy: { screen: { ...mineWait(40), busy: true } },
    over: { screen: mineWait(700) },
  },
  "phone-mine": {
    "": { screen: { at: "phone-mine", label, activeAt: now + 3600 } },
    ready: { screen: { at: "phone-mine", label, activeAt: undefined } },
  },
  "phone-stopped": {
    "": { screen: { at: "phone-stopped" } },
    held: { screen: { at: "phone-stopped" }, coming: { ...noComing, phones: [held] } },
  },
};

const home = { at: "home", opening: false, waiting: undefined } as const;

/** On the home screen of every phone of the holder's. */
export const comingStates: States<"home"> = {
  coming: { screen: home, coming: { ...noComing, phones: [coming] } },
  "coming-stopping": {
    screen: home,
    coming: { ...noComing, phones: [coming], stopping: enrolment },
  },
  "coming-in-person": {
    screen: home,
    coming: {
      ...noComing,
      phones: [{ ...coming, inPerson: true, level: "full", mayStop: false, activeAt: now - 60 }],
    },
  },
  "coming-mine": {
    screen: home,
    coming: {
      ...noComing,
      phones: [{ ...coming, inPerson: true, level: "full", mayConfirm: true }],
    },
  },
  "coming-held": { screen: home, coming: { ...noComing, phones: [held] } },
  "coming-offline": { screen: home, coming: { ...noComing, phones: [coming], trouble: offline } },
};

const drawn: Words = {
  at: "words",
  words: ["boussole", "carotte", "mouton", "valise"],
  trouble: undefined,
};
/** On the new phone. */
export const wordsStates: States<"words"> = {
  "": { screen: drawn },
  key: { screen: { ...drawn, key: { use: "open" } } },
  "key-busy": { screen: { ...drawn, key: { use: "busy" } } },
  "key-silent": { screen: { ...drawn, key: { use: "silent" } } },
  "key-synced": {
    screen: { ...drawn, key: { use: "open", trouble: denied("enrolment_key_synced") } },
  },
  "key-used": { screen: { ...drawn, key: { use: "used" } } },
  asking: { screen: { ...drawn, words: undefined } },
  late: { screen: { ...drawn, words: undefined, trouble: denied("binding_refused") } },
  offline: { screen: { ...drawn, trouble: offline } },
};

export const waiting: Waiting = {
  at: "waiting",
  activeAt: undefined,
  held: false,
  words: undefined,
  limited: false,
  busy: false,
  trouble: undefined,
};

export const samePhoneStates: States<"same-phone"> = {
  "": { screen: samePhone },
  busy: { screen: { ...samePhone, use: "busy" } },
  silent: { screen: { ...samePhone, use: "silent" } },
  refused: { screen: { ...samePhone, trouble: denied("own_key_refused") } },
  ended: { screen: { ...samePhone, trouble: denied("old_installation_ended") } },
};
