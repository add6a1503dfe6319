import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import type { PasskeyAssertion, PasskeyCreation } from "@aval/protocol";
import { isoCBOR } from "@simplewebauthn/server/helpers";
import { systemRandom } from "../random.ts";
import * as x509 from "../x509.ts";
import type { Registration } from "../webauthn.ts";

/** A model of authenticator: its AAGUID, its maker's root, and what each of its kind signs new keys with. */
export type Model = {
  readonly aaguid: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly key: KeyObject;
  /** Its metadata statement, as an operator would write it. */
  readonly statement: object;
};

const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** Makes a model and its authority. `protection`: what its statement says of its keys. */
export async function newModel(protection: readonly string[] = ["hardware"]): Promise<Model> {
  const [root, leaf] = await Promise.all(
    [0, 1].map(() => crypto.subtle.generateKey(ecdsa, true, ["sign", "verify"])),
  );
  if (!root || !leaf) throw new Error("no keys");
  const rootName = "CN=Essai racine, O=Essai, C=FR";
  const common = { notBefore: new Date("2020-01-01"), notAfter: new Date("2060-01-01") };
  const rootCertificate = await x509.X509CertificateGenerator.create({
    ...common,
    serialNumber: "01",
    subject: rootName,
    issuer: rootName,
    publicKey: root.publicKey,
    signingKey: root.privateKey,
    signingAlgorithm: ecdsa,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  const certificate = await x509.X509CertificateGenerator.create({
    ...common,
    serialNumber: "02",
    subject: "CN=Essai, OU=Authenticator Attestation, O=Essai, C=FR",
    issuer: rootName,
    publicKey: leaf.publicKey,
    signingKey: root.privateKey,
    signingAlgorithm: ecdsa,
    extensions: [new x509.BasicConstraintsExtension(false, undefined, true)],
  });
  const aaguid = systemRandom.bytes(16);
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey("pkcs8", leaf.privateKey));
  return {
    aaguid,
    chain: [new Uint8Array(certificate.rawData)],
    key: createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" }),
    statement: {
      aaguid: uuid(aaguid),
      keyProtection: protection,
      attestationTypes: ["basic_full"],
      attestationRootCertificates: [Buffer.from(rootCertificate.rawData).toString("base64")],
    },
  };
}

const uuid = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest();
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");
const clientData = (type: string, challenge: string, origin: string) =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

export type AuthenticatorOptions = {
  /** Attests with the model's key; absent: attests nothing. */
  readonly model?: Model;
  readonly backupEligible?: boolean;
  /** Counts signatures, as security keys do. */
  readonly counts?: boolean;
};

/** An authenticator in a program: one key, which lies about nothing but what a test tells it to. */
export function newAuthenticator(options: AuthenticatorOptions = {}) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = systemRandom.bytes(32);
  const jwk = publicKey.export({ format: "jwk" });
  const cose = isoCBOR.encode(
    new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, new Uint8Array(Buffer.from(jwk.x ?? "", "base64url"))],
      [-3, new Uint8Array(Buffer.from(jwk.y ?? "", "base64url"))],
    ]),
  );
  let counter = 0;
  const backup = options.backupEligible ? 0x08 | 0x10 : 0;

  const dataFor = (rpId: string, flags: number, more: Uint8Array = new Uint8Array()) => {
    if (options.counts) counter++;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([sha256(rpId), Buffer.from([flags | backup]), count, more]);
  };

  return {
    id: text(id),
    /** Makes the key that a page asked for. `rpId`, `origin`: as its browser says them. */
    create: (
      creation: Pick<PasskeyCreation, "challenge"> & { readonly rp: { readonly id: string } },
      origin: string,
    ): Registration => {
      const data = clientData("webauthn.create", creation.challenge, origin);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const aaguid = options.model?.aaguid ?? new Uint8Array(16);
      const authData = dataFor(creation.rp.id, 0x45, Buffer.concat([aaguid, length, id, cose]));
      const statement = options.model
        ? new Map<string, unknown>([
            ["alg", -7],
            [
              "sig",
              new Uint8Array(
                sign("sha256", Buffer.concat([authData, sha256(data)]), options.model.key),
              ),
            ],
            ["x5c", [...options.model.chain]],
          ])
        : new Map();
      const attestation = isoCBOR.encode(
        new Map<string, unknown>([
          ["fmt", options.model ? "packed" : "none"],
          ["attStmt", statement],
          ["authData", new Uint8Array(authData)],
        ]) as never,
      );
      return {
        id: text(id),
        clientDataJSON: text(data),
        attestationObject: text(attestation),
        transports: ["usb"],
      };
    },
    /** Signs a sign-in page's challenge. `isVerified`: its holder typed its code or touched it. */
    get: (
      { challenge, rpId }: { readonly challenge: string; readonly rpId: string },
      origin: string,
      { isVerified = true, rewind = 0 } = {},
    ): PasskeyAssertion => {
      counter -= rewind;
      const data = clientData("webauthn.get", challenge, origin);
      const authData = dataFor(rpId, isVerified ? 0x05 : 0x01);
      const signature = sign("sha256", Buffer.concat([authData, sha256(data)]), privateKey);
      return {
        id: text(id),
        clientDataJSON: text(data),
        authenticatorData: text(authData),
        signature: text(signature),
      };
    },
  };
}

export type Authenticator = ReturnType<typeof newAuthenticator>;
