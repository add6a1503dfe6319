import type { Route } from "../state.ts";

/** Keys of one's own on the pages of alerts and cases, for whoever works there all day. Pure: `shortcuts-help.tsx` hears the keys. */

export const shortcutActs = [
  "help",
  "next",
  "previous",
  "cases",
  "alerts",
  "claim",
  "measure",
  "note",
  "snooze",
  "close",
] as const;
export type ShortcutAct = (typeof shortcutActs)[number];

type Row = {
  readonly key: string;
  /** `list`: where lines are read down; `case`: on one case. */
  readonly where: "any" | "list" | "case";
};

/** The one table: the help shows it, the page hears it. A letter is the one that is typed, whatever the keyboard's layout. */
export const shortcuts: Readonly<Record<ShortcutAct, Row>> = {
  help: { key: "?", where: "any" },
  next: { key: "j", where: "list" },
  previous: { key: "k", where: "list" },
  cases: { key: "d", where: "any" },
  alerts: { key: "a", where: "any" },
  claim: { key: "p", where: "case" },
  measure: { key: "m", where: "case" },
  note: { key: "n", where: "case" },
  snooze: { key: "v", where: "case" },
  close: { key: "c", where: "case" },
};

/** What a press is, as the browser tells it. */
export type Press = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** In a field where one types, or in an open dialog. */
  readonly isTaken: boolean;
};

/** What this press does here; nothing where a field, a combination or another page has it. */
export function shortcutOf(press: Press, route: Route): ShortcutAct | undefined {
  const here = placeOf(route);
  if (!here || press.isTaken || press.ctrlKey || press.metaKey || press.altKey) return undefined;
  return shortcutActs.find((act) => {
    const { key, where } = shortcuts[act];
    return key === press.key && (where === "any" || where === here);
  });
}

/** Where the keys of this page are; `undefined`: it has none. */
export function placeOf(route: Route): "list" | "case" | undefined {
  if (route.section === "alerts") return "list";
  if (route.section !== "cases") return undefined;
  return route.case ? "case" : "list";
}
