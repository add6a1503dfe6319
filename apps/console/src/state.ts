import type { Lang } from "@aval/design";
import {
  type AlertList,
  type CampaignGiven,
  type CampaignId,
  type CampaignList,
  type CampaignPreview,
  type CallbackId,
  type CallerCheckId,
  type CallId,
  type CallList,
  type CaseId,
  type CaseList,
  type ComplaintId,
  type ContactKind,
  type ContactList,
  type ContactPerson,
  type ContactProof,
  type ContactQuality,
  type ContactReason,
  type ContactRequestId,
  type ContactRequestView,
  type ConsoleErasures,
  type ConsoleImports,
  type ConsoleKeyProposal,
  type ConsoleKeyStanding,
  type ConsoleKeys,
  type ConsoleMe,
  type ConsoleRetention,
  type ConsoleTeam,
  type DeskLetters,
  type DeskList,
  type DeskPerson,
  type DeskPresence,
  type DeskVisitId,
  type DeskVisitView,
  type EmergencyBegun,
  type EmergencyReason,
  type EnrolmentId,
  type ErasureId,
  type ErasurePerson,
  type ErasureReason,
  type FreezeView,
  isId,
  type MeasureId,
  type MeasurePreview,
  type Problem,
  type RefusalView,
  type ReportCheck,
  type ReportGiven,
  type PublicNoticeGiven,
  type PublicNoticeId,
  type PublicNoticeList,
  type PublicNoticePreview,
  type Reports,
  type SavedView,
  type SavedViews,
  type Statistics,
  type StaffKeyReason,
  type StopId,
  type StreamList,
  type StreamView,
} from "@aval/protocol";
import {
  type AlertsRoute,
  alertFilterIn,
  alertPath,
  alertsAddress,
  allAlerts,
  allCases,
  type CaseDoing,
  type CaseSeen,
  type CasesRoute,
  type MeasureChoice,
  type MeasureOrder,
  type WindowOrder,
  casePath,
  caseRouteAt,
  casesAddress,
} from "./cases/state.ts";
import {
  allStatistics,
  type StatisticsRoute,
  statisticsAddress,
  statisticsRouteAt,
} from "./statistics/state.ts";
import { type Replaying, type ServicesRoute, servicesRouteAt } from "./services/state.ts";

/**
 * The console as a value: where its reader is, what has come, what was asked and not yet answered. Pure: the network and the keys are
 * in `effects.ts`, and the server alone says what may be done.
 */
export type Section =
  | "home"
  | "cases"
  | "alerts"
  | "calls"
  | "refusals"
  | "freezes"
  | "reports"
  | "services"
  | "campaigns"
  | "publicNotices"
  | "desk"
  | "letters"
  | "contacts"
  | "imports"
  | "statistics"
  | "retention"
  | "erasures"
  | "keys"
  | "team";

/** Each section has an address of its own: it can be kept, sent to a colleague, and gone back to. */
export const addresses: Readonly<Record<Section, string>> = {
  home: "/",
  cases: casesAddress,
  alerts: alertsAddress,
  calls: "/appels",
  refusals: "/diagnostic",
  freezes: "/gels",
  reports: "/signalements",
  services: "/services",
  campaigns: "/campagnes",
  publicNotices: "/avis",
  desk: "/guichet",
  letters: "/lettres",
  contacts: "/coordonnees",
  imports: "/annuaire",
  statistics: statisticsAddress,
  retention: "/conservation",
  erasures: "/effacements",
  keys: "/cles",
  team: "/equipe",
};

/** The act a section needs; `undefined`: everybody who is signed in has it. */
const needs: Readonly<Record<Section, string | undefined>> = {
  home: undefined,
  cases: "see_cases",
  alerts: "see_cases",
  calls: "call_people",
  refusals: "read_refusals",
  freezes: "clear_freeze",
  reports: "follow_reports",
  services: "see_deliveries",
  campaigns: "make_campaigns",
  publicNotices: "publish_notices",
  desk: "enrol",
  letters: "look_letters_through",
  contacts: "keep_contacts",
  imports: "agree_import",
  statistics: "read_statistics",
  retention: "see_retention",
  erasures: "ask_erasure",
  keys: undefined,
  team: "see_team",
};

