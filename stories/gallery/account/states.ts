import {
  type AccountAlert,
  type AccountContact,
  type AccountEvent,
  type AccountHome,
  type AccountPhone,
  type AccountPlace,
  type AccountSession,
  type AccountSteps,
  type BellView,
  type InstalledSoftware,
  type PasskeyView,
  stepNames,
} from "@aval/protocol";
import { inFrench } from "../../../apps/account/src/messages.fr.ts";
import { firstModel, type Model, type Section } from "../../../apps/account/src/state.ts";
import { errors } from "../../../apps/server/src/errors.ts";

/**
 * Every screen of *Mon accès* in every state it can be in, as the models they are drawn from. A section without a row does not
 * compile; the kinds of events and alerts are the page's own lists of words.
 */
type States = Readonly<Record<string, Partial<Model>>>;

/** Seconds of the server's clock. */
const now = 1_795_162_320;
const hours = (count: number) => now - count * 3_600;
const id = <P extends string>(prefix: P, count: number) =>
  `${prefix}_${String(count).padStart(26, "0")}` as `${P}_${string}` as never;

const home: AccountHome = {
  name: "Dr Marie-Antoinette de Montigny-Lencoup",
  stops: [],
  means: ["card"],
  now,
};
const inside = (more: Partial<Model> = {}): Partial<Model> => ({ phase: "in", home, ...more });
const problem = (error: "account_needs_more" | "internal" | "proofs_none") => {
  const { fr, en } = errors[error];
  return {
    kind: "refused",
    problem: { error, message: { fr, en }, reference: "k7qf-2m9d" },
  } as const;
};

const steps: AccountSteps = {
  steps: stepNames.map((step, index) => ({
    step,
    ...(index % 3 === 0 ? { doneAt: hours(index * 20) } : {}),
    contacts:
      step === "order" || step === "insurer"
        ? [
            {
              name: "Conseil départemental de l'Ordre, permanence des victimes de fraude",
              telephone: "01 99 00 20 10",
              page: "https://ordre.example.org/fraude",
              hours: {
                fr: "Du lundi au vendredi, 9 h à 17 h",
                en: "Monday to Friday, 9 am to 5 pm",
              },
            },
            { name: "Accueil" },
          ]
        : [],
  })),
};

const services = (told: AccountSession["services"][number]["told"]) => [
  { id: "register", name: "Registre de vaccination", number: "0003", told },
];
const session = (count: number, more: Partial<AccountSession> = {}): AccountSession => ({
  session: id("ses", count),
  state: "open",
  rights: "full",
  where: "own_place",
  declared: "Windows, Firefox",
  openedAt: hours(count),
  endsAt: now + 7_200,
  services: services("open"),
  isThis: false,
  ...more,
});
const here = session(1, {
  isThis: true,
  services: [{ id: "mon-acces", name: "Mon accès", number: "0004", told: "open" }],
});
const others = [
  session(2, { where: "unknown", rights: "reduced", declared: "" }),
  session(3, { where: "this_phone", declared: "Android, Chrome" }),
  session(4, { where: "known_workstation" }),
];
const { declared: _none, ...software } = session(9, {
  where: "own_software",
  rights: "reduced",
  services: [{ id: "pharmacy", name: "Officine Fictive", number: "LGO-0107", told: "open" }],
});
const closed = (["closed", "told", "untold"] as const).map((told, index) => ({
  ...session(5 + index, { state: "closed", closedAt: hours(1), because: "holder" }),
  services: services(told),
}));

const phone = (count: number, more: Partial<AccountPhone> = {}): AccountPhone => ({
  id: id("dev", count),
  name: "Téléphone de garde",
  level: "full",
  state: "active",
  since: hours(900),
  lastUsedAt: hours(2),
  isThis: false,
  maySuspend: true,
  ...more,
});
const phones = [
  phone(1, { isThis: true }),
  phone(2, {
    level: "limited",
    name: "Pixel de l'officine de la place du Puits, comptoir numéro 4",
  }),
  { ...phone(3, { state: "suspended", name: "", maySuspend: false }) },
  phone(4, { state: "disabled", maySuspend: false }),
];

