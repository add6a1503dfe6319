import { idFrom, type InstallationId, type ProfessionalId, type Transfer } from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Claimed, Description } from "#modules/approvals";
import type { Installations } from "#modules/installations";
import type { Places, Standing } from "#modules/places";
import { distance, networkOf } from "#modules/signals";
import type { Service } from "#modules/software";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { hashSecret } from "#platform/secret";
import type { AskerDeps } from "./asker.ts";
import * as store from "./ciba-store.ts";
import type { LoginDeps } from "./login.ts";
import { type Proof, type Rights, rightsOf } from "./rights.ts";

/**
 * Requests of strict software: an installation that its holder linked asks by its key and its token, and shows our digits or frames.
 *
 * The endpoint looks nobody up, here as for plain software: whatever the token says, a request and its approval are opened, so that a
 * token in other hands, an ended installation and a stopped holder are answered alike, and as fast (P-48). Whose it is, and whether it
 * still is, is asked once a phone has claimed; any phone but its holder's is refused. Ringing comes after the answer.
 *
 * Who gains if a check is missing: whoever has a registered program and digits to dictate (R1's bound), or R8's linked one.
 */
export type StrictDeps = Pick<LoginDeps, "db" | "random" | "approvals" | "bells" | "clock"> & {
  readonly broke: (fault: unknown) => void;
};

type Tx = Database<AnyTables>;
type Of = { readonly professional: ProfessionalId; readonly browser: InstallationId };

/** How a session of software opens. `declared`: which machine it says it runs on. */
export type Way = {
  readonly proof: Proof;
  readonly where: Standing["where"];
  readonly rights: Rights;
  readonly declared?: string;
};

/** Opens a request for what a token names; without one, for nobody. Gives the digits to show. */
export async function recordStrict(
  deps: StrictDeps,
  given: {
    readonly handle: string;
    readonly client: string;
    readonly key: string;
    readonly named: InstallationId | undefined;
    readonly address: string;
  },
): Promise<string> {
  const { db, random, approvals } = deps;
  const { handle, client, key, address } = given;
  const id = idFrom("cib", random.bytes(17));
  const named = given.named ?? newId("ins", random);
  const network = networkOf(address);
  const shown = await transact(db, async (tx) => {
    const asked = { asker: id, kind: "sign-in", browser: named, network } as const;
    const approval = await approvals.open(tx, asked);
    await store.insertStrict(tx as unknown as Tx, {
      ...{ id, client, key, named, network, approval: approval.id },
      ...{ handleHash: hashSecret(handle), life: lifetimes.strictRequest },
      wait: lifetimes.cibaInterval,
    });
    return approval;
  });
  const digits = await approvals.showDigits(shown);
  if (digits === undefined) throw new Error(`request ${id} has no digits`);
  // Nobody waits for it: the answer must not say whether anything rang.
  void ring(deps, { browser: named, service: client }).catch(deps.broke);
  return digits;
}

/** The installation's bell for this service, if its holder has set one. */
async function ring(
  { bells }: Pick<StrictDeps, "bells">,
  at: { readonly browser: string; readonly service: string },
): Promise<void> {
  for (const { id: bell } of await bells.on(at)) await bells.ring({ bell, ...at });
}

/** The frame to show, for the key that asked: none once somebody has scanned, or its time is over. `undefined`: not its. */
export async function frameFor(
  { db, approvals, clock }: Pick<StrictDeps, "db" | "approvals" | "clock">,
  given: { readonly handle: string; readonly client: string; readonly key: string },
): Promise<{ readonly frame?: string } | undefined> {
  const { handle, ...by } = given;
  const request = await store.findByHandle(db as unknown as Tx, {
    ...by,
    handleHash: hashSecret(handle),
  });
  if (!request) return undefined;
  const approval = request.approval ? await approvals.find(request.approval) : undefined;
  if (approval?.state !== "shown" || clock.now() >= approval.claimBy) return {};
  return { frame: approvals.frame(approval) };
}

