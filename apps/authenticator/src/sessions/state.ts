import type { SessionItem } from "@aval/protocol";
import type { AppEvent, Command } from "../state.ts";
import type { SessionList } from "./request.ts";

/** Services answer within a second or not soon: half a minute of looking shows the first kind, and costs little. */
const looksMax = 15;

/** What happens on the list of sessions. Pure; an event of another screen changes nothing. */
export function stepSessions(
  screen: SessionList,
  event: AppEvent,
): { readonly screen: SessionList; readonly run: readonly Command[] } {
  switch (event.event) {
    case "session_close_tapped":
      if (screen.closing) return { screen, run: [] };
      return {
        screen: { ...screen, closing: event.session, closed: undefined, trouble: undefined },
        run: [{ command: "close_session", session: event.session }],
      };
    case "sessions_known":
      return known(screen, event.items);
    case "sessions_failed":
      return { screen: { ...screen, closing: undefined, trouble: event.trouble }, run: [] };
    default:
      return { screen, run: [] };
  }
}

function known(screen: SessionList, items: readonly SessionItem[]) {
  const { closing } = screen;
  const count = closing ? openIn(screen.items) - openIn(items) : 0;
  const closed = closing ? { session: closing, count: Math.max(0, count) } : screen.closed;
  const looks = closing ? 0 : screen.looks + 1;
  const isAwaited = items.some(({ services }) => services.some(({ told }) => told === "told"));
  const looksOn = isAwaited && looks < looksMax;
  const next: SessionList = {
    ...screen,
    items,
    closing: undefined,
    closed,
    looks,
    trouble: undefined,
  };
  const run: readonly Command[] = looksOn ? [{ command: "load_sessions", soon: true }] : [];
  return { screen: next, run };
}

const openIn = (items: readonly SessionItem[] | undefined) =>
  items?.filter(({ state }) => state === "open").length ?? 0;
