import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A service's back-channel logout address: what it received, and what it answers. */
export type Receiver = {
  readonly address: string;
  /** The tokens that came, in order. */
  readonly tokens: readonly string[];
  /** `never`: takes the request and says nothing. A function is asked at each request, counted from 1. */
  answer(how: number | "never" | ((count: number) => number | "never")): void;
  /** Resolves once so many have come. */
  received(count: number): Promise<void>;
  close(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const tokens: string[] = [];
  let how: (count: number) => number | "never" = () => 200;
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await bodyOf(request));
    tokens.push(form.get("logout_token") ?? "");
    const status = how(tokens.length);
    if (status === "never") return;
    const location = status === 302 ? { location: "/elsewhere" } : {};
    response.writeHead(status, location).end("a body that nobody reads");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/backchannel`,
    tokens,
    answer: (given) => {
      how = typeof given === "function" ? given : () => given;
    },
    received: async (count) => {
      while (tokens.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request) text += String(part);
  return text;
}