/** What the phone shows, of its own holder's installation alone: the client by the registry, the machine as declared. */
export async function describeStrict(
  deps: AskerDeps,
  request: store.Request,
  approval: Claimed,
  device: { readonly level: "limited" | "full" },
  phoneNetwork: string,
): Promise<Outcome<Description, Refusal>> {
  const { db, directory, software, stops, bells } = deps;
  const { professional } = approval;
  const installation =
    request.strict && (await deps.installations.linked(db, request.strict.named));
  const isTheirs =
    installation?.professional === professional &&
    installation.client === request.client &&
    installation.key === request.strict?.key;
  if (!installation || !isTheirs) return deny("software_not_yours");
  const service = await software.find(request.client);
  const holder = await directory.byId(professional);
  if (service?.state !== "active") return deny("approval_cancelled");
  if (holder?.state !== "active") return deny("holder_stopped");
  if (await stops.isStopped(db, professional, "enter")) return deny("holder_stopped");
  // Their own scan ends what rings, and cancels nothing (DESIGN 5.3).
  const of = { professional, browser: installation.id };
  await bells.scanned(db, { ...of, service: service.id });
  if (device.level !== "full") return deny("rights_denied");
  const { where, place } = await deps.places.standing(of);
  if (!place) return deny("software_asleep");
  const rights = rightsOf("strict_software", where, service);
  if (!rights) return deny(await whyNot(deps, { of, transfer: approval.transfer, where, service }));
  if (!(await store.recordStrictClaimed(db, request.id))) return deny("approval_expired");
  return done({
    service: { id: service.id, name: service.name, number: service.number },
    software: service.softwareName ? [{ name: service.softwareName, declared: false }] : [],
    holder: { name: directory.displayName(holder), nationalId: holder.nationalId },
    browser: {
      standing: "own_software",
      declared: installation.machine ?? "",
      linked: where === "unknown" ? "new" : "aged",
      place,
    },
    distance: distance(request.network, phoneNetwork),
    rights,
    ...(rights === "reduced" ? { reducedForSeconds: lifetimes.reducedSession / 1000 } : {}),
    reasons: [],
  });
}

/** Why its holder's installation opens nothing here. Where ageing is all that is missing, their scan makes it ask to be confirmed. */
async function whyNot(
  { db, places }: Pick<AskerDeps, "db" | "places">,
  given: {
    readonly of: Of;
    readonly transfer: Transfer;
    readonly where: Standing["where"];
    readonly service: Service;
  },
): Promise<"software_to_confirm" | "rights_denied"> {
  const { of, transfer, where, service } = given;
  const wouldOpen = where === "unknown" && rightsOf("strict_software", "own_place", service);
  if (!wouldOpen) return "rights_denied";
  const asks = await places.scannedAgain(db, { ...of, transfer, level: "full" });
  return asks ? "software_to_confirm" : "rights_denied";
}

type ConcludeDeps = {
  readonly db: Tx;
  readonly installations: Pick<Installations, "linked" | "linkedUsed">;
  readonly places: Pick<Places, "standing" | "used" | "linkedAt">;
  readonly bells: LoginDeps["bells"];
};

/** How an approved request would open now; nothing once its installation has ended or fallen asleep. */
export async function strictWay(
  { db, installations, places }: ConcludeDeps,
  of: Of,
  rights: Rights,
): Promise<Way | undefined> {
  const installation = await installations.linked(db, of.browser);
  const { where, place } = await places.standing(of);
  if (installation?.professional !== of.professional || !place) return undefined;
  const { machine } = installation;
  return {
    ...{ proof: "strict_software", where, rights },
    ...(machine === undefined ? {} : { declared: machine }),
  };
}

/**
 * The sign-in concludes: the installation and its place are held for the transaction, so that their end waits and ends what this
 * opens. False when either is no more what it was.
 */
export async function useStrict(
  { installations, places, bells }: ConcludeDeps,
  tx: Tx,
  given: Of & {
    readonly way: Way;
    readonly network: string;
    readonly transfer: Transfer;
    readonly service: Pick<Service, "id">;
  },
): Promise<boolean> {
  const { professional, browser, way, network, transfer, service } = given;
  const of = { professional, browser };
  // The place first, as whoever ends either does: in the other order the two would wait for each other.
  const isAged = await places.used(tx, { ...of, level: "full", transfer, network });
  if (!(await installations.linkedUsed(tx, browser))) return false;
  if (way.where !== "unknown" && !isAged) return false;
  const linked = await places.linkedAt(tx, of);
  if (!linked || linked.state === "asleep") return false;
  await bells.used(tx, { ...of, service: service.id });
  return true;
}
