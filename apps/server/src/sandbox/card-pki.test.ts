import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import * as x509 from "#platform/x509";
import Fastify, { type FastifyInstance } from "fastify";
import { createRevocation, type Fetch, readAuthorities } from "#modules/cards";
import { systemRandom } from "#platform/random";
import { days, hours, type Instant, instant } from "#platform/time";
import { chainOf, isValidAt, readCertificate } from "../modules/cards/authorities.ts";
import { readCard } from "../modules/cards/card.ts";
import { type CardKind, issueCard, pkcs12Of } from "./card-issuing.ts";
import { type CardPki, newSerial, openCardPki, revocationHost, revoke, rsa } from "./card-pki.ts";
import { cardRevocationRoutes } from "./card-revocation.ts";

/*
 * What a card's certificate is worth: read, chained and asked about as the listener does, against the sandbox's own authority, whose
 * list and responder answer by their real routes.
 */
let folder: string;
let pki: CardPki;
let app: FastifyInstance;
let now: Instant = instant(Date.now());
const clock = { now: () => now };
const asked: string[] = [];
let silent: RegExp | undefined;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "aval-cards-"));
  const config = { dataDir: folder, origins: { card: "https://card.localhost:1" } };
  pki = await openCardPki(config as Parameters<typeof openCardPki>[0], now, systemRandom);
  app = Fastify();
  cardRevocationRoutes(app, { pki, clock });
  await app.ready();
});
after(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const ask: Fetch = async (address, question) => {
  const url = address.replace(revocationHost, "/sandbox/cards");
  asked.push(url);
  if (silent?.test(url)) return undefined;
  const answer = await app.inject({
    method: question ? "POST" : "GET",
    url,
    ...(question && {
      headers: { "content-type": "application/ocsp-request" },
      payload: Buffer.from(question),
    }),
  });
  return answer.statusCode === 200 ? answer.rawPayload : undefined;
};

const holder = {
  nationalId: "899700000013",
  family: "ESSAI",
  given: "Camille",
  profession: "Pharmacien",
};
const trusted = () =>
  readAuthorities(
    [pki.authorities.root, pki.authorities.persons]
      .map(({ certificate }) => certificate.toString("pem"))
      .join("\n"),
  );
const cardOf = async (kind: CardKind) => {
  const { certificate } = await issueCard(pki, holder, kind, now, systemRandom);
  return readOf(certificate);
};
const readOf = (certificate: x509.X509Certificate) => {
  const read = readCertificate(new Uint8Array(certificate.rawData));
  assert.ok(read);
  return read;
};
const standingOf = async (kind: CardKind, fetch: Fetch = ask) => {
  const card = await cardOf(kind);
  const chain = chainOf(card, trusted(), now);
  assert.ok(chain);
  return createRevocation({ clock, random: systemRandom, fetch }).standingOf(card, chain);
};

test("a good card chains to its root, fits the profile, names its holder and is not taken back", async () => {
  const card = await cardOf("good");
  const chain = chainOf(card, trusted(), now);
  assert.equal(chain?.length, 2);
  const issuer = chain?.[0];
  assert.ok(issuer);
  const read = readCard(card, issuer);
  assert.equal(read.ok && read.value.nationalId, holder.nationalId);
  assert.equal(await standingOf("good"), "good");
  assert.ok(asked.includes("/sandbox/cards/ocsp"));
  assert.ok(asked.includes("/sandbox/cards/persons.crl"));
  assert.ok(asked.includes("/sandbox/cards/root.crl"));
});

test("a card of another authority, or under an authority that has run out, has no chain", async () => {
  assert.equal(chainOf(await cardOf("foreign"), trusted(), now), undefined);
  assert.equal(chainOf(await cardOf("good"), trusted(), instant(now + days(21 * 365))), undefined);
});

test("an expired card is not valid on our clock, whatever it says of itself", async () => {
  assert.equal(isValidAt(await cardOf("expired"), now), false);
  assert.equal(isValidAt(await cardOf("good"), instant(now + days(3 * 365))), false);
});

test("one source that says revoked is enough; one that is silent does not open", async () => {
  assert.equal(await standingOf("revoked"), "revoked");
  for (const only of [/ocsp/, /persons\.crl/]) {
    silent = only;
    assert.equal(await standingOf("revoked"), "revoked", `without ${only}`);
    assert.equal(await standingOf("good"), "good", `without ${only}`);
  }
  silent = /ocsp|persons\.crl/;
  assert.equal(await standingOf("good"), "unknown");
  assert.equal(await standingOf("revoked"), "unknown");
  silent = /root\.crl/;
  assert.equal(await standingOf("good"), "unknown", "nobody can tell of the authority itself");
  silent = undefined;
});

test("a list past its own end is told of, until its authority gives the next one", async () => {
  const begun = now;
  const card = await cardOf("good");
  const chain = chainOf(card, trusted(), now);
  assert.ok(chain);
  const revocation = createRevocation({ clock, random: systemRandom, fetch: ask });
  assert.equal(revocation.areFresh(), true, "nothing was ever needed");
  assert.equal(await revocation.standingOf(card, chain), "good");
  silent = /crl/;
  now = instant(now + days(30));
  await revocation.refresh();
  assert.equal(revocation.areFresh(), false);
  silent = undefined;
  await revocation.refresh();
  assert.equal(revocation.areFresh(), true);
  now = begun;
});

test("an authority that its root took back makes no card good", async () => {
  const own = { ...pki, folder: join(folder, "apart") };
  const apart = Fastify();
  cardRevocationRoutes(apart, { pki: own, clock });
  const { mkdir } = await import("node:fs/promises");
  await mkdir(own.folder);
  const serial = pki.authorities.persons.certificate.serialNumber;
  await revoke(own.folder, { authority: "root", serial, at: now });
  const fetch: Fetch = async (address, question) =>
    address.endsWith("root.crl")
      ? (await apart.inject(address.replace(revocationHost, "/sandbox/cards"))).rawPayload
      : ask(address, question);
  assert.equal(await standingOf("good", fetch), "revoked");
  await apart.close();
});

test("a list or an answer that is old, altered or another's tells nothing", async () => {
  const card = await cardOf("good");
  const chain = chainOf(card, trusted(), now);
  assert.ok(chain);
  const kept = new Map<string, Uint8Array>();
  const keeping: Fetch = async (address, question) => {
    const answer = await ask(address, question);
    if (answer) kept.set(address, answer);
    return answer;
  };
  const first = createRevocation({ clock, random: systemRandom, fetch: keeping });
  assert.equal(await first.standingOf(card, chain), "good");
  const started = now;
  const replaying: Fetch = async (address) => kept.get(address);
  const again = () => createRevocation({ clock, random: systemRandom, fetch: replaying });
  silent = /ocsp/;
  assert.equal(await again().standingOf(card, chain), "good", "the list is still good");
  const onlyAnswer: Fetch = async (address) =>
    address.endsWith("persons.crl") ? undefined : kept.get(address);
  const replayed = createRevocation({ clock, random: systemRandom, fetch: onlyAnswer });
  assert.equal(await replayed.standingOf(card, chain), "unknown", "an answer to another question");
  now = instant(now + hours(2));
  assert.equal(await again().standingOf(card, chain), "unknown", "everything is past its hour");
  silent = undefined;
  now = started;
  for (const [address, bytes] of kept) {
    const altered = Uint8Array.from(bytes);
    altered[altered.length - 9] = (altered.at(-9) ?? 0) ^ 1;
    kept.set(address, altered);
  }
  assert.equal(await again().standingOf(card, chain), "unknown", "nobody signed this");
  const swapped: Fetch = async (address, question) =>
    ask(question ? address : `${revocationHost}/foreign.crl`, question && new Uint8Array(3));
  const foreign = createRevocation({ clock, random: systemRandom, fetch: swapped });
  assert.equal(await foreign.standingOf(card, chain), "unknown", "another authority's list");
});

/** A certificate by the persons' authority that is a card in all but what `change` says. */
async function almostCard(change: {
  readonly subject?: string;
  readonly usages?: number;
  readonly purposes?: readonly string[];
  readonly isAuthority?: boolean;
  readonly algorithm?: object;
  readonly hash?: "SHA-1" | "SHA-256";
}) {
  const { certificate: issuer, key } = pki.authorities.persons;
  const algorithm = { ...rsa, ...change.algorithm };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const signingKey =
    change.hash === "SHA-1"
      ? await crypto.subtle.importKey(
          "pkcs8",
          await crypto.subtle.exportKey("pkcs8", key),
          { ...rsa, hash: "SHA-1" },
          true,
          ["sign"],
        )
      : key;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: newSerial(systemRandom),
    subject: change.subject ?? `CN=${holder.nationalId}`,
    issuer: issuer.subject,
    notBefore: new Date(now - hours(1)),
    notAfter: new Date(now + days(30)),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: { ...rsa, hash: change.hash ?? "SHA-256" },
    extensions: [
      new x509.BasicConstraintsExtension(change.isAuthority ?? false, undefined, true),
      new x509.KeyUsagesExtension(change.usages ?? x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        ...(change.purposes ?? [x509.ExtendedKeyUsage.clientAuth]),
      ]),
    ],
  });
  const [issuerRead] = chainOf(readOf(certificate), trusted(), now) ?? [];
  assert.ok(issuerRead, "its authority did sign it");
  return readCard(readOf(certificate), issuerRead).ok;
}

