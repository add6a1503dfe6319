import type { retentionMessages as french } from "./messages.fr.ts";

/** The same in English. */
export const retentionMessages: typeof french = {
  lead: "What the database keeps, for how long, and what has left.",
  upToDate: "Every table was looked through in the last three days.",
  late: "A table has not been looked through for three days.",
  lateText: 'The server does it by itself each day. Read "retention_failed" in its lines.',
  log: "Of the log, content and names leave. Places and times stay.",
  kinds: {
    evidence: "Evidence: six years",
    network: "Network traces: twelve months",
    short: "A few minutes or days",
    standing: "As long as it holds, then as evidence",
    register: "What the register says",
    setting: "As long as the service exists",
    for_ever: "For ever, and without names",
  },
  basis: {
    evidence: "For a complaint or a dispute. An open case or a complaint holds it.",
    network: "To connect frauds. Then the network is taken off the row.",
    short: "As long as it serves. The server erases every ten minutes.",
    standing: "What opens, or lets somebody act, and who was given it.",
    register: "An import changes and removes.",
    setting: "Settings and counts. They say nothing of a person.",
    for_ever: "The log is verified by it. Nobody is named in it.",
  },
  columns: {
    table: "Table",
    at: "Last time",
    gone: "Left",
    waits: "Held",
  },
  never: "Not yet",
  unfinished: "cut short",
  goneOf: (last: string, all: string) => `Left: ${last}, in all ${all}`,
  held: (count: string) => `${count}: open case or complaint`,
  needed: (count: string) => `${count}: another row refers to it`,
  none: "Nothing held",
  nothing: "–",
};
