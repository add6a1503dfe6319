import type { AccountEvent, SessionId } from "@aval/protocol";
import type { AppEvent } from "../state.ts";
import type { History, HistoryCommand } from "./request.ts";

type Step = { readonly screen: History; readonly run: readonly HistoryCommand[] };

/** What happens on the history. Pure; an event of another screen changes nothing. */
export function stepHistory(screen: History, event: AppEvent): Step {
  const stay = (next: History, ...run: HistoryCommand[]): Step => ({ screen: next, run });
  switch (event.event) {
    case "events_known": {
      const { events, next } = event.page;
      const all = event.isMore ? [...(screen.events ?? []), ...events] : events;
      return stay({ ...screen, events: all, next, loading: false, trouble: undefined });
    }
    case "events_failed":
      return stay({ ...screen, loading: false, trouble: event.trouble });
    case "more_tapped":
      if (screen.loading || screen.next === undefined) return stay(screen);
      return stay(
        { ...screen, loading: true, trouble: undefined },
        { command: "load_events", before: screen.next },
      );
    case "disown_tapped":
      if (screen.disowning) return stay(screen);
      return stay(
        { ...screen, disowning: event.session, disowned: undefined, trouble: undefined },
        { command: "disown", session: event.session },
      );
    case "disowned":
      // What it closed and ended is in the list when it is asked again.
      return stay(
        { ...screen, disowning: undefined, disowned: event.session, loading: true },
        { command: "load_events", before: undefined },
      );
    case "disown_failed":
      return stay({ ...screen, disowning: undefined, trouble: event.trouble });
    default:
      return stay(screen);
  }
}

const signIns = new Set(["session_opened", "session_entered"]);

/** The session that *Ce n'était pas moi* may be said of in this entry: of a sign-in, not disowned yet. */
export function disownable(
  { kind, session }: AccountEvent,
  all: readonly AccountEvent[],
): SessionId | undefined {
  const isDisowned = all.some((one) => one.kind === "session_disowned" && one.session === session);
  return signIns.has(kind) && !isDisowned ? session : undefined;
}
