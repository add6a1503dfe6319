import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/sessions", ["sessions.test.ts"]);

const live =
  "closed_at is null and ends_at > aval_now() and last_seen_at > aval_now() - ${idle} * interval '1 millisecond'";

export const sessionFaults = [
  fault(
    "a session idle for half an hour has ended",
    edit("store.ts", live, "closed_at is null and ends_at > aval_now() and ${idle} > 0"),
  ),
  fault(
    "a session past its end has ended, however used",
    edit("store.ts", live, live.replace("ends_at > aval_now() and ", "")),
  ),
  fault(
    "a closed session is over at once",
    edit("store.ts", live, live.replace("closed_at is null and ", "")),
  ),
  fault(
    "a reduced session ends after one hour",
    edit(
      "session.ts",
      'rights === "full" ? lifetimes.session : lifetimes.reducedSession',
      'rights === "full" ? lifetimes.session : lifetimes.session',
    ),
  ),
  fault(
    "an ended session enters no further service",
    edit(
      "sessions.ts",
      "if (!(await store.recordSeen(tx, session.id, lifetimes.sessionIdle))) return false;",
      "",
    ),
  ),
  fault(
    "a holder closes no session but their own",
    edit(
      "store.ts",
      '    .where("professional", "=", which.professional)\n    .where(live(idle));',
      "    .where(live(idle));",
    ),
    ["holder.test.ts"],
  ),
  fault(
    "an end is told with the services that the session had entered",
    edit(
      "store.ts",
      "rows.flatMap((row) => (row.session === session ? [row.client] : []))",
      "rows.slice(0, 1).flatMap((row) => (row.session === session ? [row.client] : []))",
    ),
  ),
  fault(
    "a session is closed once, with one fact",
    edit(
      "store.ts",
      '.where("id", "=", id)\n    .where("closed_at", "is", null)',
      '.where("id", "=", id)',
    ),
  ),
];
