import type { Json } from "@aval/protocol";
import { z } from "zod";
import { notePassedOn, problem } from "#platform/http";
import type { Secret } from "#platform/secret";
import { seconds } from "#platform/time";
import type { Confirmation, Count, Pin } from "./index.ts";
import { disabledPhone } from "./routes.ts";

export type RemotePinOptions = {
  /** `AVAL_PIN_URL`. */
  readonly url: string;
  /** Shared with the PIN program, from the folder of keys. */
  readonly secret: Secret;
};

/** An evaluation takes tens of milliseconds; whoever waits longer than this waits for a program that is gone. */
const patience = seconds(10);
/** Whether it is there is asked by probes, which must not wait for one that hangs. */
const probePatience = seconds(1);

/** The PIN program reached by HTTP: production, where it runs apart. Phones come through the authenticator's origin. */
export function connectPinService({ url, secret }: RemotePinOptions): Pin {
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(new URL(path, url), {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patience),
      redirect: "error",
    });

  async function ask<T>(path: string, body: unknown): Promise<T> {
    const answer = await post(path, body, { authorization: `Bearer ${secret.reveal()}` });
    if (!answer.ok) throw new Error(`the PIN program answered ${answer.status} to ${path}`);
    return (await answer.json()) as T;
  }

  return {
    announce: async (device, ik) => {
      await ask("/internal/announce", { device, ik });
    },
    confirm: (device, signed, purpose) =>
      ask<Confirmation>("/internal/confirm", { device, signed, purpose }),
    replace: (device, signed) => ask<Confirmation>("/internal/replace", { device, signed }),
    count: (device) => ask<Count>("/internal/count", { device }),
    retire: async (device) =>
      (await ask<{ retired: boolean }>("/internal/retire", { device })).retired,
    routes: (app, onDisabled) => {
      for (const path of ["/pin/register", "/pin/commit", "/pin/renew", "/pin/evaluate"]) {
        app.post(path, async (request, reply) => {
          const answer = await passOn(() => post(path, request.body));
          if (!answer) return problem(reply, "pin_unavailable");
          const device =
            answer.body.error === "pin_disabled" ? disabledPhone(jwsOf(request.body)) : undefined;
          notePassedOn(reply, answer.body);
          if (device && path === "/pin/evaluate") await onDisabled?.(device);
          return reply
            .code(answer.status)
            .type("application/json; charset=utf-8")
            .send(answer.body);
        });
      }
    },
    isReady: () =>
      fetch(new URL("/readyz", url), { signal: AbortSignal.timeout(probePatience) }).then(
        (answer) => answer.ok,
        () => false,
      ),
    close: async () => {},
  };
}

/** What the program apart says of itself, for `aval doctor`; `undefined`: it does not answer. */
export async function pinStanding(
  url: string,
): Promise<{ readonly ready: boolean; readonly keyCopyTestedAt: number | null } | undefined> {
  const answer = await fetch(new URL("/readyz", url), {
    signal: AbortSignal.timeout(patience),
    redirect: "error",
  }).catch(() => undefined);
  const parsed = standing.safeParse(await answer?.json().catch(() => undefined));
  return parsed.success ? parsed.data : undefined;
}

const standing = z.object({ ready: z.boolean(), keyCopyTestedAt: z.number().nullable() });

type PassedOn = {
  readonly status: number;
  readonly body: { readonly [name: string]: Json | undefined };
};

/** The program's answer as it was, or nothing when it does not answer like itself. */
async function passOn(send: () => Promise<Response>): Promise<PassedOn | undefined> {
  try {
    const answer = await send();
    const body: unknown = await answer.json();
    return typeof body === "object" && body !== null
      ? { status: answer.status, body: body as PassedOn["body"] }
      : undefined;
  } catch {
    return undefined;
  }
}

function jwsOf(body: unknown): string {
  const { jws } = (body ?? {}) as { jws?: unknown };
  return typeof jws === "string" ? jws : "";
}
