import { type Messages, timeWords, troubleWords } from "../messages.ts";
import { denied } from "../trouble.ts";
import type { Search } from "./request.ts";

/** Until when nothing can be looked for, as the server says it. */
export function silencedWords({ trouble }: Search, t: Messages): string {
  const until = trouble?.kind === "denied" ? trouble.until : undefined;
  return until === undefined ? t.search.silencedText : t.search.silenced(timeWords(until, t));
}

/** What a screen reader is told of a search. */
export function spokenSearch(screen: Search, t: Messages): string {
  if (screen.busy) return t.search.busy;
  if (screen.short) return t.search.short;
  if (screen.nothing) return t.search.nothing[screen.nothing];
  if (denied(screen.trouble) === "search_silenced") return silencedWords(screen, t);
  return screen.trouble ? troubleWords(screen.trouble, t) : "";
}

/** A program by its registered name and, where it has a key of its own, by the machine it says it runs on. */
export function installationWords(
  { name, machine }: { readonly name: string; readonly machine?: string },
  t: Messages,
): string {
  return machine ? t.software.on(name, machine) : name;
}
