import type { ConsoleContact, OwnContactsAnswer } from "@aval/protocol";
import {
  type ContactsDue,
  contactsList,
  type ContactWait,
} from "../../../apps/authenticator/src/own-contacts/state.ts";
import { emptyEntry } from "../../../apps/authenticator/src/shell/code-entry.ts";
import type { Screen } from "../../../apps/authenticator/src/state.ts";

/** The gallery's own moment: Friday 20 November 2026, 9:12 in Paris. */
const now = 1_795_162_320;
const day = 86_400;
const offline = { kind: "offline" } as const;
const wrong = {
  kind: "denied",
  error: "wrong_code",
  message: { fr: "Ce n'est pas votre code.", en: "That is not your code." },
  reference: "AV-7K2M",
} as const;
const stopped = {
  ...wrong,
  error: "contact_unreadable",
  message: {
    fr: "Ce n'est pas une adresse ou un numéro que nous savons lire.",
    en: "This is no address or number that we can read.",
  },
} as const;

const contact = (more: Partial<ConsoleContact> = {}): ConsoleContact => ({
  kind: "email",
  masked: "s•••@maison-de-sante-des-quatre-vents.example.org",
  source: "rpps-psc",
  proof: "register",
  since: now - 400 * day,
  isWithdrawn: false,
  isYoung: false,
  servesFrom: now - 370 * day,
  ...more,
});
const telephone = contact({ kind: "phone", masked: "06 •• •• •• 01", confirmedAt: now - 30 * day });
const list: OwnContactsAnswer = {
  contacts: [contact(), telephone],
  isDue: false,
  mayChange: true,
  waiting: [],
};
const waits = (isMine: boolean): OwnContactsAnswer => ({
  ...list,
  mayChange: false,
  waiting: [{ kind: "email", masked: "n•••@example.org", until: now + 14 * day, isMine }],
});
const young: OwnContactsAnswer = {
  ...list,
  contacts: [
    contact({
      source: "order:infirmiers",
      since: now - day,
      isYoung: true,
      servesFrom: now + 29 * day,
    }),
    contact({ ...telephone, isWithdrawn: true }),
  ],
};
const wait: ContactWait = {
  at: "contact-wait",
  asked: {
    kind: "email",
    value: "nouvelle.adresse@example.org",
    notBefore: now + 21,
    until: now + 600,
  },
  ...emptyEntry,
  busy: false,
};
const ready = { ...wait, asked: { ...wait.asked, notBefore: now - 1 } };
const call = { at: "contact-call", kind: "email", value: wait.asked.value } as const;

/** *Toujours les bonnes ?*, on the home screen. */
export const contactNotices = {
  "contacts-due": {
    screen: { at: "home", opening: false, waiting: undefined },
    contacts: { due: { ...list, isDue: true }, later: false },
  },
} as const satisfies Readonly<Record<string, { screen: Screen; contacts: ContactsDue }>>;

type Shown = { readonly screen: Screen };

/** *Mes coordonnées* and *Elles ont changé*, in every state. */
export const ownContactStates = {
  contacts: {
    "": { screen: { ...contactsList, list } },
    loading: { screen: contactsList },
    none: { screen: { ...contactsList, list: { ...list, contacts: [], mayChange: false } } },
    young: { screen: { ...contactsList, list: young } },
    waiting: { screen: { ...contactsList, list: waits(true) } },
    "waiting-order": { screen: { ...contactsList, list: waits(false) } },
    right: { screen: { ...contactsList, list, told: "right" } },
    asked: { screen: { ...contactsList, list: waits(true), told: "asked" } },
    stopped: { screen: { ...contactsList, list, told: "stopped" } },
    busy: { screen: { ...contactsList, list, busy: true } },
    offline: { screen: { ...contactsList, trouble: offline } },
  },
  "contact-new": {
    "": { screen: { at: "contact-new", kind: "email", short: false } },
    phone: { screen: { at: "contact-new", kind: "phone", short: false } },
    short: { screen: { at: "contact-new", kind: "email", short: true } },
  },
  "contact-call": {
    "": { screen: { ...call, busy: false, trouble: undefined } },
    busy: { screen: { ...call, busy: true, trouble: undefined } },
    unreadable: { screen: { ...call, busy: false, trouble: stopped } },
  },
  "contact-wait": {
    "": { screen: wait },
    ready: { screen: ready },
    wrong: { screen: { ...ready, entry: 1, trouble: { ...wrong, triesLeft: 4 } } },
    busy: { screen: { ...ready, busy: true } },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Shown>>>>;
