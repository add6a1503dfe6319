import {
  type AlertLine,
  type CaseAlert,
  type CaseLine,
  type CaseLink,
  type SavedViews,
  type CaseView,
  caseActs,
  type ComplaintLine,
  linkKinds,
  type MeasureLine,
  type MeasurePreview,
  measureKinds,
  severities,
  type WindowLine,
  type WindowService,
} from "@aval/protocol";
import type { CaseSeen } from "../../../apps/console/src/cases/state.ts";
import type { Act, Model } from "../../../apps/console/src/state.ts";
import { errors } from "../../../apps/server/src/errors.ts";
import { holder, hours, id, me, now } from "./people.ts";

/** Alerts and cases, in every state they can be in: names as long as they come, and more than one of everything. */

const line = (count: number, more: Partial<CaseLine> = {}): CaseLine => ({
  ...{ case: id("cas", count), state: "open", severity: severities[count % 3] ?? "low" },
  ...{ openedAt: hours(count + 2), dueAt: now + count * 3_600, isOverdue: false, isMine: false },
  ...{ alerts: count, people: Math.ceil(count / 2), firstAt: hours(count + 3), lastAt: hours(1) },
  ...more,
});
const owner = "Yann Le Bihan-Coatmeur";
const lines: readonly CaseLine[] = [
  line(3, { severity: "high", isOverdue: true, dueAt: hours(2) }),
  line(1, { state: "claimed", owner: me.name, isMine: true }),
  line(2, { state: "claimed", owner }),
  line(41, { state: "snoozed", owner, snoozedUntil: now + 86_400, severity: "low" }),
];
const ended = (["fraud", "attempt", "mistake", "harmless", "unknown", "taken_back"] as const).map(
  (outcome, index) => line(index + 1, { state: "closed", outcome }),
);

const filter = { state: "live", isMine: false, isOverdue: false } as const;
const queue = (cases: readonly CaseLine[], more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "cases", filter } },
  ...{ content: { cases: { cases, hasMore: false } }, ...more },
});

const alertKinds = [
  ...["not_me", "clone_detected", "place_offer_stopped", "installation_link_stopped"],
  ...["notice_stopped", "card_reported", "stop_made", "phone_under_freeze", "phone_suspended"],
  ...["phone_disabled", "service_bells_lost", "two_requests_at_once"],
];
const alert = (kind: string, count: number, more: Partial<AlertLine> = {}): AlertLine => ({
  ...{ alert: id("fct", count), kind, severity: severities[count % 3] ?? "low" },
  ...{ at: hours(count + 1), knownAt: hours(count + 1) + 2, isTakenBack: count % 5 === 4 },
  ...(count % 2 ? { case: id("cas", count) } : {}),
  ...more,
});
const alerts = alertKinds.map((kind, count) =>
  alert(kind, count, kind === "service_bells_lost" ? { service: "demo-register" } : {}),
);
const alerted = (some: readonly AlertLine[], more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "alerts", filter: { isLoose: false } } },
  ...{ content: { alerts: { alerts: some, hasMore: false } }, ...more },
});

const people = ["pro_1", "pro_2", "pro_3"] as const;
const labels = {
  holder: undefined,
  browser: "q7Rk2Z",
  phone: "3k9f2a",
  network: "203.0.113.0/24",
  contact: undefined,
  service: "Téléservice fictif de vaccination",
  staff: "Solène Marchevoix",
  list: "3k9f2a",
} as const;
const links: readonly CaseLink[] = linkKinds
  .filter((kind) => kind !== "holder")
  .map((kind, index) => ({
    ...{ link: `${kind}:1`, kind, alerts: 3 - (index % 3), people: 3 - (index % 3) },
    ...(labels[kind] === undefined ? {} : { label: labels[kind] }),
    isCommon: kind === "network",
  }));