/** The address of the link by which a key is added. Its secret stands behind `#`, which no server is sent. */
const linkAddress = "/inscription";

/** The sections that this reader's roles give, in order. */
export const sectionsOf = (me: ConsoleMe): readonly Section[] =>
  (Object.keys(addresses) as Section[]).filter((section) => {
    const act = needs[section];
    return act === undefined || me.acts.includes(act);
  });

/** What the address bar says. */
export type Route =
  | {
      readonly section: Exclude<
        Section,
        "desk" | "contacts" | "cases" | "alerts" | "services" | "refusals" | "statistics"
      >;
    }
  | ServicesRoute
  | StatisticsRoute
  | { readonly section: "refusals"; readonly reference?: string }
  | CasesRoute
  | AlertsRoute
  | { readonly section: "contacts"; readonly request?: ContactRequestId }
  | { readonly section: "desk"; readonly visit?: DeskVisitId }
  | { readonly section: "link" };

/** `address`: with what stands behind `?`. */
export function routeAt(address: string): Route {
  const [path = "", query = ""] = address.split("?");
  const known = path.length > 1 ? path.replace(/\/$/, "") : path;
  if (known === alertsAddress) return { section: "alerts", filter: alertFilterIn(query) };
  const cases = caseRouteAt(known, query);
  if (cases) return cases;
  if (known === linkAddress) return { section: "link" };
  const visit = known.startsWith(`${addresses.desk}/`) ? known.slice(9) : undefined;
  if (isId("dkv", visit)) return { section: "desk", visit };
  const statistics = statisticsRouteAt(known, query);
  if (statistics) return statistics;
  const services = servicesRouteAt(known);
  if (services) return services;
  const request = known.startsWith(`${addresses.contacts}/`) ? known.slice(13) : undefined;
  if (isId("ctr", request)) return { section: "contacts", request };
  const reference = known.startsWith(`${addresses.refusals}/`) ? known.slice(12) : undefined;
  if (reference !== undefined && /^[\w-]{1,32}$/.test(reference))
    return { section: "refusals", reference };
  const section = (Object.keys(addresses) as Section[]).find((one) => addresses[one] === known);
  return routeOf(section ?? "home");
}

/** Where a section begins. */
export function routeOf(section: Section): Route {
  if (section === "cases") return { section, filter: allCases };
  if (section === "alerts") return { section, filter: allAlerts };
  if (section === "statistics") return { section, filter: allStatistics };
  return { section };
}

/** What the address bar says of a list of cases or alerts, or of one case. */
export const pathOfCases = (route: CasesRoute | AlertsRoute): string =>
  route.section === "cases" ? casePath(route) : alertPath(route);

export const pathOf = (section: Section): string => addresses[section];
export const visitPath = (visit: DeskVisitId): string => `${addresses.desk}/${visit}`;

export const requestPath = (request: ContactRequestId): string =>
  `${addresses.contacts}/${request}`;

export const refusalPath = (reference: string): string => `${addresses.refusals}/${reference}`;

/** A change of a contact, as its form says it. */
export type ContactChange = {
  readonly nationalId: string;
  readonly kind: ContactKind;
  readonly value: string;
  readonly reason: ContactReason;
  readonly proof: ContactProof;
};

