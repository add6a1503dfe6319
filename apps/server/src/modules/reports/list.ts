import { createHash } from "node:crypto";
import { type LineProblem, type ReportReason, reportReasons } from "@aval/protocol";
import { type Instant, days } from "#platform/time";

/** A line of a list that is whole, before anybody is looked for. */
export type ListLine = {
  readonly line: number;
  readonly nationalId: string;
  readonly reason: ReportReason;
  readonly on: string | undefined;
};

export type ReadList = {
  readonly sha256: string;
  readonly lines: readonly ListLine[];
  readonly problems: readonly { readonly line: number; readonly problem: LineProblem }[];
};

/** What a partner writes for each reason: French, as their tables are; ours do too. */
const reasonWords: Readonly<Record<string, ReportReason>> = {
  ...Object.fromEntries(reportReasons.map((reason) => [reason, reason])),
  actes: "acts",
  horaires: "hours",
  lieu: "place",
  appel: "caller",
};

/** What is further back was looked at by nobody's hand. */
const oldest = days(3 * 365);

const sha256Of = (text: string): string => createHash("sha256").update(text).digest("base64url");

/**
 * A list of *demandes atypiques*, as a spreadsheet writes it: identifier, reason and, where it is known, the day; between semicolons, commas or
 * tabs; with a heading or without. Pure. A line that cannot be read is told, and the others are.
 */
export function readList(text: string, now: Instant): ReadList {
  const lines: ListLine[] = [];
  const problems: { line: number; problem: LineProblem }[] = [];
  const seen = new Set<string>();
  for (const [index, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (raw.trim() === "" || (index === 0 && /^"?identifiant/i.test(raw))) continue;
    const read = readLine(raw, index + 1, now);
    const key = typeof read === "string" ? "" : `${read.nationalId} ${read.reason} ${read.on}`;
    const problem = typeof read === "string" ? read : seen.has(key) ? "twice" : undefined;
    if (problem) problems.push({ line: index + 1, problem });
    else if (typeof read !== "string") lines.push(read);
    seen.add(key);
  }
  return { sha256: sha256Of(text), lines, problems };
}

function readLine(raw: string, line: number, now: Instant): ListLine | LineProblem {
  const cells = raw.split(/[;,\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const [nationalId = "", word = "", day = "", ...more] = cells;
  if (cells.length < 2 || more.some((cell) => cell !== "")) return "columns";
  if (!/^[0-9]{9,12}$/.test(nationalId)) return "identifier";
  const reason = reasonWords[word.toLowerCase()];
  if (!reason) return "reason";
  if (day === "") return { line, nationalId, reason, on: undefined };
  const on = dayOf(day, now);
  return on === undefined ? "day" : { line, nationalId, reason, on };
}

/** `2026-01-31` or `31/01/2026`, of the last three years; nothing else, and no day to come. */
export function dayOf(text: string, now: Instant): string | undefined {
  const [, d, m, y] = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text) ?? [];
  const day = d ? `${y}-${m}-${d}` : text;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  const isDay = Number.isFinite(at) && new Date(at).toISOString().startsWith(day);
  return isDay && at <= now && at > now - oldest ? day : undefined;
}