test("every row of the profile is needed: what is a card in all but one thing is no card", async () => {
  assert.equal(await almostCard({}), true);
  const refused = [
    { isAuthority: true },
    { usages: x509.KeyUsageFlags.keyEncipherment },
    { usages: x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation },
    { purposes: [x509.ExtendedKeyUsage.emailProtection] },
    { algorithm: { modulusLength: 1024 } },
    { hash: "SHA-1" },
    { subject: "O=ESSAI" },
    { subject: `CN=${holder.nationalId}, CN=899700000021` },
    { subject: "CN=Camille ESSAI" },
  ] as const;
  for (const change of refused)
    assert.equal(await almostCard(change), false, JSON.stringify(change));
});

test("a file of authorities that holds a card, or no root, stops the start", async () => {
  const card = await issueCard(pki, holder, "good", now, systemRandom);
  const { root, persons } = pki.authorities;
  assert.throws(
    () =>
      readAuthorities(`${root.certificate.toString("pem")}\n${card.certificate.toString("pem")}`),
    /certificate 2/,
  );
  assert.throws(() => readAuthorities(persons.certificate.toString("pem")), /no root/);
  assert.throws(() => readAuthorities(""), /no root/);
});

test("the authority is made once, and a card's file holds the card under its passphrase", async () => {
  const config = { dataDir: folder, origins: { card: "https://card.localhost:1" } };
  const again = await openCardPki(config as Parameters<typeof openCardPki>[0], now, systemRandom);
  assert.equal(
    again.authorities.root.certificate.serialNumber,
    pki.authorities.root.certificate.serialNumber,
  );
  const card = await issueCard(pki, holder, "good", now, systemRandom);
  const { createSecureContext } = await import("node:tls");
  const pfx = Buffer.from(await pkcs12Of(card, pki, "carte"));
  assert.doesNotThrow(() => createSecureContext({ pfx, passphrase: "carte" }));
  assert.throws(() => createSecureContext({ pfx, passphrase: "autre" }));
});
