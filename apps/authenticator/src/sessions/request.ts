import type { SessionId, SessionItem } from "@aval/protocol";
import type { Trouble } from "../trouble.ts";

/** *Sessions ouvertes*: where the holder is signed in, what was closed lately, and what each service knows of it. */
export type SessionList = {
  readonly at: "sessions";
  /** As heard last; nothing is kept on the phone. */
  readonly items: readonly SessionItem[] | undefined;
  readonly closing: SessionId | "all" | undefined;
  /** What the last tap closed, told once; `all` counts. */
  readonly closed: Closed | undefined;
  /** How often it was asked again, since the last tap, whether services have answered. */
  readonly looks: number;
  readonly trouble: Trouble | undefined;
};

export type Closed = { readonly session: SessionId | "all"; readonly count: number };

export type SessionEvent =
  | { readonly event: "sessions_known"; readonly items: readonly SessionItem[] }
  | { readonly event: "sessions_failed"; readonly trouble: Trouble }
  | { readonly event: "session_close_tapped"; readonly session: SessionId | "all" };

export type SessionCommand =
  /** `soon`: in a moment, since a service may answer meanwhile. */
  | { readonly command: "load_sessions"; readonly soon: boolean }
  | { readonly command: "close_session"; readonly session: SessionId | "all" };

export const sessionList: SessionList = {
  at: "sessions",
  items: undefined,
  closing: undefined,
  closed: undefined,
  looks: 0,
  trouble: undefined,
};
