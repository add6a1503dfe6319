import * as asn1js from "asn1js";
import * as x509 from "#platform/x509";
import * as pkijs from "pkijs";
import type { Random } from "#platform/random";
import { after, days, type Instant } from "#platform/time";
import {
  type AuthorityName,
  type CardPki,
  crlOf,
  newSerial,
  ocspAddress,
  revoke,
  rsa,
} from "./card-pki.ts";

/** How the sandbox's cards differ: one that opens, and the three that must not. */
export const cardKinds = ["good", "revoked", "expired", "foreign"] as const;
export type CardKind = (typeof cardKinds)[number];

export type Cardholder = {
  readonly nationalId: string;
  readonly family: string;
  readonly given: string;
  readonly profession: string;
};

/** A card as a browser without a reader can hold it. */
export type SandboxCard = {
  readonly serial: string;
  readonly certificate: x509.X509Certificate;
  readonly keys: CryptoKeyPair;
};

/** A card is valid for three years (psc-contract 5). */
const validity = days(3 * 365);

/** Makes somebody's card. Sandbox only: here nobody looks at who asks. */
export async function issueCard(
  pki: CardPki,
  holder: Cardholder,
  kind: CardKind,
  now: Instant,
  random: Random,
): Promise<SandboxCard> {
  const authority: AuthorityName = kind === "foreign" ? "foreign" : "persons";
  const { certificate: issuer, key } = pki.authorities[authority];
  const keys = await crypto.subtle.generateKey(rsa, true, ["sign", "verify"]);
  const serial = newSerial(random);
  const from = kind === "expired" ? now - validity - days(1) : now;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    // One name of several values, as recent cards have it: some readers of certificates stumble over it.
    subject: [
      { C: ["FR"] },
      {
        CN: [holder.nationalId],
        "2.5.4.4": [holder.family],
        "2.5.4.42": [holder.given],
        "2.5.4.12": [holder.profession],
      },
    ],
    issuer: issuer.subject,
    notBefore: new Date(from),
    notAfter: new Date(after(from as Instant, validity)),
    publicKey: keys.publicKey,
    signingKey: key,
    signingAlgorithm: rsa,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment,
        true,
      ),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      new x509.CRLDistributionPointsExtension([crlOf(authority)]),
      new x509.AuthorityInfoAccessExtension({ ocsp: ocspAddress }),
    ],
  });
  if (kind === "revoked") await revoke(pki.folder, { authority, serial, at: now });
  return { serial, certificate, keys };
}

/** The card as a PKCS#12 file, which browsers take in place of a reader. AES and SHA-256: OpenSSL 3 and NSS read nothing older. */
export async function pkcs12Of(
  card: SandboxCard,
  pki: CardPki,
  passphrase: string,
): Promise<Uint8Array> {
  const password = new TextEncoder().encode(passphrase).buffer as ArrayBuffer;
  const privateKey = await crypto.subtle.exportKey("pkcs8", card.keys.privateKey);
  const keyId = new pkijs.Attribute({
    type: "1.2.840.113549.1.9.21",
    values: [new asn1js.OctetString({ valueHex: Buffer.from(card.serial, "hex") })],
  });
  const bagOf = (certificate: ArrayBuffer, attributes: pkijs.Attribute[] = []) =>
    new pkijs.SafeBag({
      bagId: "1.2.840.113549.1.12.10.1.3",
      bagValue: new pkijs.CertBag({ parsedValue: pkijs.Certificate.fromBER(certificate) }),
      ...(attributes.length > 0 ? { bagAttributes: attributes } : {}),
    });
  const issuer = Object.values(pki.authorities).find(
    ({ certificate }) => certificate.subject === card.certificate.issuer,
  );
  const encryption = {
    password,
    contentEncryptionAlgorithm: {
      name: "AES-CBC",
      length: 256,
    } as pkijs.ContentEncryptionAlgorithm,
    hmacHashAlgorithm: "SHA-256",
    iterationCount: 2048,
  };
  const shrouded = new pkijs.PKCS8ShroudedKeyBag({
    parsedValue: pkijs.PrivateKeyInfo.fromBER(privateKey),
  });
  const pfx = new pkijs.PFX({
    parsedValue: {
      integrityMode: 0,
      authenticatedSafe: new pkijs.AuthenticatedSafe({
        parsedValue: {
          safeContents: [
            {
              privacyMode: 0,
              value: new pkijs.SafeContents({
                safeBags: [
                  new pkijs.SafeBag({
                    bagId: "1.2.840.113549.1.12.10.1.2",
                    bagValue: shrouded,
                    bagAttributes: [keyId],
                  }),
                ],
              }),
            },
            {
              privacyMode: 1,
              value: new pkijs.SafeContents({
                safeBags: [
                  bagOf(card.certificate.rawData, [keyId]),
                  ...(issuer ? [bagOf(issuer.certificate.rawData)] : []),
                ],
              }),
            },
          ],
        },
      }),
    },
  });
  const engine = pkijs.getCrypto(true);
  await shrouded.makeInternalValues(encryption, engine as pkijs.CryptoEngine);
  const safe = pfx.parsedValue?.authenticatedSafe;
  await safe?.makeInternalValues({ safeContents: [{}, encryption] }, engine);
  await pfx.makeInternalValues(
    { password, iterations: 2048, pbkdf2HashAlgorithm: "SHA-256", hmacHashAlgorithm: "SHA-256" },
    engine,
  );
  return new Uint8Array(pfx.toSchema().toBER());
}
