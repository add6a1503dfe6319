import { verify, type X509Certificate } from "node:crypto";
import * as x509 from "#platform/x509";
import * as asn1js from "asn1js";
import * as pkijs from "pkijs";
import { lifetimes } from "#lifetimes";
import type { Instant } from "#platform/time";
import { type Certificate, isValidAt, readCertificate } from "./authorities.ts";

/** What is asked of a responder about one certificate, and what an answer is held against. */
export type Question = {
  readonly der: Uint8Array;
  readonly id: pkijs.CertID;
  readonly nonce: Uint8Array;
};

const nonceId = "1.3.6.1.5.5.7.48.1.2";

/** Asks about a card. With a nonce, so that an answer kept from before the card was taken back is found out. RFC 6960, 8954. */
export async function askAbout(
  card: Certificate,
  issuer: Certificate,
  nonce: Uint8Array,
): Promise<Question> {
  const id = new pkijs.CertID();
  // SHA-1 only names the authority here: it is what responders know it by.
  await id.createForCertificate(pkijs.Certificate.fromBER(card.read.rawData), {
    hashAlgorithm: "SHA-1",
    issuerCertificate: pkijs.Certificate.fromBER(issuer.read.rawData),
  });
  const request = new pkijs.OCSPRequest();
  request.tbsRequest.requestList = [new pkijs.Request({ reqCert: id })];
  request.tbsRequest.requestExtensions = [
    new pkijs.Extension({
      extnID: nonceId,
      extnValue: new asn1js.OctetString({ valueHex: new Uint8Array(nonce).buffer }).toBER(),
    }),
  ];
  return { der: new Uint8Array(request.toSchema(true).toBER()), id, nonce };
}

/** Where a certificate says its status can be asked for. */
export function responderAddress({ read }: Certificate): string | undefined {
  return read
    .getExtension(x509.AuthorityInfoAccessExtension)
    ?.ocsp.map(({ value }) => value)
    .find((address) => /^https?:/.test(address));
}

export type Told = "good" | "revoked";

/** What an answer says, or nothing: not the authority's word, not about this card, not of now, or "unknown". */
export function readAnswer(
  der: Uint8Array,
  question: Question,
  issuer: Certificate,
  now: Instant,
): Told | undefined {
  try {
    const response = pkijs.OCSPResponse.fromBER(new Uint8Array(der));
    const bytes = response.responseBytes?.response.valueBlock.valueHexView;
    if (response.responseStatus.valueBlock.valueDec !== 0 || !bytes) return undefined;
    const basic = pkijs.BasicOCSPResponse.fromBER(new Uint8Array(bytes));
    if (!isSignedFor(basic, issuer, now) || !carries(basic, question.nonce)) return undefined;
    const one = basic.tbsResponseData.responses.find(({ certID }) => certID.isEqual(question.id));
    if (!one || !isFresh(one, now)) return undefined;
    return (["good", "revoked"] as const)[tagOf(one)];
  } catch {
    return undefined;
  }
}

/** `good [0]`, `revoked [1]`, `unknown [2]`: RFC 6960 4.2.1. */
const tagOf = ({ certStatus }: pkijs.SingleResponse): number =>
  (certStatus as { idBlock: { tagNumber: number } }).idBlock.tagNumber;

/** Without an end an answer is good for an hour; a clock a little behind the responder's is forgiven. */
function isFresh({ thisUpdate, nextUpdate }: pkijs.SingleResponse, now: Instant): boolean {
  const until = nextUpdate?.getTime() ?? thisUpdate.getTime() + lifetimes.revocationRefresh;
  return thisUpdate.getTime() <= now + lifetimes.revocationSkew && now < until;
}

/** A responder may leave the nonce out (RFC 6960 4.4.1); another one is another question's answer. */
function carries(basic: pkijs.BasicOCSPResponse, nonce: Uint8Array): boolean {
  const told = basic.tbsResponseData.responseExtensions?.find(({ extnID }) => extnID === nonceId);
  if (!told) return true;
  const given = asn1js.fromBER(told.extnValue.valueBlock.valueHexView).result;
  return (
    given instanceof asn1js.OctetString &&
    Buffer.from(given.valueBlock.valueHexView).equals(Buffer.from(nonce))
  );
}

const hashes: Readonly<Record<string, string>> = {
  "1.2.840.113549.1.1.11": "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.10045.4.3.2": "sha256",
  "1.2.840.10045.4.3.3": "sha384",
};

/** The card's own authority signed, or somebody it named for this (RFC 6960 4.2.2.2). */
function isSignedFor(basic: pkijs.BasicOCSPResponse, issuer: Certificate, now: Instant): boolean {
  const hash = hashes[basic.signatureAlgorithm.algorithmId];
  if (!hash) return false;
  const signers = [
    issuer.node,
    ...(basic.certs ?? [])
      .map((one) => readCertificate(new Uint8Array(one.toSchema().toBER())))
      .filter((one): one is Certificate => one !== undefined && isResponder(one, issuer, now))
      .map(({ node }) => node),
  ];
  const signature = basic.signature.valueBlock.valueHexView;
  const signed = basic.tbsResponseData.tbsView;
  return signers.some((signer: X509Certificate) =>
    verify(hash, signed, signer.publicKey, signature),
  );
}

function isResponder(one: Certificate, issuer: Certificate, now: Instant): boolean {
  const usages = one.read.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [];
  return (
    isValidAt(one, now) &&
    usages.includes(x509.ExtendedKeyUsage.ocspSigning) &&
    one.node.checkIssued(issuer.node) &&
    one.node.verify(issuer.node.publicKey)
  );
}
