import type { ProfessionalId, SessionId } from "@aval/protocol";
import { limits, lifetimes } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import type { Ended, Sessions, Told } from "#modules/sessions";
import type { Service, Software } from "#modules/software";
import { type Database, transact } from "#platform/database";
import { type Answered, answeredBy, createDispatch, waitAfter } from "#platform/dispatch";
import type { Keys } from "#platform/keys";
import type { Log } from "#platform/log";
import type { PostForm } from "#platform/outbound";
import type { Clock } from "#platform/time";
import { logoutToken } from "./logout-token.ts";
import * as store from "./logout-store.ts";
import type { Subjects } from "./subject.ts";

/**
 * Services told that a session ended (OpenID Connect Back-Channel Logout 1.0).
 *
 * Whatever ends a session writes down, in its own transaction, each service that the session had entered. Any node then posts a
 * logout token to the address the service has registered: until it answers, or until there is no more use in asking. A
 * service is told at least once, with the same `jti`, and by one node at a time; a node that dies in between loses nothing.
 *
 * An end by time is told to nobody: it was announced with the tokens (`refresh_expires_in`, four hours, one hour when reduced),
 * and the specification asks for a message where a person's session is ended, which nobody could know beforehand.
 */
export type LogoutDeps = {
  readonly issuer: string;
  readonly db: Database<store.LogoutTables & AuditTables>;
  /** This machine's: the token is checked by a service's own clock. */
  readonly machine: Clock;
  readonly keys: Pick<Keys, "openid">;
  readonly audit: Pick<Audit, "append">;
  readonly software: Pick<Software, "find">;
  readonly sessions: Pick<Sessions, "holderOf">;
  readonly subjects: () => Promise<Subjects>;
  readonly post: PostForm;
  readonly log: Log;
};

/** Writes down whom to tell, in the transaction that ends the sessions. */
export async function announceEnd(
  tx: Database<store.LogoutTables>,
  ended: readonly Ended[],
): Promise<void> {
  const due = ended.flatMap(({ session, services }) =>
    services.map((service) => ({ session, service })),
  );
  await store.insertDue(tx, due);
}

/** What the services of these sessions know of their end. One that cannot be told is its holder's to tell, from the first moment. */
export async function toldOf(
  { db, software }: Pick<LogoutDeps, "db" | "software">,
  sessions: readonly SessionId[],
): Promise<readonly { session: SessionId; service: string; told: Told }[]> {
  const rows = await store.deliveriesOf(db, sessions);
  return Promise.all(
    rows.map(async ({ session, service, state }) => {
      if (state !== "due") return { session, service, told: toldAs[state] };
      const address = addressOf(await software.find(service));
      return { session, service, told: address ? ("told" as const) : ("untold" as const) };
    }),
  );
}

const toldAs = { delivered: "closed", given_up: "untold", no_address: "untold" } as const;

/** Where to tell a service; a stopped one is not told: nobody answers for it any more. */
function addressOf(service: Service | undefined): string | undefined {
  return service?.state === "active" ? service.backchannelLogoutUri : undefined;
}

/** This node's part: begins what is due, and waits for no answer. */
export function createTeller(deps: LogoutDeps) {
  const dispatch = createDispatch<store.Claimed>({
    atOnce: limits.logoutsAtOnce,
    claim: (how) =>
      store.claim(deps.db, {
        ...how,
        perService: limits.logoutsPerService,
        lease: lifetimes.logoutLease,
      }),
    serviceOf: ({ service }) => service,
    tell: (claimed) => tell(deps, claimed),
    fault: "logout_delivery_failed",
    log: deps.log,
  });
  return { ...dispatch, purge: () => store.purgeDeliveries(deps.db, lifetimes.logoutMemory) };
}

async function tell(deps: LogoutDeps, claimed: store.Claimed): Promise<void> {
  const service = await deps.software.find(claimed.service);
  const address = addressOf(service);
  const holder = await deps.sessions.holderOf(claimed.session);
  if (!service || !address || !holder) {
    await store.settle(deps.db, claimed, "no_address");
    return;
  }
  const token = await logoutToken(deps.keys.openid(), {
    issuer: deps.issuer,
    subject: subjectOf(await deps.subjects(), service, holder.nationalId),
    service: service.id,
    session: claimed.session,
    now: deps.machine.now(),
  });
  const status = await deps.post(
    address,
    { logout_token: token },
    { within: lifetimes.logoutAnswer, mayBePrivate: service.backchannelLogoutInside },
  );
  // 204: what some frameworks make of an empty 200 (Back-Channel Logout 1.0 section 2.8).
  const answered = answeredBy(status, [200, 204]);
  const wait =
    answered === "accepted"
      ? undefined
      : waitAfter(claimed.tries, answered, {
          waitSeconds: limits.logoutWaitSeconds,
          refusals: limits.logoutRefusals,
        });
  if (wait !== undefined) return store.postpone(deps.db, claimed, wait);
  await settle(deps, claimed, holder.professional, answered);
}

/** What came of it, with its fact: once, whichever nodes have told the service. */
async function settle(
  { db, audit }: LogoutDeps,
  claimed: store.Claimed,
  professional: ProfessionalId,
  answered: Answered,
): Promise<void> {
  const { session, service } = claimed;
  await transact(db, async (tx) => {
    const state = answered === "accepted" ? "delivered" : "given_up";
    if (!(await store.settle(tx, claimed, state))) return;
    const of = { professional, session, service };
    await audit.append(
      tx,
      answered === "accepted"
        ? { fact: "logout_delivered", ...of }
        : { fact: "logout_given_up", ...of, last: answered },
    );
  });
}

/** Who somebody is to a service: by a `sub` of its own, for the strict profile. */
export function subjectOf(subjects: Subjects, service: Service, nationalId: string): string {
  const subject = subjects.of(nationalId);
  return service.profile === "strict" ? subjects.pairwise(subject, service.id) : subject;
}
