import { createHash } from "node:crypto";
import {
  type BrowserMessage,
  type LoginView,
  newKeyPair,
  purposes,
  signCompact,
  signerOf,
  toBase64url,
} from "@aval/protocol";
import type { Random } from "#platform/random";
import { sandboxBrowser } from "../../phone/sandbox-browser.ts";

/** A service of the sandbox, as its editor knows it. */
export const sandboxService = {
  id: "sandbox-service",
  redirectUri: "http://localhost/callback",
} as const;

/** Somebody's browser before a sign-in page: its key, and what the page asks of the server. It reads the answers as the page does. */
export type Visitor = Awaited<ReturnType<typeof newVisitor>>;

/** `origin`: the sign-in pages'. */
export async function newVisitor(origin: string, random: Random) {
  const browser = sandboxBrowser();
  const key = await signerOf(await newKeyPair());
  const drawn = (length: number) => toBase64url(random.bytes(length));

  const say = (signIn: string, act: BrowserMessage["act"]) => {
    const iat = Math.floor(Date.now() / 1000);
    return signCompact(
      { v: purposes.browser, signIn, bk: key.jwk, act, iat, jti: drawn(16) },
      purposes.browser,
      key,
    );
  };

  /** A service sends its visitor here: the sign-in page they land on. */
  async function open(): Promise<string> {
    const query = new URLSearchParams({
      response_type: "code",
      client_id: sandboxService.id,
      redirect_uri: sandboxService.redirectUri,
      scope: "openid scope_all",
      acr_values: "eidas1",
      prompt: "login",
      state: drawn(12),
      nonce: drawn(12),
      code_challenge: createHash("sha256").update(drawn(32)).digest("base64url"),
      code_challenge_method: "S256",
    });
    const { location = "", status } = await browser.ask(`${origin}/auth?${query}`);
    const signIn = /\/login\/([A-Za-z0-9_-]+)$/.exec(location)?.[1];
    if (!signIn) throw new Error(`the sandbox answered ${status} to a sign-in`);
    return signIn;
  }

  async function act(signIn: string, which: "begin" | "frame" | "digits"): Promise<LoginView> {
    const { status, text } = await browser.ask(`${origin}/login/${signIn}/${which}`, {
      body: JSON.stringify({ jws: await say(signIn, which) }),
      type: "application/json",
    });
    if (status !== 200) throw new Error(`the sign-in page was answered ${status}: ${text}`);
    return JSON.parse(text) as LoginView;
  }

  /** The page's own way back to the service; whether it led there with a code. */
  async function conclude(signIn: string): Promise<boolean> {
    const form = new URLSearchParams({ jws: await say(signIn, "conclude") });
    let answer = await browser.ask(`${origin}/login/${signIn}/conclude`, {
      body: form.toString(),
      origin,
    });
    for (let hops = 0; hops < 5 && answer.location !== undefined; hops++) {
      const to = new URL(answer.location, origin);
      if (to.origin !== origin) return to.searchParams.has("code");
      answer = await browser.ask(to.href);
    }
    return false;
  }

  return { open, act, conclude };
}
