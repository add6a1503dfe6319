import {
  type ConsoleContact,
  type ContactPerson,
  type ContactRequestView,
  contactFlaws,
  type DeskLetters,
  type DeskPerson,
  type EmergencyBegun,
  letterStates,
} from "@aval/protocol";
import {
  firstModel,
  type Model,
  type Phase,
  type Section,
} from "../../../apps/console/src/state.ts";
import { errors } from "../../../apps/server/src/errors.ts";
import { caseStates } from "./cases.ts";
import { fileStates } from "./files.ts";
import { holder, hours, id, me, now } from "./people.ts";
import { callStates } from "./calls.ts";
import { refusalStates } from "./refusals.ts";
import { freezeStates } from "./freezes.ts";
import { serviceStates } from "./services.ts";
import { importStates } from "./imports.ts";
import { campaignStates } from "./campaigns.ts";
import { erasureStates } from "./erasures.ts";
import { statisticStates } from "./statistics.ts";
import { retentionStates } from "./retention.ts";
import { noticeStates } from "./public-notices.ts";
import { reportStates } from "./reports.ts";
import { teamStates } from "./team.ts";
import { visitStates } from "./visits.ts";

/**
 * Every screen of the console in every state it can be in, as the models they are drawn from. A section, a phase of the way in, a stage of
 * a visit or of a change that has no row does not compile.
 */
type States = Readonly<Record<string, Partial<Model>>>;

const refused = (error: "not_found" | "internal") => {
  const { fr, en } = errors[error];
  const problem = { error, message: { fr, en }, reference: "k7qf-2m9d" };
  return { kind: "refused", problem } as const;
};
const at = (
  section: Exclude<Section, "desk" | "contacts" | "cases" | "alerts" | "statistics">,
  more: Partial<Model> = {},
): Partial<Model> => ({ ...{ phase: "in", me, route: { section } }, ...more });
const atDesk = (more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "desk" }, ...more },
});
const atContacts = (more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "contacts" }, ...more },
});

const begun: EmergencyBegun = {
  ...{ code: "c".repeat(43), challenge: "d".repeat(43), rpId: "desk.localhost" },
  ...{ first: me.name, reason: "nobody_reached", until: now + 300 },
};
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
  emergency: { phase: "emergency" },
} as const satisfies Readonly<Record<Exclude<Phase, "in">, Partial<Model>>>;

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
  at: now,
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
  endsTrust: false,
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
/** By section, as the page names them; what is looked at one by one; and who is not inside. */
export const consoleStates: Readonly<
  Record<Section | "outside" | "visit" | "request" | "case", States>
> = {
  outside: {
    ...outside,
    "no-key": { phase: "out", trouble: { kind: "no_key" } },
    signing: { phase: "out", busy: { act: "sign_in" } },
    offline: { phase: "opening", trouble: { kind: "offline" } },
    making: { ...outside.link, busy: { act: "add_key", name: "Clé" } },
    "link-over": { ...outside.link, trouble: refused("not_found") },
    "emergency-second": { phase: "emergency", content: { begun } },
    "emergency-opening": {
      ...{ phase: "emergency", content: { begun }, busy: { act: "open_emergency", begun } },
    },
    stopping: { ...outside.proposed, busy: { act: "withdraw_key" } },
  },
  ...caseStates,
  home: {
    "": at("home"),
    emergency: at("home", {
      me: {
        ...me,
        roles: [],
        scope: "national",
        acts: ["see_cases"],
        emergencyWith: "Yann Le Bihan-Coatmeur",
      },
    }),
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
  visit: visitStates,
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
    "quality-more": atContacts({
      content: { contacts, quality: { ...quality, next: 200 } },
    }),
    ...fileStates(waiting),
    "quality-not-yet": atContacts({
      content: { contacts, quality: { counts: {}, held: 0, lines: [] } },
    }),
    "quality-none": atContacts({
      content: { contacts, quality: { at: now, counts: {}, held: 1, lines: [] } },
    }),
  },
  request: {
    ...Object.fromEntries(Object.entries(changes).map(([stage, view]) => [stage, looking(view)])),
    mine: looking({ ...changes.open, isMine: true }),
    untrusted: looking({ ...changes.open, reason: "recycled", endsTrust: true }),
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
  calls: callStates,
  refusals: refusalStates,
  freezes: freezeStates,
  reports: reportStates,
  services: serviceStates,
  campaigns: campaignStates,
  publicNotices: noticeStates,
  imports: importStates,
  statistics: statisticStates,
  retention: retentionStates,
  erasures: erasureStates,
  team: teamStates,
};

/** The page as it stands in this state. */
export const ordinary = (state: Partial<Model>, lang: Model["lang"]): Model => ({
  ...firstModel(lang, { section: "home" }),
  ...state,
});
