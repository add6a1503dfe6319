import { type EnrolmentState, type EnrolmentStatus, idFrom, type PhoneView } from "@aval/protocol";
import { newCode, newCodeCall } from "../../../apps/authenticator/src/new-code/state.ts";
import { ownCode, ownPhones } from "../../../apps/authenticator/src/own-phones/request.ts";
import { type Raise, raise } from "../../../apps/authenticator/src/raise/state.ts";
import { emptyEntry } from "../../../apps/authenticator/src/shell/code-entry.ts";
import type { Screen } from "../../../apps/authenticator/src/state.ts";

/** The gallery's own moment: Friday 20 November 2026, 9:12 in Paris. */
const now = 1_795_162_320;
const offline = { kind: "offline" } as const;
const wrong = {
  kind: "denied",
  error: "wrong_code",
  message: { fr: "Ce n'est pas votre code.", en: "That is not your code." },
  reference: "AV-7K2M",
} as const;
const young = {
  ...wrong,
  error: "phone_not_yours_to_change",
  message: {
    fr: "Ce téléphone ne peut pas le faire à celui-là. Prenez un téléphone ajouté depuis plus de sept jours, ou le guichet.",
    en: "This phone cannot do that to that one. Use a phone added more than seven days ago, or the desk.",
  },
} as const;

const phone = (index: number, more: Partial<PhoneView>): PhoneView => ({
  id: idFrom("dev", new Uint8Array(17).fill(index)),
  name: "Téléphone Android",
  level: "full",
  state: "active",
  since: now - index * 86_400,
  lastUsedAt: now - index * 3_600,
  isThis: false,
  may: ["rename", "lost", "remove", "disown"],
  ...more,
});
const mine = phone(90, { name: "Celui de ma poche", isThis: true, may: ["rename"] });
const items: readonly PhoneView[] = [
  mine,
  phone(2, {
    level: "limited",
    name: "Téléphone de secours que je garde dans la voiture de garde",
  }),
  phone(40, { name: "iPhone", state: "suspended", may: ["rename", "remove", "disown"] }),
  phone(60, { name: "Ancien téléphone", state: "disabled", may: ["rename", "remove"] }),
  phone(300, { name: "Le tout premier", state: "revoked", may: [] }),
];
const other = items[1] as PhoneView;
type Shown = { readonly screen: Screen };
const codes = (act: "rename" | "remove" | "disown") => ownCode(act, other, "Celui du cabinet");

const enrolment = idFrom("enr", new Uint8Array(17).fill(3));
const underWay = (state: EnrolmentState, more: Partial<EnrolmentStatus> = {}): Raise => ({
  ...{ at: "raise", busy: false, trouble: undefined },
  heard: { level: "limited", raise: { enrolment, device: mine.id, state, ...more } },
});
const words = ["ancre", "bocal", "cerise", "dune"];

/** *Téléphone à confirmer*, in every state. */
const raiseStates = {
  raise: {
    "": { screen: { ...raise, busy: false, heard: { level: "limited" } } },
    loading: { screen: raise },
    offline: { screen: { ...raise, busy: false, heard: { level: "limited" }, trouble: offline } },
    stopped: { screen: underWay("contested") },
    words: { screen: underWay("evidenced", { words }) },
    held: { screen: underWay("held", { words, level: "full" }) },
    waiting: { screen: underWay("cooling", { level: "full", activeAt: now + 3_600 }) },
    ready: { screen: underWay("ready", { level: "full", activeAt: now - 60 }) },
    full: { screen: { ...raise, busy: false, heard: { level: "full" } } },
  },
  "raise-code": {
    "": { screen: { at: "raise-code", enrolment, ...emptyEntry, busy: false } },
    wrong: { screen: { at: "raise-code", enrolment, ...emptyEntry, busy: false, trouble: wrong } },
    busy: { screen: { at: "raise-code", enrolment, ...emptyEntry, busy: true } },
  },
} satisfies Record<string, Record<string, { readonly screen: Screen }>>;

/** *Mes téléphones* and *Changer mon code*, in every state. */
export const ownPhoneStates = {
  ...raiseStates,
  "own-phones": {
    limited: {
      screen: {
        ...ownPhones,
        items: [{ ...mine, level: "limited", may: [] }, phone(120, { may: [] })],
      },
    },
    "": { screen: { ...ownPhones, items } },
    young: {
      screen: {
        ...ownPhones,
        items: [phone(1, { isThis: true, may: ["rename"] }), phone(90, { may: [] })],
      },
    },
    loading: { screen: ownPhones },
    offline: { screen: { ...ownPhones, trouble: offline } },
    renamed: { screen: { ...ownPhones, items, told: { act: "rename", name: other.name } } },
    lost: { screen: { ...ownPhones, items, told: { act: "lost", name: "iPhone" } } },
    removed: { screen: { ...ownPhones, items, told: { act: "remove", name: "iPhone" } } },
  },
  "own-lost": {
    "": { screen: { at: "own-lost", phone: other, busy: false, trouble: undefined } },
    busy: { screen: { at: "own-lost", phone: other, busy: true, trouble: undefined } },
    offline: { screen: { at: "own-lost", phone: other, busy: false, trouble: offline } },
    young: { screen: { at: "own-lost", phone: other, busy: false, trouble: young } },
  },
  "own-name": {
    "": { screen: { at: "own-name", phone: other, short: false } },
    short: { screen: { at: "own-name", phone: other, short: true } },
  },
  "own-call": {
    remove: { screen: { at: "own-call", act: "remove", phone: other } },
    disown: { screen: { at: "own-call", act: "disown", phone: other } },
  },
  "own-code": {
    rename: { screen: codes("rename") },
    remove: { screen: codes("remove") },
    disown: { screen: codes("disown") },
    wrong: { screen: { ...codes("disown"), entry: 1, trouble: { ...wrong, triesLeft: 4 } } },
    busy: { screen: { ...codes("remove"), busy: true } },
    young: { screen: { ...codes("remove"), trouble: young } },
  },
  "new-code-call": { "": { screen: newCodeCall } },
  "new-code": {
    "": { screen: newCode },
    short: { screen: { ...newCode, short: true } },
    common: { screen: { ...newCode, fault: "common" } },
    differs: { screen: { ...newCode, fault: "differs" } },
    same: { screen: { ...newCode, fault: "same" } },
    wrong: { screen: { ...newCode, entry: 1, trouble: { ...wrong, triesLeft: 4 } } },
    offline: { screen: { ...newCode, trouble: offline } },
    busy: { screen: { ...newCode, busy: true } },
  },
  "new-code-done": { "": { screen: { at: "new-code-done" } } },
  "new-code-forgotten": { "": { screen: { at: "new-code-forgotten" } } },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Shown>>>>;
