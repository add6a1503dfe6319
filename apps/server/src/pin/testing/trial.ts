import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  blindCode,
  blindedText,
  type DeviceId,
  idFrom,
  type Json,
  type MultiSigned,
  newKeyPair,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  signMulti,
  thumbprint,
  toBase64url,
} from "@aval/protocol";
import { silentLog } from "#platform/log";
import { systemRandom } from "#platform/random";
import { type TestDatabase, testDatabase } from "#platform/testing";
import type { PinDeps } from "../hold.ts";
import { createPinService, type Pin } from "../index.ts";
import * as pin from "../pin.ts";
import { readNow } from "../store.ts";

/**
 * What tests of the PIN program stand on: a database, a key file with its state folder, and phones whose `UK` is any
 * key pair, since the program cannot tell it from a derived one. The whole way of a real phone is in `attack.test.ts`.
 */
export type Service = Pin & { readonly deps: PinDeps };

export type Trial = {
  readonly database: TestDatabase;
  readonly keyFile: string;
  /** The program started anew: on the same key file and journal, or on others. */
  readonly start: (keyFile?: string) => Promise<Service>;
  readonly close: () => Promise<void>;
};

export async function openTrial(): Promise<Trial> {
  const database = await testDatabase();
  const folder = await mkdtemp(join(tmpdir(), "aval-pin-"));
  const started: Service[] = [];
  const start = async (keyFile = join(folder, "pin.key")) => {
    const options = {
      db: database.pinDb,
      keyFile,
      makeKeyFile: true,
      random: systemRandom,
      log: silentLog,
      threads: 1,
    };
    const service = await createPinService(options);
    started.push(service);
    return service;
  };
  return {
    database,
    keyFile: join(folder, "pin.key"),
    start,
    close: async () => {
      await Promise.all(started.map((service) => service.close()));
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** One blinding serves all: what is counted does not depend on what is evaluated. */
export const blinded = blindedText(blindCode("246813", new Uint8Array(32)));

export type TrialPhone = {
  readonly device: DeviceId;
  readonly ik: Signer;
  readonly uk: Signer;
  readonly keyId: string;
};

export const jti = () => toBase64url(systemRandom.bytes(16));

/** `iat` and `jti` on the clock of the service's database. */
export async function stamp(service: Service): Promise<{ iat: number; jti: string }> {
  return { iat: Math.floor((await readNow(service.deps.db)) / 1000), jti: jti() };
}

export async function registerMessage(
  service: Service,
  device: DeviceId,
  ik: Signer,
): Promise<string> {
  const message = {
    v: purposes.pinRegister,
    device,
    ik: ik.jwk,
    blinded,
    ...(await stamp(service)),
  };
  return signCompact(message, purposes.pinRegister, ik);
}

export async function commitMessage(service: Service, phone: TrialPhone): Promise<MultiSigned> {
  const { device, keyId, uk, ik } = phone;
  const message = { v: purposes.pinCommit, device, keyId, uk: uk.jwk, ...(await stamp(service)) };
  return signMulti(message, purposes.pinCommit, [ik, uk]);
}

/** A phone with a code. */
export async function enrol(service: Service): Promise<TrialPhone> {
  const device = idFrom("dev", systemRandom.bytes(17));
  const ik = await signerOf(await newKeyPair());
  const uk = await signerOf(await newKeyPair());
  await service.announce(device, await thumbprint(ik.jwk));
  const made = await pin.register(service.deps, await registerMessage(service, device, ik));
  if (!made.ok) throw new Error(`register: ${made.refusal}`);
  const phone = { device, ik, uk, keyId: made.value.keyId };
  const done = await pin.commit(service.deps, await commitMessage(service, phone));
  if (!done.ok) throw new Error(`commit: ${done.refusal}`);
  return phone;
}

export async function evaluateMessage(
  service: Service,
  phone: TrialPhone,
  other: object = {},
): Promise<string> {
  const { device, keyId, ik } = phone;
  const message = {
    v: purposes.pinEvaluate,
    device,
    keyId,
    blinded,
    ...(await stamp(service)),
    ...other,
  };
  return signCompact(message, purposes.pinEvaluate, ik);
}

export async function evaluate(service: Service, phone: TrialPhone) {
  return pin.evaluate(service.deps, await evaluateMessage(service, phone));
}

/** A decision of this phone after this evaluation, signed by `uk`. */
export async function decision(
  service: Service,
  phone: TrialPhone,
  evaluation: string,
  uk = phone.uk,
): Promise<MultiSigned> {
  const message: Json = {
    v: purposes.decision,
    device: phone.device,
    approval: "apr_00000000000000000000000000",
    context: "context",
    decision: "approve",
    evaluation,
    ...(await stamp(service)),
  };
  return signMulti(message, purposes.decision, [phone.ik, uk]);
}
