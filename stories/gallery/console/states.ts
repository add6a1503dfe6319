import {
  type ConsoleContact,
  type ConsoleMe,
  type ContactPerson,
  type ContactRequestView,
  contactFlaws,
  type DeskLetters,
  type DeskPerson,
  type DeskVisitView,
  letterStates,
} from "@aval/protocol";
import {
  type Act,
  firstModel,
  type Model,
  type Phase,
  type Section,
} from "../../../apps/console/src/state.ts";
import { errors } from "../../../apps/server/src/errors.ts";

/**
 * Every screen of the console in every state it can be in, as the models they are drawn from. A section, a phase of the way in, a stage of
 * a visit or of a change that has no row does not compile.
 */
type States = Readonly<Record<string, Partial<Model>>>;

/** Seconds of the server's clock. */
const now = 1_795_162_320;
const hours = (count: number) => now - count * 3_600;
const id = <P extends string>(prefix: P, count: number) =>
  `${prefix}_${String(count).padStart(26, "0")}` as `${P}_${string}` as never;

const me: ConsoleMe = {
  name: "Anne-Charlotte de Kermadec-Lanvollon",
  scope: "order:pharmaciens",
  roles: ["registrar", "operator", "analyst"],
  acts: ["enrol", "look_letters_through", "keep_contacts", "see_team"],
  endsAt: now + 8 * 3_600,
};
const refused = (error: "not_found" | "internal") => {
  const { fr, en } = errors[error];
  const problem = { error, message: { fr, en }, reference: "k7qf-2m9d" };
  return { kind: "refused", problem } as const;
};
const at = (
  section: Exclude<Section, "desk" | "contacts">,
  more: Partial<Model> = {},
): Partial<Model> => ({ ...{ phase: "in", me, route: { section } }, ...more });
const atDesk = (more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "desk" }, ...more },
});
const atContacts = (more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "contacts" }, ...more },
});

const words = ["cerise", "violon", "nuage", "trente"];
const outside = {
  opening: {},
  out: { phase: "out" },
  locked: { phase: "locked" },
  left: { phase: "left" },
  link: { phase: "link", route: { section: "link" } },
  proposed: { phase: "proposed", content: { proposal: { words } } },
  vouched: { phase: "vouched" },
  added: { phase: "added" },
  differed: { phase: "differed" },
  withdrawn: { phase: "withdrawn" },
  late: { phase: "late" },
} as const satisfies Readonly<Record<Exclude<Phase, "in">, Partial<Model>>>;

const holder = {
  name: "Dr Marie-Antoinette DE MONTIGNY-LENCOUP-SAINTE-COLOMBE",
  nationalId: "899700000017",
};
const person: DeskPerson = {
  ...holder,
  givenNames: "Marie-Antoinette Joséphine",
  familyName: "DE MONTIGNY-LENCOUP-SAINTE-COLOMBE",
  places: ["Pharmacie fictive de la place du Puits", "Centre hospitalier du Grand-Port"],
};
const line = (count: number) => ({
  ...{ visit: id("dkv", count), openedAt: hours(1), by: "Yann Le Bihan-Coatmeur" },
});
const desk = { mine: [line(1)], toCountersign: [line(2), line(3)] };

const visit = { visit: id("dkv", 1), holder, by: "Yann Le Bihan-Coatmeur", isMine: true };
const label = "iPhone, Safari, fuseau de Paris";
const address = `https://telephone.exemple.org/enrol#b=enp_0123456789abcdefghjkmnpqrs.12.AAAAAAAAAAAAAAAAAAAAAA`;
const visits = {
  open: { ...visit, stage: "open", address },
  bound: { ...visit, stage: "bound", phone: "new", words, label },
  signed: { ...visit, stage: "signed", phone: "new", words, label, until: now + 1_500 },
  proven: { ...visit, stage: "proven", phone: "new", readyAt: now + 86_400, isReady: false },
  over: { ...visit, stage: "over" },
} as const satisfies {
  readonly [Stage in DeskVisitView["stage"]]: DeskVisitView & { stage: Stage };
};
const seeing = (view: DeskVisitView, more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "desk", visit: view.visit }, content: { visit: view } },
  ...more,
});
const signing: Act = { act: "sign", visit: id("dkv", 1), presence: "room" };
const ending: Act = { act: "end_visit", visit: id("dkv", 1) };

const letter = (count: number, more: Partial<DeskLetters["letters"][number]> = {}) => ({
  enrolment: id("enr", count),
  holder,
  lines: ["Pharmacie fictive de la place du Puits", "3 quai de l'Exemple", "33000 Portfictif"],
  writtenAt: hours(count),
  isOfToday: true,
  post: "handed" as const,
  stage: "evidenced" as const,
  ...more,
});
const letters = [
  ...letterStates.map((post, count) => letter(count + 1, { post })),
  letter(30, { isOfToday: false, post: "posted", stage: "cooling", activeAt: now + 90_000 }),
  letter(40, { isOfToday: false, post: "posted", stage: "ready" }),
];

