import type { ProfileSummary } from "./profile.ts";
import type { Asked, Statement } from "./statements.ts";
import type { Usage } from "./usage.ts";

/** A profile with what it needs to be made again and compared: the command, the commit, the machine. */
export type ProfilePage = {
  readonly name: string;
  readonly command: string;
  readonly machine: string;
  readonly holders: number;
  readonly operations: number;
  readonly usage: Usage;
  readonly asked: Asked;
  readonly profile: ProfileSummary;
  readonly statements: readonly Statement[];
};

const shown = { functions: 40, places: 25, ours: 40 } as const;

export function profilePage(page: ProfilePage): string {
  const { operations, usage, asked, profile } = page;
  const each = (ms: number) => (ms / operations).toFixed(3).padStart(9);
  const share = (ms: number) => `${((100 * ms) / profile.busyMs).toFixed(1)} %`.padStart(7);
  const rows = (list: readonly { name: string; ms: number }[], count: number) =>
    list.slice(0, count).map(({ name, ms }) => `${each(ms)} ${share(ms)}  ${name}`);
  return `${[
    `${page.name}: ${operations} operations, ${page.holders} holders`,
    `command   ${page.command}`,
    `machine   ${page.machine}`,
    "",
    "CPU of an operation, ms (all threads)",
    `${each(usage.server)}  server without the threads that evaluate codes`,
    `${each(usage.pin)}  PIN: threads that evaluate codes, or the program apart`,
    `${each(usage.postgres)}  PostgreSQL, all its processes`,
    "",
    "Database, for an operation",
    `${(asked.statements / operations).toFixed(1).padStart(9)}  statements (round trips)`,
    `${(asked.transactions / operations).toFixed(1).padStart(9)}  transactions of several statements`,
    "",
    "The profiler samples by the clock: a function also has the time in which the machine ran something else.",
    "",
    "Main thread by place: ms an operation, share of its busy time",
    ...rows(profile.places, shown.places),
    "",
    "Main thread by function, time in the function itself",
    ...rows(profile.functions, shown.functions),
    "",
    "Main thread by function of ours, with all it calls before its first wait",
    ...rows(profile.ours, shown.ours),
    "",
    "Statements by time in PostgreSQL, an operation: ms, of which planning, calls",
    ...page.statements.map(
      ({ calls, totalMs, planMs, text }) =>
        `${each(totalMs + planMs)} ${each(planMs)} ${(calls / operations).toFixed(2).padStart(6)}  ${oneLine(text)}`,
    ),
  ].join("\n")}\n`;
}

const widest = 400;

function oneLine(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ");
  return flat.length > widest ? `${flat.slice(0, widest)}…` : flat;
}
