import type { WalletFiles } from "#platform/config";
import * as x509 from "#platform/x509";
import { clientIdOf } from "./request.ts";
import { readTrust, type TrustedIssuer } from "./trust.ts";

/** What a deployment asks wallets with, and whose credentials count there. */
export type WalletSettings = {
  readonly trust: readonly TrustedIssuer[];
  /** Who asks, as wallets know it: the digest of the certificate below. */
  readonly clientId: string;
  /** Its certificate and those above, base64 of DER. */
  readonly chain: readonly string[];
  /** Whoever has it can ask wallets in this deployment's name. */
  readonly key: CryptoKey;
  /** What opens a wallet: `openid4vp://` on a telephone. */
  readonly address: string;
};

const p256 = { name: "ECDSA", namedCurve: "P-256" };

/** Throws, in words for the operator, when the files do not go together. */
export async function readWalletSettings(files: WalletFiles): Promise<WalletSettings> {
  const chain = x509.PemConverter.decode(files.certificate);
  const [leaf] = chain;
  if (!leaf) throw new Error("AVAL_WALLET_CERT holds no certificate");
  const certificate = new x509.X509Certificate(leaf);
  const key = await crypto.subtle.importKey(
    "pkcs8",
    x509.PemConverter.decodeFirst(files.key.reveal()),
    p256,
    false,
    ["sign"],
  );
  const probe = Buffer.from("aval");
  const how = { name: "ECDSA", hash: "SHA-256" };
  const publicKey = await certificate.publicKey.export(p256, ["verify"]);
  const signature = await crypto.subtle.sign(how, key, probe);
  if (!(await crypto.subtle.verify(how, publicKey, signature, probe)))
    throw new Error("AVAL_WALLET_KEY is not the key of AVAL_WALLET_CERT");
  return {
    trust: readTrust(files.trust),
    clientId: clientIdOf(new Uint8Array(leaf)),
    chain: chain.map((der) => Buffer.from(der).toString("base64")),
    key,
    address: files.address,
  };
}
