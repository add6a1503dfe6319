import { type AccountHistory, isId, purposes, type SessionId } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds } from "#lifetimes";
import { deny, done, type Outcome } from "#platform/outcome";
import { type AccountDeps, disownSession } from "./account.ts";
import { untoldKinds } from "./acts.ts";
import * as store from "./store.ts";
import { eventOf } from "./views.ts";

/* The history on a phone: the same facts as in *Mon accès*, in the same terms. */

/** A page of what happened, newest first. */
export async function events(
  deps: AccountDeps,
  jws: string,
  cursorOf: (before: string | undefined) => store.Cursor | undefined,
): Promise<Outcome<AccountHistory, Refusal>> {
  const heard = await deps.devices.receiveMine(jws, purposes.events);
  if (!heard.ok) return heard;
  const { mine, payload } = heard.value;
  const before = payload["before"];
  if (before !== undefined && typeof before !== "string") return deny("invalid_message");
  const cursor = cursorOf(before);
  if (before !== undefined && !cursor) return deny("invalid_message");
  const most = bounds.historyPage;
  const { professional, ...only } = mine;
  const rows = await store.eventsOf(deps.db, professional, {
    before: cursor,
    most: most + 1,
    untold: untoldKinds,
    ...only,
  });
  const shown = rows.slice(0, most);
  const last = shown.at(-1);
  return done({
    events: shown.map((row) => eventOf(row, noSession)),
    ...(rows.length > most && last ? { next: `${last.at.getTime()}.${last.id}` } : {}),
  });
}

/** A phone is in no session. */
const noSession = "" as SessionId;

/** *Ce n'était pas moi*, of a sign-in in the history: no code, stopping is cheap. Said again, it is the same. */
export async function disown(
  deps: AccountDeps,
  jws: string,
): Promise<Outcome<{ readonly done: true }, Refusal>> {
  const heard = await deps.devices.receiveMine(jws, purposes.disown);
  if (!heard.ok) return heard;
  const { mine, payload } = heard.value;
  const { session } = payload;
  if (!isId("ses", session)) return deny("invalid_message");
  return disownSession(deps, mine, session);
}
