import type { AccountEvent, AccountHistory, SessionId } from "@aval/protocol";
import type { Trouble } from "../trouble.ts";

/**
 * The history: what happened to the holder, newest first, a page at a time. Before the first page is there, and without a network,
 * the requests that the phone keeps stand in its place.
 */
export type History = {
  readonly at: "history";
  readonly events?: readonly AccountEvent[] | undefined;
  /** To ask for the page after; absent at the end. */
  readonly next?: string | undefined;
  readonly loading?: boolean | undefined;
  /** *Ce n'était pas moi* is on its way for this session. */
  readonly disowning?: SessionId | undefined;
  /** What the last tap disowned, told once. */
  readonly disowned?: SessionId | undefined;
  readonly trouble?: Trouble | undefined;
};

export type HistoryEvent =
  | { readonly event: "events_known"; readonly page: AccountHistory; readonly isMore: boolean }
  | { readonly event: "events_failed"; readonly trouble: Trouble }
  | { readonly event: "more_tapped" }
  | { readonly event: "disown_tapped"; readonly session: SessionId }
  | { readonly event: "disowned"; readonly session: SessionId }
  | { readonly event: "disown_failed"; readonly trouble: Trouble };

export type HistoryCommand =
  | { readonly command: "load_events"; readonly before: string | undefined }
  | { readonly command: "disown"; readonly session: SessionId };

export const history: History = { at: "history", loading: true };
