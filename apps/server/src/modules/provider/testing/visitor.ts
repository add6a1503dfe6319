import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import {
  type BrowserMessage,
  type Context,
  hashDocument,
  idFrom,
  type Json,
  type LoginView,
  newKeyPair,
  type ProfessionalId,
  parseFrame,
  purposes,
  signCompact,
  signerOf,
  signMulti,
  thumbprint,
  toBase64url,
} from "@aval/protocol";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { nationalIdOf } from "./people.ts";
import { testSecret, type World } from "./world.ts";

const stampAt = (clock: World["clock"]) => ({
  iat: Math.floor(clock.now() / 1000),
  jti: toBase64url(systemRandom.bytes(16)),
});

/** A holder with an active phone, which scans and approves. */
export async function newHolder({ db, devices, approvals, clock }: World) {
  const professional = idFrom("pro", systemRandom.bytes(17)) as ProfessionalId;
  const [ik, uk] = [await signerOf(await newKeyPair()), await signerOf(await newKeyPair())];
  const device = await transact(db, async (tx) => {
    const added = await devices.add(tx, { label: "Essai", ik: ik.jwk });
    assert.ok(added.ok);
    await devices.activate(tx, added.value, {
      professional,
      uk: uk.jwk,
      pinKey: "k",
      level: "full",
      scope: "national",
    });
    return added.value;
  });
  return {
    professional,
    nationalId: nationalIdOf(professional),
    approve: async (frame: string) => {
      const parsed = parseFrame(frame);
      assert.ok(parsed);
      const claim = {
        v: purposes.claim,
        device,
        approval: parsed.approval,
        frame: parsed.number,
        mac: parsed.mac,
        ...stampAt(clock),
      };
      const claimed = await approvals.claimByFrame(
        await signCompact(claim, purposes.claim, ik),
        "127.0.0.1",
      );
      assert.ok(claimed.ok, JSON.stringify(claimed));
      const context = JSON.parse(claimed.value.context) as Context;
      const hash = await hashDocument(context as unknown as Json);
      const decision = {
        v: purposes.decision,
        device,
        approval: context.approval,
        context: hash,
        decision: "approve",
        evaluation: "e",
        ...stampAt(clock),
      };
      const decided = await approvals.decide(
        context.approval,
        await signMulti(decision, purposes.decision, [ik, uk]),
      );
      assert.ok(decided.ok, JSON.stringify(decided));
    },
  };
}

export type Holder = Awaited<ReturnType<typeof newHolder>>;

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly location: URL | undefined;
};

/** A browser: cookies, a key of its own, and no script of ours. */
export async function newVisitor({ origin, clock }: World) {
  const jar = new Map<string, string>();
  const key = await signerOf(await newKeyPair());
  const browser = await thumbprint(key.jwk);

  async function visit(address: string | URL, init: RequestInit = {}): Promise<Answer> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = new Headers(init.headers);
    if (cookie) headers.set("cookie", cookie);
    const answer = await fetch(address, { ...init, headers, redirect: "manual" });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (/Max-Age=0/.test(set) || value === "") jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get("location");
    return {
      status: answer.status,
      headers: answer.headers,
      text: await answer.text(),
      location: location ? new URL(location, address) : undefined,
    };
  }

  const post = (path: string, form: Record<string, string>) =>
    visit(`${origin}${path}`, {
      method: "POST",
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form),
    });

  const say = (signIn: string, act: BrowserMessage["act"], more: Partial<BrowserMessage> = {}) =>
    signCompact(
      { v: purposes.browser, signIn, bk: key.jwk, act, ...more, ...stampAt(clock) },
      purposes.browser,
      key,
    );

  /** One act of the login page. */
  async function act(
    signIn: string,
    what: BrowserMessage["act"],
    path: string = what,
    more: Partial<BrowserMessage> = {},
  ) {
    const answer = await visit(`${origin}/login/${signIn}/${path}`, {
      method: "POST",
      headers: { origin, "content-type": "application/json" },
      body: JSON.stringify({ jws: await say(signIn, what, more) }),
    });
    return {
      ...answer,
      view: JSON.parse(answer.text) as Partial<LoginView> & { error?: string },
    };
  }

  return {
    jar,
    /** What the server knows this browser by. */
    browser,
    visit,
    post,
    act,
    say,
    /** The page's last word: a form that takes the browser back into the engine. */
    conclude: async (signIn: string) =>
      post(`/login/${signIn}/conclude`, { jws: await say(signIn, "conclude") }),
  };
}