const place = (count: number, more: Partial<AccountPlace> = {}): AccountPlace => ({
  id: id("plc", count),
  declared: "Windows, Firefox",
  state: "aged",
  people: "alone",
  hasL5: true,
  madeAt: hours(2_000),
  agedAt: hours(1_900),
  lastUsedAt: hours(3),
  isCloned: false,
  isThis: false,
  ...more,
});
const { agedAt: _aged, ...young } = place(2, { state: "new", people: "several", hasL5: false });
const places = [
  place(1, { isThis: true }),
  young,
  place(3, { state: "asleep", declared: "" }),
  place(4, { state: "asleep", isCloned: true }),
];

const bell = (count: number, more: Partial<BellView> = {}): BellView => ({
  id: id("bel", count),
  service: { id: "register", name: "Registre de vaccination (démonstration)" },
  place: { id: id("plc", 1), declared: "Windows, Firefox" },
  setAt: hours(400),
  lastUsedAt: hours(4),
  ...more,
});
const bells = [
  bell(1),
  bell(2, { silencedUntil: now + 3_600, place: { id: id("plc", 2), declared: "" } }),
];

const ownSoftware: readonly InstalledSoftware[] = [
  {
    id: id("ins", 1),
    client: "pharmacy",
    name: "Officine Fictive",
    kind: "plain",
    addedAt: hours(2),
    usableFrom: now + 30_000,
  },
  {
    id: id("ins", 2),
    client: "cabinet",
    name: "Logiciel de cabinet",
    kind: "strict",
    addedAt: hours(900),
    usableFrom: hours(900),
    lastUsedAt: hours(3),
    machine: "Windows, comptoir 2",
  },
];
const key = (count: number, more: Partial<PasskeyView> = {}): PasskeyView => ({
  id: id("pky", count),
  name: "Clé du trousseau",
  kind: "security_key",
  isHardwareHeld: true,
  isAsleep: false,
  madeAt: hours(900),
  usableFrom: hours(876),
  lastUsedAt: hours(5),
  ...more,
});
const { lastUsedAt: _used, ...unusedKey } = key(2, {
  name: "Ordinateur du comptoir",
  kind: "computer",
  isHardwareHeld: false,
  madeAt: hours(2),
  usableFrom: now + 70_000,
});
const keys = [key(1), unusedKey, key(3, { name: "Ancienne clé", isAsleep: true })];

const event = (kind: string, count: number, more: Partial<AccountEvent> = {}): AccountEvent => ({
  id: id("fct", count),
  at: hours(count),
  kind,
  isOpen: false,
  isThis: false,
  ...more,
});
const signIn = {
  service: "Registre de vaccination (démonstration)",
  declared: "Windows, Firefox",
  where: "own_place",
  phone: "Téléphone de garde",
};
const events: readonly AccountEvent[] = [
  event("session_opened", 1, { ...signIn, session: id("ses", 1), isOpen: true, isThis: true }),
  event("session_opened", 2, { ...signIn, session: id("ses", 2), isOpen: true, where: "unknown" }),
  event("session_opened", 3, {
    ...{ service: "Officine Fictive", where: "own_software", phone: "Téléphone de garde" },
    ...{ session: id("ses", 9), rights: "reduced" },
  }),
  event("session_opened", 3, { ...signIn, session: id("ses", 3), rights: "reduced" }),
  event("approval_refused", 4, { ...signIn, reason: "on_call" }),
  event("pin_try_counted", 5, { phone: "Téléphone de garde", triesLeft: 9 }),
  event("stop_made", 6, { rule: "pause_from_alert" }),
  event("something_newer", 7),
];
const everyKind = Object.keys(inFrench.events).map((kind, index) => event(kind, index + 10));

