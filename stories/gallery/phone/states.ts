import {
  type AccountEvent,
  type Context,
  type HistoryItem,
  idFrom,
  type PlaceView,
  type SessionItem,
  refusalReasons,
  type ReopeningView,
  type StopView,
} from "@aval/protocol";
import { approvalsInFrench } from "../../../apps/authenticator/src/approvals/messages.fr.ts";
import {
  type DangerCause,
  danger,
  digits,
  type Ending,
  question,
  scan,
} from "../../../apps/authenticator/src/approvals/request.ts";
import { enrolmentInFrench } from "../../../apps/authenticator/src/enrolment/messages.fr.ts";
import {
  emptyCode,
  emptyConfirm,
  emptyDesk,
  type OverReason,
} from "../../../apps/authenticator/src/enrolment/state.ts";
import {
  type Making,
  noPlaces,
  placeAsk,
  placeCall,
  placeList,
  placeWait,
} from "../../../apps/authenticator/src/places/request.ts";
import { sessionList } from "../../../apps/authenticator/src/sessions/request.ts";
import { noBells } from "../../../apps/authenticator/src/bells/request.ts";
import { locumCheck, locumWho } from "../../../apps/authenticator/src/locums/request.ts";
import type { Model, Screen } from "../../../apps/authenticator/src/state.ts";
import { cardLost } from "../../../apps/authenticator/src/cards/state.ts";
import { block, type Lift, type Reopening } from "../../../apps/authenticator/src/stops/request.ts";
import type { Trouble } from "../../../apps/authenticator/src/trouble.ts";
import { errors, type Refusal } from "../../../apps/server/src/errors.ts";
import { contactNotices, ownContactStates } from "./own-contacts.ts";
import { ownPhoneStates } from "./own-phones.ts";
import { passkeyQuestions, passkeyStates } from "./passkeys.ts";
import { answeredWithBell, bellStates, bellsOfPlaces, homeWithRing } from "./bells.ts";
import { askingOf } from "../../../apps/authenticator/src/shell/asking.ts";
import { drillStates, exercise, onboardingStates, practiceStates } from "./onboarding.ts";
import {
  backStates,
  checkStates,
  called,
  calledBefore,
  callStates,
  quiet,
  reportStates,
  unverified,
} from "./calls.ts";
import { noticeStates } from "./notices.ts";
import { letterStates } from "./letter.ts";
import { walletStates } from "./wallet.ts";

import { nothingDue } from "../../../apps/authenticator/src/own-contacts/state.ts";
import { noComing } from "../../../apps/authenticator/src/phones/request.ts";
import { noSoftware } from "../../../apps/authenticator/src/software/request.ts";
import {
  bySoftware,
  officine,
  searchable,
  softwareAsking,
  softwareQuestions,
  softwareStates,
} from "./software.ts";
import { nothingKnown } from "../../../apps/authenticator/src/second-means/request.ts";
import { meansStates } from "./second-means.ts";
import { addingStates, comingStates, samePhoneStates, waiting, wordsStates } from "./phones.ts";

/**
 * Every screen of the phone in every state it can be in, as the values the screens are drawn from: the one list that the
 * gallery walks. A screen without a row does not compile; a cause, a reason or a kind comes from the application's own
 * lists, so that a new one is drawn and judged without a line here.
 */

/** A state is what differs from {@link ordinary}. */
export type PhoneState = Partial<Model> & { readonly screen: Screen };
type States = Readonly<Record<string, PhoneState>>;

/** Friday 20 November 2026, 9:12 in Paris: transcripts hold no other clock. */
const now = 1_795_162_320;
const holder = { name: "Camille Rousselet", nationalId: "899700000017" };
const approval = "apr_0123456789abcdefghjkmnpqrs" as Context["approval"];

const context: Context = {
  v: "aval.context.v1",
  approval,
  kind: "sign-in",
  service: { id: "register", name: "Registre de vaccination", number: "VAC-0421" },
  software: [],
  holder,
  browser: { standing: "unknown", declared: "Windows, Firefox" },
  distance: "other_network",
  transfer: "qr",
  rights: "reduced",
  reducedForSeconds: 3600,
  call: "none",
  reasons: [],
  shownAt: now - 5,
  claimedAt: now,
  decideBy: now + 115,
};
/** As long as a register's own rows get, in each field. */
const longContext: Context = {
  ...context,
  service: {
    id: "long",
    name: "Portail interrégional de traçabilité des vaccinations et des tests antigéniques",
    number: "PRODUCTION-2026-0000421",
  },
  software: [
    {
      name: "Logiciel d'aide à la gestion de l'officine du Grand-Port, version 12.4",
      declared: false,
    },
    { name: "Passerelle-Interopérabilité-Territoriale", declared: true },
  ],
  holder: {
    name: "Marie-Antoinette de Montigny-Lencoup-Sainte-Colombe",
    nationalId: "899700000017",
  },
  browser: {
    standing: "known_workstation",
    declared: "Windows 11 Entreprise, Firefox 145.0.2 ESR",
  },
  distance: "same_network",
  call: "open",
  reasons: ["Premier accès à ce service", "Deux refus depuis hier"],
};
const held = { approval, context };
const practised = exercise(context);

