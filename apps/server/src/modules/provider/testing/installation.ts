import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  type BellView,
  type ClaimAnswer,
  type Context,
  type LinkAnswer,
  type LinkId,
  newKeyPair,
  parseFrame,
  type PlaceId,
  purposes,
  signerOf,
  thumbprint,
  toBase64url,
} from "@aval/protocol";
import { systemRandom } from "#platform/random";
import { seconds } from "#platform/time";
import type { SetUp } from "./setup.ts";
import type { newSigningPhone } from "./phones.ts";
import { type SoftwarePhone, softwarePhone } from "./software.ts";
import { testSecret, type World } from "./world.ts";

type Form = Readonly<Record<string, string>>;
type Told = {
  readonly status: number;
  readonly body: Record<string, any>;
  readonly headers: Headers;
};

/**
 * One installation of a program, as its editor would write it: the secret that every copy has, and a key of its own. A proof is written
 * by hand, since our own signer writes canonical JSON only.
 */
export async function newInstallation(
  { issuer, here }: Pick<World, "issuer" | "here">,
  client: string,
  {
    pair,
    secret = testSecret,
    fetch = globalThis.fetch,
  }: {
    readonly pair?: CryptoKeyPair;
    readonly secret?: string;
    /** How it reaches a server that is not where its name says. */
    readonly fetch?: (address: string, init: RequestInit) => Promise<Response>;
  } = {},
) {
  const signer = await signerOf(pair ?? (await newKeyPair()));
  const { kty, crv, x, y } = signer.jwk;
  const basic = `Basic ${Buffer.from(`${client}:${secret}`).toString("base64")}`;

  async function proof(method: string, address: string, token?: string): Promise<string> {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const header = { typ: "dpop+jwt", alg: "ES256", jwk: { kty, crv, x, y } };
    const ath = token && createHash("sha256").update(token).digest("base64url");
    const claims = {
      htm: method,
      htu: address,
      iat: Math.floor(Date.now() / 1000),
      jti: toBase64url(systemRandom.bytes(16)),
      ...(ath ? { ath } : {}),
    };
    const text = `${part(header)}.${part(claims)}`;
    return `${text}.${toBase64url(await signer.sign(new Uint8Array(Buffer.from(text))))}`;
  }

  const realm = "/protocol/openid-connect/";
  const at = (path: string, from = here) => `${from}${new URL(issuer).pathname}${realm}${path}`;
  const named = (path: string) => `${issuer}${realm}${path}`;

  async function send(path: string, init: RequestInit, from?: string): Promise<Told> {
    const answer = await fetch(at(path, from), init);
    const text = await answer.text();
    const { status, headers } = answer;
    return { status, headers, body: (text ? JSON.parse(text) : {}) as Record<string, any> };
  }

  /** `by`: another proof than this installation's for that address; `null`: none. */
  const call = async (
    path: string,
    form: Form,
    { by, from }: { readonly by?: string | null; readonly from?: string } = {},
  ) => {
    const dpop = by === undefined ? await proof("POST", named(path)) : by;
    const headers = { authorization: basic, ...(dpop === null ? {} : { dpop }) };
    return send(path, { method: "POST", headers, body: new URLSearchParams({ ...form }) }, from);
  };

  const ciba = "urn:openid:params:grant-type:ciba";
  const it = {
    client,
    key: await thumbprint(signer.jwk),
    named,
    proof,
    call,
    begin: (machine?: string) => call("ext/ciba/link", machine === undefined ? {} : { machine }),
    linkFrame: (link: string) => call("ext/ciba/link/frame", { link }),
    ask: (hint: string, more: Form = {}) =>
      call("ext/ciba/auth", { scope: "openid scope_all", login_hint_token: hint, ...more }),
    frame: (handle: unknown) => call("ext/ciba/frame", { auth_req_id: String(handle) }),
    poll: (handle: unknown, from?: string) =>
      call(
        "token",
        { grant_type: ciba, auth_req_id: String(handle) },
        { ...(from ? { from } : {}) },
      ),
    refresh: (token: string, by?: string | null) =>
      call(
        "token",
        { grant_type: "refresh_token", refresh_token: token },
        { ...(by === undefined ? {} : { by }) },
      ),
    introspect: (token: string) => call("token/introspect", { token }, { by: null }),
    userinfo: async (token: string, by?: string | null) => {
      const dpop = by === undefined ? await proof("GET", named("userinfo"), token) : by;
      const headers =
        dpop === null
          ? { authorization: `Bearer ${token}` }
          : { authorization: `DPoP ${token}`, dpop };
      return send("userinfo", { headers });
    },
  };
  return it;
}

export type Installation = Awaited<ReturnType<typeof newInstallation>>;