/** What each section shows. */
export type Content = {
  readonly keys: ConsoleKeys;
  readonly team: ConsoleTeam;
  readonly desk: DeskList;
  readonly letters: DeskLetters;
  readonly cases: CaseList;
  readonly alerts: AlertList;
  /** Filters of either that its reader named. */
  readonly views: SavedViews;
  readonly calls: CallList;
  /** What a reference stands for. */
  readonly refusal: RefusalView;
  /** Where nothing dials: the one number of the call that was opened last, told once. */
  readonly dialled: string | undefined;
  /** The case that is looked at. */
  readonly case: CaseSeen;
  /** Whom a measure would reach, before it is taken. */
  readonly preview: MeasurePreview;
  /** Whoever was looked up at the desk. */
  readonly person: DeskPerson;
  readonly visit: DeskVisitView;
  readonly services: StreamList;
  /** The stream that is looked at. */
  readonly stream: StreamView;
  /** The freeze that was looked up. */
  readonly freeze: FreezeView;
  readonly contacts: ContactList;
  readonly quality: ContactQuality;
  readonly imports: ConsoleImports;
  readonly retention: ConsoleRetention;
  readonly statistics: Statistics;
  readonly erasures: ConsoleErasures;
  /** Whose facts were looked up to be erased. */
  readonly erasable: ErasurePerson;
  readonly reports: Reports;
  readonly campaigns: CampaignList;
  readonly publicNotices: PublicNoticeList;
  /** A notice as everybody would read it, and what was written for it. */
  readonly noticePreview: { readonly given: PublicNoticeGiven; readonly seen: PublicNoticePreview };
  /** A campaign as each channel would show it, and what was written for it. */
  readonly campaignPreview: { readonly given: CampaignGiven; readonly seen: CampaignPreview };
  /** A list as it was read, before it is sent. */
  readonly check: ReportCheck;
  /** Whose contacts were looked up. */
  readonly reached: ContactPerson;
  /** The change that is looked at. */
  readonly request: ContactRequestView;
  /** The key that a link brought, and its words. */
  readonly proposal: ConsoleKeyProposal;
  /** An emergency that one key has begun. */
  readonly begun: EmergencyBegun;
};

