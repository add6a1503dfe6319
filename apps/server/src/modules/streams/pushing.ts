import { limits, lifetimes } from "#lifetimes";
import type { Software } from "#modules/software";
import { transact } from "#platform/database";
import { type Answered, answeredBy, createDispatch, waitAfter } from "#platform/dispatch";
import type { Log } from "#platform/log";
import type { Post } from "#platform/outbound";
import * as outbox from "./outbox-store.ts";
import * as store from "./store.ts";
import type { Delivery } from "./stream.ts";
import { factOf, headerOf, placeNew, type StreamsDeps, tokenOf } from "./streams.ts";

/**
 * Events sent to services at the address that each named (RFC 8935): at least once, with the same token; by one node at a time; the
 * next of a person once the one before has been taken or given up.
 */
export type PushingDeps = StreamsDeps & {
  readonly software: Pick<Software, "find">;
  readonly post: Post;
  readonly log: Log;
};

export function createPushing(deps: PushingDeps) {
  const dispatch = createDispatch<outbox.Claimed>({
    atOnce: limits.signalsAtOnce,
    claim: (how) =>
      outbox.claimPushes(deps.db, {
        ...how,
        perService: limits.signalsPerService,
        lease: lifetimes.signalLease,
      }),
    serviceOf: ({ client }) => client,
    tell: (claimed) => send(deps, claimed),
    fault: "signal_delivery_failed",
    log: deps.log,
  });
  return {
    ...dispatch,
    begin: async (): Promise<number> => {
      await placeNew(deps);
      return dispatch.begin();
    },
  };
}

async function send(deps: PushingDeps, claimed: outbox.Claimed): Promise<void> {
  const service = await deps.software.find(claimed.client);
  const stream = await store.findStream(deps.db, claimed.client, claimed.stream);
  // Polled since, or ended: what is due is the poll's, or gone.
  if (stream?.delivery.method !== "push") return;
  if (service?.state !== "active") {
    await outbox.settle(deps.db, claimed, "dropped");
    return;
  }
  const { endpoint } = stream.delivery;
  const authorization = headerOf(deps, stream.id, stream.delivery.authorization);
  const status = await deps.post(endpoint, {
    headers: {
      "content-type": "application/secevent+jwt",
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: await tokenOf(deps, claimed),
    within: lifetimes.signalAnswer,
    mayBePrivate: service.backchannelLogoutInside && isBeside(stream.delivery, service),
  });
  // 202 is RFC 8935's; the others say no less.
  const answered = answeredBy(status, [200, 202, 204]);
  const wait =
    answered === "accepted"
      ? undefined
      : waitAfter(claimed.tries, answered, {
          waitSeconds: limits.signalWaitSeconds,
          refusals: limits.signalRefusals,
        });
  if (wait !== undefined && answered !== "accepted")
    return outbox.postpone(deps.db, claimed, wait, answered);
  await settle(deps, claimed, answered);
}

/** An operator said that one host of this service is inside the house: that host, and no other that the service names by itself. */
function isBeside(
  { endpoint }: Extract<Delivery, { method: "push" }>,
  { backchannelLogoutUri }: { readonly backchannelLogoutUri: string | undefined },
): boolean {
  return new URL(endpoint).host === URL.parse(backchannelLogoutUri ?? "")?.host;
}

async function settle(
  { db, audit }: PushingDeps,
  claimed: outbox.Claimed,
  answered: Answered,
): Promise<void> {
  await transact(db, async (tx) => {
    const isTaken = answered === "accepted";
    const state = isTaken ? "delivered" : "given_up";
    const failed = answered === "accepted" ? undefined : answered;
    if (!(await outbox.settle(tx, claimed, state, failed))) return;
    const fact = factOf(claimed, claimed.client, isTaken ? undefined : answered);
    if (fact) await audit.append(tx, fact);
  });
}