/** A holder's phone that links, claims what software shows, ages, rings and ends. */
export async function linkingPhone(
  world: World,
  given: Parameters<typeof newSigningPhone>[1] = {},
) {
  const phone = await softwarePhone(world, given);
  return { ...phone, ...acts(world, phone) };
}

export type LinkingPhone = Awaited<ReturnType<typeof linkingPhone>>;

function acts(world: World, { say, sign }: SoftwarePhone) {
  const { installations, approvals, places, bells } = world;
  const refusalOr = <T>(told: { ok: true; value: T } | { ok: false; refusal: string }) =>
    told.ok ? told.value : told.refusal;
  const contextOf = (told: ClaimAnswer | string) =>
    typeof told === "string" ? told : (JSON.parse(told.context) as Context);
  return {
    scan: async (frame: string): Promise<LinkAnswer | string> =>
      refusalOr(
        await installations.scanLink(await say(purposes.installationLink, { frame }), "127.0.0.1"),
      ),
    confirmLink: async (link: LinkId) =>
      refusalOr(
        await installations.confirmLink(
          await sign(purposes.installationConfirm, { link, onCall: false, evaluation: "e" }),
        ),
      ),
    stopLink: async (link: LinkId) =>
      refusalOr(await installations.stopLink(await say(purposes.installationStop, { link }))),
    /** Claims by the program's frame or by its digits: what is shown, or the refusal. */
    claim: async (seen: { readonly frame: string } | { readonly digits: string }) => {
      if ("digits" in seen) {
        const jws = await say(purposes.claimDigits, { digits: seen.digits });
        return contextOf(refusalOr(await approvals.claimByDigits(jws, "127.0.0.1")));
      }
      const frame = parseFrame(seen.frame);
      assert.ok(frame, seen.frame);
      const { approval, number, mac } = frame;
      const jws = await say(purposes.claim, { approval, frame: number, mac });
      return contextOf(refusalOr(await approvals.claimByFrame(jws, "127.0.0.1")));
    },
    places: async () => {
      const told = await places.list(await say(purposes.places), "127.0.0.1");
      assert.ok(told.ok);
      return told.value.places;
    },
    /** "Oui, j'y travaille". */
    age: async (place: PlaceId) =>
      refusalOr(
        await places.confirm(
          place,
          await sign(purposes.placeConfirm, { place, evaluation: "e" }),
          "127.0.0.1",
        ),
      ),
    endPlace: async (place: PlaceId) =>
      refusalOr(await places.end(place, await say(purposes.placeEnd, { place }))),
    setBell: async (place: PlaceId, service: string): Promise<BellView | string> =>
      refusalOr(await bells.set(await say(purposes.bellSet, { place, service }))),
    rings: async () => {
      const told = await bells.rings(await say(purposes.rings));
      assert.ok(told.ok);
      return told.value.rings;
    },
  };
}

const shownContext = (told: Context | string): Context => {
  assert.notEqual(typeof told, "string", String(told));
  return told as Context;
};

/** Links it, through the half minute that it takes: the token it asks by. */
export async function linked(
  it: SetUp,
  program: Installation,
  phone: LinkingPhone,
  machine?: string,
): Promise<string> {
  const begun = await program.begin(machine);
  assert.equal(begun.status, 200, JSON.stringify(begun.body));
  const shown = await program.linkFrame(begun.body["link"]);
  const seen = await phone.scan(shown.body["frame"]);
  assert.notEqual(typeof seen, "string", String(seen));
  await it.advance(seconds(31));
  const told = await phone.confirmLink((seen as LinkAnswer).link);
  assert.notEqual(typeof told, "string", String(told));
  const { body } = await program.linkFrame(begun.body["link"]);
  assert.equal(body["state"], "linked", JSON.stringify(body));
  return body["login_hint_token"] as string;
}

/** Asks, claims, approves: the request as its program knows it, and what the phone was shown. */
export async function approvedBy(
  program: Installation,
  phone: LinkingPhone,
  hint: string,
  transfer: "qr" | "digits",
) {
  const asked = await program.ask(hint);
  assert.equal(asked.status, 200, JSON.stringify(asked.body));
  const handle = asked.body["auth_req_id"] as string;
  const seen =
    transfer === "digits"
      ? { digits: asked.body["aval_code"] as string }
      : { frame: (await program.frame(handle)).body["frame"] as string };
  const context = shownContext(await phone.claim(seen));
  assert.equal(await phone.approve(context), "approved");
  return { handle, context };
}

/** Signs in, and what its program got. */
export async function signedIn(
  program: Installation,
  phone: LinkingPhone,
  hint: string,
  transfer: "qr" | "digits" = "qr",
) {
  const { handle, context } = await approvedBy(program, phone, hint, transfer);
  const { status, body } = await program.poll(handle);
  assert.equal(status, 200, JSON.stringify(body));
  return { context, tokens: body };
}
