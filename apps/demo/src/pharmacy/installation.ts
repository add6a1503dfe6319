import { decodeJwt, exportJWK, SignJWT } from "jose";
import * as client from "openid-client";
import { asFailure, type Registration, SignInFailure } from "../shared/provider.ts";
import { type Asked, createProvider } from "./provider.ts";
import type { Linked, Linking, SignedIn } from "./sessions.ts";

/**
 * This installation of the program, with a key of its own beside the secret that every copy shares: it is linked once to each person
 * who works at it, by a code that their phone scans, and asks for them from then on. The key proves each request (DPoP, RFC 9449); a
 * token copied to another machine is worth nothing there.
 *
 * The key is kept by the program alone: here for as long as it runs, in a real one by the system's key store.
 */
export type Installation = Awaited<ReturnType<typeof createInstallation>>;

/** Somebody whom this installation was linked to. */
export type Holder = {
  /** The provider's name for them, for this program only. */
  readonly subject: string;
  /** Unknown until they first sign in. */
  readonly name: string | undefined;
  /** Milliseconds since the epoch. */
  readonly linkedAt: number;
};

export async function createInstallation(
  registration: Registration,
  /** What this machine is called, which the phone shows as declared. */
  machine: string,
  now: () => number,
) {
  const key = await client.randomDPoPKeyPair("ES256");
  const jwk = await exportJWK(key.publicKey);
  const provider = createProvider(registration, now, key);
  const holders = new Map<string, Holder & { readonly token: string }>();

  /** A form sent with the program's secret and the proof of this installation's key, which `openid-client` sends to some endpoints only. */
  async function send(
    path: string,
    form: Record<string, string>,
  ): Promise<Record<string, unknown>> {
    const endpoint = (await provider.configuration()).serverMetadata()
      .backchannel_authentication_endpoint;
    if (!endpoint) throw new SignInFailure("refused", "no backchannel endpoint");
    const address = new URL(path, endpoint).href;
    const proof = await new SignJWT({ htm: "POST", htu: address })
      .setProtectedHeader({ typ: "dpop+jwt", alg: "ES256", jwk })
      .setJti(client.randomState())
      .setIssuedAt()
      .sign(key.privateKey);
    const { clientId, clientSecret } = registration;
    const secret = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const answer = await fetch(address, {
      method: "POST",
      headers: { authorization: `Basic ${secret}`, dpop: proof },
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(8_000),
    }).catch((cause: unknown) => {
      throw new SignInFailure("unreachable", path, cause);
    });
    const body = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    if (answer.ok) return body;
    const failure = answer.status >= 500 ? "unreachable" : "refused";
    throw new SignInFailure(failure, `${body["error"] ?? answer.status}`);
  }

  /** Begins a link. Its code is another one each second: whoever shows it asks anew. */
  async function link(): Promise<Linking> {
    const { link: id, expires_in: life } = await send("link", { machine });
    if (typeof id !== "string") throw new SignInFailure("mismatch", "no link");
    const look = async (): Promise<Linked> => {
      const { state, frame, login_hint_token: token } = await send("link/frame", { link: id });
      if (state === "linked" && typeof token === "string") {
        keep(token, undefined);
        return { state };
      }
      if (state === "shown" && typeof frame === "string") return { state, frame };
      return { state: state === "claimed" || state === "cancelled" ? state : "expired" };
    };
    return { endsAt: now() + Number(life) * 1_000, look };
  }

  function keep(token: string, name: string | undefined): void {
    const { sub: subject } = decodeJwt(token);
    if (!subject) throw new SignInFailure("mismatch", "a token that names nobody");
    const before = holders.get(subject);
    const linkedAt = before?.linkedAt ?? now();
    holders.set(subject, { subject, linkedAt, name: name ?? before?.name, token });
  }

  /** Asks for somebody whom it was linked to. The digits are the provider's; so is the code, another one each second. */
  async function ask(subject: string): Promise<Asked> {
    const holder = holders.get(subject);
    if (!holder) throw new SignInFailure("login_required", "not linked");
    const scope = "openid scope_all";
    const begun = await send("auth", { scope, login_hint_token: holder.token });
    const { auth_req_id: handle, expires_in: life, interval, aval_code: digits } = begun;
    if (typeof handle !== "string" || typeof digits !== "string" || typeof life !== "number")
      throw new SignInFailure("mismatch", "not the answer of a backchannel endpoint");
    const response = { auth_req_id: handle, expires_in: life, interval: Number(interval ?? 5) };
    const asked = provider.follow(await provider.configuration(), response, digits);
    const frame = async () => {
      const shown = await send("frame", { auth_req_id: handle }).catch((fault: unknown) => {
        // Too late for a code is too late for an answer, which the poll tells.
        if (asFailure(fault).failure === "refused") return {};
        throw fault;
      });
      const { frame: text } = shown as { readonly frame?: unknown };
      return typeof text === "string" ? text : undefined;
    };
    return { asking: { ...asked.asking, frame }, answer: asked.answer.then(renewing) };
  }

  /** Each sign-in gives the token to ask by next time. */
  function renewing(signedIn: SignedIn): SignedIn {
    if (signedIn.hintToken) keep(signedIn.hintToken, signedIn.person.name);
    return signedIn;
  }

  return {
    ask,
    link,
    machine,
    /** Whom it was linked to, the latest first. */
    holders: (): readonly Holder[] =>
      [...holders.values()].toSorted((a, b) => b.linkedAt - a.linkedAt),
    provider,
  };
}
