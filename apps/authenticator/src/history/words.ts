import type { AccountEvent } from "@aval/protocol";
import type { Messages } from "../messages.ts";

/** What happened, and why where that is known. */
export function eventWords(event: AccountEvent, t: Messages): string {
  const { kind, reason, by, rights } = event;
  const what = t.events.kinds[kind] ?? t.events.other;
  const because = whyWords(reason ?? by ?? "", t);
  const limited = rights === "reduced" ? `, ${t.events.reduced}` : "";
  return `${what}${because ? `${t.history.colon} ${because}` : ""}${limited}`;
}

function whyWords(why: string, t: Messages): string | undefined {
  const said = (t.history.reasons as Readonly<Record<string, string>>)[why];
  return said ?? t.history.because[why] ?? t.events.because[why];
}

/** Where and by what, a line each, as far as it is known. */
export function detailWords(event: AccountEvent, t: Messages): readonly string[] {
  const { declared, phone, isOpen, kind, where } = event;
  return [
    ...(where === "own_software" ? [t.events.software] : []),
    ...(declared ? [t.events.on(declared)] : []),
    ...(phone ? [t.events.by(phone)] : []),
    ...(isOpen && kind === "session_opened" ? [t.events.open] : []),
  ];
}
