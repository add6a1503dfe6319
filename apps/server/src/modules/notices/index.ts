/**
 * Notices: what people are told of their own access, and the links by which they stop it.
 *
 * `tell` writes into the transaction of what happened; `deliver` sends afterwards, from any node, again and again until each
 * address has it or refuses it for good. That it has it is the receiver's own word: a mail server's answer, an operator's receipt, a
 * push service's, or its page that was opened. The only module that writes to a person: addresses are the directory's, and no copy
 * of one is kept here. What an event says and at which pace is one table, `events.ts`; every word is in `words.ts`.
 *
 * It promises: nothing that is sent enables anything (law 1); opening a link changes nothing and tells nothing; a flood
 * becomes one digest a day. It does not promise that mail arrives: that is why every address is told.
 * Source: DESIGN section 6 "Notices", law 5.
 */
import type { CampaignChannel, CampaignTexts, ProfessionalId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import * as notices from "./notices.ts";
import * as pushes from "./pushes.ts";
import { purgePushed } from "./push-store.ts";
import { purgeTokens } from "./store.ts";

export { noticeRoutes, smsReceiptPath, smsReceiptRoutes } from "./routes.ts";
export { pushRoutes } from "./push-routes.ts";
export type { NoticeTables } from "./store.ts";

export type Notices = ReturnType<typeof createNotices>;

export function createNotices(deps: notices.NoticesDeps) {
  type Tx = typeof deps.db;
  return {
    tell: (tx: Tx, telling: notices.Telling) => notices.tell(deps, tx, telling),
    deliver: () => notices.deliver(deps),
    /** Asks an operator what became of what it took. */
    askReceipts: () => notices.askReceipts(deps),
    /** An operator's receipt, verified by whoever asks. */
    settle: (...given: Tail<typeof notices.settle>) => notices.settle(deps, ...given),
    /** A message's page was opened: it arrived. */
    opened: (token: string) => notices.opened(deps, token),
    stopBy: (token: string) => notices.stopBy(deps, token),
    /** What each channel would show of a campaign's words. */
    shown: (words: CampaignTexts) => notices.shown(deps, words),
    /** In the transaction that stops a campaign: what has not left does not leave. */
    takeBack: (tx: Tx, campaign: string) => notices.takeBack(tx, campaign),
    channels: (): readonly CampaignChannel[] => [
      "app",
      ...(deps.mailer ? (["mail"] as const) : []),
      ...(deps.sms ? (["sms"] as const) : []),
    ],
    /** Forgets links that are past their week, and what became of wake-ups a year ago. */
    purge: async () => {
      await purgeTokens(deps.db);
      await purgePushed(deps.db, lifetimes.traces);
    },
  };
}

export type Pushes = ReturnType<typeof createPushes>;

/** Phones woken by push: for what rings, and for what their holders were told. Nothing waits for a push, or hangs on one. */
export function createPushes(given: Omit<pushes.PushesDeps, "underWay">) {
  const deps = { ...given, underWay: { count: 0 } };
  return {
    state: (jws: string) => pushes.state(deps, jws),
    subscribe: (jws: string) => pushes.subscribe(deps, jws),
    unsubscribe: (jws: string) => pushes.unsubscribe(deps, jws),
    trial: (jws: string) => pushes.trial(deps, jws),
    list: (jws: string) => pushes.list(deps, jws),
    /** `id`: the ring that phones are woken for. */
    wake: (professional: ProfessionalId, id: string) => pushes.wake(deps, professional, id),
    wakeTold: () => pushes.wakeTold(deps),
  };
}

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;
