import {
  type ApprovalId,
  type ClaimAnswer,
  type InstallationId,
  idFrom,
  isId,
  type ProfessionalId,
  purposes,
  type SessionId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { type Approval, type Claimed, type Description, stateAt } from "#modules/approvals";
import type { ActiveDevice } from "#modules/devices";
import type { Professional } from "#modules/directory";
import type { Installations } from "#modules/installations";
import type { Places } from "#modules/places";
import type { Standing } from "#modules/sessions";
import { distance, networkOf } from "#modules/signals";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { hashSecret } from "#platform/secret";
import { takeTurn } from "#platform/turns";
import { type Duration, epochSeconds, type Instant } from "#platform/time";
import type { Wakes } from "#platform/wakes";
import type { AskerDeps } from "./asker.ts";
import { spendingOf } from "./ciba-budgets.ts";
import * as store from "./ciba-store.ts";
import type { LoginDeps } from "./login.ts";
import { describeStrict, strictWay, useStrict, type Way } from "./ciba-strict.ts";
import { type Rights, rightsOf, stillOpens } from "./rights.ts";
import { type Candidate, type Found, matchOf } from "./search.ts";

/**
 * Requests of desktop software (OpenID CIBA), as Pro Santé Connect's programs make them: a national identifier, and two digits
 * that the program draws and shows.
 *
 * The endpoint writes a row and looks nobody up, so whoever is named, the answer is the same and as fast, and reaches no phone. It
 * never rings. A holder who has added the program, the day before or earlier, searches for the request by the digits; then it is an
 * approval like any other: same context, same decision. The program's next poll spends it and opens the session.
 *
 * Who gains if a check is missing: whoever has a client's secret and a public number. Source: DESIGN section 5; residual R7.
 */
export type CibaDeps = Omit<LoginDeps, "db" | "places"> & {
  readonly db: Database<AnyTables>;
  readonly places: Pick<Places, "networksOf" | "standing" | "used" | "linkedAt">;
  readonly installations: Pick<
    Installations,
    "isKnownNetwork" | "usable" | "used" | "linked" | "linkedUsed"
  >;
  readonly wakes: Wakes;
};

/** Whether this client may ask once more in this minute, whomever it would name: spends what `ciba-budgets.ts` says. */
export async function mayAsk(
  { db, limits, installations }: Pick<CibaDeps, "db" | "limits" | "installations">,
  {
    client,
    address,
    installation,
    isLink,
  }: {
    client: string;
    address: string;
    installation?: InstallationId | undefined;
    isLink?: boolean;
  },
): Promise<boolean> {
  const network = networkOf(address);
  const isKnownNetwork = await installations.isKnownNetwork(db, { client, network });
  const { name, subject, max, window } = spendingOf({
    ...{ client, network, isKnownNetwork, installation, isLink: isLink === true },
  });
  return limits.spend(db, name, subject, max, window);
}

/** Keeps a request. `handle`: what its client will poll with; `life`: as it was told. */
export async function record(
  { db, random }: CibaDeps,
  given: {
    handle: string;
    client: string;
    hint: string;
    number: string;
    address: string;
    life: Duration;
  },
): Promise<void> {
  const { handle, hint, address, ...rest } = given;
  await store.insertRequest(db, {
    ...rest,
    id: idFrom("cib", random.bytes(17)),
    handleHash: hashSecret(handle),
    hintHash: hashOfHint(hint),
    network: networkOf(address),
    wait: lifetimes.cibaInterval,
  });
}

/** Whom somebody asked for, not in words; the row is gone in an hour, and whoever has the database could try every number. */
const hashOfHint = (hint: string) => hashSecret(`aval.ciba-hint.v1.${hint}`);

// What the holder's phone asks.

type Denied = {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly extra?: { readonly until?: number; readonly triesLeft?: number };
};

/** "Chercher une demande": the two digits, and whether behind *Autre lieu*. */
export async function search(
  deps: CibaDeps,
  jws: string,
  address: string,
): Promise<{ readonly ok: true; readonly value: ClaimAnswer } | Denied> {
  const received = await deps.devices.receiveActive(jws, purposes.search);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { number, elsewhere } = payload;
  if (typeof number !== "string" || !/^[0-9]{2}$/.test(number) || typeof elsewhere !== "boolean")
    return deny("invalid_message");
  if (device.level !== "full") return deny("software_not_possible");
  const { db, limits, directory, places } = deps;
  if (!(await limits.spend(db, "search", device.id, bounds.searches, lifetimes.searchWindow)))
    return deny("search_exhausted");
  const holder = await directory.byId(device.professional);
  if (holder?.state !== "active") return deny("holder_stopped");
  const networks = await places.networksOf(device.professional);
  return transact(db, async (tx) => {
    // Two phones of one holder in turn: each request has one try.
    await takeTurn(tx, `aval.search.${device.professional}`);
    const looking = { number, elsewhere, networks, hints: hintsOf(holder) };
    return searchIn(deps, tx, device, looking, address);
  });
}

/** What programs type for this person: any of the identifiers the registers know them by. */
const hintsOf = ({ nationalId, otherIds }: Professional): readonly string[] => [
  nationalId,
  ...(otherIds ?? []).map(({ identifiant }) => identifiant),
];

type Looking = {
  readonly number: string;
  readonly elsewhere: boolean;
  readonly networks: ReadonlySet<string>;
  readonly hints: readonly string[];
};

async function searchIn(
  deps: CibaDeps,
  tx: CibaDeps["db"],
  device: ActiveDevice,
  looking: Looking,
  address: string,
): Promise<{ readonly ok: true; readonly value: ClaimAnswer } | Denied> {
  const { professional } = device;
  const mine = await deps.installations.usable(tx, professional);
  const live = await store.waitingFor(tx, {
    professional,
    hintHashes: looking.hints.map(hashOfHint),
    clients: mine.map(({ client }) => client),
  });
  const of = ({ client }: store.Live) => mine.find((one) => one.client === client);
  const candidates: Candidate[] = live.map((one) => ({
    ...one,
    isNear: looking.networks.has(one.network) || of(one)?.networks.has(one.network) === true,
  }));
  const found = matchOf(candidates, looking);
  const one = found.found === "one" ? live.find(({ id }) => id === found.id) : undefined;
  const installation = one && of(one)?.id;
  if (found.found !== "one" || !one || !installation) return missed(deps, tx, device, found);
  await store.recordTried(tx, found.tried);
  return claim(deps, tx, { ...one, installation }, device, address);
}

async function missed(
  { audit }: CibaDeps,
  tx: CibaDeps["db"],
  { id: device, professional }: ActiveDevice,
  found: Found,
): Promise<Denied> {
  switch (found.found) {
    case "silenced":
      return silenced(found.until);
    case "equal":
      await store.recordTried(tx, found.tried);
      return deny("search_equal");
    case "wrong": {
      const { tried, networks } = found;
      await store.recordTried(tx, tried);
      const span = lifetimes.cibaSilence;
      const until = await store.recordSilence(tx, { professional, networks, span });
      const origins = networks.length;
      await audit.append(tx, { fact: "search_missed", professional, device, origins });
      return silenced(until);
    }
    default:
      return deny("search_nothing");
  }
}

const silenced = (until: Instant): Denied => ({
  ok: false,
  refusal: "search_silenced",
  extra: { until: epochSeconds(until) },
});

/** The request becomes an approval, claimed by this phone. It may be decided as long as its client asks. */
async function claim(
  { approvals }: CibaDeps,
  tx: CibaDeps["db"],
  { id, network, installation }: store.Live & { readonly installation: InstallationId },
  device: ActiveDevice,
  address: string,
): Promise<{ readonly ok: true; readonly value: ClaimAnswer } | Denied> {
  const left = await store.recordFound(tx, { id, installation });
  if (left === undefined) return deny("search_nothing");
  const within = Math.min(left, lifetimes.decide) as Duration;
  const asked = { asker: id, browser: installation, network, within };
  const claimed = await approvals.claimFound(tx, asked, device, address);
  if (claimed.ok) await store.recordApproval(tx, { id, approval: claimed.value.approval });
  return claimed;
}

/** Whether an approval was asked for by software. */
export const isCiba = ({ asker }: Pick<Approval, "asker">): boolean => isId("cib", asker);

/** What the phone shows of a request of the holder's own software: the client's name, from the registry. */
export async function describeCiba(
  deps: AskerDeps,
  approval: Claimed,
  device: { readonly level: "limited" | "full" },
  phoneNetwork: string,
): Promise<Outcome<Description, Refusal>> {
  const { db, directory, software, stops } = deps;
  const request = await store.findRequest(db, approval.asker);
  if (request?.strict) return describeStrict(deps, request, approval, device, phoneNetwork);
  const service = request && (await software.find(request.client));
  if (request?.state !== "claimed" || service?.state !== "active") return deny("search_nothing");
  const holder = await directory.byId(approval.professional);
  if (holder?.state !== "active") return deny("holder_stopped");
  if (await stops.isStopped(db, approval.professional, "enter")) return deny("holder_stopped");
  const rights = rightsOf("plain_software", "unknown", service);
  if (!rights) return deny("rights_denied");
  return done({
    service: { id: service.id, name: service.name, number: service.number },
    software: service.softwareName ? [{ name: service.softwareName, declared: false }] : [],
    holder: { name: directory.displayName(holder), nationalId: holder.nationalId },
    browser: { standing: "own_software", declared: "" },
    distance: distance(request.network, phoneNetwork),
    rights,
    reducedForSeconds: lifetimes.reducedSession / 1000,
    reasons: [],
  });
}

/** A request of software was decided: polls that are held for it look again. Lost, they look when their time is over. */
export async function settled(
  { approvals, wakes }: Pick<CibaDeps, "approvals" | "wakes">,
  id: ApprovalId,
): Promise<void> {
  const approval = await approvals.find(id);
  if (approval && isCiba(approval)) await wakes.wake(approval.asker);
}

// What the client polls for.

/** `unknown`: nothing of this client's. The others are the answers of CIBA Core 1.0 section 11. */
export type Polled =
  | { readonly state: "unknown" | "pending" | "slow_down" | "expired" | "refused" }
  | { readonly state: "concluded"; readonly standing: Standing };

/**
 * One poll: held while nothing is decided, a few seconds, and as long whomever the request names. Being woken is a hint, the row is
 * the truth. Only its own client learns anything.
 */
export async function poll(
  deps: CibaDeps,
  handle: string,
  { client, key }: { readonly client: string; readonly key: string | undefined },
): Promise<Polled> {
  const { cibaJitter: jitter, cibaSlowDown: slowDown } = lifetimes;
  const handleHash = hashSecret(handle);
  const asked = await store.recordPolled(deps.db, { handleHash, client, key, jitter, slowDown });
  if (!asked) return { state: "unknown" };
  const first = await stateOf(deps, asked);
  if (first.state !== "pending") return first;
  if (asked.isEarly) return { state: "slow_down" };
  await deps.wakes.wait(asked.id, lifetimes.cibaHold, () => isDecided(deps, asked.id));
  const now = await store.findRequest(deps.db, asked.id);
  return now ? stateOf(deps, now) : { state: "expired" };
}

async function isDecided({ db, approvals }: CibaDeps, id: string): Promise<boolean> {
  const approval = (await store.findRequest(db, id))?.approval;
  const found = approval && (await approvals.find(approval));
  return found ? found.state !== "claimed" && found.state !== "shown" : false;
}

async function stateOf(deps: CibaDeps, request: store.Request): Promise<Polled> {
  if (request.state === "concluded") return sessionOf(deps, request.session);
  const time: Polled = { state: request.isOver ? "expired" : "pending" };
  const approval = request.approval && (await deps.approvals.find(request.approval));
  // Of strict software there is one to decide from the beginning.
  if (!approval || (request.state !== "claimed" && !request.strict)) return time;
  const state = stateAt(approval, deps.clock.now());
  if (state === "claimed" || state === "shown") return time;
  if (state === "expired") return { state: "expired" };
  if (approval.state !== "approved" && approval.state !== "spent") return { state: "refused" };
  const opened =
    approval.state === "approved" ? await conclude(deps, request, approval) : undefined;
  if (opened) return sessionOf(deps, opened);
  // Another poll of the same request won meanwhile, or nothing may be opened any more.
  const after = await store.findRequest(deps.db, request.id);
  return after?.session ? sessionOf(deps, after.session) : { state: "refused" };
}

async function sessionOf({ sessions }: CibaDeps, id: SessionId | undefined): Promise<Polled> {
  const standing = id && (await sessions.standing(id));
  return standing ? { state: "concluded", standing } : { state: "refused" };
}

/** Spends the approval and opens the session, once, of all polls on all nodes. `undefined`: this one opened nothing. */
async function conclude(
  deps: CibaDeps,
  request: store.Request,
  approval: Approval & { readonly state: "approved" },
): Promise<SessionId | undefined> {
  const { directory, software, devices } = deps;
  const { professional, rights } = approval;
  const { installation, network } = request;
  const service = await software.find(request.client);
  const holder = await directory.byId(professional);
  const device = await devices.find(approval.device);
  if (!installation || !rights || !device) throw new Error(`request ${request.id} is nobody's`);
  if (service?.state !== "active" || holder?.state !== "active") return undefined;
  const of = { professional, browser: installation };
  const way: Way | undefined = request.strict
    ? await strictWay(deps, of, rights)
    : { proof: "plain_software", where: "unknown", rights };
  // What the holder was shown and signed still has to be so: the service may have changed since, or the place have ended.
  if (!way || !stillOpens(way, service)) return undefined;
  return transact(deps.db, async (tx) => {
    // The holder's turn before any row, as whoever stops takes them.
    if (!(await deps.stops.keepOpen(tx, professional, "enter"))) return undefined;
    if (!(await devices.holdActive(tx, device.id))) return undefined;
    const isHeld = request.strict
      ? await useStrict(deps, tx, { ...of, way, network, transfer: approval.transfer, service })
      : await deps.installations.used(tx, { id: installation, network });
    if (!isHeld) return undefined;
    const whose = { asker: request.id, browser: installation };
    if (!(await deps.approvals.spend(tx, approval.id, whose)).ok) return undefined;
    const { proof, where: place, declared } = way;
    const session = await deps.sessions.open(tx, {
      ...{ professional, nationalId: holder.nationalId, approval: approval.id, device: device.id },
      ...{ browser: installation, proof, place, transfer: approval.transfer, rights },
      client: rights === "reduced" ? service.id : undefined,
      ...(declared === undefined ? {} : { declared }),
      service: service.id,
    });
    await tell(deps, tx, { request, professional, approval, session, service, rights });
    return session;
  });
}

async function tell(
  { audit, notices }: CibaDeps,
  tx: CibaDeps["db"],
  given: {
    request: store.Request;
    professional: ProfessionalId;
    approval: Approval;
    session: SessionId;
    service: { readonly id: string; readonly name: string };
    rights: Rights;
  },
): Promise<void> {
  const { request, professional, session, service } = given;
  if (!(await store.recordSession(tx, { id: request.id, session })))
    throw new Error(`request ${request.id} had its approval spent and is not claimed`);
  const approval = given.approval.id;
  await audit.append(tx, { fact: "approval_spent", professional, approval, session });
  const concluding = { professional, session, service: service.id, silent: false };
  await audit.append(tx, { fact: "sign_in_concluded", ...concluding });
  const from = `${request.installation} ${request.network}`;
  const told = { about: session, service: service.name, from };
  if (given.rights === "reduced")
    await notices.tell(tx, { professional, event: "session_by_software", ...told });
}
