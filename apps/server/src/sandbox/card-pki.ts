import { appendFile, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as x509 from "#platform/x509";
import type { Config } from "#platform/config";
import type { Random } from "#platform/random";
import { after, days, type Instant } from "#platform/time";

/**
 * The card authority of the sandbox: a root, the authority under it that signs cards, a stranger's pair of the same, and the
 * certificate of the card's own host. All lie in `<data>/sandbox/cards`: whoever reads that folder can make anybody's card,
 * which is why production takes its authorities from a file of the operator's and never looks here.
 *
 * The shape is that of IGC-Santé (psc-contract 5): root, then persons' authority, then a card's authentication certificate whose
 * common name is the national id; the names are fictional.
 */
export type Signing = {
  readonly certificate: x509.X509Certificate;
  readonly key: CryptoKey;
};

export const authorityNames = ["root", "persons", "foreign-root", "foreign"] as const;
export type AuthorityName = (typeof authorityNames)[number];

export type CardPki = {
  readonly folder: string;
  readonly authorities: Readonly<Record<AuthorityName, Signing>>;
  /** The certificate of the card's host, and its key, as PEM. */
  readonly server: { readonly certificate: string; readonly key: string };
};

/**
 * Where certificates say that their revocation can be asked for. A name that resolves nowhere, so that a card made on one port is
 * still a card on another: the sandbox knows which of its addresses is meant.
 */
export const revocationHost = "http://cards.invalid";

export const rsa = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
} as const;

const subjects: Readonly<Record<AuthorityName, string>> = {
  root: "CN=AC RACINE BAC A SABLE, OU=AVAL FICTIF, O=AVAL, C=FR",
  persons: "CN=AC BAC A SABLE PERSONNES, OU=AVAL FICTIF, O=AVAL, C=FR",
  "foreign-root": "CN=AC RACINE AILLEURS, OU=AVAL FICTIF, O=AILLEURS, C=FR",
  foreign: "CN=AC AILLEURS PERSONNES, OU=AVAL FICTIF, O=AILLEURS, C=FR",
};

const issuerOf: Readonly<Record<AuthorityName, AuthorityName>> = {
  root: "root",
  persons: "root",
  "foreign-root": "foreign-root",
  foreign: "foreign-root",
};

const cardFolder = ({ dataDir }: Pick<Config, "dataDir">) => join(dataDir, "sandbox", "cards");

/** The authority, made at its first need. Two programs that start at once agree: the first folder stays. */
export async function openCardPki(
  config: Pick<Config, "dataDir" | "origins">,
  now: Instant,
  random: Random,
): Promise<CardPki> {
  const folder = cardFolder(config);
  const kept = await readPki(folder);
  if (kept) return kept;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  await writePki(draft, await newPki(new URL(config.origins.card).hostname, now, random));
  await rename(draft, folder).catch(async (fault: NodeJS.ErrnoException) => {
    if (fault.code !== "ENOTEMPTY" && fault.code !== "EEXIST") throw fault;
    await rm(draft, { recursive: true });
  });
  const made = await readPki(folder);
  if (!made) throw new Error(`${folder} is not whole: remove it and start again`);
  return made;
}

type Pki = Pick<CardPki, "authorities" | "server">;

async function newPki(host: string, now: Instant, random: Random): Promise<Pki> {
  const authorities: Partial<Record<AuthorityName, Signing>> = {};
  for (const name of authorityNames) {
    const keys = await crypto.subtle.generateKey(rsa, true, ["sign", "verify"]);
    const above = authorities[issuerOf[name]];
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: newSerial(random),
      subject: subjects[name],
      issuer: above?.certificate.subject ?? subjects[name],
      // From a day before: a clock that is a little behind finds them valid.
      notBefore: new Date(now - days(1)),
      notAfter: new Date(after(now, days(20 * 365))),
      publicKey: keys.publicKey,
      signingKey: above?.key ?? keys.privateKey,
      signingAlgorithm: rsa,
      extensions: [
        new x509.BasicConstraintsExtension(true, above ? 0 : 1, true),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
          true,
        ),
        ...(above ? [new x509.CRLDistributionPointsExtension([crlOf(issuerOf[name])])] : []),
      ],
    });
    authorities[name] = { certificate, key: keys.privateKey };
  }
  return {
    authorities: authorities as Record<AuthorityName, Signing>,
    server: await newServerCertificate(host, now, random),
  };
}

/** The card host's own certificate, which signs itself: nobody's browser knows a sandbox's authority either way. */
async function newServerCertificate(
  host: string,
  now: Instant,
  random: Random,
): Promise<CardPki["server"]> {
  const keys = await crypto.subtle.generateKey(rsa, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(random),
    name: `CN=${host}`,
    notBefore: new Date(now - days(1)),
    notAfter: new Date(after(now, days(820))),
    keys,
    signingAlgorithm: rsa,
    extensions: [
      new x509.SubjectAlternativeNameExtension([{ type: "dns", value: host }]),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  });
  return { certificate: certificate.toString("pem"), key: await pemOf(keys.privateKey) };
}

export const crlOf = (name: AuthorityName) => `${revocationHost}/${name}.crl`;
export const ocspAddress = `${revocationHost}/ocsp`;

/** Positive, and drawn: RFC 5280 4.1.2.2. */
export function newSerial(random: Random): string {
  const bytes = random.bytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return Buffer.from(bytes).toString("hex");
}

async function pemOf(key: CryptoKey): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY");
}

async function writePki(folder: string, { authorities, server }: Pki): Promise<void> {
  const write = (name: string, text: string) =>
    writeFile(join(folder, name), `${text}\n`, { mode: 0o600 });
  for (const name of authorityNames) {
    await write(`${name}.pem`, authorities[name].certificate.toString("pem"));
    await write(`${name}.key`, await pemOf(authorities[name].key));
  }
  await write("server.pem", server.certificate);
  await write("server.key", server.key);
}

async function readPki(folder: string): Promise<CardPki | undefined> {
  const text = (name: string) => readFile(join(folder, name), "utf8");
  try {
    const authorities: Partial<Record<AuthorityName, Signing>> = {};
    for (const name of authorityNames) {
      authorities[name] = {
        certificate: new x509.X509Certificate(await text(`${name}.pem`)),
        key: await crypto.subtle.importKey(
          "pkcs8",
          x509.PemConverter.decodeFirst(await text(`${name}.key`)),
          rsa,
          true,
          ["sign"],
        ),
      };
    }
    return {
      folder,
      authorities: authorities as Record<AuthorityName, Signing>,
      server: { certificate: await text("server.pem"), key: await text("server.key") },
    };
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw fault;
  }
}

/** A certificate that its authority takes back. */
export type Revoked = {
  readonly authority: AuthorityName;
  readonly serial: string;
  readonly at: number;
};

const revokedIn = (folder: string) => join(folder, "revoked.jsonl");

/** Read at each question: a command beside the server may have revoked a card since. */
export async function readRevoked(folder: string): Promise<readonly Revoked[]> {
  const text = await readFile(revokedIn(folder), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Revoked);
}

/** Takes a card back: the list and the responder say so from the next question on. */
export async function revoke(folder: string, given: Revoked): Promise<void> {
  await appendFile(revokedIn(folder), `${JSON.stringify(given)}\n`, { mode: 0o600 });
}
