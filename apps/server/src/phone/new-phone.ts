import {
  type EnrolAnswer,
  type EnrolmentStatus,
  newKeyPair,
  type Phone,
  type PublicJwk,
  type Signer,
  signerOf,
  toBase64url,
} from "@aval/protocol";
import type { Phoning } from "./acts.ts";
import { writeState } from "./state-file.ts";

/** A phone that asked to be enrolled, and is kept nowhere yet. */
export type NewPhone = EnrolAnswer & {
  readonly ik: Signer;
  readonly privateKey: CryptoKey;
  readonly root: PublicJwk;
};

/** Makes a phone's key, one that a file can keep, and asks for its enrolment. `binding`: what it scanned. */
export async function beginPhone(phone: Phone, label: string, binding?: string): Promise<NewPhone> {
  const pair = await newKeyPair(true);
  const ik = await signerOf(pair);
  const { privateKey } = pair;
  return { ...(await phone.enrol(ik, label, binding)), ik, privateKey };
}

/** Chooses the code of a phone that was proven, and keeps it in its file. */
export async function keepPhone(
  { world, phone, path }: Phoning,
  { ik, privateKey, device, enrolment, root }: NewPhone,
  given: {
    readonly nationalId: string;
    readonly code: string;
    readonly status: EnrolmentStatus;
  },
): Promise<void> {
  const { nationalId, code, status } = given;
  const deviceSecret = world.randomBytes(32);
  await writeState(path, {
    v: "aval.virtual-phone.v1",
    nationalId,
    ik: (await crypto.subtle.exportKey("jwk", privateKey)) as JsonWebKey,
    device,
    enrolment,
    deviceSecret: toBase64url(deviceSecret),
    root,
    pin: await phone.setCode(ik, device, code, deviceSecret),
    status,
  });
}
