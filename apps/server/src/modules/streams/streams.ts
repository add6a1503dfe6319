import type { ProfessionalId } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits, lifetimes } from "#lifetimes";
import type { Audit, AuditTables, Fact } from "#modules/audit";
import { knownBySession, knownTo } from "#modules/sessions";
import { isStopped } from "#modules/stops";
import { type AnyTables, type Database, transact } from "#platform/database";
import type { Keys } from "#platform/keys";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { createSealing } from "#platform/sealed";
import { type Clock, epochSeconds } from "#platform/time";
import type { Wakes } from "#platform/wakes";
import { streamTypes, tellingOf } from "./events.ts";
import * as outbox from "./outbox-store.ts";
import * as store from "./store.ts";
import {
  type Asked,
  type Header,
  type Stream,
  type StreamState,
  type Wanted,
  wanted,
} from "./stream.ts";
import { securityEventToken } from "./token.ts";

export type StreamsDeps = {
  readonly issuer: string;
  readonly db: Database<store.StreamTables & AuditTables>;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  readonly keys: Pick<Keys, "openid" | "secrets">;
  /** Who somebody is to a service: its own `sub`. */
  readonly subjectOf: (service: string, nationalId: string) => Promise<string>;
  readonly wakes: Pick<Wakes, "wait" | "wake">;
};

type Tx = Database<AnyTables>;

// What becomes true.

/**
 * Writes down whom to tell of a fact, in its own transaction: what is undone is told to nobody, and what is kept is told whatever dies
 * afterwards. Only services that its holder has been in within twelve months, and that asked.
 */
export async function tell(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  tx: Tx,
  fact: Fact,
): Promise<void> {
  const telling = tellingOf(fact);
  if (!telling || !("professional" in fact) || fact.professional === undefined) return;
  const streams = await store.listening(tx, telling.type);
  if (streams.length === 0) return;
  const { professional } = fact;
  if (telling.onceOpen && (await isStopped(tx, professional, "enter"))) return;
  const session = telling.about === "session" && "session" in fact ? fact.session : undefined;
  const knowing = session
    ? await knownBySession(tx, session)
    : await knownTo(tx, professional, lifetimes.streamHolders);
  const body = { event_timestamp: epochSeconds(clock.now()), ...telling.claims };
  await outbox.insertEvents(
    tx,
    knowing.flatMap(({ service, nationalId }) =>
      streams
        .filter(({ client }) => client === service)
        .map(({ id: stream }) => ({
          ...{ jti: newJti(random), stream, type: telling.type, body },
          of: { professional, nationalId, ...(session ? { session } : {}) },
        })),
    ),
  );
}

/** The name of an event, for ever. */
export const newJti = (random: Random) => Buffer.from(random.bytes(16)).toString("hex");

// A service and its stream.

const sealingOf = ({ keys }: Pick<StreamsDeps, "keys">) =>
  createSealing(() => keys.secrets("cookies"), "aval-stream-header-v1");

/** As it is kept: the header sealed for this stream. */
function kept(deps: Pick<StreamsDeps, "keys" | "random">, id: string, to: Wanted): Wanted {
  const { delivery } = to;
  const header = delivery.method === "push" ? delivery.authorization : undefined;
  if (delivery.method === "poll" || !header || "sealed" in header) return to;
  const sealed = sealingOf(deps).seal(header.clear, id, deps.random);
  return { ...to, delivery: { ...delivery, authorization: { sealed } } };
}

/** A stream's header, to be sent. `undefined`: it wants none, or the secret it was sealed under is gone: then its service says it anew. */
export function headerOf(
  deps: Pick<StreamsDeps, "keys">,
  id: string,
  header: Header | undefined,
): string | undefined {
  if (!header) return undefined;
  return "clear" in header ? header.clear : sealingOf(deps).open(header.sealed, id)?.text;
}

/** Seals what is still in clear, and what an older secret sealed, before that one is retired. */
async function sealHeaders(deps: Pick<StreamsDeps, "db" | "keys" | "random">): Promise<void> {
  const sealing = sealingOf(deps);
  for (const { id, delivery } of await store.listStreams(deps.db)) {
    const header = delivery.method === "push" ? delivery.authorization : undefined;
    if (!header) continue;
    const known =
      "clear" in header
        ? { text: header.clear, isCurrent: false }
        : sealing.open(header.sealed, id);
    if (known && !known.isCurrent)
      await store.resealHeader(deps.db, id, header, sealing.seal(known.text, id, deps.random));
  }
}

