import {
  type CampaignTexts,
  type DeviceId,
  type NoticesAnswer,
  type NoticeReach,
  type ProfessionalId,
  type PushPayload,
  type PushStateAnswer,
  type PushTestAnswer,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Limits } from "#modules/limits";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Push, Pushed, PushSubscription } from "#platform/push";
import { newId, type Random } from "#platform/random";
import { epochSeconds } from "#platform/time";
import { events } from "./events.ts";
import * as store from "./push-store.ts";

/** A phone as pushes see it. */
type Phone =
  | { readonly id: DeviceId; readonly state: "enrolling" }
  | {
      readonly id: DeviceId;
      readonly state: "active" | "suspended" | "disabled" | "revoked";
      readonly professional: ProfessionalId;
      readonly level: "limited" | "full";
    };
type Owned = Exclude<Phone, { state: "enrolling" }>;
type Received<P extends Phone> = {
  readonly device: P;
  readonly payload: Record<string, unknown>;
};

/** What pushes ask of phones, a module of the same rank: `wiring.ts` passes it. */
export type PhonesForPushes = {
  receive(jws: string, purpose: string): Promise<Outcome<Received<Phone>, Refusal>>;
  receiveActive(jws: string, purpose: string): Promise<Outcome<Received<Owned>, Refusal>>;
  find(id: DeviceId): Promise<Phone | undefined>;
};

export type PushesDeps = {
  readonly db: Database<AnyTables>;
  readonly random: Random;
  readonly limits: Limits;
  readonly devices: PhonesForPushes;
  readonly push: Push;
  readonly isQuiet: (db: Database<AnyTables>, professional: ProfessionalId) => Promise<boolean>;
  /** With the push service's answer: the phone is being told. */
  readonly delivered?: (
    tx: Database<AnyTables>,
    notice: { readonly about: string },
    device: DeviceId,
  ) => Promise<void>;
  /** Where notices went and how far they got, masked. */
  readonly reached: (
    notices: readonly string[],
  ) => Promise<ReadonlyMap<string, readonly NoticeReach[]>>;
  /** What two people wrote for a campaign, as it is sent. */
  readonly wordsOf?: (campaign: string) => Promise<CampaignTexts | undefined>;
  /** A wake-up that broke on the way, for the log: never to whom. */
  readonly broke: (fault: unknown) => void;
  /** How many wake-ups of this process are under way. */
  readonly underWay: { count: number };
};

/** Is this phone one that pushes reach? */
export async function state(
  deps: PushesDeps,
  jws: string,
): Promise<Outcome<PushStateAnswer, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.pushState);
  return received.ok ? done(await stateOf(deps, received.value.device.id)) : received;
}

async function stateOf({ db }: PushesDeps, device: DeviceId): Promise<PushStateAnswer> {
  const at = await store.subscribedSince(db, device);
  return at === undefined ? {} : { at: epochSeconds(at) };
}

export async function subscribe(
  deps: PushesDeps,
  jws: string,
): Promise<Outcome<PushStateAnswer, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.pushSubscribe);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const subscription = readSubscription(payload);
  if (!subscription) return deny("invalid_message");
  if (!deps.push.accepts(subscription)) return deny("push_not_possible");
  await store.recordSubscribed(deps.db, device.id, device.professional, subscription);
  return done(await stateOf(deps, device.id));
}

function readSubscription(payload: Record<string, unknown>): PushSubscription | undefined {
  const { endpoint, p256dh, auth, key } = payload;
  const all = [endpoint, p256dh, auth, key];
  if (!all.every((one) => typeof one === "string")) return undefined;
  return { endpoint, p256dh, auth, key } as PushSubscription;
}

/** Also from a phone that may approve no more. */
export async function unsubscribe(
  deps: PushesDeps,
  jws: string,
): Promise<Outcome<PushStateAnswer, Refusal>> {
  const received = await deps.devices.receive(jws, purposes.pushUnsubscribe);
  if (!received.ok) return received;
  await store.deleteSubscription(deps.db, received.value.device.id);
  return done({});
}

/** A wake-up to this very phone, so that its holder sees whether it arrives. */
export async function trial(
  deps: PushesDeps,
  jws: string,
): Promise<Outcome<PushTestAnswer, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.pushTest);
  if (!received.ok) return received;
  const { id: device } = received.value.device;
  const { pushTests: max } = bounds;
  const subscribed = await store.subscriptionsOf(deps.db, { device });
  if (subscribed.length === 0) return deny("push_not_subscribed");
  if (!(await deps.limits.spend(deps.db, "push_test", device, max, lifetimes.pushTestWindow)))
    return deny("too_many");
  const id = newId("tst", deps.random);
  for (const one of subscribed) sendApart(deps, one, { v: 1, id });
  return done({ id });
}

