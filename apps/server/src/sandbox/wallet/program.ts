import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createFetch } from "#platform/outbound";
import type { Random } from "#platform/random";
import { type Clock, seconds } from "#platform/time";
import {
  type Civil,
  type CredentialKind,
  civils,
  credentialKinds,
  statusList,
} from "./credentials.ts";
import { answerWith, openRequest, post } from "./holder.ts";
import { idlePage, type Lang, requestPage, whyPage } from "./pages.ts";
import type { WalletPki } from "./pki.ts";

/**
 * The sandbox's identity wallet: a program apart, on a port of its own, which speaks OpenID4VP by the existing library and holds a
 * credential for everybody the sandbox begins with. It stands for the application that a state gives its citizens. Nothing of it is in
 * Aval, and no production starts it.
 */
export type WalletDeps = {
  readonly port: number;
  readonly origin: string;
  readonly pki: WalletPki;
  readonly random: Random;
  readonly clock: Clock;
};

/** `fetch` for names under `localhost`, which not every resolver knows. */
const outbound = createFetch({ allowsPrivate: true });
export const call: typeof fetch = (address, init) =>
  outbound(String(address), {
    method: init?.method ?? "GET",
    headers: {
      ...Object.fromEntries(new Headers(init?.headers)),
      ...(init?.body ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    },
    body: init?.body,
    within: seconds(10),
    mayBePrivate: true,
  });

export const statusPath = "/status";

export async function startWallet(deps: WalletDeps): Promise<{ close(): Promise<void> }> {
  const people = await civils();
  const server = createServer((request, response) => {
    void answer(deps, people, request)
      .catch((fault: unknown): Answer => {
        const lang = langOf(request);
        const why = fault instanceof Error ? fault.message : String(fault);
        return { status: 400, html: whyPage(lang, why) };
      })
      .then((made) => write(response, made));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(deps.port, "127.0.0.1", resolve);
  });
  return {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Answer =
  | { readonly status: number; readonly html: string }
  | { readonly location: string }
  | { readonly list: string };

function write(response: ServerResponse, answer: Answer): void {
  const headers = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' http:; base-uri 'none'; frame-ancestors 'none'",
  };
  if ("location" in answer) {
    response.writeHead(303, { ...headers, location: answer.location }).end();
  } else if ("list" in answer) {
    response.writeHead(200, { ...headers, "content-type": "application/statuslist+jwt" });
    response.end(answer.list);
  } else {
    response.writeHead(answer.status, { ...headers, "content-type": "text/html; charset=utf-8" });
    response.end(answer.html);
  }
}

async function answer(
  deps: WalletDeps,
  people: readonly Civil[],
  request: IncomingMessage,
): Promise<Answer> {
  const url = new URL(request.url ?? "/", deps.origin);
  const lang = langOf(request);
  const issuing = {
    pki: deps.pki,
    random: deps.random,
    statusAddress: `${deps.origin}${statusPath}`,
  };
  if (url.pathname === statusPath)
    return { list: await statusList({ ...issuing, now: deps.clock.now() }) };
  if (url.pathname === "/" && request.method === "GET") {
    if (!url.searchParams.has("request_uri")) return { status: 200, html: idlePage(lang) };
    const asked = await openRequest(url.href, call);
    return {
      status: 200,
      html: requestPage(lang, { people, name: asked.name, search: url.search }),
    };
  }
  if (url.pathname === "/" && request.method === "POST") {
    const form = await formOf(request);
    const asked = await openRequest(url.href, call);
    if (form.get("act") !== "share")
      return { location: await post(asked, { error: "access_denied" }, call) };
    const civil = people.find(({ nationalId }) => nationalId === form.get("person"));
    if (!civil)
      return {
        status: 400,
        html: requestPage(lang, { people, name: asked.name, search: url.search }),
      };
    const kind = credentialKinds.find((one): one is CredentialKind => one === form.get("kind"));
    const response = await answerWith(asked, issuing, { civil, kind: kind ?? "good" });
    return { location: await post(asked, { response }, call) };
  }
  return { status: 404, html: idlePage(lang) };
}

const langOf = ({ headers }: IncomingMessage): Lang =>
  /^\s*en/i.test(headers["accept-language"] ?? "") ? "en" : "fr";

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = "";
  for await (const part of request) {
    text += String(part);
    if (text.length > 4096) throw new Error("too long a form");
  }
  return new URLSearchParams(text);
}