const contact = (more: Partial<ConsoleContact> = {}): ConsoleContact => ({
  ...{ kind: "email", masked: "s•••@pharmacie-fictive.example.org", source: "rpps-psc" },
  ...{ proof: "document", since: hours(3_000), isWithdrawn: false, isYoung: false },
  ...{ servesFrom: hours(2_000), ...more },
});
const reached: ContactPerson = {
  ...holder,
  contacts: [
    contact({ confirmedAt: hours(200) }),
    contact({
      ...{ kind: "phone", masked: "06 •• •• •• 12", source: "order:pharmaciens" },
      ...{ isYoung: true, isWithdrawn: true, servesFrom: now + 600_000 },
    }),
  ],
  waiting: [{ request: id("ctr", 1), kind: "phone" }],
};
const unreached: ContactPerson = { ...holder, contacts: [], waiting: [] };
const asked = (count: number, more: object = {}) => ({
  ...{ request: id("ctr", count), kind: "email" as const, askedAt: hours(count) },
  ...{ byHolder: false, byFile: false, isMine: false, ...more },
});
const waiting = [
  asked(1, { by: "Yann Le Bihan-Coatmeur", kind: "phone" }),
  asked(2, { byHolder: true }),
  asked(3),
  asked(4, { byFile: true }),
];
const contacts = { waiting, files: [] };
const counts = Object.fromEntries(contactFlaws.map((flaw, index) => [flaw, index * 120 + 2]));
const quality = {
  counts,
  held: 12,
  lines: contactFlaws.flatMap((flaw) =>
    (["email", "phone"] as const).map((kind) => ({ flaw, kind, nationalId: holder.nationalId })),
  ),
};

const change: Omit<ContactRequestView, "stage"> = {
  request: id("ctr", 1),
  holder,
  kind: "email",
  value: "officine@place-du-puits.example.org",
  replaces: "s•••@pharmacie-fictive.example.org",
  reason: "moved",
  proof: "desk",
  by: "Yann Le Bihan-Coatmeur",
  byHolder: false,
  byFile: false,
  isMine: false,
  until: now + 86_400,
};
const { by: _by, replaces: _replaces, ...byNobody } = change;
const changes = {
  open: { ...change, stage: "open" as const },
  confirmed: { ...change, stage: "confirmed" as const },
  refused: { ...change, stage: "refused" as const },
  over: { ...change, stage: "over" as const },
} satisfies Readonly<Record<ContactRequestView["stage"], ContactRequestView>>;
const looking = (request: ContactRequestView, more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "contacts", request: request.request } },
  ...{ content: { request }, ...more },
});

const key = (count: number, more: object = {}) => ({
  ...{ id: id("stp", count), name: "Clé du trousseau", madeAt: hours(900), isThis: false },
  ...{ lastUsedAt: hours(3), ...more },
});
const keys = {
  keys: [
    key(1, { isThis: true }),
    key(2, {
      name: "Clé de secours, dans le coffre de la salle des serveurs",
      lastUsedAt: undefined,
    }),
  ],
};
const member = (count: number, more: object = {}) => ({
  ...{ id: id("stf", count), name: me.name, scope: "national", state: "active" as const },
  ...{ isSeeded: false, roles: ["registrar"], keys: 2, hasProposal: false, addedAt: hours(900) },
  ...more,
});
const aKey = {
  ...{ key: id("spk", 1), name: "Solène Marchevoix", scope: "order:médecins" },
  roles: ["registrar"],
};
const vouched = {
  ...{ by: "Yann Le Bihan-Coatmeur", isMine: false, reason: "joins" as const },
  until: now + 80_000,
};
const team = {
  waiting: [],
  members: [
    member(1, { roles: me.roles }),
    member(2, { name: "Yann Le Bihan-Coatmeur", scope: "structure:3300000001", keys: 1 }),
    member(3, { name: "Solène Marchevoix", keys: 0, hasProposal: true, scope: "order:médecins" }),
    member(4, { name: "Guichet d'essai", isSeeded: true, state: "suspended" as const }),
  ],
};

