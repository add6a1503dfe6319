import { request as httpsRequest } from "node:https";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import type { Answer, Place } from "./driver.ts";

/** A card as a program holds it: a PKCS#12 file under its passphrase, or none at all. */
export type Inserted = { readonly pfx: Buffer; readonly passphrase: string } | undefined;

/** One request to the card's host, on a handshake of its own, as a browser with this card would make it. */
export function sendWithCard(
  place: Place,
  card: Inserted,
  given: {
    readonly path: string;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly form?: Readonly<Record<string, string>>;
    readonly tls?: ConnectionOptions;
  },
): Promise<Answer> {
  const body = given.form && new URLSearchParams(given.form).toString();
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        host: "127.0.0.1",
        port: place.port,
        servername: place.host.split(":")[0],
        // A sandbox's certificate signs itself; what the test is about is the other side's.
        rejectUnauthorized: false,
        agent: false,
        method: given.method ?? (body === undefined ? "GET" : "POST"),
        path: given.path,
        headers: {
          host: place.host,
          ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
          ...given.headers,
        },
        ...card,
        ...given.tls,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** A TLS connection to the card's host, for what is below HTTP. */
export function connectWithCard(
  place: Place,
  card: Inserted,
  more: ConnectionOptions = {},
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      {
        host: "127.0.0.1",
        port: place.port,
        servername: place.host.split(":")[0] ?? "",
        rejectUnauthorized: false,
        ...card,
        ...more,
      },
      () => resolve(socket),
    );
    socket.on("error", reject);
  });
}
