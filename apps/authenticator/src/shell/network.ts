import type { PhoneWorld } from "@aval/protocol";
import { NoAnswer } from "../trouble.ts";

/** How long a screen waits before it says that nothing answers. */
const patienceMs = 10_000;

export type Network = Pick<PhoneWorld, "get" | "post">;

/** Whoever leaves for a remote eID comes back in this very browser, which its cookie says. */
const keepsCookie: ReadonlySet<string> = new Set(["/api/enrolments/eid"]);

/**
 * The way to the authenticator's origin, which is this page's own: no cookie goes with a request but that one, since every one is
 * signed, and no answer is ever kept by the browser.
 */
export function createNetwork(fetch: typeof globalThis.fetch): Network {
  const ask = async (path: string, init: RequestInit) => {
    try {
      const answer = await fetch(path, {
        ...init,
        credentials: keepsCookie.has(path) ? "same-origin" : "omit",
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(patienceMs),
      });
      return { status: answer.status, body: parse(await answer.text()) };
    } catch (cause) {
      throw new NoAnswer("the server does not answer", { cause });
    }
  };
  return {
    get: (path) => ask(path, { method: "GET" }),
    post: (path, body) =>
      ask(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
  };
}

/** Something between the phone and the server may answer with a page: that is an answer without a body. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
