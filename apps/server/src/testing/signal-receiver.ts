import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { payloadOf } from "../modules/provider/testing/setup.ts";

/** An event as it came: its token, and what it says before anybody has verified it. */
export type Got = {
  readonly token: string;
  readonly authorization: string | undefined;
  readonly type: string | undefined;
  readonly jti: string;
  readonly event: string;
  readonly body: Readonly<Record<string, any>>;
  readonly sub: Readonly<Record<string, any>>;
};
/** `never`: takes the request and says nothing. `cut`: ends the connection without an answer. */
type How = number | "never" | "cut";

/** A service's address for pushes (RFC 8935). */
export async function startSignalReceiver() {
  const got: Got[] = [];
  let how: (one: Got) => How = () => 202;
  const server = createServer(async (request, response) => {
    let token = "";
    for await (const part of request) token += String(part);
    const one = gotOf(token, request.headers);
    const answer = how(one);
    got.push(one);
    if (answer === "cut") return request.socket.destroy();
    if (answer === "never") return undefined;
    return response.writeHead(answer, answer === 302 ? { location: "/elsewhere" } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/events`,
    /** What came, in order, as often as it came. */
    got,
    /** Asked at each event, before it is among those that came. */
    answer: (given: How | ((one: Got) => How)) => {
      how = typeof given === "function" ? given : () => given;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function gotOf(
  token: string,
  headers: {
    readonly authorization?: string | undefined;
    readonly "content-type"?: string | undefined;
  } = {},
): Got {
  const payload = payloadOf(token) as Record<string, any>;
  const [[type, body]] = Object.entries(payload["events"]) as [[string, Got["body"]]];
  return {
    token,
    authorization: headers.authorization,
    type: headers["content-type"],
    jti: payload["jti"],
    event: type.slice(type.lastIndexOf("/") + 1),
    body,
    sub: payload["sub_id"],
  };
}

export type SignalReceiver = Awaited<ReturnType<typeof startSignalReceiver>>;