/** A service asks to be told. One has one stream: several would be told the same. */
export async function create(
  deps: StreamsDeps,
  service: string,
  asked: Asked,
): Promise<Outcome<Stream, "invalid_request" | "stream_exists">> {
  const { db, random, audit } = deps;
  const asks = wanted(asked);
  if (!asks) return deny("invalid_request");
  const id = newId("str", random);
  const to = kept(deps, id, asks);
  return transact(db, async (tx): ReturnType<typeof create> => {
    if (!(await store.insertStream(tx, id, service, to))) return deny("stream_exists");
    await audit.append(tx, { fact: "stream_made", service, stream: id });
    return done({ id, client: service, state: "enabled", reason: undefined, ...to });
  });
}

/** The service's own, or nothing: another's is not there. */
export async function find(
  { db }: StreamsDeps,
  service: string,
  id?: string,
): Promise<Stream | undefined> {
  return store.findStream(db, service, id);
}

/** `replaces`: what is left out is as in a new stream, and else as it was. */
export async function change(
  deps: StreamsDeps,
  stream: Stream,
  asked: Asked,
  replaces: boolean,
): Promise<Outcome<Stream, "invalid_request" | "stream_not_found">> {
  const { db, audit } = deps;
  const asks = wanted(asked, replaces ? undefined : stream);
  if (!asks) return deny("invalid_request");
  const to = kept(deps, stream.id, asks);
  return transact(db, async (tx): ReturnType<typeof change> => {
    if (!(await store.updateStream(tx, stream, to))) return deny("stream_not_found");
    await audit.append(tx, { fact: "stream_changed", service: stream.client, stream: stream.id });
    return done({ ...stream, ...to });
  });
}

/** Ends it, with all that waits. */
export async function remove(
  { db, audit }: StreamsDeps,
  service: string,
  id: string,
): Promise<boolean> {
  return transact(db, async (tx) => {
    if (!(await store.deleteStream(tx, service, id))) return false;
    await audit.append(tx, { fact: "stream_removed", service, stream: id });
    return true;
  });
}

/**
 * Pauses a stream, which keeps what becomes true meanwhile; disables it, which keeps nothing; or goes on. A service that did not ask
 * is told so, whatever the state (SSF 1.0 section 8.1.2). False: it was so, or is no more.
 */
export async function setState(
  { db, random, audit }: Pick<StreamsDeps, "db" | "random" | "audit">,
  stream: Stream,
  to: { readonly state: StreamState; readonly reason?: string | undefined },
  by: "service" | "operator",
): Promise<boolean> {
  const { id, client, state: from } = stream;
  if (from === to.state) return false;
  return transact(db, async (tx) => {
    if (!(await store.updateState(tx, stream, { state: to.state, reason: to.reason })))
      return false;
    // Also as it goes on: what a transaction wrote that had seen it as it was before.
    if (to.state === "disabled" || from === "disabled") await outbox.dropDue(tx, id);
    await audit.append(tx, {
      fact: "stream_state_set",
      ...{ service: client, stream: id, state: to.state, by },
    });
    if (by === "operator")
      await outbox.insertEvents(tx, [
        {
          ...{ jti: newJti(random), stream: id, type: streamTypes.streamUpdated, always: true },
          body: { status: to.state, ...(to.reason === undefined ? {} : { reason: to.reason }) },
        },
      ]);
    return true;
  });
}

/** Writes down an event that says nothing but that the stream works. */
export async function verify(
  { db, random }: StreamsDeps,
  stream: Stream,
  state: string | undefined,
): Promise<Outcome<void, "too_many">> {
  return transact(db, async (tx): ReturnType<typeof verify> => {
    if (!(await store.recordVerification(tx, stream.id, lifetimes.streamVerification)))
      return deny("too_many");
    await outbox.insertEvents(tx, [
      {
        ...{ jti: newJti(random), stream: stream.id, type: streamTypes.verification },
        body: state === undefined ? {} : { state },
      },
    ]);
    return done(undefined);
  });
}

// Telling.

/** Gives places to what became true since, and wakes whoever polls for it. One node at a time; the others leave it to that one. */
export async function placeNew({ db, wakes }: Pick<StreamsDeps, "db" | "wakes">): Promise<void> {
  if (!(await outbox.waitsForPlace(db))) return;
  const streams = await transact(db, async (tx) =>
    (await outbox.tryToPlace(tx)) ? outbox.place(tx, limits.signalsPlaced) : [],
  );
  for (const stream of streams) await wakes.wake(wakeOf(stream));
}