const item = (
  state: HistoryItem["state"],
  at: number,
  more: Partial<HistoryItem> = {},
): HistoryItem => ({
  approval: `${approval.slice(0, -3)}${state.slice(0, 3)}` as Context["approval"],
  state,
  service: "Registre de vaccination",
  at,
  ...more,
});
const activity = {
  asOf: now - 3600,
  items: [
    item("spent", now - 600, { rights: "reduced" }),
    item("claimed", now - 1200),
    item("refused", now - 90_000, { reason: "on_call" }),
    item("cancelled", now - 91_000, { because: "two_at_once" }),
    item("expired", now - 300_000, { service: "" }),
    item("approved", now - 40_000_000, { rights: "full", service: longContext.service.name }),
  ],
};

const someSession = idFrom("ses", new Uint8Array(17).fill(1));
const happened = (kind: string, ago: number, more: Partial<AccountEvent> = {}): AccountEvent => ({
  id: `fct_${ago}`,
  at: now - ago,
  kind,
  isOpen: false,
  isThis: false,
  ...more,
});
const onComputer = { service: "Registre de vaccination", declared: "Windows, Firefox" };
const events: readonly AccountEvent[] = [
  happened("session_opened", 600, {
    ...onComputer,
    session: someSession,
    rights: "reduced",
    phone: "Téléphone Android",
    isOpen: true,
  }),
  happened("approval_refused", 1200, { ...onComputer, reason: "on_call" }),
  happened("session_entered", 4000, {
    service: longContext.service.name,
    declared: longContext.browser.declared,
    session: idFrom("ses", new Uint8Array(17).fill(2)),
  }),
  happened("session_opened", 80_000, {
    ...{ service: officine.name, where: "own_software", rights: "reduced" },
    phone: "Téléphone Android",
  }),
  happened("place_made", 90_000, { declared: "Windows, Firefox", phone: "Téléphone Android" }),
  happened("card_used", 91_000, onComputer),
  happened("passkey_added", 92_000),
  happened("stop_lifted", 93_000, { by: "card" }),
  happened("something_new", 40_000_000),
];

const offline: Trouble = { kind: "offline" };
const fault: Trouble = { kind: "fault" };
function denied(error: Refusal, more: Partial<Trouble> = {}): Trouble {
  const { fr, en } = errors[error];
  return { kind: "denied", error, message: { fr, en }, reference: "k7qf-2m9d", ...more };
}

const place = (seed: number, more: Partial<PlaceView>): PlaceView => ({
  id: `plc_0123456789abcdefghjkmnpqr${seed}` as PlaceView["id"],
  declared: "Windows, Firefox",
  state: "aged",
  people: "alone",
  hasL5: false,
  madeAt: now - 90_000,
  lastUsedAt: now - 600,
  asks: false,
  network: "same_network",
  ...more,
});
const asks = place(1, { state: "new", asks: true, firstUsedAgainAt: now - 600 });
const aged = place(2, { agedAt: now - 80_000, hasL5: true, people: "several" });
const longPlace = place(3, {
  declared: "Windows 11 Entreprise, Firefox 145.0.2 ESR, Portail-Interrégional-De-Traçabilité",
  people: "several",
  network: "other_network",
});
const made = place(4, { state: "new", madeAt: now, lastUsedAt: now });
const list = [
  made,
  asks,
  aged,
  place(5, { state: "asleep", declared: "macOS, Safari", lastUsedAt: now - 12_000_000 }),
  place(6, { state: "asleep", clonedAt: now - 3600, declared: "" }),
  longPlace,
];
const making: Making = {
  approval,
  declared: "Windows, Firefox",
  notBefore: now + 24,
  until: now + 594,
};
const candidate = { approval, declared: "Windows, Firefox" };
const asksHere = placeAsk(asks);

