import { createHash } from "node:crypto";
import type {
  MadeKey,
  MultiSigned,
  PasskeyCreation,
  PhoneKeyAdded,
  PhoneKeyKind,
} from "@aval/protocol";
import { purposes } from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import { type ActiveDevice, type Devices, isActive } from "#modules/devices";
import { isHardwareHeld } from "#platform/attestation";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { newSecret } from "#platform/secret";
import { epochSeconds } from "#platform/time";
import { readRegistration } from "#platform/webauthn";
import { type AddingDeps, creationFor, hostOf, Known, readable } from "./adding.ts";
import { challengeIn } from "./challenge.ts";
import { burnAdding, insertChallenge } from "./phone-key-store.ts";
import * as store from "./store.ts";

/**
 * Keys of the authenticator's own host: added on a phone, by that phone.
 *
 * The page that makes the key is the one whose installation key and code sign for it, so that nobody afar puts their own in its
 * place; everybody who can be told is told, and it serves nothing for a day. It opens no service, ever: it is evidence beside an old
 * phone's approval, or of the phone that made it (`enrolment`).
 */
export type PhoneKeyDeps = Omit<AddingDeps, "devices"> & {
  readonly devices: Pick<
    Devices,
    "receiveActive" | "receiveDecision" | "confirmCode" | "holdActive"
  >;
  /** The authenticator's: its host is what these keys are bound to, for ever. */
  readonly phoneOrigin: string;
};

const isKind = (kind: unknown): kind is PhoneKeyKind => kind === "phone" || kind === "security_key";

/** A phone adds its own passkey whatever its level; a security key, which outlives it, only with all its rights. */
const mayAdd = (device: ActiveDevice, kind: PhoneKeyKind): boolean =>
  kind === "phone" || device.level === "full";

/** What the phone's browser is to make a key with. The call question was answered no. */
export async function begin(
  deps: PhoneKeyDeps,
  jws: string,
): Promise<Outcome<PasskeyCreation, Refusal>> {
  const received = await deps.devices.receiveActive(jws, purposes.phoneKeyBegin);
  if (!received.ok) return received;
  const { device, payload } = received.value;
  const { kind, onCall } = payload;
  if (!isKind(kind) || onCall !== false) return deny("invalid_message");
  if (!mayAdd(device, kind)) return deny("phone_key_not_possible");
  const { phoneKeysADay: most, enrolmentPagesWindow: window } = { ...bounds, ...lifetimes };
  if (!(await deps.limits.spend(deps.db, "phone_key", device.id, most, window)))
    return deny("too_many");
  const challenge = newSecret(deps.random);
  const given = { challenge, device: device.id, for: { kind } };
  await insertChallenge(deps.db, given, lifetimes.passkeyMaking);
  return done(
    await creationFor({ ...deps, origin: deps.phoneOrigin }, { challenge }, device.professional),
  );
}

type Added =
  | { readonly ok: true; readonly value: PhoneKeyAdded }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      readonly extra?: { readonly triesLeft: number };
    };

/** The key that was made, signed for by the phone and its code. */
export async function add(deps: PhoneKeyDeps, message: MultiSigned, made: MadeKey): Promise<Added> {
  const purpose = purposes.phoneKeyAdd;
  const received = await deps.devices.receiveDecision(message, purpose);
  if (!received.ok) return received;
  const { device, payload, code } = received.value;
  const { kind, name, attestation } = payload;
  if (!isKind(kind) || typeof name !== "string" || name.length > 60 || code === "absent")
    return deny("invalid_message");
  const digest = createHash("sha256").update(made.attestationObject).digest("base64url");
  if (attestation !== digest) return deny("invalid_message");
  if (!isActive(device)) return deny("device_not_active");
  if (!mayAdd(device, kind)) return deny("phone_key_not_possible");
  const confirmed = await deps.devices.confirmCode({ device, code, message, purpose });
  if (!confirmed.ok) return confirmed;
  return keep(deps, { device, kind, name }, made);
}

async function keep(
  deps: PhoneKeyDeps,
  by: { readonly device: ActiveDevice; readonly kind: PhoneKeyKind; readonly name: string },
  made: MadeKey,
): Promise<Outcome<PhoneKeyAdded, Refusal>> {
  const { device, kind } = by;
  const { professional } = device;
  const challenge = challengeIn(made) ?? "";
  const asked = await burnAdding(deps.db, { challenge, device: device.id, kind });
  const origin = deps.phoneOrigin;
  const key = await readRegistration(made, { challenge, origin, rpId: hostOf(origin) });
  if (!asked || !key) return deny("passkey_not_made");
  const isHeld = isHardwareHeld(deps.statements, key.attested, deps.clock.now());
  return transact(deps.db, async (tx): Promise<Outcome<PhoneKeyAdded, Refusal>> => {
    if (!(await deps.devices.holdActive(tx, device.id))) return deny("device_not_active");
    if (!(await deps.stops.keepOpen(tx, professional, "join"))) return deny("holder_stopped");
    const kept = await store.insertPasskey(
      tx,
      {
        ...{ id: newId("pky", deps.random), host: "phone", professional, kind, key },
        ...{ name: readable(by.name) || device.label, device: device.id, isHardwareHeld: isHeld },
        // What was made here ends with its phone, and with no place.
        ...{ browser: device.ikThumbprint, place: undefined, approval: undefined },
      },
      { wait: lifetimes.passkeyWait, most: bounds.passkeys },
    );
    if (!kept) throw new Known();
    await deps.audit.append(tx, {
      fact: "phone_key_added",
      ...{ professional, passkey: kept.id, device: device.id, kind, hardwareHeld: isHeld },
    });
    await deps.notices.tell(tx, { professional, event: "passkey_added", about: kept.id });
    return done({ usableFrom: epochSeconds(kept.usableFrom), isHardwareHeld: isHeld });
  }).catch((fault: unknown) => {
    if (fault instanceof Known) return deny("passkey_not_made");
    throw fault;
  });
}
