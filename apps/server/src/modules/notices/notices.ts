import { type CampaignTexts, type ProfessionalId, toBase64url } from "@aval/protocol";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import type { Directory } from "#modules/directory";
import type { Limits } from "#modules/limits";
import { type AnyTables, type Database, transact } from "#platform/database";
import { type Mailer, Undeliverable } from "#platform/mail";
import { newId, type Random } from "#platform/random";
import { hashSecret, newSecret } from "#platform/secret";
import type { Sms, SmsStanding } from "#platform/sms";
import { type Clock, type Duration, ms } from "#platform/time";
import { digestAt } from "./digest.ts";
import { allowances, type ByAnother, events, type NoticeEvent } from "./events.ts";
import { letterOf } from "./letter.ts";
import { recordWakeDue } from "./push-store.ts";
import { smsOf } from "./sms.ts";
import * as store from "./store.ts";

type Tx = Database<AnyTables>;

export type NoticesDeps = {
  readonly db: Tx;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Audit;
  readonly limits: Limits;
  readonly directory: Pick<Directory, "mailboxes" | "mailbox" | "mobiles" | "mobile">;
  /** Absent: nobody can be told yet; what is told waits. */
  readonly mailer: Mailer | undefined;
  /** Absent: telephones are told nothing. */
  readonly sms?: Sms | undefined;
  /** Where the pages of links are. */
  readonly origin: string;
  readonly brand: string;
  /** In the press's own transaction: the event dies, and everything new is paused. */
  readonly stopped: (tx: Tx, notice: store.Notice) => Promise<void>;
  /** With the delivery: the receiver's own answer, never because it was sent. `contact`: which address answered. */
  readonly delivered?: (tx: Tx, notice: store.Notice, contact: string) => Promise<void>;
  /** What two people wrote for a campaign, as it is sent. */
  readonly wordsOf?: (campaign: string) => Promise<CampaignTexts | undefined>;
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
  | { readonly event: "campaign"; readonly channels: readonly store.Channel[] }
  | { readonly event: Exclude<NoticeEvent, ByAnother | "campaign">; readonly by?: ProfessionalId }
);

/**
 * Tells the holder, on every address there is, new, current and lately replaced: written with whatever makes it true, and
 * sent afterwards. What happened and was not told cannot be, nor the reverse.
 */
export async function tell(deps: NoticesDeps, tx: Tx, telling: Telling): Promise<void> {
  const { professional, event, about, service } = telling;
  // A campaign announces nothing that the holder of an old address must be able to stop.
  const within = event === "campaign" ? ms(0) : lifetimes.replacedContactTold;
  const goesBy = (channel: store.Channel) =>
    event !== "campaign" || telling.channels.includes(channel);
  const to = {
    mail: goesBy("mail") ? await deps.directory.mailboxes(professional, within) : [],
    sms: deps.sms && goesBy("sms") ? await deps.directory.mobiles(professional, within) : [],
  };
  const notice = newId("ntc", deps.random);
  await store.insertNotice(tx, { id: notice, professional, event, about, service });
  const isNow = await isAtOnce(deps, tx, telling);
  const digest = isNow ? undefined : digestAt(deps.clock.now());
  if (isNow && events[event].wakes !== "never") await recordWakeDue(tx, notice);
  for (const channel of ["mail", "sms"] as const)
    for (const contact of to[channel]) {
      const id = newId("dlv", deps.random);
      await store.insertDelivery(tx, { id, notice, contact, channel, digestAt: digest });
    }
}

async function isAtOnce({ limits }: NoticesDeps, tx: Tx, telling: Telling): Promise<boolean> {
  const { professional, event, from } = telling;
  if (events[event].pace === "first_then_digest") {
    const id = `${professional}.${event}.${from ?? ""}`;
    if (!(await limits.once(tx, "notice_first", id, lifetimes.browserTold))) return false;
  }
  const { spends } = events[event];
  const by = "by" in telling ? telling.by : undefined;
  const { most, fromOne, first } = allowances[spends];
  if (most === undefined) return true;
  const isWithin = (name: string, subject: string, max: number) =>
    limits.spend(tx, name, subject, max, lifetimes.noticeWindow);
  // Before what is everybody's: one person's hundredth costs the others nothing.
  if (fromOne !== undefined && !(await isWithin("notice_from", `${professional}.${by}`, fromOne)))
    return false;
  const isFirst = first && (await isWithin("notice_kind", `${professional}.${event}`, 1));
  const isAllowed = await isWithin(`notice_${spends}`, professional, most);
  return isFirst || isAllowed;
}

/** Sends what is due, one message after another. On every node at once: each message is taken by one. */
export async function deliver(deps: NoticesDeps): Promise<number> {
  const channels = [
    ...(deps.mailer ? ["mail" as const] : []),
    ...(deps.sms ? ["sms" as const] : []),
  ];
  let sent = 0;
  for (; channels.length > 0 && sent < bounds.messagesInRound; sent++) {
    const leased = await store.lease(deps.db, channels, lifetimes.deliveryLease);
    if (leased.length === 0) break;
    await send(deps, leased);
  }
  return sent;
}

