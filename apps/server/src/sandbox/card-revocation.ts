import * as asn1js from "asn1js";
import * as x509 from "#platform/x509";
import type { FastifyInstance } from "fastify";
import * as pkijs from "pkijs";
import { after, type Clock, hours, type Instant } from "#platform/time";
import {
  type AuthorityName,
  authorityNames,
  type CardPki,
  readRevoked,
  rsa,
  type Signing,
} from "./card-pki.ts";

/** Lists and answers of the sandbox's authority are good for this long. */
const freshness = hours(1);

/**
 * The sandbox's card authority as the world asks it: its lists (RFC 5280 5) and its responder (RFC 6960), on the issuer's port. The
 * card listener asks them over HTTP, as it asks a real authority's.
 */
export function cardRevocationRoutes(
  app: FastifyInstance,
  { pki, clock }: { readonly pki: CardPki; readonly clock: Clock },
): void {
  for (const name of authorityNames) {
    app.get(`/sandbox/cards/${name}.crl`, async (_request, reply) => {
      const list = await revocationList(pki, name, clock.now());
      return reply.type("application/pkix-crl").send(Buffer.from(list));
    });
  }
  app.register(async (scope) => {
    scope.addContentTypeParser("application/ocsp-request", { parseAs: "buffer" }, (_, body, done) =>
      done(null, body),
    );
    scope.post("/sandbox/cards/ocsp", async (request, reply) => {
      const answer = await ocspAnswer(pki, request.body as Buffer, clock.now());
      return reply.type("application/ocsp-response").send(Buffer.from(answer));
    });
  });
}

async function revocationList(
  pki: CardPki,
  name: AuthorityName,
  now: Instant,
): Promise<ArrayBuffer> {
  const { certificate, key } = pki.authorities[name];
  const revoked = (await readRevoked(pki.folder)).filter(({ authority }) => authority === name);
  const list = await x509.X509CrlGenerator.create({
    issuer: certificate.subject,
    thisUpdate: new Date(now),
    nextUpdate: new Date(after(now, freshness)),
    entries: revoked.map(({ serial, at }) => ({
      serialNumber: serial,
      revocationDate: new Date(at),
    })),
    signingAlgorithm: rsa,
    signingKey: key,
  });
  return list.rawData;
}

const good = () => new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber: 0 } });
const revokedAt = (at: number) =>
  new asn1js.Constructed({
    idBlock: { tagClass: 3, tagNumber: 1 },
    value: [new asn1js.GeneralizedTime({ valueDate: new Date(at) })],
  });
const unknown = () => new asn1js.Primitive({ idBlock: { tagClass: 3, tagNumber: 2 } });

async function ocspAnswer(pki: CardPki, asked: Buffer, now: Instant): Promise<ArrayBuffer> {
  const request = pkijs.OCSPRequest.fromBER(new Uint8Array(asked));
  const [one] = request.tbsRequest.requestList;
  const named = one && (await authorityAsked(pki, one.reqCert));
  if (!one || !named) return malformed();
  const [name, signing] = named;
  const serial = Buffer.from(one.reqCert.serialNumber.valueBlock.valueHexView).toString("hex");
  const revoked = (await readRevoked(pki.folder)).find(
    (known) => known.authority === name && known.serial === serial,
  );
  const response = new pkijs.BasicOCSPResponse();
  response.tbsResponseData.responderID = pkijs.Certificate.fromBER(
    signing.certificate.rawData,
  ).subject;
  response.tbsResponseData.producedAt = new Date(now);
  response.tbsResponseData.responses.push(
    new pkijs.SingleResponse({
      certID: one.reqCert,
      certStatus: revoked ? revokedAt(revoked.at) : name === "root" ? unknown() : good(),
      thisUpdate: new Date(now),
      nextUpdate: new Date(after(now, freshness)),
    }),
  );
  const nonce = request.tbsRequest.requestExtensions?.find(({ extnID }) => extnID === nonceId);
  if (nonce) response.tbsResponseData.responseExtensions = [nonce];
  await response.sign(signing.key, "SHA-256", pkijs.getCrypto(true));
  return new pkijs.OCSPResponse({
    responseStatus: new asn1js.Enumerated({ value: 0 }),
    responseBytes: new pkijs.ResponseBytes({
      responseType: "1.3.6.1.5.5.7.48.1.1",
      response: new asn1js.OctetString({ valueHex: response.toSchema().toBER() }),
    }),
  })
    .toSchema()
    .toBER();
}

const nonceId = "1.3.6.1.5.5.7.48.1.2";

/** Which of the authorities is asked: by the hash of its name, as the question gives it. */
async function authorityAsked(
  pki: CardPki,
  asked: pkijs.CertID,
): Promise<readonly [AuthorityName, Signing] | undefined> {
  const wanted = Buffer.from(asked.issuerNameHash.valueBlock.valueHexView);
  for (const name of authorityNames) {
    const signing = pki.authorities[name];
    const subject = pkijs.Certificate.fromBER(signing.certificate.rawData).subject;
    const digest = await crypto.subtle.digest(
      hashNames[asked.hashAlgorithm.algorithmId] ?? "SHA-1",
      subject.toSchema().toBER(),
    );
    if (Buffer.from(digest).equals(wanted)) return [name, signing];
  }
  return undefined;
}

const hashNames: Readonly<Record<string, string>> = {
  "1.3.14.3.2.26": "SHA-1",
  "2.16.840.1.101.3.4.2.1": "SHA-256",
};

const malformed = () =>
  new pkijs.OCSPResponse({ responseStatus: new asn1js.Enumerated({ value: 1 }) })
    .toSchema()
    .toBER();