const caseAlert = (count: number, more: Partial<CaseAlert> = {}): CaseAlert => ({
  ...alert(alertKinds[count] ?? "not_me", count),
  ...{ person: people[count] ?? people[0], because: [], isTakenBack: false },
  ...{ links: links.slice(0, 5 - count).map(({ link }) => link), ...more },
});
const service = (name: string, more: Partial<WindowService>): WindowService => ({
  ...{ service: name, state: "answered", sessions: 2, reminders: 0 },
  ...more,
});
const windows: readonly WindowLine[] = [
  {
    ...{ window: id("frw", 1), person: people[0], name: holder.name },
    ...{ from: hours(40), to: hours(30), at: hours(8), by: me.name },
    words: "L'appelant a tenu la page ouverte toute la soirée.",
    services: [
      service("Téléservice fictif de vaccination", {
        deliveredAt: hours(8),
        answer: {
          ...{ reviewedBy: "Surveillance du téléservice", acts: 12, cancelled: 11, at: hours(2) },
          note: "Un acte confirmé par le patient.",
        },
      }),
      service("Résultats fictifs", {
        answer: { reviewedBy: "Astreinte", acts: 0, cancelled: 0, at: hours(1) },
      }),
      service("Dossier fictif", {
        ...{ state: "delivered", deliveredAt: hours(7), reminders: 2, remindedAt: hours(1) },
      }),
      service("Imagerie fictive", { state: "sent", reminders: 1, remindedAt: hours(3) }),
      service("Laboratoire fictif", { state: "failed" }),
      service("Ordonnances fictives", { state: "untold", sessions: 1 }),
    ],
  },
  {
    ...{ window: id("frw", 2), person: people[2], by: owner },
    ...{ from: hours(60), to: hours(50), at: hours(9), words: "Le même navigateur." },
    services: [service("Dossier fictif", { state: "sent" })],
  },
];
const complaint = (count: number, more: Partial<ComplaintLine>): ComplaintLine => ({
  ...{ complaint: id("cpl", count), name: holder.name, state: "over" as const },
  ...{ words: "Elle porte plainte demain et demande ses preuves.", by: me.name, isMine: true },
  ...{ at: hours(3), mayTake: false, ...more },
});
const view: CaseView = {
  ...line(7, { severity: "high", state: "open", alerts: 3, people: 3 }),
  holders: [
    {
      person: people[0],
      ...holder,
      reached: [
        { channel: "phone", isReached: true, by: owner, at: hours(1) },
        { channel: "mail", isReached: false, by: me.name, at: hours(2) },
      ],
    },
    { person: people[1], name: "Camille ESSAI", nationalId: "899700000021", reached: [] },
    { person: people[2], reached: [] },
  ],
  alertList: [
    caseAlert(0, { because: ["caller", "not_own_place", "second_in_a_day"] }),
    caseAlert(1),
    caseAlert(2, { isTakenBack: true }),
  ],
  links,
  services: [{ service: labels.service, alerts: 3 }],
  events: caseActs.map((act, index) => ({
    ...{ at: hours(30 - index), act },
    ...(act === "opened" || act === "taken_back" ? {} : { by: index % 2 ? owner : me.name }),
    ...(act === "noted" || act === "closed"
      ? { words: "Elle a raccroché.\nL'appelant se disait du support." }
      : {}),
    ...(act === "handed_over" ? { to: owner } : {}),
    ...(act === "merged" || act === "split" ? { to: id("cas", 9) as string } : {}),
  })),
  measures: [],
  windows: [],
  complaints: [],
  tasks: [
    { task: "ctk_1", words: "Rappeler son Ordre", by: owner, at: hours(2) },
    {
      ...{ task: "ctk_2", words: "Regarder l'autre dossier du même navigateur", by: me.name },
      ...{ at: hours(9), doneBy: owner, doneAt: hours(1) },
    },
  ],
  related: [
    { case: id("cas", 9), state: "closed", by: ["browser", "network"], openedAt: hours(300) },
    { case: id("cas", 8), state: "claimed", by: ["contact"], openedAt: hours(30) },
  ],
  colleagues: [
    { member: id("stf", 1), name: owner },
    { member: id("stf", 2), name: "Solène Marchevoix" },
  ],
};
const looking = (seen: CaseSeen | undefined, more: Partial<Model> = {}): Partial<Model> => ({
  ...{ phase: "in", me, route: { section: "cases", case: view.case } },
  ...{ content: seen ? { case: seen } : {}, ...more },
});
const mine = { ...view, state: "claimed", owner: me.name, isMine: true } as const;
const named = view.holders.flatMap(({ person, name }) => (name ? [{ person, name }] : []));
const measure = (count: number, more: Partial<MeasureLine>): MeasureLine => ({
  ...{ measure: id("mea", count), case: view.case, kind: measureKinds[count % 4] ?? "pause" },
  ...{ state: "done", words: "L'appelant tient encore la ligne.", by: me.name, isMine: true },
  ...{ at: hours(count), people: 2, reached: 2, changed: 1 },
  names: view.holders.map(({ person, name }) => ({ person, ...(name ? { name } : {}) })),
  ...more,
});
const waiting = {
  state: "waiting",
  until: now + 20_000,
  people: 12,
  reached: 0,
  kind: "freeze",
} as const;
const preview: MeasurePreview = {
  kind: "freeze",
  needsSecond: false,
  digest: "d",
  targets: named.map(({ person, name }, index) => ({
    ...{ person, name, nationalId: holder.nationalId, sessions: index * 3, places: 2, bells: 1 },
    stops: index % 2 ? ["pause", "block"] : [],
    phones: [
      { phone: id("dev", 1), level: "full", since: hours(900) },
      { phone: id("dev", 2), level: "limited", since: hours(30) },
    ],
    suspendedPhones: [{ phone: id("dev", 3), level: "full", since: hours(80) }],
    cards: [
      { card: `${"A".repeat(43)}.4f2a`, seen: hours(60), until: now + 86_400, isSuspended: false },
      { card: `${"A".repeat(43)}.91bc`, seen: hours(9), until: now + 86_400, isSuspended: true },
    ],
  })),
};
const views: SavedViews = {
  views: [
    { view: id("svw", 1), section: "cases", name: "Les miens, en retard", query: "mine=yes" },
    { view: id("svw", 2), section: "cases", name: "Graves à prendre", query: "state=open" },
    { view: id("svw", 3), section: "alerts", name: "Sans dossier", query: "loose=yes" },
  ],
};
const acted = { act: "case", case: view.case } as const;
const claiming: Act = { ...acted, name: "claim", given: {} };
const merging: Act = {
  ...acted,
  ...{ name: "merge", given: { into: view.case, words: "La même voix." } },
};
const noting: Act = { ...acted, name: "note", given: { words: "Vu." } };
const refused = (error: "case_taken") => {
  const { fr, en } = errors[error];
  return {
    kind: "refused",
    problem: { error, message: { fr, en }, reference: "k7qf-2m9d" },
  } as const;
};