async function send(deps: NoticesDeps, leased: readonly store.Leased[]): Promise<void> {
  const [first] = leased;
  if (!first) return;
  try {
    const carried = await carry(deps, first, leased);
    if (carried === "nowhere") return await end(deps, leased, "failed");
    if (carried === "arrived") return await end(deps, leased, "sent");
    return await store.recordHanded(deps.db, leased, carried.as, receiptWaits[0]);
  } catch (fault) {
    const wait = retryAfter(first.tries);
    if (fault instanceof Undeliverable || wait === undefined) return end(deps, leased, "failed");
    return store.postpone(deps.db, leased, wait);
  }
}

/** `arrived`: the receiver's own server has it. `as`: an operator took it, calls it so and will say what becomes of it. */
type Carried = "arrived" | "nowhere" | { readonly as: string };

async function carry(
  deps: NoticesDeps,
  { channel, contact, delivery: id }: store.Leased,
  leased: readonly store.Leased[],
): Promise<Carried> {
  const told = await Promise.all(leased.map(({ notice }) => withWords(deps, notice)));
  const to =
    channel === "sms"
      ? await deps.directory.mobile(contact)
      : await deps.directory.mailbox(contact);
  if (to === undefined) return "nowhere";
  const stoppable = told.filter(({ event }) => events[event].stop);
  const link = stoppable.length > 0 ? await newLink(deps, channel, contact, stoppable) : undefined;
  if (channel === "sms" && deps.sms)
    return { as: await deps.sms.send({ to, id, text: smsOf(told, link, deps.brand) }) };
  if (!deps.mailer) throw new Error("leased what nothing carries");
  await deps.mailer.send({ to, id, ...letterOf(told, link, deps.brand) });
  return "arrived";
}

/** With what was written for it, where it is a campaign's. */
const withWords = async (
  { wordsOf }: Pick<NoticesDeps, "wordsOf">,
  notice: store.Notice,
): Promise<store.Notice> =>
  notice.event === "campaign" ? { ...notice, words: await wordsOf?.(notice.about) } : notice;

/** What each channel would show of a campaign's words. */
export function shown({ brand }: Pick<NoticesDeps, "brand">, words: CampaignTexts) {
  const told = [{ event: "campaign", at: 0, service: undefined, words }] as const;
  const { subject, text } = letterOf(told, undefined, brand);
  return { mail: { subject, text }, sms: smsOf(told, undefined, brand) };
}

/** What of a campaign has not left yet does not leave. */
export const takeBack = (tx: Tx, campaign: string): Promise<void> =>
  store.recordTakenBack(tx, campaign);

/**
 * A link of its own for each try: what leaves this house is never kept in it, only its hash. An SMS has room for 128 bits, which
 * nobody guesses either.
 */
async function newLink(
  deps: NoticesDeps,
  channel: store.Channel,
  contact: string,
  notices: readonly store.Notice[],
): Promise<string> {
  const token = channel === "sms" ? toBase64url(deps.random.bytes(16)) : newSecret(deps.random);
  const of = { notices: notices.map(({ id }) => id), contact };
  await store.insertTokens(deps.db, hashSecret(token), of, lifetimes.stopLink);
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
    const those = leased.filter(({ delivery }) => ended.has(delivery));
    await tellEnds(deps, tx, those, state);
  });
}

async function tellEnds(
  deps: NoticesDeps,
  tx: Tx,
  ended: readonly { readonly notice: store.Notice; readonly contact: string }[],
  state: "sent" | "failed",
): Promise<void> {
  for (const { notice, contact } of ended) {
    const { professional, id, event } = notice;
    const fact = state === "sent" ? "notice_sent" : "notice_failed";
    await deps.audit.append(tx, { fact, professional, notice: id, event });
    if (state === "sent") await deps.delivered?.(tx, notice, contact);
  }
}

const { smsReceiptWaits: receiptWaits } = lifetimes;

/** Asks the operator what became of what it took and has not told: a receipt may get lost. After the last wait it is given up. */
export async function askReceipts(deps: NoticesDeps): Promise<void> {
  const { sms } = deps;
  for (let asked = 0; sms && asked < bounds.messagesInRound; asked++) {
    const handed = await store.leaseHanded(deps.db, lifetimes.deliveryLease);
    if (!handed) return;
    const standing = await sms.standing(handed.as).catch(() => "under_way" as const);
    const wait = receiptWaits[handed.tries];
    if (standing !== "under_way") await settle(deps, handed.as, standing);
    else if (wait === undefined) await settle(deps, handed.as, "failed");
    else await store.postponeHanded(deps.db, handed.as, wait);
  }
}

/** The operator's own word on what it took: asked for, or sent by it and verified by whoever calls. */
export async function settle(
  deps: NoticesDeps,
  as: string,
  standing: Exclude<SmsStanding, "under_way">,
): Promise<void> {
  const state = standing === "arrived" ? "sent" : "failed";
  await transact(deps.db, async (tx) =>
    tellEnds(deps, tx, await store.recordSettled(tx, as, state), state),
  );
}

/**
 * A message's page was opened: it arrived. By a person or a machine that opens mail, which says as much as a mail server's answer
 * does; it stops nothing.
 */
export async function opened(deps: NoticesDeps, token: string): Promise<void> {
  await transact(deps.db, async (tx) => {
    for (const { notice, contact } of await store.recordOpened(tx, hashSecret(token)))
      await deps.delivered?.(tx, notice, contact);
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
