import type { PhoneWorld } from "@aval/protocol";
import { PhoneFault } from "./fault.ts";

/** A sandbox on the same machine answers in milliseconds; this is for one that is being debugged. */
const patienceMs = 30_000;

/** The phone's world over `fetch`: the authenticator's origin, which a program reaches by its loopback address. */
export function fetchWorld(server: string): PhoneWorld {
  async function call(path: string, init: RequestInit): Promise<{ status: number; body: unknown }> {
    let answer: Response;
    try {
      answer = await fetch(new URL(path, server), {
        ...init,
        redirect: "error",
        signal: AbortSignal.timeout(patienceMs),
      });
    } catch (cause) {
      throw new PhoneFault("phone_offline", { cause, about: server });
    }
    return { status: answer.status, body: await answer.json().catch(() => undefined) };
  }
  return {
    get: (path) => call(path, { method: "GET" }),
    post: (path, body) =>
      call(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    now: () => Date.now(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  };
}

/** Throws unless the server says of itself that it is a sandbox. */
export async function requireSandbox(world: PhoneWorld): Promise<void> {
  const { status, body } = await world.get("/sandbox");
  if (status !== 200 || (body as { sandbox?: unknown } | undefined)?.sandbox !== true)
    throw new PhoneFault("phone_not_sandbox");
}