/**
 * Wakes a holder's full phones, once, for what `id` names. Keeps nobody waiting and tells nobody how it went: with the push service
 * dead nothing else is slower (P-62). A `limited` phone, which a fraudster may have obtained, is woken for no request.
 */
export function wake(deps: PushesDeps, professional: ProfessionalId, id: string): void {
  void wakeAll(deps, professional, id, "full").catch(deps.broke);
}

/** The same for what was told: what the push service answers is kept. */
async function wakeFor(deps: PushesDeps, notice: store.Waking): Promise<void> {
  const { professional, id, event } = notice;
  await wakeAll(deps, professional, id, events[event].phones, (device, pushed) =>
    transact(deps.db, async (tx) => {
      const state = pushed === "delivered" ? "arrived" : "failed";
      if ((await store.recordPushed(tx, id, device, state)) && state === "arrived")
        await deps.delivered?.(tx, notice, device);
    }),
  );
}

async function wakeAll(
  deps: PushesDeps,
  professional: ProfessionalId,
  id: string,
  phones: "every" | "full",
  answered?: (device: DeviceId, pushed: Pushed) => Promise<void>,
): Promise<void> {
  for (const one of await store.subscriptionsOf(deps.db, { professional })) {
    const phone = await deps.devices.find(one.device);
    if (phone?.state !== "active" || (phones === "full" && phone.level !== "full")) continue;
    sendApart(deps, one, { v: 1, id }, answered);
  }
}

/** Never waited for. Beyond so many at once none is sent: the phone finds what waits when it is opened. */
function sendApart(
  deps: PushesDeps,
  to: store.Subscribed,
  payload: PushPayload,
  answered?: (device: DeviceId, pushed: Pushed) => Promise<void>,
): void {
  const { underWay } = deps;
  if (underWay.count >= bounds.pushesAtOnce) return;
  underWay.count++;
  void deps.push
    .send(to, payload)
    .then(async (pushed) => {
      if (pushed === "gone") await store.deleteSubscription(deps.db, to.device, to.endpoint);
      await answered?.(to.device, pushed);
    })
    .catch(deps.broke)
    .finally(() => {
      underWay.count--;
    });
}

/** Wakes phones for what their holders were told: each notice once, by one node, at any hour but for sign-ins (DESIGN 5). */
export async function wakeTold(deps: PushesDeps): Promise<void> {
  for (const notice of await store.takeWakes(deps.db, bounds.messagesInRound))
    if (!(await isSilenced(deps, notice))) void wakeFor(deps, notice).catch(deps.broke);
}

/** What cannot be read silences nobody: those taken with it would else be woken by no node. */
async function isSilenced(
  { db, isQuiet, broke }: PushesDeps,
  { event, professional }: store.Waking,
): Promise<boolean> {
  if (events[event].wakes !== "by_day") return false;
  return isQuiet(db, professional).catch((fault: unknown) => {
    broke(fault);
    return false;
  });
}

/**
 * What the holder was told lately: what else a wake-up may be for. A `limited` phone reads of phones on their way alone: the rest
 * names services, and would show where its holder works.
 */
export async function list(
  { db, devices, reached, wordsOf }: PushesDeps,
  jws: string,
): Promise<Outcome<NoticesAnswer, Refusal>> {
  const received = await devices.receiveActive(jws, purposes.notices);
  if (!received.ok) return received;
  const { professional, level } = received.value.device;
  const notices = await store.noticesOf(db, professional, bounds.noticesOnPhone);
  const shown = notices.filter(({ event }) => level === "full" || events[event].phones === "every");
  // Addresses are its holder's: a limited phone, which may be a fraudster's, is shown none.
  const where = level === "full" ? await reached(shown.map(({ id }) => id)) : undefined;
  await store.recordRead(
    db,
    shown.flatMap(({ id, event }) => (event === "campaign" ? [id] : [])),
  );
  return done({
    notices: await Promise.all(
      shown.map(async ({ id, event, service, at, about }) => {
        const words = event === "campaign" ? await wordsOf?.(about) : undefined;
        return {
          reached: where?.get(id) ?? [],
          id,
          event,
          at: epochSeconds(at),
          ...(service === undefined ? {} : { service }),
          ...(words === undefined ? {} : { words }),
        };
      }),
    ),
  });
}