/** What the reader may have done; those that cannot be taken back are asked about first. */
export type Act =
  | { readonly act: "sign_in" }
  | { readonly act: "enter_emergency" }
  | { readonly act: "begin_emergency"; readonly reason: EmergencyReason }
  | { readonly act: "open_emergency"; readonly begun: EmergencyBegun }
  | { readonly act: "leave_emergency" }
  | { readonly act: "add_key"; readonly name: string }
  | { readonly act: "withdraw_key" }
  | { readonly act: "end_key"; readonly key: string }
  | { readonly act: "suspend"; readonly member: string }
  | {
      readonly act: "vouch";
      readonly key: string;
      readonly words: string;
      readonly reason: StaffKeyReason;
    }
  | { readonly act: "let_in"; readonly key: string }
  | { readonly act: "refuse_key"; readonly key: string }
  | { readonly act: "find"; readonly nationalId: string }
  | { readonly act: "open"; readonly nationalId: string }
  | { readonly act: "sign"; readonly visit: DeskVisitId; readonly presence: DeskPresence }
  | { readonly act: "end_visit"; readonly visit: DeskVisitId }
  | { readonly act: "stop_letter"; readonly enrolment: EnrolmentId }
  | { readonly act: "sign_file"; readonly file: string }
  | { readonly act: "refuse_file"; readonly file: string }
  | { readonly act: "sign_import"; readonly import: string }
  | { readonly act: "refuse_import"; readonly import: string }
  | { readonly act: "look_quality"; readonly from: number }
  | { readonly act: "find_contacts"; readonly nationalId: string }
  | ({ readonly act: "ask_contact" } & ContactChange)
  | { readonly act: "confirm_contact"; readonly request: ContactRequestId }
  | { readonly act: "refuse_contact"; readonly request: ContactRequestId }
  | { readonly act: "find_freeze"; readonly nationalId: string }
  | { readonly act: "clear_freeze"; readonly freeze: StopId }
  | ({ readonly act: "report" } & ReportGiven)
  | { readonly act: "check_list"; readonly text: string }
  | { readonly act: "send_list"; readonly text: string; readonly sha256: string }
  | ({ readonly act: "case"; readonly case: CaseId } & CaseDoing)
  | ({ readonly act: "save_view" } & Omit<SavedView, "view">)
  | { readonly act: "drop_view"; readonly view: string }
  | ({ readonly act: "preview_measure"; readonly case: CaseId } & MeasureChoice)
  | ({ readonly act: "take_measure"; readonly case: CaseId } & MeasureOrder)
  | ({ readonly act: "send_window"; readonly case: CaseId } & WindowOrder)
  | { readonly act: "sign_measure"; readonly case: CaseId; readonly measure: MeasureId }
  | { readonly act: "withdraw_measure"; readonly case: CaseId; readonly measure: MeasureId }
  | { readonly act: "announce_call"; readonly case: CaseId; readonly person: string }
  | { readonly act: "hold_caller"; readonly case: CaseId; readonly person: string }
  | { readonly act: "ask_caller"; readonly case: CaseId; readonly person: string }
  | { readonly act: "block_for_caller"; readonly check: CallerCheckId }
  | { readonly act: "open_call"; readonly call: CallId }
  | { readonly act: "end_call"; readonly call: CallId }
  | { readonly act: "take_callback"; readonly callback: CallbackId }
  | ({ readonly act: "ask_complaint"; readonly case: CaseId } & ComplaintAsked)
  | { readonly act: "sign_complaint"; readonly case: CaseId; readonly complaint: ComplaintId }
  | { readonly act: "take_complaint"; readonly complaint: ComplaintId }
  | ({ readonly act: "replay" } & Replaying)
  | { readonly act: "find_erasable"; readonly nationalId: string }
  | ({ readonly act: "ask_erasure" } & ErasureAsked)
  | { readonly act: "sign_erasure"; readonly erasure: ErasureId }
  | { readonly act: "withdraw_erasure"; readonly erasure: ErasureId }
  | { readonly act: "preview_notice"; readonly given: PublicNoticeGiven }
  | { readonly act: "ask_notice"; readonly given: PublicNoticeGiven; readonly digest: string }
  | { readonly act: "sign_notice"; readonly notice: PublicNoticeId }
  | { readonly act: "end_notice"; readonly notice: PublicNoticeId }
  | { readonly act: "preview_campaign"; readonly given: CampaignGiven }
  | { readonly act: "ask_campaign"; readonly given: CampaignGiven; readonly digest: string }
  | { readonly act: "sign_campaign"; readonly campaign: CampaignId }
  | { readonly act: "withdraw_campaign"; readonly campaign: CampaignId }
  | { readonly act: "stop_campaign"; readonly campaign: CampaignId }
  | { readonly act: "leave" };

/** Of whom, exactly which facts, and why. */
export type ErasureAsked = {
  readonly nationalId: string;
  readonly facts: readonly string[];
  readonly reason: ErasureReason;
};

/** Of whom in a case, and why. */
export type ComplaintAsked = { readonly person: string; readonly words: string };

/** What went wrong: the line, the key or its holder, or a refusal of the server. */
export type Trouble =
  | { readonly kind: "offline" }
  | { readonly kind: "no_key" }
  | { readonly kind: "refused"; readonly problem: Problem };

/**
 * `out`: nobody is signed in; `locked`: somebody was, a moment ago. A link leads to `proposed`: a key that waits for its words; then it is
 * `vouched`, and waits for a second operator, or it is `added`, or is over: `differed`, `withdrawn`, `late`.
 */
export type Phase = "opening" | "out" | "locked" | "left" | "in" | "link" | "emergency" | KeyPhase;
export type KeyPhase = "proposed" | "vouched" | "added" | "differed" | "withdrawn" | "late";

