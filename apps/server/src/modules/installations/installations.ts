import {
  type DeviceId,
  type InstallationId,
  type InstalledSoftware,
  type MultiSigned,
  type ProfessionalId,
  purposes,
  type SoftwareAnswer,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import type { Audit, AuditTables } from "#modules/audit";
import { type ActiveDevice, type Devices, isActive } from "#modules/devices";
import type { Notices } from "#modules/notices";
import type { Places } from "#modules/places";
import type { Sessions } from "#modules/sessions";
import type { Service, Software } from "#modules/software";
import type { Stops } from "#modules/stops";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import type { Clock } from "#platform/time";
import * as store from "./store.ts";
import { isThere, viewOf } from "./view.ts";

type Tx = Database<AnyTables>;

export type InstallationsDeps = {
  readonly db: Tx;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  readonly devices: Pick<
    Devices,
    "receiveOwned" | "receiveDecision" | "confirmCode" | "holdActive"
  >;
  readonly software: Pick<Software, "find" | "list">;
  readonly stops: Pick<Stops, "keepOpen">;
  readonly notices: Pick<Notices, "tell">;
  readonly sessions: Pick<Sessions, "closeThose">;
  readonly places: Pick<Places, "link" | "linkedAt" | "hold" | "wake" | "endBy">;
  readonly networkOf: (address: string) => string;
};

type Denied = {
  readonly ok: false;
  readonly refusal: Refusal;
  readonly extra?: { readonly triesLeft?: number };
};
type Answer = { readonly ok: true; readonly value: SoftwareAnswer } | Denied;

/**
 * Whether holders may add it by name: registered, at work, a program that asks without a browser, and whose copies all prove the same.
 * Of strict software each installation is linked, by its own key.
 */
const isOffered = ({ state, grants, profile }: Service) =>
  state === "active" && grants.includes("ciba") && profile === "psc";

/** The holder's software and the registry. A limited phone, which a fraudster may have obtained, is not shown the former. */
export async function list(deps: InstallationsDeps, jws: string): Promise<Answer> {
  const received = await deps.devices.receiveOwned(jws, purposes.software);
  if (!received.ok) return received;
  const { device } = received.value;
  return done(await shown(deps, device));
}

/** This holder's software that has not ended, for whoever has seen to whose it is. */
export async function listOf(
  deps: InstallationsDeps,
  professional: ProfessionalId,
): Promise<readonly InstalledSoftware[]> {
  const services = await deps.software.list();
  const mine = await store.installationsOf(deps.db, professional);
  const views = await Promise.all(mine.map((one) => viewOf(deps, deps.db, one, services)));
  return views.filter(isThere);
}

async function shown(
  deps: InstallationsDeps,
  { professional, level }: Pick<ActiveDevice, "professional" | "level">,
): Promise<SoftwareAnswer> {
  const services = await deps.software.list();
  return {
    mine: level === "full" ? await listOf(deps, professional) : [],
    registry: services
      .filter(isOffered)
      .map(({ id, name, softwareName }) => ({
        client: id,
        name,
        ...(softwareName === undefined ? {} : { publisher: softwareName }),
      }))
      .sort((a, b) => a.name.localeCompare(b.name, "fr")),
  };
}

/** "Ajouter mon logiciel": with the code, hence with the PIN program's own word before the row. Twice is once. */
export async function add(deps: InstallationsDeps, message: MultiSigned): Promise<Answer> {
  const received = await deps.devices.receiveDecision(message, purposes.softwareAdd);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  const { client, onCall } = payload;
  if (typeof client !== "string" || onCall !== false || code === "absent")
    return deny("invalid_message");
  if (!isActive(device)) return deny("device_not_active");
  if (device.level !== "full") return deny("software_not_possible");
  const service = await deps.software.find(client);
  if (!service || !isOffered(service)) return deny("unknown_software");
  const purpose = purposes.softwareAdd;
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  const outcome = await transact(deps.db, (tx) => addIn(deps, tx, { client, device }));
  return outcome.ok ? done(await shown(deps, device)) : outcome;
}

async function addIn(
  { audit, devices, notices, random, stops }: InstallationsDeps,
  tx: Tx,
  { client, device }: { client: string; device: ActiveDevice },
): Promise<Outcome<undefined, Refusal>> {
  const { id: by, professional } = device;
  if (!(await devices.holdActive(tx, by))) return deny("device_not_active");
  if (!(await stops.keepOpen(tx, professional, "join"))) return deny("holder_stopped");
  const id = newId("ins", random);
  const given = { id, professional, client, kind: "plain", device: by } as const;
  if (!(await store.insertInstallation(tx, given))) return done(undefined);
  await audit.append(tx, {
    fact: "installation_added",
    professional,
    installation: id,
    service: client,
    device: by,
  });
  await notices.tell(tx, { professional, event: "software_added", about: id });
  return done(undefined);
}

/** Takes software away, and ends what it opened. No code: stopping is cheap (law 5), from a phone that may approve no more, too. */
export async function remove(deps: InstallationsDeps, jws: string): Promise<Answer> {
  const received = await deps.devices.receiveOwned(jws, purposes.softwareRemove);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { client } = payload;
  if (typeof client !== "string") return deny("invalid_message");
  const { professional, level } = device;
  const mine = level === "full" ? await store.installationsOf(deps.db, professional) : [];
  const ended = mine.filter((one) => one.client === client);
  if (ended.length === 0) return deny("unknown_software");
  await transact(deps.db, async (tx) => {
    for (const { id } of ended) await endBy(deps, tx, { id, professional, by: "holder" });
  });
  return done(await shown(deps, device));
}

/** Ends one and what is open by it: by its holder, or by whoever was told of it and stopped it. Once. */
export async function endBy(
  deps: EndDeps,
  tx: Tx,
  given: { id: InstallationId; professional: ProfessionalId; by: "holder" | "alert" },
): Promise<boolean> {
  // The place first, as whoever uses or ends it does: in the other order the two would wait for each other.
  await deps.places.hold(tx, { professional: given.professional, browser: given.id });
  const client = await store.recordEnded(tx, given);
  if (client === undefined) return false;
  await ended(deps, tx, { ...given, client });
  return true;
}

/** Whoever was told of a phone stopped it: the software it added ends, and what is open by it. */
export async function endMadeBy(
  deps: EndDeps,
  tx: Tx,
  phone: { readonly professional: ProfessionalId; readonly device: DeviceId },
): Promise<void> {
  const { professional } = phone;
  for (const one of await store.recordMadeByEnded(tx, phone))
    await ended(deps, tx, { ...one, professional, by: "alert" });
}

/** The place of one was ended: so is its software, unless that is what ended the place. */
export async function endOn(
  deps: EndDeps,
  tx: Tx,
  { id, professional }: { id: InstallationId; professional: ProfessionalId },
): Promise<void> {
  const client = await store.recordEnded(tx, { id, professional, by: "place" });
  if (client !== undefined) await ended(deps, tx, { id, professional, client, by: "place" });
}

type EndDeps = Pick<InstallationsDeps, "audit" | "sessions" | "places">;

async function ended(
  { audit, sessions, places }: EndDeps,
  tx: Tx,
  given: {
    readonly id: InstallationId;
    readonly professional: ProfessionalId;
    readonly client: string;
    readonly by: "holder" | "alert" | "place";
  },
): Promise<void> {
  const { id, professional, client, by } = given;
  await audit.append(tx, {
    fact: "installation_ended",
    professional,
    installation: id,
    service: client,
    by,
  });
  await sessions.closeThose(tx, { professional, browser: id }, "software_removed");
  if (by === "place") return;
  const linked = await places.linkedAt(tx, { professional, browser: id });
  if (linked) await places.endBy(tx, { place: linked.place, professional, by });
}

/** Ends every one that was added by name, after a restore: what its holder had taken away since the backup must not ask again. */
export async function endAll(
  { audit }: Pick<InstallationsDeps, "audit">,
  tx: Database<store.InstallationTables & AuditTables>,
): Promise<void> {
  for (const { id, professional, client } of await store.recordAllEnded(tx, "restored"))
    await audit.append(tx, {
      fact: "installation_ended",
      professional,
      installation: id,
      service: client,
      by: "restored",
    });
}
