import { isId, type ProfessionalId, type PublicJwk } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import type { Limits, LimitTables } from "#modules/limits";
import { knownBySession, knownTo, type Sessions, type SessionTables } from "#modules/sessions";
import type { Service, Software } from "#modules/software";
import { type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Clock } from "#platform/time";
import { alertCaps, type Named, readAlert, senderOf } from "./alert.ts";
import { alertKeysOf, type StreamTables } from "./store.ts";

/**
 * What services tell us that they have seen: an alert for people to look at, and never a refusal by itself.
 *
 * A sender says who it is by its own keys, and may name sessions that were issued to it and people who were let in to it within twelve
 * months. Of anything else it gets the same answer, and nothing happens: it learns of nobody, and can have nobody looked at whom it
 * does not know. A lying one is capped, of all and of each person; what it said is in the log under its name.
 */
export type ReceivingDeps = {
  readonly issuer: string;
  readonly db: Database<StreamTables & AuditTables & LimitTables & SessionTables>;
  readonly clock: Clock;
  readonly audit: Pick<Audit, "append">;
  readonly limits: Pick<Limits, "spend" | "once">;
  readonly software: Pick<Software, "find">;
  readonly sessions: Pick<Sessions, "holderOf">;
  /** Whose `sub` this is, as far as it can be told; not of a pairwise one, which is a digest. */
  readonly personOf: (service: string, sub: string) => Promise<ProfessionalId | undefined>;
};

export async function receive(
  deps: ReceivingDeps,
  token: string,
): Promise<Outcome<void, "alert_refused" | "too_many">> {
  const now = deps.clock.now();
  const sender = senderOf(token);
  const service = sender === undefined ? undefined : await deps.software.find(sender);
  if (service?.state !== "active") return deny("alert_refused");
  const keys = await keysOf(deps, service);
  const alert = await readAlert(token, { keys, sender: service.id, issuer: deps.issuer, now });
  if (!alert) return deny("alert_refused");
  const { max, window } = alertCaps.sender;
  // Before anybody is looked up: that it said too much tells a sender about itself only.
  if (!(await deps.limits.spend(deps.db, "service_alert", service.id, max, window)))
    return deny("too_many");
  const { says } = alert;
  const named = says && (await holderNamed(deps, service.id, says.named));
  await transact(deps.db, async (tx) => {
    const once = `${service.id} ${alert.jti}`;
    if (!(await deps.limits.once(tx, "service_alert", once, lifetimes.alertMemory))) return;
    if (!says || !named) return;
    const { professional, session } = named;
    const of = `${service.id} ${professional}`;
    const cap = alertCaps.holder;
    if (!(await deps.limits.spend(tx, "service_alert_of", of, cap.max, cap.window))) return;
    await deps.audit.append(tx, {
      fact: "service_alert_received",
      ...{ professional, service: service.id, reason: says.reason },
      ...(session === undefined ? {} : { session }),
    });
  });
  return done(undefined);
}

async function keysOf({ db }: ReceivingDeps, { id, jwks }: Service): Promise<readonly PublicJwk[]> {
  return [...(jwks?.keys ?? []), ...(await alertKeysOf(db, id))];
}

type Holder = {
  readonly professional: ProfessionalId;
  readonly session?: Parameters<Sessions["holderOf"]>[0];
};

/** Who is named, if this service was given them. */
async function holderNamed(
  deps: ReceivingDeps,
  service: string,
  named: Named,
): Promise<Holder | undefined> {
  if ("session" in named) {
    const { session } = named;
    if (!isId("ses", session)) return undefined;
    const entered = await knownBySession(deps.db, session);
    if (!entered.some((one) => one.service === service)) return undefined;
    const holder = await deps.sessions.holderOf(session);
    return holder && { professional: holder.professional, session };
  }
  const professional = await deps.personOf(service, named.sub);
  if (!professional) return undefined;
  const known = await knownTo(deps.db, professional, lifetimes.streamHolders);
  return known.some((one) => one.service === service) ? { professional } : undefined;
}
