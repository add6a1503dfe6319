import { readFile } from "node:fs/promises";
import {
  createPhone,
  type DeviceId,
  type EnrolmentId,
  idFrom,
  newKeyPair,
  type Phone,
  type PhoneIdentity,
  signerOf,
  thumbprint,
} from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import { systemRandom } from "#platform/random";
import type { Pin } from "../index.ts";

/** A phone as people have them: it speaks HTTP to `app`, and its `UK` comes from a code. */
export type RealPhone = {
  readonly phone: Phone;
  readonly identity: PhoneIdentity;
  /** What `DiskImager` copies: all the phone stores, its installation key included. */
  readonly image: {
    readonly ik: JsonWebKey;
    readonly deviceSecret: Uint8Array;
    readonly pin: PhoneIdentity["pin"];
  };
};

export function speakTo(app: FastifyInstance, host: string): Phone {
  const call = async (method: "GET" | "POST", url: string, payload?: object) => {
    const answer = await app.inject({
      method,
      url,
      headers: { host },
      ...(payload && { payload }),
    });
    return { status: answer.statusCode, body: answer.json() as unknown };
  };
  return createPhone({
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body as object),
    now: () => Date.now(),
    randomBytes: (length) => systemRandom.bytes(length),
  });
}

/** A phone with this code, announced and registered. */
export async function realPhone(phone: Phone, pin: Pin, code: string): Promise<RealPhone> {
  const device: DeviceId = idFrom("dev", systemRandom.bytes(17));
  const enrolment: EnrolmentId = idFrom("enr", systemRandom.bytes(17));
  const pair = await newKeyPair(true);
  const ik = await signerOf(pair);
  await pin.announce(device, await thumbprint(ik.jwk));
  const deviceSecret = systemRandom.bytes(32);
  const made = await phone.setCode(ik, device, code, deviceSecret);
  return {
    phone,
    identity: { ik, device, enrolment, deviceSecret, pin: made, root: ik.jwk },
    image: { ik: await crypto.subtle.exportKey("jwk", pair.privateKey), deviceSecret, pin: made },
  };
}

export const readKeyFile = async (path: string) => new Uint8Array(await readFile(path));
