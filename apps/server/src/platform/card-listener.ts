import { constants, randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { TLSSocket } from "node:tls";
import { serverSettings } from "./http.ts";

/** What the card's listener shows of itself, and whose cards it asks for, all PEM. */
export type CardTls = {
  readonly certificate: string;
  readonly key: string;
  /** Sent to the browser, so that it offers no other cards. What counts is checked again by `cards`. */
  readonly authorities: string;
};

/**
 * The listener of the card's host.
 *
 * Each request has a TLS handshake of its own, in which the card signs: no session is resumed, none renegotiated, and a connection
 * answers one request. A handshake that was resumed would say who was there once, not who is there now: a card taken out of its
 * reader could go on opening. A proxy in front must pass the connection through: what it would write in a header proves nothing.
 *
 * A browser without a card gets in too, and is told so in words: OpenSSL's own refusal would be a page of the browser's.
 */
export function createCardServer(
  { certificate, key, authorities }: CardTls,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const server = createServer(
    {
      ...serverSettings,
      cert: certificate,
      key,
      ca: authorities,
      requestCert: true,
      rejectUnauthorized: false,
      minVersion: "TLSv1.2",
      ALPNProtocols: ["http/1.1"],
      secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
      // Another in every process and at every start: a session of elsewhere is nobody's here.
      sessionIdContext: randomBytes(16).toString("hex"),
    },
    (request, response) => {
      response.setHeader("connection", "close");
      answer(request, response);
    },
  );
  server.maxRequestsPerSocket = 1;
  return server;
}

/** The certificate whose key signed this very handshake. `undefined`: none was given, or the handshake was not a full one. */
export function presentedCertificate({ socket }: IncomingMessage): Uint8Array | undefined {
  const { isSessionReused, getPeerX509Certificate } = socket as Partial<TLSSocket>;
  if (!isSessionReused || !getPeerX509Certificate || isSessionReused.call(socket)) return undefined;
  return getPeerX509Certificate.call(socket)?.raw;
}
