/**
 * Notices: what people are told of their own access, and the links by which they stop it.
 *
 * `tell` writes into the transaction of what happened; `deliver` sends afterwards, from any node, again and again until each
 * address has it or refuses it for good. The only module that writes to a person: addresses are the directory's, and no copy
 * of one is kept here. What an event says and at which pace is one table, `events.ts`; every word is in `words.ts`.
 *
 * It promises: nothing that is sent enables anything (law 1); opening a link changes nothing and tells nothing; a flood
 * becomes one digest a day. It does not promise that mail arrives: that is why every address is told.
 * Source: DESIGN section 6 "Notices", law 5.
 */
import * as notices from "./notices.ts";
import { purgeTokens } from "./store.ts";

export { noticeRoutes } from "./routes.ts";
export type { NoticeTables } from "./store.ts";

export type Notices = ReturnType<typeof createNotices>;

export function createNotices(deps: notices.NoticesDeps) {
  type Tx = typeof deps.db;
  return {
    tell: (tx: Tx, telling: notices.Telling) => notices.tell(deps, tx, telling),
    deliver: () => notices.deliver(deps),
    stopBy: (token: string) => notices.stopBy(deps, token),
    /** Forgets links that are past their week. */
    purge: () => purgeTokens(deps.db),
  };
}
