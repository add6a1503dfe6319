import assert from "node:assert/strict";
import {
  type DeviceId,
  type EnrolmentId,
  type EnrolmentPageId,
  type EnrolmentPlaceAct,
  type Json,
  newKeyPair,
  type PasskeyId,
  type ProfessionalId,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  signMulti,
  toBase64url,
} from "@aval/protocol";
import { createAudit } from "#modules/audit";
import { createDevices } from "#modules/devices";
import type { Directory } from "#modules/directory";
import { createLimits } from "#modules/limits";
import type { Staff } from "#modules/staff";
import { type AnyTables, type Database, transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import type { Clock } from "#platform/time";
import type { KeySigned } from "../hardware-key.ts";
import { createEnrolment } from "../index.ts";

const random = systemRandom;
export const newKey = async (): Promise<Signer> => signerOf(await newKeyPair());

/** What of the world around a test may be otherwise. */
type Surroundings = {
  isOpen: boolean;
  /** A pause stands: it holds new phones, and not what a block closes. */
  isPaused: boolean;
  practises: boolean;
  /** Whether the desk's two registrars may still sign. */
  maySign: boolean;
  /** What happens while the PIN program is asked. */
  meanwhile?: () => void;
  code: "right" | "wrong";
  /** Whose own place every browser is. */
  placeOf?: ProfessionalId;
  /** The key that signs, whatever was asked. */
  key?: KeySigned;
};

/** A holder without any key. */
export const noKeys: Parameters<typeof createEnrolment>[0]["keys"] = {
  challengeOf: async () => ({ challenge: "c", rpId: "phone.test" }),
  readFor: async () => undefined,
  goOnWith: async () => undefined,
};

/** A browser that is nobody's place. */
export const noPlaces: Parameters<typeof createEnrolment>[0]["places"] = {
  recognise: async () => "r",
  ownerOf: async () => undefined,
  keepOwn: async () => undefined,
};

/** Enrolment with the store and the phones it has, and a directory, a desk and a PIN program that say what the test wants. */
export function enrolmentWorld(db: Database<AnyTables>, clock: Clock) {
  const around: Surroundings = {
    isOpen: true,
    isPaused: false,
    practises: true,
    maySign: true,
    code: "right",
  };
  const told: string[] = [];
  const announced: string[] = [];
  /** The installations of which all that they made was ended. */
  const ended: string[] = [];
  const audit = createAudit({ clock, random });
  const limits = createLimits();
  const answer = () =>
    around.code === "right"
      ? ({ ok: true } as const)
      : ({ ok: false, refusal: "wrong_code", disabled: false } as const);
  const pin = {
    announce: async (device: string) => {
      announced.push(device);
      around.meanwhile?.();
    },
    confirm: async () => answer(),
    count: async () => ({ triesLeft: 9, disabled: false }),
  };
  const devices = createDevices({
    ...{ db, clock, random, audit, limits, pin },
    spoke: (tx, id): Promise<void> => enrolment.endByOldInstallation(tx, id),
  });
  const professionalOf = (id: string) => ({
    id,
    nationalId: id.slice(4),
    state: around.practises ? "active" : "deactivated",
    scope: "order",
    exercises: [],
  });
  const directory = {
    find: async (nationalId: string) => professionalOf(`pro_${nationalId}`),
    byId: async (id: string) => professionalOf(id),
    displayName: () => "Camille ESSAI",
  } as unknown as Directory;
  const staff = { maySign: async () => around.maySign } as unknown as Staff;
  const enrolment = createEnrolment({
    db,
    clock,
    random,
    audit,
    limits,
    devices,
    directory,
    staff,
    stops: {
      keepOpen: async (_tx, _professional, act) =>
        around.isOpen && !(around.isPaused && act === "enrol"),
      freeze: async () => true,
      takePlace: async () => undefined,
      placeUnderFreeze: async () => undefined,
      liftAtDesk: async () => {
        around.isPaused = false;
      },
      takeTurn: async () => undefined,
    },
    notices: { tell: async (_tx, { event }) => void told.push(event) },
    pin,
    keys: { ...noKeys, readFor: async () => around.key },
    places: {
      ...noPlaces,
      ownerOf: async () => around.placeOf,
      keepOwn: async (_tx, { professional }) =>
        professional === around.placeOf ? { where: "own_place", isShared: false } : undefined,
    },
    endMadeBy: async (_tx, { device }) => void ended.push(device),
    origin: "https://phone.test",
  });
  return { db, clock, around, told, announced, ended, devices, enrolment };
}

export type EnrolmentWorld = ReturnType<typeof enrolmentWorld>;

/** A phone of somebody's, active. */
export type TestPhone = { readonly device: DeviceId; readonly ik: Signer; readonly uk: Signer };

export async function activePhone(
  { db, devices }: Pick<EnrolmentWorld, "db" | "devices">,
  nationalId: string,
  level: "limited" | "full" = "full",
): Promise<TestPhone> {
  const [ik, uk] = [await newKey(), await newKey()];
  const device = await transact(db, async (tx) => {
    const added = await devices.add(tx, { label: "Téléphone d'essai", ik: ik.jwk });
    assert.ok(added.ok);
    const professional = `pro_${nationalId}` as ProfessionalId;
    const owner = { professional, uk: uk.jwk, pinKey: "key", level, scope: "order" };
    assert.ok(await devices.activate(tx, added.value, owner));
    return added.value;
  });
  return { device, ik, uk };
}

export function stampAt({ now }: Clock) {
  return { iat: Math.floor(now() / 1000), jti: toBase64url(random.bytes(16)) };
}

/** One message by this phone alone. */
export const by = (
  { clock }: Pick<EnrolmentWorld, "clock">,
  { device, ik }: Pick<TestPhone, "device" | "ik">,
  purpose: string,
  more: Record<string, Json> = {},
) => signCompact({ v: purpose, device, ...more, ...stampAt(clock) }, purpose, ik);

/** And by the phone with its code. */
export const byCode = (
  { clock }: Pick<EnrolmentWorld, "clock">,
  { device, ik, uk }: TestPhone,
  purpose: string,
  more: Record<string, Json>,
) => signMulti({ v: purpose, device, ...more, ...stampAt(clock) }, purpose, [ik, uk]);

/** A new phone's wish, with the binding in this address if it scanned one. */
export async function asks(
  { clock, enrolment }: Pick<EnrolmentWorld, "clock" | "enrolment">,
  address?: string,
  ik?: Signer,
) {
  const signer = ik ?? (await newKey());
  const binding = address === undefined ? {} : { binding: address.replace(/^.*#b=/, "") };
  const message = { v: purposes.enrol, ik: signer.jwk as unknown as Json, label: "Nouveau" };
  const jws = await signCompact(
    { ...message, ...binding, ...stampAt(clock) },
    purposes.enrol,
    signer,
  );
  return { ik: signer, answer: await enrolment.start(jws, "loopback") };
}

type Activating = {
  readonly enrolment: EnrolmentId;
  readonly device: DeviceId;
  readonly ik: Signer;
};

/** The new phone's own activation, with a code. */
export const activates = async (
  world: Pick<EnrolmentWorld, "clock" | "enrolment">,
  given: Activating,
) => world.enrolment.activate(await activation(world, given));

/** Its message. */
export async function activation(
  { clock }: Pick<EnrolmentWorld, "clock">,
  { ik, enrolment, device }: Activating,
) {
  const uk = await newKey();
  const message = { v: purposes.activate, enrolment, device, keyId: "key", evaluation: "e" };
  return signMulti(
    { ...message, uk: uk.jwk as unknown as Json, ...stampAt(clock) },
    purposes.activate,
    [ik, uk],
  );
}

type AtPlace = {
  readonly signer: Signer;
  readonly act: EnrolmentPlaceAct;
  readonly page?: EnrolmentPageId;
};

/** What the page of a holder's own place says, by its browser's key. */
export async function atPlace(
  { clock, enrolment }: Pick<EnrolmentWorld, "clock" | "enrolment">,
  { signer, ...said }: AtPlace,
) {
  const message = { v: purposes.enrolmentPlace, bk: signer.jwk as unknown as Json, ...said };
  return enrolment.askAtPlace(
    await signCompact({ ...message, ...stampAt(clock) }, purposes.enrolmentPlace, signer),
  );
}

/** A key of a holder's that has signed for whatever was asked. */
export const keySigned = (
  professional: ProfessionalId,
  addedBy: DeviceId,
  more: Partial<KeySigned> = {},
): KeySigned => ({
  ...{ passkey: "pky_test" as PasskeyId, professional, kind: "phone", isHardwareHeld: true },
  ...{ addedBy, nonce: "n", count: async () => true, ...more },
});

/** The phone that scanned has a key sign for it. */
export async function showsKey(
  { clock, enrolment }: Pick<EnrolmentWorld, "clock" | "enrolment">,
  { ik, enrolment: id }: { readonly ik: Signer; readonly enrolment: EnrolmentId },
) {
  const part = "AAAA";
  const signed = { clientDataJSON: part, authenticatorData: part, signature: part };
  const message = { v: purposes.enrolmentKey, enrolment: id, assertion: { id: part, ...signed } };
  return enrolment.useKey(
    await signCompact({ ...message, ...stampAt(clock) }, purposes.enrolmentKey, ik),
  );
}

export type Opened = { readonly page: EnrolmentPageId; readonly address: string };