const alert = (kind: string, count: number, more: Partial<AccountAlert> = {}): AccountAlert => ({
  id: id("ntc", count),
  event: kind,
  at: hours(count),
  reached: [{ kind: "email", masked: "s•••@example.org", state: "arrived", at: hours(count) }],
  isStopped: false,
  ...more,
});
const alerts = [
  ...Object.keys(inFrench.alerts.events).map((kind, index) => alert(kind, index)),
  alert("session_elsewhere", 20, {
    service: signIn.service,
    reached: [
      { kind: "email", masked: "s•••@example.org", state: "read", at: hours(20) },
      { kind: "email", masked: "s•••@ancienne-adresse.example.org", state: "failed" },
      { kind: "phone", masked: "06 •• •• •• 12", state: "handed" },
      { kind: "phone", masked: "07 •• •• •• 34", state: "waiting" },
      { kind: "app", masked: "Téléphone de garde", state: "arrived", at: hours(20) },
    ],
    isStopped: true,
  }),
  alert("something_newer", 21, { reached: [] }),
];

const contact = (count: number, more: Partial<AccountContact> = {}): AccountContact => ({
  id: String(count),
  kind: "email",
  masked: "s•••@example.org",
  source: "rpps-psc",
  since: hours(3_000),
  ...more,
});
const contacts = [
  contact(1),
  contact(2, { kind: "phone", masked: "06 •• •• •• 01", source: "sandbox" }),
  contact(3, { source: "another", withdrawnAt: hours(50) }),
  contact(4, { replacedAt: hours(70) }),
  contact(5, { since: hours(90), servesFrom: now + 600 * 3_600 }),
  contact(6, { confirmedAt: hours(30) }),
];

/** *Toujours les bonnes ?* */
const asked = { ...home, contactsAsked: ["s•••@pharmacie-fictive.example.org", "06 •• •• •• 01"] };
const changing = { home: { ...home, changesUntil: now + 600 } };