/** By section, as the page names them; what is looked at one by one; and who is not inside. */
export const consoleStates: Readonly<Record<Section | "outside" | "visit" | "request", States>> = {
  outside: {
    ...outside,
    "no-key": { phase: "out", trouble: { kind: "no_key" } },
    signing: { phase: "out", busy: { act: "sign_in" } },
    offline: { phase: "opening", trouble: { kind: "offline" } },
    making: { ...outside.link, busy: { act: "add_key", name: "Clé" } },
    "link-over": { ...outside.link, trouble: refused("not_found") },
    stopping: { ...outside.proposed, busy: { act: "withdraw_key" } },
  },
  home: {
    "": at("home"),
    few: at("home", { me: { ...me, roles: ["registrar"], acts: ["enrol"] } }),
  },
  desk: {
    "": atDesk({ content: { desk } }),
    none: atDesk({ content: { desk: { mine: [], toCountersign: [] } } }),
    loading: atDesk(),
    person: atDesk({ content: { desk, person } }),
    finding: atDesk({ content: { desk }, busy: { act: "find", nationalId: holder.nationalId } }),
    unknown: atDesk({ content: { desk }, trouble: refused("not_found") }),
    offline: atDesk({ content: { desk }, trouble: { kind: "offline" } }),
  },
  visit: {
    ...Object.fromEntries(Object.entries(visits).map(([stage, view]) => [stage, seeing(view)])),
    loading: seeing(visits.over, { content: {} }),
    signing: seeing(visits.bound, { busy: signing }),
    asks: seeing(visits.bound, { asks: ending }),
    countersign: seeing({ ...visits.signed, isMine: false }),
    ready: seeing({ ...visits.proven, isReady: true }),
    fault: seeing(visits.bound, { trouble: refused("internal") }),
  },
  letters: {
    "": at("letters", { content: { letters: { letters } } }),
    none: at("letters", { content: { letters: { letters: [] } } }),
    loading: at("letters"),
    asks: at("letters", {
      content: { letters: { letters: letters.slice(0, 1) } },
      asks: { act: "stop_letter", enrolment: id("enr", 1) },
    }),
    stopped: at("letters", {
      content: { letters: { letters: [] } },
      told: { act: "stop_letter", enrolment: id("enr", 1) },
    }),
  },
  contacts: {
    "": atContacts({ content: { contacts } }),
    none: atContacts({ content: { contacts: { waiting: [], files: [] } } }),
    loading: atContacts(),
    reached: atContacts({ content: { contacts, reached } }),
    unreached: atContacts({ content: { contacts, reached: unreached } }),
    signing: atContacts({
      content: { contacts, reached },
      busy: {
        ...{ act: "ask_contact", nationalId: holder.nationalId, kind: "email" },
        ...{ value: "x@example.org", reason: "moved", proof: "desk" },
      },
    }),
    quality: atContacts({ content: { contacts, quality } }),
    "quality-none": atContacts({
      content: { contacts, quality: { counts: {}, held: 1, lines: [] } },
    }),
  },
  request: {
    ...Object.fromEntries(Object.entries(changes).map(([stage, view]) => [stage, looking(view)])),
    mine: looking({ ...changes.open, isMine: true }),
    asked: looking(
      { ...changes.open, isMine: true },
      {
        told: {
          act: "ask_contact",
          ...{ nationalId: holder.nationalId, value: "x@example.org" },
          kind: "email",
          reason: "moved",
          proof: "desk",
        },
      },
    ),
    holder: looking({ ...byNobody, byHolder: true, proof: "phone", stage: "open" }),
    file: looking({ ...byNobody, byFile: true, proof: "document", stage: "open" }),
    program: looking({ ...byNobody, reason: "recycled", proof: "letter", stage: "open" }),
    signing: looking(changes.open, { busy: { act: "confirm_contact", request: change.request } }),
    asks: looking(changes.open, { asks: { act: "refuse_contact", request: change.request } }),
    done: looking(changes.confirmed, { told: { act: "confirm_contact", request: change.request } }),
    turned: looking(changes.refused, { told: { act: "refuse_contact", request: change.request } }),
  },
  keys: {
    "": at("keys", { content: { keys } }),
    asks: at("keys", { content: { keys }, asks: { act: "end_key", key: id("stp", 1) } }),
    "asks-other": at("keys", { content: { keys }, asks: { act: "end_key", key: id("stp", 2) } }),
    ended: at("keys", { content: { keys }, told: { act: "end_key", key: id("stp", 9) } }),
  },
  team: {
    "": at("team", { content: { team } }),
    words: at("team", { content: { team: { ...team, waiting: [aKey] } } }),
    signing: at("team", {
      content: { team: { ...team, waiting: [aKey] } },
      busy: { act: "vouch", key: aKey.key, words: "cerise", reason: "joins" },
    }),
    second: at("team", { content: { team: { ...team, waiting: [{ ...aKey, vouched }] } } }),
    mine: at("team", {
      content: { team: { ...team, waiting: [{ ...aKey, vouched: { ...vouched, isMine: true } }] } },
      told: { act: "vouch", key: aKey.key, words: "cerise", reason: "joins" },
    }),
    "asks-refuse": at("team", {
      content: { team: { ...team, waiting: [{ ...aKey, vouched }] } },
      asks: { act: "refuse_key", key: aKey.key },
    }),
    asks: at("team", { content: { team }, asks: { act: "suspend", member: id("stf", 2) } }),
    suspended: at("team", { content: { team }, told: { act: "suspend", member: id("stf", 4) } }),
  },
};

/** The page as it stands in this state. */
export const ordinary = (state: Partial<Model>, lang: Model["lang"]): Model => ({
  ...firstModel(lang, { section: "home" }),
  ...state,
});
