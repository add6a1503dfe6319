import type { Lang } from "@aval/design";
import type {
  AccountAlert,
  AccountContact,
  AccountEvent,
  AccountHome,
  AccountPhone,
  AccountPlace,
  AccountSession,
  AccountSettings,
  AccountSteps,
  BellView,
  ComplaintDays,
  InstalledSoftware,
  PasskeyView,
  Problem,
  QuietHours,
  SessionId,
  StepName,
} from "@aval/protocol";

/**
 * *Mon accès* as a value: where its reader is, what has come, what was asked and not yet answered. Pure: the network is in
 * `effects.ts`, and the server alone says what may be done.
 */
export type Section =
  | "home"
  | "phones"
  | "places"
  | "bells"
  | "software"
  | "keys"
  | "sessions"
  | "history"
  | "alerts"
  | "contacts"
  | "steps"
  | "settings"
  | "block";

/** Each section has an address of its own: it can be kept, sent to oneself, and gone back to. */
export const addresses: Readonly<Record<Section, string>> = {
  home: "",
  sessions: "sessions",
  history: "historique",
  phones: "telephones",
  places: "postes",
  bells: "sonneries",
  software: "logiciels",
  keys: "cles",
  alerts: "alertes",
  contacts: "coordonnees",
  steps: "demarches",
  settings: "reglages",
  block: "bloquer",
};

export const sectionsInOrder = Object.keys(addresses) as readonly Section[];

export const pathOf = (section: Section): string =>
  section === "home" ? "/mon-acces" : `/mon-acces/${addresses[section]}`;

export function sectionAt(path: string): Section {
  const last = path.replace(/^\/mon-acces\/?/, "").replace(/\/$/, "");
  return sectionsInOrder.find((section) => addresses[section] === last) ?? "home";
}

/** What each section shows; `home` comes with every one. */
export type Content = {
  readonly phones: readonly AccountPhone[];
  readonly places: readonly AccountPlace[];
  readonly bells: readonly BellView[];
  readonly software: readonly InstalledSoftware[];
  readonly keys: readonly PasskeyView[];
  readonly sessions: readonly AccountSession[];
  readonly history: { readonly events: readonly AccountEvent[]; readonly next?: string };
  readonly alerts: readonly AccountAlert[];
  readonly contacts: readonly AccountContact[];
  readonly steps: AccountSteps;
  readonly settings: AccountSettings;
};
export type Listed = keyof Content;

/** What the reader may have done. Those that cannot be taken back are asked about first. */
export type Act =
  | { readonly act: "close_session"; readonly session: SessionId | "others" }
  | { readonly act: "end_place"; readonly place: string }
  | { readonly act: "end_bell"; readonly bell: string }
  | { readonly act: "end_software"; readonly software: string }
  | { readonly act: "end_key"; readonly key: string }
  | { readonly act: "suspend_phone"; readonly phone: string }
  | { readonly act: "disown"; readonly session: SessionId }
  | { readonly act: "set_more_time"; readonly moreTime: boolean }
  | { readonly act: "set_quiet"; readonly hours: QuietHours | null }
  | { readonly act: "say_contacts_right" }
  | { readonly act: "take_proofs" }
  | { readonly act: "take_complaint"; readonly days: ComplaintDays }
  | { readonly act: "tick_step"; readonly step: StepName; readonly isDone: boolean }
  | { readonly act: "block" }
  | { readonly act: "leave" };

/** What went wrong: the line, or a refusal of the server. */
export type Trouble =
  | { readonly kind: "offline" }
  | { readonly kind: "refused"; readonly problem: Problem };

/** `out`: nobody is signed in; `left` and `blocked`: this reader's own doing, a moment ago. */
export type Phase = "opening" | "in" | "out" | "left" | "blocked";

export type Model = {
  readonly lang: Lang;
  readonly phase: Phase;
  readonly section: Section;
  readonly home: AccountHome | undefined;
  readonly content: Partial<Content>;
  /** Asked about and waiting for an answer. */
  readonly asks: Act | undefined;
  /** On its way to the server. */
  readonly busy: Act | undefined;
  /** Done a moment ago: said where it happened, once. */
  readonly told: Act | undefined;
  readonly trouble: Trouble | undefined;
  /** *Toujours les bonnes ?* was put aside: until the page is opened again. */
  readonly isAskedLater: boolean;
  /** More of the history is on its way. */
  readonly isReading: boolean;
  /** Another section was shown before: then the new one's heading takes the focus. */
  readonly hasMoved: boolean;
};