type Told = SessionItem["services"][number]["told"];
const toldService = (name: string, told: Told) => ({ id: name, name, number: "VAC-0421", told });
const sessionAt = (seed: number, more: Partial<SessionItem> = {}): SessionItem => ({
  session: `ses_0123456789abcdefghjkmnpqr${seed}` as SessionItem["session"],
  state: "open",
  rights: "full",
  where: "own_place",
  declared: "Windows, Firefox",
  openedAt: now - 7200,
  endsAt: now + 7200,
  services: [
    toldService("Registre de vaccination", "open"),
    toldService("Résultats d'analyses", "open"),
  ],
  ...more,
});
const reducedSession = sessionAt(3, {
  rights: "reduced",
  where: "unknown",
  declared: "Linux, Chrome",
  openedAt: now - 300,
  endsAt: now + 3300,
  services: [toldService("Registre de vaccination", "open")],
});
const softwareSession = bySoftware(
  sessionAt(7, { services: [toldService(officine.name, "open")] }),
);
const longSession = sessionAt(4, {
  declared: "Windows 11 Entreprise, Firefox 145.0.2 ESR, Portail-Interrégional-De-Traçabilité",
  services: [toldService(longContext.service.name, "open")],
});
const closedSessions = [
  sessionAt(5, {
    state: "closed",
    closedAt: now - 60,
    because: "holder",
    services: [
      toldService("Registre de vaccination", "closed"),
      toldService("Résultats d'analyses", "told"),
      toldService("Portail régional", "untold"),
    ],
  }),
  sessionAt(6, {
    state: "closed",
    closedAt: now - 40_000,
    because: "other_person",
    declared: "",
    services: [toldService(longContext.service.name, "untold")],
  }),
];

const people = [
  {
    nationalId: "899700000013",
    name: "Inès Carpentier",
    story: "Pharmacienne de garde cette nuit",
  },
  {
    nationalId: "899700000021",
    name: "Yann Le Goff",
    story: "Médecin généraliste aveugle, lecteur d'écran",
  },
];
const registrars = [
  { id: "reg_1", name: "Agnès Morel, Ordre des pharmaciens", scope: "order" },
  { id: "reg_2", name: "Paul Diallo, Centre hospitalier du Grand-Port", scope: "structure" },
];
const desk = { ...emptyDesk, busy: undefined, people, registrars, first: "reg_1", second: "reg_2" };

/** One state for each name of a list of the application. */
function each<Name extends string>(names: readonly Name[], state: (name: Name) => Screen): States {
  return Object.fromEntries(names.map((name) => [name, { screen: state(name) }]));
}
const namesOf = <T extends object>(list: T) => Object.keys(list) as (keyof T & string)[];

const asked = question(held);
const opened = { ...scan(), eye: "open" } as const;
const causes: readonly DangerCause[] = namesOf(approvalsInFrench.danger.done);
const endings: Readonly<Record<string, Ending>> = {
  expired: { how: "expired" },
  unknown: { how: "unknown" },
  ...Object.fromEntries(
    namesOf(approvalsInFrench.ended.cancelledText).map((because) => [
      `cancelled-${because}`,
      { how: "cancelled", because },
    ]),
  ),
  ...Object.fromEntries(
    (
      [
        "rights_denied",
        "holder_stopped",
        "already_decided",
        "approval_not_found",
        "other_context",
      ] as const
    ).map((error) => [`denied-${error}`, { how: "denied", trouble: denied(error) }]),
  ),
};

const stopOf = (changes: Partial<StopView>): StopView => ({
  id: idFrom("stp", new Uint8Array(17).fill(1)),
  kind: "block",
  madeAt: now - 120,
  thisPhone: false,
  ways: [],
  ...changes,
});
const blocked = stopOf({
  thisPhone: true,
  until: now + 780,
  ways: [
    { means: ["phone"], from: now - 120 },
    { means: ["desk", "card", "phone"], from: now + 780 },
    { means: ["card"], from: now + 86_280 },
  ],
});
const blockedBefore = stopOf({
  madeAt: now - 40_000,
  ways: [
    { means: ["desk", "card", "phone"], from: now - 39_100 },
    { means: ["card"], from: now + 46_400 },
  ],
  cardAddress: "https://carte.exemple.fr/rouvrir",
});
/** The same where this phone goes to the desk: what was shown so far. */
const atDesk = (shown: Partial<ReopeningView> = {}): StopView => ({
  ...blockedBefore,
  reopening: { begun: true, phone: idFrom("dev", new Uint8Array(17).fill(4)), ...shown },
});
const reopening: Reopening = {
  at: "reopening",
  stop: blockedBefore.id,
  busy: undefined,
  trouble: undefined,
};
const paused = stopOf({
  id: idFrom("stp", new Uint8Array(17).fill(2)),
  kind: "pause",
  thisPhone: true,
  ways: [
    { means: ["phone"], from: now - 120 },
    { means: ["desk"], from: now - 120 },
    { means: ["card"], from: now + 86_280 },
  ],
});
const frozen = stopOf({ kind: "freeze", ways: [{ means: ["two_people"], from: now - 120 }] });
const lifting: Lift = {
  at: "lift",
  stop: blocked,
  busy: false,
  short: false,
  entry: 0,
  trouble: undefined,
  waitUntil: undefined,
};