export type Model = {
  readonly lang: Lang;
  readonly phase: Phase;
  readonly route: Route;
  readonly me: ConsoleMe | undefined;
  readonly content: Partial<Content>;
  /** Asked about and waiting for an answer. */
  readonly asks: Act | undefined;
  /** On its way. */
  readonly busy: Act | undefined;
  /** Done a moment ago: said where it happened, once. */
  readonly told: Act | undefined;
  readonly trouble: Trouble | undefined;
  /** Another screen was shown before: then the new one's heading takes the focus. */
  readonly hasMoved: boolean;
};

export type Event =
  | { readonly event: "went"; readonly route: Route }
  | { readonly event: "came_in"; readonly me: ConsoleMe }
  | { readonly event: "came"; readonly content: Partial<Content> }
  /** The same, by itself: what its reader was told a moment ago stays. */
  | { readonly event: "watched"; readonly content: Partial<Content> }
  | { readonly event: "asked"; readonly act: Act }
  | { readonly event: "dismissed" }
  | { readonly event: "acted"; readonly act: Act }
  | { readonly event: "done"; readonly act: Act; readonly content: Partial<Content> }
  | { readonly event: "failed"; readonly trouble: Trouble }
  /** Whoever invited was read the words, or did not come. */
  | { readonly event: "key_stands"; readonly standing: ConsoleKeyStanding["standing"] }
  | { readonly event: "signed_out" }
  | { readonly event: "chose_language"; readonly lang: Lang };

export function firstModel(lang: Lang, route: Route): Model {
  return {
    lang,
    route,
    phase: route.section === "link" ? "link" : "opening",
    me: undefined,
    content: {},
    asks: undefined,
    busy: undefined,
    told: undefined,
    trouble: undefined,
    hasMoved: false,
  };
}

const quiet = { asks: undefined, busy: undefined, told: undefined, trouble: undefined };

export function update(model: Model, event: Event): Model {
  switch (event.event) {
    case "went":
      return {
        ...model,
        ...quiet,
        route: event.route,
        content: kept(model.content),
        hasMoved: true,
      };
    case "came_in":
      return {
        ...model,
        phase: "in",
        me: event.me,
        hasMoved: model.hasMoved || model.phase !== "opening",
      };
    case "came":
      return { ...model, content: { ...model.content, ...event.content }, trouble: undefined };
    case "watched":
      return { ...model, content: { ...model.content, ...event.content } };
    case "asked":
      return { ...model, asks: event.act, told: undefined, trouble: undefined };
    case "dismissed":
      return { ...model, asks: undefined };
    case "acted":
      return { ...model, ...quiet, busy: event.act };
    case "done":
      return afterAct({ ...model, busy: undefined }, event.act, event.content);
    case "failed":
      return { ...model, busy: undefined, trouble: event.trouble };
    case "key_stands":
      return isKeyWaiting(model) ? afterWords(model, event.standing) : model;
    case "signed_out":
      // What was shown is not left on a screen that others pass.
      return {
        ...firstModel(model.lang, model.route),
        phase: model.phase === "in" ? "locked" : "out",
        hasMoved: model.phase !== "opening",
      };
    case "chose_language":
      return { ...model, lang: event.lang };
  }
}

/** Who was looked at leaves the screen with it. */
const kept = ({
  person: _person,
  visit: _visit,
  reached: _reached,
  request: _request,
  case: _case,
  preview: _preview,
  freeze: _freeze,
  calls: _calls,
  refusal: _refusal,
  dialled: _dialled,
  check: _check,
  stream: _stream,
  campaignPreview: _campaignPreview,
  noticePreview: _noticePreview,
  erasable: _erasable,
  // A list of another filter is another list.
  cases: _cases,
  alerts: _alerts,
  statistics: _statistics,
  ...rest
}: Partial<Content>): Partial<Content> => rest;

const endsPreview: ReadonlySet<Act["act"]> = new Set([
  "take_measure",
  "sign_measure",
  "withdraw_measure",
]);

