import { type AccountEvent, type AccountHistory, isId } from "@aval/protocol";
import type { Phoning } from "./acts.ts";
import { PhoneMisuse } from "./fault.ts";
import { momentText } from "./moment.ts";
import { identityOf, readState } from "./state-file.ts";

/** What happened, newest first, a page at a time: the same as the phone's page shows. */
export async function history({ phone, path }: Phoning, before?: string): Promise<AccountHistory> {
  if (before !== undefined && !/^\d+\.fct_/.test(before))
    throw new PhoneMisuse(
      `--before : « ${before} » n'est pas ce que la page d'avant a donné.`,
      `--before: "${before}" is not what the page before it gave.`,
    );
  return phone.events(await identityOf(await readState(path)), before);
}

/** *Ce n'était pas moi*, of a sign-in of the history: its session closes everywhere. No code. */
export async function disown({ phone, path }: Phoning, session: string): Promise<{ done: true }> {
  if (!isId("ses", session))
    throw new PhoneMisuse(
      `SESSION : « ${session} » n'est pas celle d'une ligne de l'historique (ses_…).`,
      `SESSION: "${session}" is not that of a line of the history (ses_…).`,
    );
  return phone.disown(await identityOf(await readState(path)), session);
}

/** What happened, as a phone's page says it: French, then English. */
export type EventWords = (event: AccountEvent) => string;

/** One line on an event: when, what happened, and what is known of it. Whoever has no words for it says the fact's own name. */
export function eventLine(event: AccountEvent, words: EventWords = ({ kind }) => kind): string {
  const { at, session, isOpen, service, declared, phone } = event;
  const told = [service, declared, phone].filter(Boolean);
  const name = session ? `${session}${isOpen ? " (ouverte / open)" : ""}` : "";
  return [momentText(at * 1000), words(event), told.join(", "), name].filter(Boolean).join("  ");
}