export const caseStates: Readonly<
  Record<"cases" | "case" | "alerts", Readonly<Record<string, Partial<Model>>>>
> = {
  cases: {
    "": queue(lines),
    none: queue([]),
    loading: queue([], { content: {} }),
    closed: queue(ended, {
      route: { section: "cases", filter: { ...filter, state: "closed", severity: "high" } },
    }),
    mine: queue(lines.slice(1, 2), {
      route: { section: "cases", filter: { ...filter, isMine: true, isOverdue: true } },
    }),
    more: queue(lines, { content: { cases: { cases: lines, hasMore: true } } }),
    views: queue(lines, { content: { cases: { cases: lines, hasMore: false }, views } }),
  },
  case: {
    "": looking(view),
    loading: looking(undefined),
    mine: looking(mine, { told: claiming }),
    taken: looking({ ...view, state: "claimed", owner }, { trouble: refused("case_taken") }),
    snoozed: looking({
      ...mine,
      ...{ state: "snoozed", snoozedUntil: now + 86_400, snoozedFor: "J'attends son Ordre" },
    }),
    closed: looking({
      ...{ ...view, state: "closed", outcome: "attempt", closedAt: hours(1) },
      outcomeWords: "L'appelant n'a rien obtenu.",
    }),
    service: looking({ ...view, holders: [], links: [], services: [], tasks: [], related: [] }),
    moved: looking({ into: id("cas", 9) }),
    writing: looking(mine, { busy: noting }),
    measuring: looking(mine, { content: { case: mine, preview } }),
    measuring_many: looking(mine, {
      content: { case: mine, preview: { ...preview, needsSecond: true } },
    }),
    measuring_phone: looking(mine, {
      content: {
        case: mine,
        preview: {
          ...{ ...preview, kind: "suspend_phone", targets: preview.targets.slice(0, 1) },
          phone: id("dev", 2),
        },
      },
    }),
    measuring_card: looking(mine, {
      content: {
        case: mine,
        preview: { ...preview, kind: "suspend_card", targets: preview.targets.slice(0, 1) },
      },
    }),
    measuring_back: looking(mine, {
      content: {
        case: mine,
        preview: {
          ...{ ...preview, kind: "restore_phone", targets: preview.targets.slice(0, 1) },
          ...{ phone: id("dev", 3), needsSecond: true },
        },
      },
    }),
    measures: looking({
      ...mine,
      measures: [
        measure(1, waiting),
        measure(2, { state: "running", reached: 1 }),
        measure(3, { secondedBy: owner, by: owner, isMine: false }),
        measure(4, { state: "withdrawn" }),
        measure(5, { state: "over" }),
      ],
    }),
    measure_to_sign: looking({
      ...view,
      ...{ state: "claimed", owner },
      measures: [measure(1, { ...waiting, by: owner, isMine: false })],
    }),
    measure_taken: looking(
      { ...mine, measures: [measure(2, {})] },
      {
        told: {
          ...{ act: "take_measure", case: view.case, kind: "pause", people: [], words: "" },
          digest: "d",
        },
      },
    ),
    windows: looking({ ...mine, windows }),
    window_sent: looking(
      { ...mine, windows: windows.slice(1) },
      {
        told: {
          ...{ act: "send_window", case: view.case, person: people[0], words: "" },
          ...{ from: hours(40), to: hours(30) },
        },
      },
    ),
    complaints: looking({
      ...mine,
      complaints: [
        complaint(1, { state: "waiting", until: hours(-6) }),
        complaint(2, { state: "ready", secondedBy: owner, mayTake: true, until: hours(-20) }),
        complaint(3, { state: "over" }),
      ],
    }),
    complaint_to_sign: looking({
      ...{ ...view, state: "claimed", owner },
      complaints: [complaint(1, { state: "waiting", by: owner, isMine: false })],
    }),
    complaint_taken: looking(
      {
        ...mine,
        complaints: [complaint(2, { state: "ready", secondedBy: owner, mayTake: true })],
      },
      { told: { act: "take_complaint", complaint: id("cpl", 2) } },
    ),
    noted: looking(mine, { told: noting }),
    merged: looking(mine, { told: merging }),
  },
  alerts: {
    "": alerted(alerts),
    none: alerted([]),
    loading: alerted([], { content: {} }),
    loose: alerted(alerts.slice(0, 1), {
      route: { section: "alerts", filter: { isLoose: true, severity: "high" } },
      content: { alerts: { alerts: alerts.slice(0, 1), hasMore: true } },
    }),
  },
};
