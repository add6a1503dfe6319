import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config, WalletFiles } from "#platform/config";
import type { Random } from "#platform/random";
import { Secret } from "#platform/secret";
import { after, days, type Instant } from "#platform/time";
import * as x509 from "#platform/x509";
import { newSerial } from "../card-pki.ts";

/**
 * The sandbox's state: an authority that issues identity credentials, a stranger's, and the certificate with which this sandbox
 * asks wallets. All lie in `<data>/sandbox/wallet`: whoever reads that folder can be anybody, which is why production takes its list and
 * its certificate from files of the operator's and never looks here.
 */
type Pair = "issuer" | "foreign" | "verifier";
export type WalletPair = { readonly certificate: string; readonly key: string };
export type WalletPki = Readonly<Record<Pair, WalletPair>> & { readonly authority: string };

const p256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const subjects: Readonly<Record<Pair | "authority" | "elsewhere", string>> = {
  authority: "CN=AUTORITE D'IDENTITE BAC A SABLE, O=AVAL FICTIF, C=FR",
  elsewhere: "CN=AUTORITE D'IDENTITE AILLEURS, O=AILLEURS, C=FR",
  issuer: "CN=EMETTEUR D'IDENTITE BAC A SABLE, O=AVAL FICTIF, C=FR",
  foreign: "CN=EMETTEUR D'IDENTITE AILLEURS, O=AILLEURS, C=FR",
  verifier: "CN=AVAL BAC A SABLE, O=AVAL FICTIF, C=FR",
};

const folderOf = ({ dataDir }: Pick<Config, "dataDir">) => join(dataDir, "sandbox", "wallet");

/** Where the sandbox's wallet is: a program of its own, beside the server. */
export const walletOrigin = ({ port }: Pick<Config, "port">) =>
  `http://wallet.localhost:${port + 9}`;

/** What the server is set up with in a sandbox. */
export async function sandboxWallet(
  config: Pick<Config, "dataDir" | "port">,
  now: Instant,
  random: Random,
): Promise<WalletFiles> {
  const { authority, verifier } = await openWalletPki(config, now, random);
  const origin = walletOrigin(config);
  return {
    trust: JSON.stringify([
      { name: "Bac à sable", authorities: [authority], statusOrigins: [origin] },
    ]),
    certificate: verifier.certificate,
    key: new Secret(verifier.key),
    address: `${origin}/`,
  };
}

/** Made at its first need. Two programs that start at once agree: the first folder stays. */
export async function openWalletPki(
  config: Pick<Config, "dataDir">,
  now: Instant,
  random: Random,
): Promise<WalletPki> {
  const folder = folderOf(config);
  const kept = await readPki(folder);
  if (kept) return kept;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(await newPki(now, random)))
    await writeFile(join(draft, name), `${text}\n`, { mode: 0o600 });
  await rename(draft, folder).catch(async (fault: NodeJS.ErrnoException) => {
    if (fault.code !== "ENOTEMPTY" && fault.code !== "EEXIST") throw fault;
    await rm(draft, { recursive: true });
  });
  const made = await readPki(folder);
  if (!made) throw new Error(`${folder} is not whole: remove it and start again`);
  return made;
}

async function readPki(folder: string): Promise<WalletPki | undefined> {
  const text = async (name: string) => (await readFile(join(folder, name), "utf8")).trim();
  const pair = async (name: Pair) => ({
    certificate: await text(`${name}.pem`),
    key: await text(`${name}.key`),
  });
  try {
    return {
      authority: await text("authority.pem"),
      issuer: await pair("issuer"),
      foreign: await pair("foreign"),
      verifier: await pair("verifier"),
    };
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fault;
  }
}

async function newPki(now: Instant, random: Random): Promise<Record<string, string>> {
  const make = (name: keyof typeof subjects, by?: Made) => newPair(name, by, now, random);
  const authority = await make("authority");
  const elsewhere = await make("elsewhere");
  const files: Record<string, string> = { "authority.pem": authority.certificate.toString("pem") };
  const pairs = {
    issuer: await make("issuer", authority),
    foreign: await make("foreign", elsewhere),
    verifier: await make("verifier"),
  };
  for (const [name, { certificate, keys }] of Object.entries(pairs)) {
    const pkcs8 = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
    files[`${name}.pem`] = certificate.toString("pem");
    files[`${name}.key`] = x509.PemConverter.encode(pkcs8, "PRIVATE KEY");
  }
  return files;
}

type Made = { readonly certificate: x509.X509Certificate; readonly keys: CryptoKeyPair };

async function newPair(
  name: keyof typeof subjects,
  by: Made | undefined,
  now: Instant,
  random: Random,
): Promise<Made> {
  const keys = await crypto.subtle.generateKey(p256, true, ["sign", "verify"]);
  const isAuthority = name === "authority" || name === "elsewhere";
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(random),
    subject: subjects[name],
    issuer: by?.certificate.subject ?? subjects[name],
    notBefore: new Date(now - days(1)),
    notAfter: new Date(after(now, days(20 * 365))),
    publicKey: keys.publicKey,
    signingKey: (by?.keys ?? keys).privateKey,
    signingAlgorithm: p256,
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      new x509.KeyUsagesExtension(
        isAuthority ? x509.KeyUsageFlags.keyCertSign : x509.KeyUsageFlags.digitalSignature,
        true,
      ),
    ],
  });
  return { certificate, keys };
}