const locum = (seed: number, name: string, from: number, until: number) => ({
  id: idFrom("loc", new Uint8Array(17).fill(seed)),
  name,
  nationalId: `89970000002${seed}`,
  from,
  until,
});
const midnight = 1_795_129_200;
const locums = [
  locum(1, "Yann LE GOFF", midnight, midnight + 86_400),
  locum(
    2,
    "Marie-Antoinette DE MONTIGNY-LENCOUP-SAINTE-COLOMBE",
    midnight + 864_000,
    midnight + 1_728_000,
  ),
];
const typedLocum = { nationalId: "899700000021", from: "2026-11-20", until: "2026-11-24" };
const whoReplaces = locumWho(aged, typedLocum);
const checking = locumCheck(
  whoReplaces,
  { name: "Yann LE GOFF", nationalId: "899700000021" },
  { from: midnight, until: midnight + 432_000 },
);
const hosting = { list: [{ ...aged, locums }, longPlace], making: undefined };

const hereContext: Context = { ...context, transfer: "this_phone", rights: "full" };

export const phoneStates: Readonly<Record<Screen["at"], States>> = {
  starting: { "": { screen: { at: "starting" }, holder: undefined } },
  broken: each(["no_storage", "fault"], (why) => ({ at: "broken", why })),
  gone: each(namesOf(enrolmentInFrench.gone.lead), (why) => ({ at: "gone", why })),
  call: callStates,
  "call-back": backStates,
  "caller-check": checkStates,
  "call-report": reportStates,
  welcome: { "": { screen: { at: "welcome" }, holder: undefined } },
  install: each(["installed", "prompt", "ios", "menu"], (offer) => ({ at: "install", offer })),
  desk: {
    loading: { screen: emptyDesk },
    "": { screen: desk },
    chosen: { screen: { ...desk, person: people[0] } },
    "same-registrar": { screen: { ...desk, person: people[1], second: "reg_1" } },
    presenting: { screen: { ...desk, person: people[0], busy: "presenting" } },
    offline: { screen: { ...emptyDesk, busy: undefined, trouble: offline } },
    refused: { screen: { ...desk, person: people[0], trouble: denied("evidence_refused") } },
  },
  entering: { "": { screen: { at: "entering", otherwise: undefined } } },
  "no-way": {
    ...each(["link", "foreign", "spent", "no_phone"], (why) => ({
      at: "no-way",
      why,
      trouble: undefined,
    })),
    refused: { screen: { at: "no-way", why: "refused", trouble: denied("rights_denied") } },
    offline: { screen: { at: "no-way", why: "refused", trouble: offline } },
  },
  "coming-back": {
    "": { screen: { at: "coming-back", approval, context: hereContext, trouble: undefined } },
    offline: { screen: { at: "coming-back", approval, context: hereContext, trouble: offline } },
  },
  "locum-call": { "": { screen: { at: "locum-call", place: aged } } },
  "locum-who": {
    "": { screen: whoReplaces },
    nobody: { screen: { ...whoReplaces, slip: "nobody" } },
    days: { screen: { ...whoReplaces, slip: "days" } },
    busy: { screen: { ...whoReplaces, busy: true } },
    unknown: { screen: { ...whoReplaces, trouble: denied("locum_unknown") } },
    offline: { screen: { ...whoReplaces, trouble: offline } },
  },
  "locum-check": {
    "": { screen: checking },
    short: { screen: { ...checking, short: true } },
    wrong: { screen: { ...checking, trouble: denied("wrong_code", { triesLeft: 3 }) } },
    busy: { screen: { ...checking, busy: true } },
    "too-many": { screen: { ...checking, trouble: denied("locum_too_many") } },
    offline: { screen: { ...checking, trouble: offline } },
  },
  "locum-done": {
    "": {
      screen: {
        at: "locum-done",
        place: aged,
        locum: { ...checking.found, from: checking.from, until: checking.until },
      },
    },
  },
  elsewhere: { "": { screen: { at: "elsewhere" }, sandbox: false } },
  ...walletStates(denied),
  ...letterStates(denied),
  waiting: {
    "": { screen: waiting },
    checking: { screen: { ...waiting, busy: true } },
    until: { screen: { ...waiting, activeAt: now + 86_400 } },
    limited: { screen: { ...waiting, activeAt: now + 86_400, limited: true } },
    held: { screen: { ...waiting, held: true } },
    "held-words": {
      screen: { ...waiting, held: true, words: ["boussole", "carotte", "mouton", "valise"] },
    },
    frozen: { screen: { ...waiting, activeAt: now + 3600, frozen: true } },
    "at-home-offered": { screen: { ...waiting, activeAt: now + 3600, atHome: "offered" } },
    "at-home-coded": {
      screen: { ...waiting, activeAt: now + 3600, atHome: "offered", isCoded: true },
    },
    "at-home-given": { screen: { ...waiting, activeAt: now + 86_400, atHome: "given" } },
    offline: { screen: { ...waiting, trouble: offline } },
  },
  code: {
    "": { screen: emptyCode },
    frozen: { screen: { ...emptyCode, frozen: true } },
    "at-home": { screen: { ...emptyCode, atHome: true } },
    "at-home-opening": { screen: { ...emptyCode, atHome: true, busy: "activation" } },
    ...each(namesOf(enrolmentInFrench.code.faults), (found) => ({ ...emptyCode, fault: found })),
    making: { screen: { ...emptyCode, busy: "code" } },
    activating: { screen: { ...emptyCode, busy: "activation" } },
    offline: { screen: { ...emptyCode, trouble: offline } },
  },
  confirm: {
    "": { screen: emptyConfirm },
    short: { screen: { ...emptyConfirm, short: true } },
    wrong: { screen: { ...emptyConfirm, trouble: denied("wrong_code", { triesLeft: 3 }) } },
    wait: { screen: { ...emptyConfirm, trouble: denied("pin_wait"), waitUntil: now + 30 } },
    busy: { screen: { ...emptyConfirm, busy: true } },
    "at-home": { screen: { ...emptyConfirm, atHome: true } },
    offline: { screen: { ...emptyConfirm, trouble: offline } },
  },
  over: each(namesOf(enrolmentInFrench.over.title) as readonly OverReason[], (why) => ({
    at: "over",
    why,
  })),
  enrolled: {
    "": { screen: { at: "enrolled" } },
    frozen: { screen: { at: "enrolled", frozen: true } },
  },
  home: {
    "": { screen: { at: "home", opening: false, waiting: undefined } },
    new: {
      screen: { at: "home", opening: false, waiting: undefined },
      activity: { asOf: now, items: [] },
    },
    update: { screen: { at: "home", opening: false, waiting: undefined }, update: true },
    onboarding: {
      screen: { at: "home", opening: false, waiting: undefined },
      onboarding: "second",
    },
    "only-means": {
      screen: { at: "home", opening: false, waiting: undefined },
      means: { means: [], later: undefined },
    },
    ...comingStates,
    ...contactNotices,
    "place-asks": {
      screen: { at: "home", opening: false, waiting: undefined },
      places: { list, making },
    },
    "place-making": {
      screen: { at: "home", opening: false, waiting: undefined },
      places: { list: [], making },
    },
    called: { screen: { at: "home", opening: false, waiting: undefined }, calls: called },
    "call-held": {
      screen: { at: "home", opening: false, waiting: undefined },
      calls: calledBefore,
    },
    "call-unverified": {
      screen: { at: "home", opening: false, waiting: undefined },
      calls: unverified,
    },
    blocked: { screen: { at: "home", opening: false, waiting: undefined }, stops: [blocked] },
    paused: { screen: { at: "home", opening: false, waiting: undefined }, stops: [paused] },
    software: {
      screen: { at: "home", opening: false, waiting: undefined },
      software: searchable,
    },
    ...homeWithRing,
    waiting: { screen: { at: "home", opening: false, waiting: held } },
    "waiting-long": {
      screen: { at: "home", opening: false, waiting: { approval, context: longContext } },
    },
    offline: {
      screen: { at: "home", opening: false, waiting: undefined },
      online: false,
      activityTrouble: offline,
    },
    denied: {
      screen: { at: "home", opening: false, waiting: undefined },
      activity: undefined,
      activityTrouble: denied("too_many"),
    },
  },
  history: {
    "": { screen: { at: "history", events, next: "1.fct" } },
    more: { screen: { at: "history", events, next: "1.fct", loading: true } },
    "end-of-list": { screen: { at: "history", events: events.slice(0, 2) } },
    none: { screen: { at: "history", events: [] } },
    leaving: { screen: { at: "history", events, disowning: someSession } },
    disowned: { screen: { at: "history", events, disowned: someSession } },
    "not-disowned": { screen: { at: "history", events, trouble: denied("not_found") } },
    kept: { screen: { at: "history" } },
    loading: { screen: { at: "history" }, activity: undefined },
    empty: { screen: { at: "history" }, activity: { asOf: now, items: [] } },
    offline: { screen: { at: "history" }, online: false, activityTrouble: offline },
    "offline-empty": {
      screen: { at: "history" },
      online: false,
      activity: undefined,
      activityTrouble: offline,
    },
  },
  scan: {
    opening: { screen: scan() },
    "": { screen: opened, sandbox: false },
    sandbox: { screen: opened },
    lamp: { screen: { ...opened, torch: false } },
    "lamp-on": { screen: { ...opened, torch: true } },
    display: { screen: { ...opened, source: "display" } },
    "display-closed": { screen: { ...scan("display"), eye: "forbidden" } },
    reading: { screen: { ...opened, claiming: true } },
    stale: { screen: { ...opened, stale: 4 } },
    forbidden: { screen: { ...scan(), eye: "forbidden" }, sandbox: false },
    absent: { screen: { ...scan(), eye: "absent" }, sandbox: false },
    "absent-sandbox": { screen: { ...scan(), eye: "absent" } },
    "in-use": { screen: { ...scan(), eye: "in_use" }, sandbox: false },
    offline: { screen: { ...opened, trouble: offline } },
    "frame-refused": { screen: { ...opened, trouble: denied("frame_refused") } },
    fault: { screen: { ...opened, trouble: fault } },
    ...each(namesOf(approvalsInFrench.scan.wrong), (wrong) => ({ ...opened, wrong })),
  },
  digits: {
    "": { screen: digits },
    slip: { screen: { ...digits, slip: true } },
    busy: { screen: { ...digits, busy: true } },
    unknown: { screen: { ...digits, trouble: denied("unknown_digits") } },
    exhausted: { screen: { ...digits, trouble: denied("digits_exhausted") } },
    offline: { screen: { ...digits, trouble: offline } },
  },
  question: {
    "": { screen: asked },
    practice: practised.question,
    ...passkeyQuestions(approval, context),
    ...softwareQuestions(approval, context),
    long: { screen: question({ approval, context: longContext }) },
    digits: {
      screen: question({ approval, context: { ...context, transfer: "digits", rights: "full" } }),
    },
    "own-place": {
      screen: question({
        approval,
        context: {
          ...context,
          rights: "full",
          browser: {
            standing: "own_place",
            declared: "Windows, Firefox",
            place: { id: aged.id, since: now - 20_000_000 },
          },
        },
      }),
    },
    "new-place": {
      screen: question({
        approval,
        context: {
          ...context,
          browser: { ...context.browser, place: { id: made.id, since: now - 86_400 } },
        },
      }),
    },
    short: { screen: { ...asked, short: true } },
    wrong: { screen: { ...asked, trouble: denied("wrong_code", { triesLeft: 1 }) } },
    wait: { screen: { ...asked, trouble: denied("pin_wait"), waitUntil: now + 30 } },
    "wait-too-long": { screen: { ...asked, trouble: denied("pin_wait"), waitUntil: now + 900 } },
    busy: { screen: { ...asked, busy: true, sent: true } },
    offline: { screen: { ...asked, sent: true, trouble: offline } },
    unavailable: { screen: { ...asked, trouble: denied("pin_unavailable") } },
    "last-seconds": { screen: question({ approval, context: { ...context, decideBy: now + 9 } }) },
    "no-time": { screen: question({ approval, context: { ...context, decideBy: now } }) },
  },
  why: {
    "": { screen: { ...asked, at: "why", refused: true } },
    leaving: { screen: { ...asked, at: "why", refused: false, busy: true } },
    "not-yet": { screen: { ...asked, at: "why", refused: false, sent: true, trouble: offline } },
    busy: { screen: { ...asked, at: "why", refused: true, busy: true } },
    offline: { screen: { ...asked, at: "why", refused: true, trouble: offline } },
    settled: { screen: { ...asked, at: "why", refused: true, trouble: denied("refusal_settled") } },
  },
  answered: {
    "practice-refused": { ...practised.refused, onboarding: "request" },
    "practice-approved": practised.approved,
    approved: { screen: { at: "answered", decision: "approved", context, mayBePlace: false } },
    "approved-place": {
      screen: { at: "answered", decision: "approved", context, mayBePlace: true },
    },
    "approved-full": {
      screen: {
        at: "answered",
        decision: "approved",
        context: { ...longContext, rights: "full" },
        mayBePlace: false,
      },
    },
    ...answeredWithBell(context),
    ...each(refusalReasons, (reason) => ({ at: "answered", decision: "refused", context, reason })),
  },
  ended: {
    ...Object.fromEntries(
      Object.entries(endings).map(([name, ending]) => [
        name,
        { screen: { at: "ended", ending, context } },
      ]),
    ),
    practice: practised.over,
  },
  danger: Object.fromEntries(
    causes.flatMap((cause) =>
      [0, 1, 2].map((wording) => [`${cause}-${wording}`, { screen: danger(cause, wording) }]),
    ),
  ),
  ...softwareStates,
  ...addingStates,
  ...meansStates,
  words: wordsStates,
  "same-phone": samePhoneStates,
  passkeys: passkeyStates,
  ...ownPhoneStates,
  ...ownContactStates,
  "card-lost": {
    "": { screen: cardLost },
    busy: { screen: { ...cardLost, busy: true } },
    offline: { screen: { ...cardLost, trouble: offline } },
    denied: { screen: { ...cardLost, trouble: denied("card_report_refused") } },
    done: { screen: { ...cardLost, done: 1 } },
    "done-none": { screen: { ...cardLost, done: 0 } },
  },
  block: {
    "": { screen: block },
    busy: { screen: { ...block, busy: true } },
    offline: { screen: { ...block, trouble: offline } },
    denied: { screen: { ...block, trouble: denied("unavailable") } },
  },
  stopped: {
    "": { screen: { at: "stopped" }, stops: [blocked] },
    later: { screen: { at: "stopped" }, stops: [blockedBefore] },
    desk: { screen: { at: "stopped" }, stops: [atDesk({ begun: false })] },
    paused: { screen: { at: "stopped" }, stops: [paused] },
    frozen: { screen: { at: "stopped" }, stops: [frozen] },
    several: { screen: { at: "stopped" }, stops: [paused, blockedBefore] },
  },
  "lift-call": { "": { screen: { at: "lift-call", stop: blocked } } },
  lift: {
    "": { screen: lifting },
    pause: { screen: { ...lifting, stop: paused } },
    short: { screen: { ...lifting, short: true } },
    wrong: { screen: { ...lifting, trouble: denied("wrong_code", { triesLeft: 4 }) } },
    wait: { screen: { ...lifting, trouble: denied("pin_wait"), waitUntil: now + 60 } },
    over: { screen: { ...lifting, trouble: denied("stop_not_liftable") } },
    busy: { screen: { ...lifting, busy: true } },
  },
  reopening: {
    "": { screen: reopening, stops: [atDesk()], sandbox: false },
    beginning: { screen: { ...reopening, busy: "begin" }, stops: [atDesk({ begun: false })] },
    desk: { screen: reopening, stops: [atDesk({ desk: now + 1_500 })] },
    card: { screen: reopening, stops: [atDesk({ card: now + 900 })] },
    ready: { screen: reopening, stops: [atDesk({ desk: now + 1_500, card: now + 900 })] },
    sandbox: { screen: reopening, stops: [atDesk()] },
    signing: { screen: { ...reopening, busy: "desk" }, stops: [atDesk()] },
    denied: {
      screen: { ...reopening, trouble: denied("stop_not_liftable") },
      stops: [atDesk({ begun: false })],
    },
  },
  reopened: { "": { screen: { at: "reopened" } } },
  sessions: {
    "": { screen: { ...sessionList, items: [sessionAt(1), reducedSession, ...closedSessions] } },
    software: { screen: { ...sessionList, items: [softwareSession] } },
    loading: { screen: sessionList },
    none: { screen: { ...sessionList, items: [] } },
    one: { screen: { ...sessionList, items: [reducedSession] } },
    long: { screen: { ...sessionList, items: [longSession, sessionAt(2)] } },
    closing: {
      screen: {
        ...sessionList,
        items: [sessionAt(1), reducedSession],
        closing: reducedSession.session,
      },
    },
    closed: {
      screen: {
        ...sessionList,
        items: [sessionAt(1), ...closedSessions],
        closed: { session: reducedSession.session, count: 1 },
      },
    },
    "all-closed": {
      screen: { ...sessionList, items: closedSessions, closed: { session: "all", count: 3 } },
    },
    "closed-already": {
      screen: {
        ...sessionList,
        items: closedSessions,
        closed: { session: reducedSession.session, count: 0 },
      },
    },
    offline: { screen: { ...sessionList, trouble: offline } },
    "offline-after": {
      screen: { ...sessionList, items: [sessionAt(1), reducedSession], trouble: offline },
    },
    denied: { screen: { ...sessionList, trouble: denied("too_many") } },
  },
  places: {
    "": { screen: placeList, places: { list, making: undefined } },
    bells: {
      screen: placeList,
      places: { list: [aged], making: undefined },
      bells: bellsOfPlaces,
    },
    locums: { screen: placeList, places: hosting },
    "locum-removing": {
      screen: { ...placeList, endingLocums: locums.map(({ id }) => id) },
      places: hosting,
    },
    "locum-removed": {
      screen: { ...placeList, endedLocum: locums[0] },
      places: { list: [aged], making: undefined },
    },
    empty: { screen: placeList, places: { list: [], making: undefined } },
    loading: { screen: placeList },
    removing: {
      screen: { ...placeList, ending: [aged.id] },
      places: { list: [aged], making: undefined },
    },
    removed: {
      screen: { ...placeList, ended: aged },
      places: { list: [made], making: undefined },
    },
    offline: { screen: { ...placeList, trouble: offline } },
  },
  "place-call": {
    "": { screen: placeCall(candidate) },
    // Each order, each picture, and the second of the two.
    ...Object.fromEntries(
      [1, 2, 3, 4, 5].map((draw) => [
        `drawn-${draw}`,
        { screen: placeCall(candidate), asking: askingOf(draw) },
      ]),
    ),
    second: { screen: placeCall(candidate), asking: { ...askingOf(0), passed: true } },
    calm: { screen: placeCall(candidate), calmUntil: now + 24 },
    busy: { screen: { ...placeCall(candidate), busy: true } },
    offline: { screen: { ...placeCall(candidate), trouble: offline } },
    long: { screen: placeCall({ approval, declared: longPlace.declared }) },
  },
  "place-wait": {
    "": { screen: placeWait(making) },
    ready: { screen: placeWait({ ...making, notBefore: now - 1 }) },
    busy: { screen: { ...placeWait({ ...making, notBefore: now - 1 }), busy: "alone" } },
    offline: { screen: { ...placeWait({ ...making, notBefore: now - 1 }), trouble: offline } },
    over: { screen: placeWait({ ...making, notBefore: now - 99, until: now - 1 }) },
  },
  "place-made": {
    "": { screen: { at: "place-made", place: made } },
    several: { screen: { at: "place-made", place: { ...made, people: "several" } } },
  },
  "place-ask": {
    "": { screen: asksHere },
    long: { screen: placeAsk(longPlace) },
    software: softwareAsking.ask,
    short: { screen: { ...asksHere, short: true } },
    wrong: { screen: { ...asksHere, trouble: denied("wrong_code", { triesLeft: 3 }) } },
    wait: { screen: { ...asksHere, trouble: denied("pin_wait"), waitUntil: now + 30 } },
    confirming: { screen: { ...asksHere, busy: "yes" } },
    ending: { screen: { ...asksHere, busy: "no" } },
    offline: { screen: { ...asksHere, trouble: offline } },
  },
  "place-aged": {
    "": { screen: { at: "place-aged", place: { ...asks, state: "aged", asks: false } } },
    several: { screen: { at: "place-aged", place: aged } },
    software: softwareAsking.aged,
  },
  "place-denied": {
    "": { screen: { at: "place-denied", place: asks } },
    software: softwareAsking.denied,
  },
  ...bellStates,
  notices: noticeStates,
  ...drillStates,
  practice: practiceStates,
  onboarding: onboardingStates,
  settings: { "": { screen: { at: "settings" } } },
  stored: { "": { screen: { at: "stored" } } },
  remove: {
    "": { screen: { at: "remove", busy: false } },
    busy: { screen: { at: "remove", busy: true } },
  },
};

/** An enrolled phone in the sandbox, with a network. */
export function ordinary(state: PhoneState, language: Model["language"]): Model {
  return {
    sandbox: true,
    offer: "installed",
    name: undefined,
    holder,
    now,
    online: true,
    activity,
    activityTrouble: undefined,
    calls: quiet,
    places: noPlaces,
    bells: noBells,
    coming: noComing,
    contacts: nothingDue,
    means: nothingKnown,
    software: noSoftware,
    atEntry: false,
    stops: undefined,
    update: false,
    onboarding: undefined,
    draw: 0,
    asking: askingOf(0),
    calmUntil: undefined,
    ...state,
    language,
  };
}