/** By section, as the page names them; and who is not inside. */
export const accountStates: Readonly<Record<Section | "outside", States>> = {
  outside: {
    opening: {},
    "": { phase: "out" },
    left: { phase: "left" },
    blocked: { phase: "blocked" },
    offline: { phase: "out", trouble: { kind: "offline" } },
  },
  home: {
    "": inside(),
    changing: inside(changing),
    "one-means": inside({ home: { ...home, means: [] } }),
    "contacts-asked": inside({ home: asked }),
    "contacts-saying": inside({ home: asked, busy: { act: "say_contacts_right" } }),
    "contacts-right": inside({ told: { act: "say_contacts_right" } }),
    stopped: inside({
      home: {
        ...home,
        stops: [
          { rule: "pause_from_alert", madeAt: hours(2) },
          { rule: "something_newer", madeAt: hours(3) },
        ],
      },
    }),
    frozen: inside({
      home: {
        ...home,
        onlyReads: true,
        stops: [{ rule: "freeze", madeAt: hours(20) }],
        freeze: { reason: "found", signed: 1, reviewBy: now + 14_400 },
      },
    }),
    "frozen-late": inside({
      home: {
        ...home,
        onlyReads: true,
        stops: [{ rule: "freeze", madeAt: hours(200) }],
        freeze: { reason: "disowned", signed: 0, reviewBy: hours(30) },
      },
    }),
  },
  sessions: {
    "": inside({ content: { sessions: [here, ...others, software, ...closed] } }),
    alone: inside({ content: { sessions: [here] } }),
    loading: inside(),
    closing: inside({
      content: { sessions: [here, ...others] },
      busy: { act: "close_session", session: "others" },
    }),
    closed: inside({
      content: { sessions: [here, ...closed] },
      told: { act: "close_session", session: "others" },
    }),
    fault: inside({ content: { sessions: [here] }, trouble: problem("internal") }),
  },
  steps: {
    "": inside({ content: { steps } }),
    "only-reads": inside({
      home: { ...home, onlyReads: true, stops: [{ rule: "freeze", madeAt: hours(20) }] },
      content: { steps },
    }),
    none: inside({
      content: { steps: { steps: stepNames.map((step) => ({ step, contacts: [] })) } },
    }),
    loading: inside(),
    ticked: inside({
      content: { steps },
      told: { act: "tick_step", step: "complaint", isDone: true },
    }),
    taking: inside({ content: { steps }, busy: { act: "take_complaint", days: 30 } }),
    taken: inside({ content: { steps }, told: { act: "take_complaint", days: 30 } }),
    fault: inside({ content: { steps }, trouble: problem("proofs_none") }),
  },
  history: {
    "": inside({ content: { history: { events, next: "1.fct_x" } } }),
    "every-kind": inside({ content: { history: { events: everyKind } } }),
    none: inside({ content: { history: { events: [] } } }),
    reading: inside({ content: { history: { events, next: "1.fct_x" } }, isReading: true }),
    asks: inside({
      content: { history: { events } },
      asks: { act: "disown", session: id("ses", 2) },
    }),
    taking: inside({ content: { history: { events } }, busy: { act: "take_proofs" } }),
    taken: inside({ content: { history: { events } }, told: { act: "take_proofs" } }),
    disowned: inside({
      content: { history: { events } },
      told: { act: "disown", session: id("ses", 2) },
    }),
  },
  phones: {
    "": inside({ content: { phones } }),
    none: inside({ content: { phones: [] } }),
    "too-young": inside({ content: { phones: [phone(1, { maySuspend: false })] } }),
    asks: inside({ content: { phones }, asks: { act: "suspend_phone", phone: id("dev", 2) } }),
    stopped: inside({ content: { phones }, told: { act: "suspend_phone", phone: id("dev", 3) } }),
  },
  places: {
    "": inside({ content: { places } }),
    none: inside({ content: { places: [] } }),
    asks: inside({ content: { places }, asks: { act: "end_place", place: id("plc", 1) } }),
    ended: inside({ content: { places }, told: { act: "end_place", place: id("plc", 9) } }),
  },
  bells: {
    "": inside({ content: { bells } }),
    none: inside({ content: { bells: [] } }),
    ended: inside({ content: { bells }, told: { act: "end_bell", bell: id("bel", 9) } }),
  },
  software: {
    "": inside({ content: { software: ownSoftware } }),
    none: inside({ content: { software: [] } }),
    asks: inside({
      content: { software: ownSoftware },
      asks: { act: "end_software", software: id("ins", 1) },
    }),
    ended: inside({
      content: { software: ownSoftware },
      told: { act: "end_software", software: id("ins", 9) },
    }),
  },
  keys: {
    "": inside({ content: { keys } }),
    none: inside({ content: { keys: [] } }),
    asks: inside({ content: { keys }, asks: { act: "end_key", key: id("pky", 1) } }),
    ended: inside({ content: { keys }, told: { act: "end_key", key: id("pky", 9) } }),
  },
  alerts: {
    "": inside({ content: { alerts } }),
    none: inside({ content: { alerts: [] } }),
  },
  contacts: {
    "": inside({ content: { contacts } }),
    none: inside({ content: { contacts: [] } }),
  },
  settings: {
    "": inside({
      content: { settings: { moreTime: false, quiet: { from: "22:00", to: "06:00" } } },
    }),
    changing: inside({ ...changing, content: { settings: { moreTime: true, quiet: null } } }),
    changed: inside({
      ...changing,
      content: { settings: { moreTime: true, quiet: null } },
      told: { act: "set_more_time", moreTime: true },
    }),
    refused: inside({
      content: { settings: { moreTime: false, quiet: { from: "22:00", to: "06:00" } } },
      trouble: problem("account_needs_more"),
    }),
  },
  block: {
    "": inside(),
    blocking: inside({ busy: { act: "block" } }),
    offline: inside({ trouble: { kind: "offline" } }),
  },
};

const sectionOf = new Map(
  Object.entries(accountStates).flatMap(([screen, states]) =>
    Object.values(states).map((state) => [state, screen] as const),
  ),
);

/** The page as it stands in this state, in the section it is listed under. */
export function ordinary(state: Partial<Model>, lang: Model["lang"]): Model {
  const screen = sectionOf.get(state);
  const section = screen === "outside" || screen === undefined ? "home" : (screen as Section);
  return { ...firstModel(lang, section), ...state };
}