export type Event =
  | { readonly event: "went"; readonly section: Section }
  | { readonly event: "came_home"; readonly home: AccountHome }
  | { readonly event: "came"; readonly what: Listed; readonly content: Partial<Content> }
  | { readonly event: "came_more"; readonly history: Content["history"] }
  | { readonly event: "asked_for_more" }
  | { readonly event: "asked"; readonly act: Act }
  | { readonly event: "dismissed" }
  | { readonly event: "put_aside" }
  | { readonly event: "acted"; readonly act: Act }
  | { readonly event: "done"; readonly act: Act; readonly content: Partial<Content> }
  | { readonly event: "failed"; readonly trouble: Trouble }
  | { readonly event: "signed_out" }
  | { readonly event: "retried" }
  | { readonly event: "chose_language"; readonly lang: Lang };

export function firstModel(lang: Lang, section: Section): Model {
  return {
    lang,
    section,
    phase: "opening",
    home: undefined,
    content: {},
    asks: undefined,
    busy: undefined,
    told: undefined,
    trouble: undefined,
    isAskedLater: false,
    isReading: false,
    hasMoved: false,
  };
}

export function update(model: Model, event: Event): Model {
  switch (event.event) {
    case "went":
      return {
        ...model,
        section: event.section,
        asks: undefined,
        told: undefined,
        trouble: undefined,
        hasMoved: true,
      };
    case "came_home":
      return { ...model, phase: "in", home: event.home };
    case "came":
      return { ...model, content: { ...model.content, ...event.content }, trouble: undefined };
    case "came_more":
      return { ...model, isReading: false, content: withMore(model.content, event.history) };
    case "asked_for_more":
      return { ...model, isReading: true, trouble: undefined };
    case "asked":
      return { ...model, asks: event.act, told: undefined, trouble: undefined };
    case "dismissed":
      return { ...model, asks: undefined };
    case "put_aside":
      return { ...model, isAskedLater: true };
    case "acted":
      return { ...model, busy: event.act, asks: undefined, told: undefined, trouble: undefined };
    case "done":
      return afterAct({ ...model, busy: undefined }, event.act, event.content);
    case "failed":
      return { ...model, busy: undefined, isReading: false, trouble: event.trouble };
    case "signed_out":
      return {
        ...firstModel(model.lang, model.section),
        phase: "out",
        hasMoved: model.phase !== "opening",
      };
    case "retried":
      return { ...model, trouble: undefined };
    case "chose_language":
      return { ...model, lang: event.lang };
  }
}

/** A page of the history after those that are there; what had come is never lost to what comes late. */
function withMore(content: Partial<Content>, more: Content["history"]): Partial<Content> {
  const { history } = content;
  if (!history) return { ...content, history: more };
  return { ...content, history: { ...more, events: [...history.events, ...more.events] } };
}

function afterAct(model: Model, act: Act, content: Partial<Content>): Model {
  const ended = { ...firstModel(model.lang, "home"), hasMoved: true };
  if (act.act === "block") return { ...ended, phase: "blocked" };
  if (act.act === "leave") return { ...ended, phase: "left" };
  const known = { ...model.content, ...content };
  const { history } = known;
  // The line stays where it is, and is over.
  if (act.act === "disown" && history) {
    const events = history.events.map((one) =>
      one.session === act.session ? { ...one, isOpen: false } : one,
    );
    return { ...model, content: { ...known, history: { ...history, events } }, told: act };
  }
  return { ...model, content: known, told: act };
}

/** Which list this section shows, to be asked for when one comes to it. */
export const listOf = (section: Section): Listed | undefined =>
  section === "home" || section === "block" ? undefined : section;

/** Whether changing is open: for the words only, the server decides. */
export const mayChange = ({ home }: Model): boolean =>
  home?.changesUntil !== undefined && home.changesUntil > home.now;

/** Whether its reader may act at all: not where a card lets them read while everything is stopped. */
export const mayAct = ({ home }: Model): boolean => !home?.onlyReads;

/** What its reader is led to: where nothing may be done, no section that is for doing. */
export const sectionsFor = (model: Model): readonly Section[] =>
  mayAct(model)
    ? sectionsInOrder
    : sectionsInOrder.filter((section) => section !== "settings" && section !== "block");

/** Whether two acts are the same button. */
export const isSameAct = (one: Act | undefined, other: Act): boolean =>
  one !== undefined && JSON.stringify(one) === JSON.stringify(other);