/** What a poll of it waits for. */
export const wakeOf = (stream: string) => `stream.${stream}`;

/** An event as its service reads it. */
export async function tokenOf(deps: StreamsDeps, claimed: outbox.Claimed): Promise<string> {
  const { stream, client, nationalId, session } = claimed;
  const sub = nationalId === undefined ? undefined : await deps.subjectOf(client, nationalId);
  return securityEventToken(deps.keys.openid(), {
    issuer: deps.issuer,
    audience: client,
    jti: claimed.jti,
    txn: claimed.txn,
    at: claimed.madeAt,
    type: claimed.type,
    body: claimed.body,
    subject:
      sub === undefined
        ? { kind: "stream", id: stream }
        : session === undefined
          ? { kind: "person", sub }
          : { kind: "session", sub, session },
  });
}

/** What a type is called at the end of its address. */
export const lastPart = (type: string): string =>
  type.slice(Math.max(type.lastIndexOf("/"), type.lastIndexOf(":")) + 1);

/** What came of an event that concerned somebody, for their history. */
export function factOf(
  {
    professional,
    type,
  }: { readonly professional: string | null | undefined; readonly type: string },
  service: string,
  last?: Extract<Fact, { fact: "signal_given_up" }>["last"],
): Fact | undefined {
  if (!professional) return undefined;
  const of = {
    professional: professional as ProfessionalId,
    service,
    event: lastPart(type),
  };
  return last ? { fact: "signal_given_up", ...of, last } : { fact: "signal_delivered", ...of };
}

export type Poll = {
  readonly maxEvents?: number | undefined;
  readonly returnImmediately?: boolean | undefined;
  readonly ack?: readonly string[] | undefined;
  readonly setErrs?: Readonly<Record<string, unknown>> | undefined;
};

export type Polled = {
  readonly sets: Readonly<Record<string, string>>;
  readonly moreAvailable: boolean;
};

/**
 * A service fetches what it is to be told (RFC 8936): first what it says of what it was shown, then the next of each person. What it
 * does not acknowledge is shown again, so that nothing is lost with an answer.
 */
export async function poll(
  deps: StreamsDeps,
  service: string,
  id: string,
  asked: Poll,
): Promise<Outcome<Polled, Extract<Refusal, "stream_not_found">>> {
  const stream = await store.findStream(deps.db, service, id);
  if (stream?.delivery.method !== "poll") return deny("stream_not_found");
  await acknowledge(deps, stream, asked);
  await placeNew(deps);
  const how = {
    most: Math.min(asked.maxEvents ?? limits.signalsInPoll, limits.signalsInPoll),
    lease: lifetimes.signalPollLease,
  };
  let claimed = await outbox.claimPolled(deps.db, id, how);
  if (claimed.length === 0 && how.most > 0 && !asked.returnImmediately) {
    await deps.wakes.wait(wakeOf(id), lifetimes.signalPollHeld, () =>
      outbox.hasPolled(deps.db, id),
    );
    claimed = await outbox.claimPolled(deps.db, id, how);
  }
  const sets: Record<string, string> = {};
  for (const one of claimed) sets[one.jti] = await tokenOf(deps, one);
  return done({ sets, moreAvailable: await outbox.hasPolled(deps.db, id) });
}

async function acknowledge(
  { db, audit }: StreamsDeps,
  { id, client }: Stream,
  { ack = [], setErrs = {} }: Poll,
): Promise<void> {
  const refused = Object.keys(setErrs);
  if (ack.length + refused.length === 0) return;
  await transact(db, async (tx) => {
    const facts = [
      ...(await outbox.settlePolled(tx, id, ack)).map((one) => factOf(one, client)),
      ...(
        await outbox.refusePolled(tx, id, refused, {
          refusals: limits.signalRefusals,
          seconds: limits.signalWaitSeconds[0],
        })
      ).map((one) => factOf(one, client, "refused")),
    ];
    for (const fact of facts) if (fact) await audit.append(tx, fact);
  });
}

/** Gives up what nobody took, and forgets what is long over. */
export async function purge(deps: StreamsDeps): Promise<void> {
  const { db, audit } = deps;
  await sealHeaders(deps);
  await transact(db, async (tx) => {
    for (const one of await outbox.giveUpOld(tx, lifetimes.signalHeld, limits.signalsPlaced)) {
      const fact = factOf(one, one.client, "held");
      if (fact) await audit.append(tx, fact);
    }
  });
  await outbox.purgeEvents(db, lifetimes.signalMemory);
}
