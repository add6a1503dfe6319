import type { Fact } from "#modules/audit";
import { hours, type Instant } from "#platform/time";

/** A fact as alerts are read from it. */
export type Happened = {
  readonly id: string;
  readonly kind: Fact["fact"];
  readonly at: Instant;
  readonly body: Body;
  /** `null`: it happened to a service. */
  readonly professional: string | null;
};

/** The same, for a reader who is told whose it is. */
export type Told = Happened & { readonly nationalId: string | null };

/** What an operator reads of one alert. `at`: ISO 8601. */
export type Alert = {
  readonly id: string;
  readonly kind: AlertKind;
  readonly nationalId: string | null;
  readonly at: string;
  /** Of a service's: which. */
  readonly service?: string;
  /** `not_me` only: whether a case is due for it, and by which conditions. */
  readonly caseDue?: boolean;
  readonly because?: readonly CaseCondition[];
};

type Body = Readonly<Record<string, unknown>>;
type Row = {
  readonly fact: Fact["fact"];
  /** Absent: every such fact is one. */
  readonly when?: (body: Body) => boolean;
};

/**
 * Which facts are alerts, by kind: the one table. A refusal that its holder took back is none ("Je me suis trompé" restores
 * everything); every other stays, whatever reason was given.
 */
export const alertKinds = {
  not_me: [
    { fact: "approval_refused", when: ({ reason }) => reason !== "mistake" },
    { fact: "ring_refused", when: ({ reason }) => reason !== "mistake" },
    { fact: "approval_cancelled", when: ({ reason }) => reason === "not_me_on_page" },
    { fact: "session_disowned" },
  ],
  clone_detected: [{ fact: "clone_detected" }],
  place_offer_stopped: [{ fact: "place_offer_stopped" }],
  installation_link_stopped: [{ fact: "installation_link_stopped" }],
  notice_stopped: [{ fact: "notice_stopped" }],
  card_reported: [{ fact: "card_reported" }],
  stop_made: [{ fact: "stop_made" }],
  phone_under_freeze: [{ fact: "frozen_phone_proven" }],
  phone_suspended: [{ fact: "device_suspended", when: ({ reason }) => reason !== "analyst" }],
  phone_disabled: [{ fact: "device_disabled" }],
  service_bells_lost: [{ fact: "service_bells_lost" }],
  service_alert: [{ fact: "service_alert_received" }],
  call_reported: [{ fact: "call_reported" }],
  callback: [{ fact: "callback_taken" }],
  agent_report: [{ fact: "report_received", when: ({ origin }) => origin === "agent" }],
  partner_report: [{ fact: "report_received", when: ({ origin }) => origin === "partner" }],
  public_report: [{ fact: "public_report_received" }],
  two_requests_at_once: [
    { fact: "approval_cancelled", when: ({ reason }) => reason === "two_at_once" },
  ],
} as const satisfies Record<string, readonly Row[]>;

export type AlertKind = keyof typeof alertKinds;

/** What was said of a refusal after it: read beside it, by what was refused. */
const saidAfter: Partial<
  Readonly<Record<Fact["fact"], (body: Body) => readonly [refused: unknown, reason: unknown]>>
> = {
  refusal_explained: ({ approval, reason }) => [approval, reason],
  ring_refusal_taken_back: ({ ring }) => [ring, "mistake"],
};

/** Every fact that `alertsOf` reads. */
export const factsRead: readonly string[] = [
  ...new Set([
    ...Object.values(alertKinds).flatMap((rows: readonly Row[]) => rows.map(({ fact }) => fact)),
    ...Object.keys(saidAfter),
  ]),
];

/** How far back the second refusal is looked for. DESIGN section 5. */
export const caseWindow = hours(24);

type Refusal = {
  readonly reason: string;
  readonly where: unknown;
  readonly hasEarlier: boolean;
};

/** When *Ce n'est pas moi* is due a case. DESIGN section 5: a caller, not the holder's own place, or the second in 24 hours. */
const caseConditions = {
  caller: ({ reason }: Refusal) => reason === "on_call",
  not_own_place: ({ where }: Refusal) => where !== "own_place",
  second_in_a_day: ({ hasEarlier }: Refusal) => hasEarlier,
} as const;

export type CaseCondition = keyof typeof caseConditions;

/** What a fact says of an earlier refusal: of which, and the reason given now. */
export function saidOf({
  kind,
  body,
}: Happened): { readonly about: string; readonly reason: string } | undefined {
  const said = saidAfter[kind]?.(body);
  return said && { about: String(said[0]), reason: String(said[1]) };
}

/** What a refusal is called by, when something is said of it later; a report, by whoever follows it. */
export const aboutOf = ({ kind, body }: Happened): string | undefined => {
  if (kind === "report_received" || kind === "public_report_received")
    return String(body["report"]);
  return isRefusal(kind) ? String(body["approval"] ?? body["ring"]) : undefined;
};

const isRefusal = (kind: Fact["fact"]) => kind === "approval_refused" || kind === "ring_refused";

/** The alerts in these facts, oldest first. Pure: the facts are in the order in which they happened. */
export function alertsOf(facts: readonly Told[]): readonly Alert[] {
  const last = lastReasons(facts);
  const alerts: Alert[] = [];
  const refusals = new Map<string | null, number>();
  for (const fact of facts) {
    const body = withReason(fact, last);
    const kind = kindOf(fact, body);
    if (!kind) continue;
    const { id, nationalId, professional } = fact;
    const at = new Date(fact.at).toISOString();
    const isService = professional === null || kind === "service_alert";
    const service = isService ? { service: String(body["service"]) } : {};
    const alert = { id, kind, nationalId, at, ...service };
    if (kind !== "not_me") {
      alerts.push(alert);
      continue;
    }
    const earlier = refusals.get(professional);
    refusals.set(professional, fact.at);
    const because = conditionsOf({
      reason: String(body["reason"]),
      where: body["where"],
      hasEarlier: earlier !== undefined && fact.at - earlier < caseWindow,
    });
    alerts.push({ ...alert, caseDue: because.length > 0, because });
  }
  return alerts;
}

function lastReasons(facts: readonly Told[]): ReadonlyMap<unknown, unknown> {
  return new Map(
    facts.flatMap(({ kind, body }) => {
      const said = saidAfter[kind]?.(body);
      return said ? [said] : [];
    }),
  );
}

/** A refusal as it stands: with the reason said last. */
function withReason({ kind, body }: Told, last: ReadonlyMap<unknown, unknown>): Body {
  if (!isRefusal(kind)) return body;
  const reason = last.get(body["approval"] ?? body["ring"]);
  return reason === undefined ? body : { ...body, reason };
}

/** Which alert a fact is, if it is one. */
export function kindOf({ kind }: Happened, body: Body): AlertKind | undefined {
  return (Object.keys(alertKinds) as AlertKind[]).find((one) =>
    (alertKinds[one] as readonly Row[]).some(
      ({ fact, when }) => fact === kind && (when?.(body) ?? true),
    ),
  );
}

export function conditionsOf(refusal: Refusal): readonly CaseCondition[] {
  return (Object.keys(caseConditions) as CaseCondition[]).filter((one) =>
    caseConditions[one](refusal),
  );
}
