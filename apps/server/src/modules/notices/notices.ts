import type { ProfessionalId } from "@aval/protocol";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory } from "#modules/directory";
import type { Limits } from "#modules/limits";
import { type AnyTables, type Database, transact } from "#platform/database";
import { type Mailer, Undeliverable } from "#platform/mail";
import { newId, type Random } from "#platform/random";
import { hashSecret, newSecret } from "#platform/secret";
import type { Clock, Duration } from "#platform/time";
import { digestAt } from "./digest.ts";
import { allowances, type ByAnother, events, type NoticeEvent } from "./events.ts";
import { letterOf } from "./letter.ts";
import { recordWakeDue } from "./push-store.ts";
import * as store from "./store.ts";

type Tx = Database<AnyTables>;

export type NoticesDeps = {
  readonly db: Tx;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly limits: Limits;
  readonly directory: Pick<Directory, "mailboxes" | "mailbox">;
  /** Absent: nobody can be told yet; what is told waits. */
  readonly mailer: Mailer | undefined;
  /** Where the pages of links are. */
  readonly origin: string;
  readonly brand: string;
  /** In the press's own transaction: the event dies, and everything new is paused. */
  readonly stopped: (tx: Tx, notice: store.Notice) => Promise<void>;
};

/**
 * What somebody is told. `about`: the phone, session or stop; `from`: the browser it came from, for pacing; `by`: the other person
 * who brought it about.
 */
export type Telling = {
  readonly professional: ProfessionalId;
  readonly about: string;
  readonly service?: string;
  readonly from?: string;
} & (
  | { readonly event: ByAnother; readonly by: ProfessionalId }
  | { readonly event: Exclude<NoticeEvent, ByAnother>; readonly by?: ProfessionalId }
);

/**
 * Tells the holder, on every address there is, new, current and lately replaced: written with whatever makes it true, and
 * sent afterwards. What happened and was not told cannot be, nor the reverse.
 */
export async function tell(deps: NoticesDeps, tx: Tx, telling: Telling): Promise<void> {
  const { professional, event, about, service } = telling;
  const contacts = await deps.directory.mailboxes(professional, lifetimes.replacedContactTold);
  const notice = newId("ntc", deps.random);
  await store.insertNotice(tx, { id: notice, professional, event, about, service });
  const isNow = await isAtOnce(deps, tx, telling);
  const digest = isNow ? undefined : digestAt(deps.clock.now());
  if (isNow) await recordWakeDue(tx, notice);
  for (const contact of contacts) {
    const id = newId("dlv", deps.random);
    await store.insertDelivery(tx, { id, notice, contact, digestAt: digest });
  }
}

async function isAtOnce({ limits }: NoticesDeps, tx: Tx, telling: Telling): Promise<boolean> {
  const { professional, event, from } = telling;
  if (events[event].pace === "first_then_digest") {
    const id = `${professional}.${event}.${from ?? ""}`;
    if (!(await limits.once(tx, "notice_first", id, lifetimes.browserTold))) return false;
  }
  const { spends } = events[event];
  const { most, fromOne, first } = allowances[spends];
  const isWithin = (name: string, subject: string, max: number) =>
    limits.spend(tx, name, subject, max, lifetimes.noticeWindow);
  // Before what is everybody's: one person's hundredth costs the others nothing.
  if (
    fromOne !== undefined &&
    !(await isWithin("notice_from", `${professional}.${telling.by}`, fromOne))
  )
    return false;
  const isFirst = first && (await isWithin("notice_kind", `${professional}.${event}`, 1));
  const isAllowed = await isWithin(`notice_${spends}`, professional, most);
  return isFirst || isAllowed;
}

/** Sends what is due, one message after another. On every node at once: each message is taken by one. */
export async function deliver(deps: NoticesDeps): Promise<number> {
  const { mailer } = deps;
  if (!mailer) return 0;
  let sent = 0;
  for (; sent < bounds.messagesInRound; sent++) {
    const leased = await store.lease(deps.db, lifetimes.deliveryLease);
    if (leased.length === 0) break;
    await send(deps, mailer, leased);
  }
  return sent;
}

async function send(
  deps: NoticesDeps,
  mailer: Mailer,
  leased: readonly store.Leased[],
): Promise<void> {
  const [first] = leased;
  if (!first) return;
  const to = await deps.directory.mailbox(first.contact);
  if (to === undefined) return end(deps, leased, "failed");
  const stoppable = leased.map(({ notice }) => notice).filter(({ event }) => events[event].stop);
  const link = stoppable.length > 0 ? await newLink(deps, stoppable) : undefined;
  const letter = letterOf(
    leased.map(({ notice }) => notice),
    link,
    deps.brand,
  );
  try {
    await mailer.send({ to, id: first.delivery, ...letter });
  } catch (fault) {
    const wait = retryAfter(first.tries);
    if (fault instanceof Undeliverable || wait === undefined) return end(deps, leased, "failed");
    return store.postpone(deps.db, leased, wait);
  }
  return end(deps, leased, "sent");
}

/** A link of its own for each try: what leaves this house is never kept in it, only its hash. */
async function newLink(deps: NoticesDeps, notices: readonly store.Notice[]): Promise<string> {
  const token = newSecret(deps.random);
  const ids = notices.map(({ id }) => id);
  await store.insertTokens(deps.db, hashSecret(token), ids, lifetimes.stopLink);
  return `${deps.origin}/arreter/${token}`;
}

function retryAfter(tries: number): Duration | undefined {
  return lifetimes.deliveryRetries[tries - 1];
}

async function end(
  deps: NoticesDeps,
  leased: readonly store.Leased[],
  state: "sent" | "failed",
): Promise<void> {
  await transact(deps.db, async (tx) => {
    const ended = await store.recordEnd(tx, leased, state);
    for (const { notice } of leased.filter(({ delivery }) => ended.has(delivery))) {
      const { professional, id, event } = notice;
      const fact = state === "sent" ? "notice_sent" : "notice_failed";
      await deps.audit.append(tx, { fact, professional, notice: id, event });
    }
  });
}

/**
 * Somebody pressed *Arrêter*. Who it was is not asked: a stop needs no proof. A link that is dead, used or invented does
 * nothing, and whoever pressed is told the same.
 */
export async function stopBy(deps: NoticesDeps, token: string): Promise<void> {
  await transact(deps.db, async (tx) => {
    for (const notice of await store.spendToken(tx, hashSecret(token))) {
      const { professional, id, event } = notice;
      await deps.audit.append(tx, { fact: "notice_stopped", professional, notice: id, event });
      await deps.stopped(tx, notice);
    }
  });
}