function afterAct(model: Model, act: Act, content: Partial<Content>): Model {
  const over = { ...firstModel(model.lang, { section: "home" }), hasMoved: true };
  if (act.act === "leave") return { ...over, phase: "left" };
  if (act.act === "leave_emergency") return { ...over, phase: "out" };
  if (act.act === "enter_emergency" || act.act === "begin_emergency")
    return { ...over, phase: "emergency", content };
  if (act.act === "add_key") return { ...over, phase: "proposed", content };
  if (act.act === "withdraw_key") return { ...over, phase: "withdrawn" };
  // What was shown before a measure is nobody's list any more.
  const { preview: _preview, ...rest } = model.content;
  const { check: _check, ...unchecked } = model.content;
  const { erasable: _erasable, ...chosen } = model.content;
  const { campaignPreview: _campaign, noticePreview: _notice, ...asked } = model.content;
  const before = endsPreview.has(act.act)
    ? rest
    : act.act === "send_list"
      ? unchecked
      : act.act === "ask_erasure" || act.act === "sign_erasure"
        ? chosen
        : act.act === "ask_campaign" || act.act === "ask_notice"
          ? asked
          : model.content;
  return { ...model, content: { ...before, ...content }, told: act };
}

/** The page of a key that a link brought, which asks again and again how it stands. */
export const isKeyWaiting = ({ phase }: Model): boolean =>
  phase === "proposed" || phase === "vouched";

/** What each standing shows; the words leave the screen with it. */
const afterStanding = {
  vouched: "vouched",
  confirmed: "added",
  differed: "differed",
  over: "late",
} as const;

const afterWords = (model: Model, standing: ConsoleKeyStanding["standing"]): Model =>
  standing === "proposed" || standing === model.phase
    ? model
    : {
        ...firstModel(model.lang, { section: "home" }),
        phase: afterStanding[standing],
        hasMoved: true,
      };

/** Whether this address is a list that filters make, of which its reader may have named some. */
export const isFiltered = (route: Route): boolean =>
  route.section === "alerts" || (route.section === "cases" && route.case === undefined);

/** What this address asks the server for; a visit is asked again and again while it goes on. */
export function listOf(
  route: Route,
):
  | "desk"
  | "visit"
  | "letters"
  | "contacts"
  | "request"
  | "imports"
  | "erasures"
  | "statistics"
  | "retention"
  | "reports"
  | "campaigns"
  | "publicNotices"
  | "keys"
  | "team"
  | "cases"
  | "case"
  | "alerts"
  | "calls"
  | "services"
  | "stream"
  | "refusal"
  | undefined {
  if (route.section === "services") return route.stream ? "stream" : "services";
  if (route.section === "cases") return route.case ? "case" : "cases";
  if (route.section === "contacts") return route.request ? "request" : "contacts";
  if (route.section === "desk") return route.visit ? "visit" : "desk";
  if (route.section === "refusals") return route.reference ? "refusal" : undefined;
  const { section } = route;
  return section === "home" || section === "link" || section === "freezes" ? undefined : section;
}

/** Whether what is shown may change by itself: somebody else scans, or signs; an alert comes, a colleague claims. */
export const isWatched = ({ phase, route, content }: Model): boolean =>
  phase === "in" &&
  (watchEvery(route) > 1 ||
    (route.section === "desk" &&
      (route.visit === undefined || !["over", "proven"].includes(content.visit?.stage ?? ""))));

/** After so many seconds each: a person at a desk waits for the next, an analyst's queue does not. */
export const watchEvery = ({ section }: Route): number =>
  ["cases", "alerts", "calls", "services", "campaigns", "publicNotices"].includes(section) ? 10 : 1;

/** Whether two acts are the same, on the same thing. */
export const isSameAct = (one: Act | undefined, other: Act): boolean =>
  one !== undefined && JSON.stringify(one) === JSON.stringify(other);
