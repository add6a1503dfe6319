/**
 * Shared Signals: services that ask for it are told what became of their users' access here, and tell us in turn (SSF 1.0).
 *
 * What is told, of which fact of the log, is one table (`events.ts`). An event is written in the transaction of its fact, for each
 * service that the holder has been in within twelve months and that has a stream which asks for it. It is then placed by one
 * sequencer and told in that order for each person: pushed (RFC 8935, `pushing.ts`) or polled (RFC 8936), at least once, always as the
 * same token. A service that is down delays nobody else; two days later what it did not take is given up, and the holder's history
 * says so.
 *
 * Law 7: a service that somebody used is no stranger to them, and learns of their stop; one that they did not use learns nothing, and can
 * ask for nobody: there is no adding nor taking away of subjects. A service that shares its secret with every copy of a program has no
 * stream, since whoever has a copy would read whose phone was revoked.
 *
 * Back-channel logout stays the base for services that do not speak SSF (`provider`). Decisions 0022 and 0062; docs/signals.md.
 */
import type { Fact } from "#modules/audit";
import type { Visitor } from "#modules/staff";
import type { AnyTables, Database } from "#platform/database";
import type { Random } from "#platform/random";
import type { Clock } from "#platform/time";
import * as deliveries from "./deliveries.ts";
import { createPushing, type PushingDeps } from "./pushing.ts";
import { receive, type ReceivingDeps } from "./receiving.ts";
import { findStream, listStreams } from "./store.ts";
import * as streams from "./streams.ts";

export { deliveryRoutes } from "./delivery-routes.ts";
export { statesOf, type ToldWindow, tellWindow } from "./fraud-window.ts";
export { answerAddress, scopes as streamScopes, streamRoutes } from "./routes.ts";
export type { WindowGiven } from "./routes.ts";
export type { StreamTables } from "./store.ts";

/** For whoever keeps the log: writes down what services are to be told of a fact. */
export const toldBy =
  (deps: { readonly clock: Clock; readonly random: Random }) =>
  (tx: Database<AnyTables>, fact: Fact): Promise<void> =>
    streams.tell(deps, tx, fact);

/** What services tell us: `receiving.ts`. */
export const createReceiving = (deps: ReceivingDeps) => ({
  receive: (token: string) => receive(deps, token),
});

/** What was told and what became of it, for the staff; and telling it again. */
export const createDeliveries = (deps: deliveries.DeliveriesDeps) => ({
  list: () => deliveries.list(deps),
  view: (stream: string) => deliveries.view(deps, stream),
  /** Without a name: all that the stream did not take. */
  replay: (who: Visitor, stream: string, jti?: string) => deliveries.replay(deps, who, stream, jti),
});

/** What the operator does with streams on the host. */
export function createStreamDesk(deps: Parameters<typeof streams.setState>[0]) {
  return {
    list: () => listStreams(deps.db),
    /** False: this service has none, or it is so already. The service is told. */
    setState: async (service: string, to: Parameters<typeof streams.setState>[2]) => {
      const stream = await findStream(deps.db, service);
      return stream !== undefined && streams.setState(deps, stream, to, "operator");
    },
  };
}

export type Deliveries = ReturnType<typeof createDeliveries>;
export type Streams = ReturnType<typeof createStreams>;

export function createStreams(deps: PushingDeps) {
  const pushing = createPushing(deps);
  return {
    create: (service: string, asked: Parameters<typeof streams.create>[2]) =>
      streams.create(deps, service, asked),
    find: (service: string, id?: string) => streams.find(deps, service, id),
    change: (
      stream: Parameters<typeof streams.change>[1],
      asked: Parameters<typeof streams.change>[2],
      replaces: boolean,
    ) => streams.change(deps, stream, asked, replaces),
    remove: (service: string, id: string) => streams.remove(deps, service, id),
    /** At the service's own wish. */
    setState: (
      stream: Parameters<typeof streams.setState>[1],
      to: Parameters<typeof streams.setState>[2],
    ) => streams.setState(deps, stream, to, "service"),
    verify: (stream: Parameters<typeof streams.verify>[1], state: string | undefined) =>
      streams.verify(deps, stream, state),
    poll: (service: string, id: string, asked: streams.Poll) =>
      streams.poll(deps, service, id, asked),
    /** Begins to tell services, as far as this node has room; does not wait for their answers. */
    tellServices: () => pushing.begin(),
    /** How many services are being told now. */
    tellingNow: () => pushing.underWay(),
    purge: () => streams.purge(deps),
    close: () => pushing.close(),
  };
}
