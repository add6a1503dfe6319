import {
  type CaseId,
  type CaseMoved,
  type CaseState,
  type CaseView,
  type MeasureThing,
  caseStates,
  isId,
  type MeasureKind,
  type Severity,
  severities,
} from "@aval/protocol";

/** Alerts and cases as the address bar names them: each filter is an address, which can be kept and sent to a colleague. Pure. */

export type CaseFilter = {
  /** `live`: whatever has not ended. */
  readonly state: "live" | Exclude<CaseState, "merged">;
  readonly severity?: Severity;
  readonly isMine: boolean;
  readonly isOverdue: boolean;
};

export type AlertFilter = { readonly severity?: Severity; readonly isLoose: boolean };

export type CasesRoute = { readonly section: "cases" } & (
  | { readonly case: CaseId }
  | { readonly case?: undefined; readonly filter: CaseFilter }
);
export type AlertsRoute = { readonly section: "alerts"; readonly filter: AlertFilter };

/** A case as the server answers for it: itself, or where it went. */
export type CaseSeen = CaseView | CaseMoved;

export const isMoved = (seen: CaseSeen): seen is CaseMoved => "into" in seen;

export const allCases: CaseFilter = { state: "live", isMine: false, isOverdue: false };
export const allAlerts: AlertFilter = { isLoose: false };

export const caseFilters = ["live", ...caseStates.filter((one) => one !== "merged")] as const;

const oneOf = <T extends string>(values: readonly T[], text: string | null): T | undefined =>
  values.find((value) => value === text);

/** What `?…` says; what it does not know counts for nothing. */
function caseFilterIn(query: string): CaseFilter {
  const asked = new URLSearchParams(query);
  const severity = oneOf(severities, asked.get("severity"));
  return {
    state: oneOf(caseFilters, asked.get("state")) ?? "live",
    ...(severity ? { severity } : {}),
    isMine: asked.get("mine") === "yes",
    isOverdue: asked.get("overdue") === "yes",
  };
}

export function alertFilterIn(query: string): AlertFilter {
  const asked = new URLSearchParams(query);
  const severity = oneOf(severities, asked.get("severity"));
  return { ...(severity ? { severity } : {}), isLoose: asked.get("loose") === "yes" };
}

const queryOf = (parts: Readonly<Record<string, string | undefined>>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) if (value) query.set(name, value);
  const text = query.toString();
  return text ? `?${text}` : "";
};
const yes = (is: boolean) => (is ? "yes" : undefined);

/** The same words for the address bar and the server. */
export const caseQuery = ({ state, severity, isMine, isOverdue }: CaseFilter): string =>
  queryOf({
    state: state === "live" ? undefined : state,
    severity,
    mine: yes(isMine),
    overdue: yes(isOverdue),
  });

export const alertQuery = ({ severity, isLoose }: AlertFilter): string =>
  queryOf({ severity, loose: yes(isLoose) });

export const casesAddress = "/dossiers";
export const alertsAddress = "/alertes";

export function caseRouteAt(path: string, query: string): CasesRoute | undefined {
  if (path === casesAddress) return { section: "cases", filter: caseFilterIn(query) };
  const id = path.startsWith(`${casesAddress}/`) ? path.slice(casesAddress.length + 1) : undefined;
  return isId("cas", id) ? { section: "cases", case: id } : undefined;
}

export const casePath = (route: CasesRoute): string =>
  route.case ? `${casesAddress}/${route.case}` : `${casesAddress}${caseQuery(route.filter)}`;

export const alertPath = ({ filter }: AlertsRoute): string =>
  `${alertsAddress}${alertQuery(filter)}`;

/** What an analyst does with a case: the last part of its address at the server, and what that takes. */
export type CaseDoing =
  | { readonly name: "claim" | "release" | "wake"; readonly given: Record<string, never> }
  | { readonly name: "note" | "task" | "reopen"; readonly given: { readonly words: string } }
  | { readonly name: "task-done"; readonly given: { readonly task: string } }
  | { readonly name: "snooze"; readonly given: { readonly hours: number; readonly words: string } }
  | { readonly name: "hand-over"; readonly given: { readonly to: string; readonly words: string } }
  | {
      readonly name: "close";
      readonly given: { readonly outcome: string; readonly words: string };
    }
  | {
      readonly name: "reach";
      readonly given: {
        readonly person: string;
        readonly channel: string;
        readonly isReached: boolean;
      };
    }
  | { readonly name: "split"; readonly given: { readonly alerts: readonly string[] } }
  | { readonly name: "merge"; readonly given: { readonly into: CaseId; readonly words: string } };

/** What would be stopped, and for whom. */
export type MeasureChoice = MeasureThing & {
  readonly kind: MeasureKind;
  readonly people: readonly string[];
};
/** The same as it was shown, and why. */
export type MeasureOrder = MeasureChoice & { readonly words: string; readonly digest: string };

/** Of whom services are told, of which time (seconds since the epoch), and why. */
export type WindowOrder = {
  readonly person: string;
  readonly from: number;
  readonly to: number;
  readonly words: string;
};

/** The case that an address names, or an id by itself. */
export function caseNamedIn(text: string): CaseId | undefined {
  const id = text.trim().split(/[?#]/)[0]?.split("/").at(-1);
  return isId("cas", id) ? id : undefined;
}

/** An id as people say it: its end. */
export const shortId = (id: string): string => id.slice(-6);
