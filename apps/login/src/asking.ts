import { type Json, type Problem, toBase64url } from "@aval/protocol";

/** What a page of this host, other than the sign-in's own, asks with: one clock for its messages, one way to send them. */
export type Asking = {
  /** When and which: on the server's clock, as far as its answers said, in seconds. */
  readonly stamp: () => { readonly iat: number; readonly jti: string };
  /** How far this machine's clock is behind the server's, in seconds. */
  readonly offsetSeconds: () => number;
  /** Sends what was signed. Nothing when nobody answers, the server cannot now, or this clock was wrong: then its answer was followed. */
  readonly send: <View extends { readonly now: number }>(
    path: string,
    body: Json,
  ) => Promise<View | Problem | undefined>;
};

export function createAsking(): Asking {
  let offset = 0;
  const seconds = () => Math.floor(Date.now() / 1_000);
  return {
    stamp: () => ({
      iat: seconds() + offset,
      jti: toBase64url(crypto.getRandomValues(new Uint8Array(16))),
    }),
    offsetSeconds: () => offset,
    send: async <View extends { readonly now: number }>(path: string, body: Json) => {
      try {
        const answer = await fetch(path, {
          method: "POST",
          headers: { "content-type": "application/json", accept: "application/json" },
          body: JSON.stringify(body),
          cache: "no-store",
          redirect: "error",
          signal: AbortSignal.timeout(8_000),
        });
        const told = (await answer.json()) as View | Problem;
        if (typeof told.now === "number") offset = told.now - seconds();
        const passes = answer.status >= 500 || ("error" in told && told.error === "clock_skew");
        return passes ? undefined : told;
      } catch {
        return undefined;
      }
    },
  };
}
