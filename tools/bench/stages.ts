/** The steps of a sign-in, taken by all sign-ins of a group before any goes on: what each costs can then be told apart. */
export const stages = [
  "page",
  "poll",
  "poll and scan",
  "code",
  "decision",
  "conclude",
  "exchange",
] as const;
export type StageName = (typeof stages)[number];
