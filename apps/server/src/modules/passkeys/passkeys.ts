import {
  type DeviceId,
  isId,
  type PasskeyId,
  type PasskeysAnswer,
  type PasskeyView,
  type ProfessionalId,
  purposes,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import type { Audit } from "#modules/audit";
import type { Devices } from "#modules/devices";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { epochSeconds } from "#platform/time";
import type { EndedBy, Passkey } from "./passkey.ts";
import * as store from "./store.ts";

export type PasskeysDeps = {
  readonly db: Database<AnyTables>;
  readonly audit: Audit;
  readonly devices: Pick<Devices, "receiveOwned">;
  /** Ends what this key has opened, in the transaction that ends the key. */
  readonly closeSessions: (
    tx: Database<AnyTables>,
    of: { readonly professional: ProfessionalId; readonly passkey: PasskeyId },
  ) => Promise<void>;
};

type Tx = PasskeysDeps["db"];

/** The holder's keys, on a full phone: a limited one, which a fraudster may have obtained, is shown none. */
export async function list(
  deps: PasskeysDeps,
  jws: string,
): Promise<Outcome<PasskeysAnswer, Refusal>> {
  const received = await deps.devices.receiveOwned(jws, purposes.passkeys);
  if (!received.ok) return received;
  const { device } = received.value;
  if (device.level !== "full") return done({ passkeys: [] });
  return done({ passkeys: await views(deps, device.professional) });
}

/** This holder's keys that have not ended. */
export async function views(
  { db }: Pick<PasskeysDeps, "db">,
  professional: ProfessionalId,
): Promise<readonly PasskeyView[]> {
  return (await store.passkeysOf(db, professional)).map(viewOf);
}

const viewOf = (key: Passkey): PasskeyView => ({
  id: key.id,
  name: key.name,
  ...(key.host === "phone" ? { host: key.host } : {}),
  kind: key.kind,
  isHardwareHeld: key.isHardwareHeld,
  madeAt: epochSeconds(key.madeAt),
  usableFrom: epochSeconds(key.usableFrom),
  ...(key.lastUsedAt === undefined ? {} : { lastUsedAt: epochSeconds(key.lastUsedAt) }),
  isAsleep: key.isAsleep,
});

/** Removes a key and ends what it opened. No code: stopping is cheap, hence from a phone that may approve no more, too (law 5). */
export async function end(
  deps: PasskeysDeps,
  id: string,
  jws: string,
): Promise<Outcome<PasskeysAnswer, Refusal>> {
  const received = await deps.devices.receiveOwned(jws, purposes.passkeyEnd);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { passkey } = payload;
  if (!isId("pky", passkey) || passkey !== id) return deny("invalid_message");
  if (device.level !== "full") return deny("passkey_not_found");
  const { professional } = device;
  const given = { passkey, professional, by: "holder" } as const;
  const isEnded = await transact(deps.db, (tx) => endBy(deps, tx, given));
  return isEnded ? done({ passkeys: await views(deps, professional) }) : deny("passkey_not_found");
}

/** Ends a key and what it has opened, once. */
export async function endBy(
  deps: PasskeysDeps,
  tx: Tx,
  given: {
    readonly passkey: PasskeyId;
    readonly professional: ProfessionalId;
    readonly by: EndedBy;
  },
): Promise<boolean> {
  const { passkey, professional, by } = given;
  if (!(await store.recordEnded(tx, { id: passkey, professional, by }))) return false;
  await ended(deps, tx, given);
  return true;
}

/**
 * Puts every key to sleep, after a restore: one that ended since the backup must open nothing again by itself. It wakes with the
 * next sign-in at which its holder's phone approves beside it.
 */
export async function sleepAll({ audit }: Pick<PasskeysDeps, "audit">, tx: Tx): Promise<void> {
  for (const { id, professional } of await store.recordRestored(tx))
    await audit.append(tx, { fact: "passkey_slept", professional, passkey: id });
}

/** A place of the holder's has ended: what was made on its browser ends with it, but hardware that one carries. */
export async function endMadeOn(
  deps: PasskeysDeps,
  tx: Tx,
  on: { readonly professional: ProfessionalId; readonly browser: string },
): Promise<void> {
  const { professional } = on;
  for (const passkey of await store.recordEndedOn(tx, on))
    await ended(deps, tx, { passkey, professional, by: "place" });
}

/** Whoever was told of a phone stopped it: every key it was the evidence for ends, and what that opened. */
export async function endMadeBy(
  deps: PasskeysDeps,
  tx: Tx,
  phone: { readonly professional: ProfessionalId; readonly device: DeviceId },
): Promise<void> {
  const { professional } = phone;
  for (const passkey of await store.recordMadeByEnded(tx, phone))
    await ended(deps, tx, { passkey, professional, by: "alert" });
}

async function ended(
  { audit, closeSessions }: PasskeysDeps,
  tx: Tx,
  given: {
    readonly passkey: PasskeyId;
    readonly professional: ProfessionalId;
    readonly by: EndedBy;
  },
): Promise<void> {
  await audit.append(tx, { fact: "passkey_ended", ...given });
  await closeSessions(tx, given);
}
