import type { ProfessionalId } from "@aval/protocol";
import type { AnyTables, Database } from "#platform/database";
import type { Random } from "#platform/random";
import { type Clock, epochSeconds, type Instant } from "#platform/time";
import { eventTypes } from "./events.ts";
import * as outbox from "./outbox-store.ts";
import { type EventState, listening } from "./store.ts";
import { newJti } from "./streams.ts";

/** A time in which somebody else may have used a professional's access, as one service is told of it. */
export type ToldWindow = {
  readonly window: string;
  readonly service: string;
  readonly professional: ProfessionalId;
  readonly nationalId: string;
  /** Theirs at this service, in that time. */
  readonly sessions: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  /** How often it was told before. */
  readonly reminder: number;
  readonly answerAt: string;
};

/** Sessions that one event names: a token stays within what receivers take. The others are of the same person and time. */
const sessionsNamed = 20;

/** Writes the event down, in the transaction of what decided it. Its `jti`; nothing: this service has no stream that asks for such. */
export async function tellWindow(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  tx: Database<AnyTables>,
  told: ToldWindow,
): Promise<string | undefined> {
  const { fraudWindow: type } = eventTypes;
  const stream = (await listening(tx, type)).find(({ client }) => client === told.service);
  if (!stream) return undefined;
  const jti = newJti(random);
  const { professional, nationalId } = told;
  const body = {
    event_timestamp: epochSeconds(clock.now()),
    window: told.window,
    from: epochSeconds(told.from),
    to: epochSeconds(told.to),
    sessions: told.sessions.slice(0, sessionsNamed),
    answer_endpoint: told.answerAt,
    ...(told.reminder > 0 ? { reminder: told.reminder } : {}),
  };
  await outbox.insertEvents(tx, [
    { jti, stream: stream.id, type, body, of: { professional, nationalId } },
  ]);
  return jti;
}

/** What became of these events; one that is long over is not among them. */
export async function statesOf(
  db: Database<AnyTables>,
  jtis: readonly string[],
): Promise<ReadonlyMap<string, EventState>> {
  return new Map((await outbox.statesOf(db, jtis)).map(({ jti, state }) => [jti, state]));
}