export type Visitor = Awaited<ReturnType<typeof newVisitor>>;

/** Opens the login page of an authorization request. Returns the sign-in's id. */
export async function begin(visitor: Visitor, address: URL): Promise<string> {
  const answer = await visitor.visit(address);
  const id = /^\/login\/([\w-]+)$/.exec(answer.location?.pathname ?? "")?.[1];
  assert.ok(
    answer.status === 303 && id,
    `${answer.status} ${answer.location} ${answer.text.slice(0, 400)}`,
  );
  return id;
}

/** Begins, approves on the phone, concludes: up to the address that resumes in the engine. */
export async function upToResume(visitor: Visitor, holder: Holder, address: URL): Promise<URL> {
  const id = await begin(visitor, address);
  const { view } = await visitor.act(id, "begin");
  if (view.state !== "silent") await holder.approve(view.frame as string);
  const concluded = await visitor.conclude(id);
  assert.ok(
    concluded.status === 303 && concluded.location,
    `${concluded.status} ${concluded.text}`,
  );
  return concluded.location;
}

/** A whole sign-in: the address of the service the browser is sent back to. */
export async function signIn(visitor: Visitor, holder: Holder, address: URL): Promise<URL> {
  const back = await visitor.visit(await upToResume(visitor, holder, address));
  assert.ok(back.status === 303 && back.location, `${back.status} ${back.text}`);
  return back.location;
}

/** A service as its editor would write it: authorization addresses, and calls with its secret. */
export function serviceCalls(
  { issuer, origin, here }: Pick<World, "issuer" | "origin" | "here">,
  client: string,
  redirectUri: string,
  secret = testSecret,
) {
  const basic = `Basic ${Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`).toString("base64")}`;
  const at = (path: string, from = here) =>
    `${from}${new URL(issuer).pathname}/protocol/openid-connect/${path}`;
  const call = async (
    path: string,
    form: Record<string, string>,
    from = here,
    headers: Record<string, string> = { authorization: basic },
  ) => {
    const answer = await fetch(at(path, from), {
      method: "POST",
      headers,
      body: new URLSearchParams(form),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text ? JSON.parse(text) : undefined) as Record<string, any>,
    };
  };
  return {
    call,
    /** `nonce`, `state` and PKCE as asked; the defaults are what PSC's documentation shows. */
    authorization: (more: Record<string, string | undefined> = {}) => {
      const address = new URL(`${origin}/auth`);
      const given = {
        response_type: "code",
        client_id: client,
        redirect_uri: redirectUri,
        scope: "openid scope_all",
        acr_values: "eidas1",
        state: "s",
        nonce: "n",
        ...more,
      };
      for (const [name, value] of Object.entries(given))
        if (value !== undefined) address.searchParams.set(name, value);
      return address;
    },
    exchange: (back: URL, more: Record<string, string> = {}, from = here) =>
      call(
        "token",
        {
          grant_type: "authorization_code",
          code: back.searchParams.get("code") ?? "",
          redirect_uri: redirectUri,
          ...more,
        },
        from,
      ),
    refresh: (token: string, from = here) =>
      call("token", { grant_type: "refresh_token", refresh_token: token }, from),
    introspect: (token: string) => call("token/introspect", { token }),
    revoke: (token: string) => call("revoke", { token }),
    userinfo: async (token: string, from = here) => {
      const answer = await fetch(at("userinfo", from), {
        headers: { authorization: `Bearer ${token}` },
      });
      return {
        status: answer.status,
        headers: answer.headers,
        body: (await answer.json()) as Record<string, any>,
      };
    },
  };
}

/** A verifier and its S256 challenge (RFC 7636). */
export function newPkce() {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}
