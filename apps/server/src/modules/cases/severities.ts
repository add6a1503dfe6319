import type { Severity } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Duration } from "#platform/time";
import type { AlertKind, CaseCondition } from "./alerts.ts";

/**
 * How bad each kind of alert may be, and whether it opens a case by itself: the one table. `not_me` opens one when it is due one
 * (`conditions`), and is the worse for the reason of it; every other alert that opens none joins a case that it shares something with.
 *
 * A stop opens none: who stopped their access is safe, and a first day's list freezes hundreds. Who gains if a row is wrong: a fraudster
 * whose victims nobody looks at, or whoever wants a desk to drown in what is nothing.
 */
export const kinds = {
  not_me: { severity: "medium", opens: false },
  clone_detected: { severity: "high", opens: true },
  place_offer_stopped: { severity: "high", opens: true },
  installation_link_stopped: { severity: "high", opens: true },
  notice_stopped: { severity: "high", opens: true },
  card_reported: { severity: "medium", opens: true },
  stop_made: { severity: "low", opens: false },
  phone_under_freeze: { severity: "high", opens: true },
  phone_suspended: { severity: "medium", opens: true },
  phone_disabled: { severity: "low", opens: false },
  service_bells_lost: { severity: "medium", opens: true },
  service_alert: { severity: "medium", opens: true },
  call_reported: { severity: "high", opens: true },
  callback: { severity: "medium", opens: true },
  agent_report: { severity: "medium", opens: true },
  partner_report: { severity: "medium", opens: true },
  public_report: { severity: "low", opens: false },
  two_requests_at_once: { severity: "low", opens: false },
} as const satisfies Readonly<
  Record<AlertKind, { readonly severity: Severity; readonly opens: boolean }>
>;

/** How bad *Ce n'est pas moi* is for the reason of its case. */
export const conditions = {
  caller: "high",
  not_own_place: "medium",
  second_in_a_day: "medium",
} as const satisfies Readonly<Record<CaseCondition, Severity>>;

/** Somebody should have looked this long after the alert was known. */
export const clocks = {
  high: lifetimes.caseHigh,
  medium: lifetimes.caseMedium,
  low: lifetimes.caseLow,
} as const satisfies Readonly<Record<Severity, Duration>>;

const ranks: Readonly<Record<Severity, number>> = { high: 2, medium: 1, low: 0 };

export const worse = (one: Severity, other: Severity): Severity =>
  ranks[one] >= ranks[other] ? one : other;

/** What an alert of this kind, for these reasons, is worth. */
export function weigh(
  kind: AlertKind,
  because: readonly CaseCondition[],
): { readonly severity: Severity; readonly opens: boolean } {
  const { severity, opens } = kinds[kind];
  return {
    severity: because.reduce<Severity>((worst, one) => worse(worst, conditions[one]), severity),
    opens: opens || because.length > 0,
  };
}
