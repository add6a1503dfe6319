import { randomBytes } from "node:crypto";
import {
  type ApprovalId,
  type Context,
  idFrom,
  type PasskeyPageView,
  type PlaceId,
  PhoneRefusal,
  purposes,
  signCompact,
  toBase64url,
} from "@aval/protocol";
import type { AnyTables, Database } from "#platform/database";
import { ownPlace } from "./account.ts";
import {
  type Client,
  enrolHolder,
  type Holder,
  newBrowser,
  type Place,
  sandboxService,
  send,
} from "./driver.ts";

/**
 * A stranger and a holder who does whatever the stranger says: scans what is shown to them, types what they are told, answers
 * that nobody is on the telephone, waits half a minute, says a day later that they work there.
 *
 * The stranger holds what can be read out, forwarded or relayed as it happens, a browser, security keys and programs of their own;
 * never the holder's phone, card or computer. Source: DESIGN section 2, *Leak classes*, and section 11.
 */
export type Play = {
  readonly where: Where;
  readonly nationalId: string;
  readonly holder: Holder;
  readonly stranger: Awaited<ReturnType<typeof newBrowser>>;
  /** The stranger's own key, of a model that keeps its keys in hardware. */
  readonly key: StrangersKey;
  /** What the holder was made to do, and what came of it. */
  readonly kept: { approval?: ApprovalId; place?: PlaceId };
  /** What the stranger got, and by which way: `open by qr: reduced`. */
  readonly got: Set<string>;
};

export type Where = {
  readonly issuer: () => Place;
  readonly phone: () => Place;
  readonly now: () => number;
  readonly db: () => Database<AnyTables>;
  /** The national id of somebody who has no phone yet. */
  readonly somebody: () => string;
};

/** As an authenticator makes and uses its key, for the page of `origin`. */
export type StrangersKey = {
  readonly create: (creation: NonNullable<PasskeyPageView["creation"]>, origin: string) => object;
  readonly get: (asked: { challenge: string; rpId: string }, origin: string) => unknown;
};

export type Kind = "open" | "sensitive" | "accepting" | "critical";
export const kinds = ["open", "sensitive", "accepting", "critical"] as const;
/** An `open` service that lets nobody in by software: only an exchange could reach it otherwise than the `open` one. */
export const declining = "obedience-declining";
export const clientOf = (kind: Kind): Client => ({
  id: `obedience-${kind}`,
  secret: sandboxService.secret,
  redirectUri: sandboxService.redirectUri,
});

export async function newPlay(where: Where, key: StrangersKey): Promise<Play> {
  const nationalId = where.somebody();
  return {
    where,
    nationalId,
    holder: await enrolHolder(where.phone, nationalId, undefined, where.now),
    stranger: await newBrowser(where.issuer, undefined, where.now),
    key,
    kept: {},
    got: new Set(),
  };
}

/** Whether the phone's server took it. What it refuses ends nothing but this. */
async function accepted(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (fault) {
    if (fault instanceof PhoneRefusal) return false;
    throw fault;
  }
}

export type Transfer = "qr" | "digits";

/** The stranger's page asks; the holder reads it off a shared screen or has it dictated, and approves. `undefined`: refused. */
export async function relay(
  play: Play,
  kind: Kind,
  transfer: Transfer,
): Promise<ApprovalId | undefined> {
  const { holder, stranger, got } = play;
  stranger.cookies.clear();
  const page = await stranger.open(clientOf(kind));
  const shown = await stranger.act(page.signIn, "begin");
  const { phone, identity, code } = holder;
  let context: Context;
  try {
    if (transfer === "qr") {
      context = (await phone.claim(identity, shown.view.frame ?? "")).context;
    } else {
      const { view } = await stranger.act(page.signIn, "digits");
      context = (await phone.claimDigits(identity, view.digits ?? "")).context;
    }
  } catch (refused) {
    if (refused instanceof PhoneRefusal && refused.code === "rights_denied") return undefined;
    throw refused;
  }
  await phone.approve(identity, context, code);
  got.add(`${kind} by ${transfer}: ${await enter(play, page)}`);
  return context.approval;
}

type Page = Awaited<ReturnType<Play["stranger"]["open"]>>;

/** Concludes, and reads in the token what was given. */
async function enter({ stranger }: Play, page: Page): Promise<string> {
  const { location } = await stranger.conclude(page.signIn);
  const { status, body } = await stranger.exchange(page, location);
  if (status !== 200) throw new Error(`the exchange answered ${status}: ${JSON.stringify(body)}`);
  return strengthOf(body.access_token);
}

function strengthOf(token: string): string {
  const [, payload = ""] = token.split(".");
  return String(JSON.parse(Buffer.from(payload, "base64url").toString())["aval_session"]);
}

/** Whatever the session of the stranger's browser enters by itself. */
async function enterSilently(play: Play, from: Kind): Promise<void> {
  for (const kind of kinds) {
    if (kind === from) continue;
    const page = await play.stranger.open(clientOf(kind));
    const { view } = await play.stranger.act(page.signIn, "begin");
    if (view.state === "silent") play.got.add(`${kind} silently: ${await enter(play, page)}`);
  }
}

/** Every service by every transfer, with the holder on the line, and what follows of itself. */
export async function tryWithHolder(play: Play): Promise<void> {
  for (const kind of kinds)
    for (const transfer of ["qr", "digits"] as const)
      if (await relay(play, kind, transfer)) await enterSilently(play, kind);
}

/** Every service by the stranger's own key. */
export async function tryAlone(play: Play): Promise<void> {
  const { stranger, key, where, got } = play;
  for (const kind of kinds) {
    stranger.cookies.clear();
    const page = await stranger.open(clientOf(kind));
    await stranger.act(page.signIn, "begin");
    const asked = await stranger.act(page.signIn, "passkey");
    const challenge = (asked.view as { passkey?: { challenge: string; rpId: string } }).passkey;
    if (!challenge) continue;
    const assertion = key.get(challenge, `http://${where.issuer().host}`);
    const { view } = await stranger.act(page.signIn, "assertion", { assertion } as never);
    if (view.state === "approved") got.add(`${kind} by key: ${await enter(play, page)}`);
  }
}

const rogue: Client = { ...sandboxService, id: "sandbox-software" };

/** A program of the stranger's asks in the holder's name; the holder types the two digits they are told. */
export async function tryWithSoftware({ where, nationalId, holder, got }: Play): Promise<void> {
  const call = async (path: string, form: Record<string, string>) => {
    const answer = await send(where.issuer(), {
      method: "POST",
      path: `/auth/realms/esante-wallet/protocol/openid-connect/${path}`,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `Basic ${Buffer.from(`${rogue.id}:${rogue.secret}`).toString("base64")}`,
      },
      body: new URLSearchParams(form).toString(),
    });
    return JSON.parse(answer.text) as Record<string, string>;
  };
  const asked = await call("ext/ciba/auth", {
    scope: "openid scope_all",
    acr_values: "eidas1",
    login_hint: nationalId,
    binding_message: "42",
  });
  const { phone, identity, code } = holder;
  for (const elsewhere of [false, true]) {
    const isApproved = await accepted(
      phone
        .search(identity, "42", elsewhere)
        .then(({ context }) => phone.approve(identity, context, code)),
    );
    if (!isApproved) continue;
    const { access_token: token = "" } = await call("token", {
      grant_type: "urn:openid:params:grant-type:ciba",
      auth_req_id: String(asked["auth_req_id"]),
    });
    got.add(`software itself: ${strengthOf(token)}`);
    const audiences = kinds.map((kind) => [kind, clientOf(kind).id] as const);
    for (const [kind, audience] of [...audiences, ["declining", declining] as const]) {
      const given = await call("token", {
        grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
        subject_token: token,
        subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
        audience,
      });
      const theirs = given["access_token"];
      if (theirs) got.add(`${kind} by software: ${strengthOf(theirs)}`);
    }
    return;
  }
}

/** "Ajouter mon logiciel". */
export async function addsSoftware({ holder }: Play): Promise<void> {
  const { phone, identity, code } = holder;
  await accepted(phone.addSoftware(identity, rogue.id, code));
}

/** The stranger is a colleague with a place of their own, and announces the holder there: the holder does nothing. */
export async function isAnnounced({ where, stranger, nationalId }: Play): Promise<void> {
  const rogue = await enrolHolder(where.phone, where.somebody(), undefined, where.now);
  await ownPlace(where.db(), stranger, rogue);
  const [place] = await rogue.phone.places(rogue.identity);
  if (!place) throw new Error("the colleague has no place");
  const today = Math.floor(where.now() / 1000);
  const days = { nationalId, from: today, until: today + 3 * 86_400 };
  await accepted(rogue.phone.announceLocum(rogue.identity, place.id, days, rogue.code));
}

/** "Je travaille ici", after a sign-in read by this transfer. */
export const offersPlace = (transfer: Transfer) => async (play: Play) => {
  const approval = await relay(play, "open", transfer);
  if (!approval) return;
  const { phone, identity } = play.holder;
  play.kept.approval = approval;
  await accepted(phone.offerPlace(identity, approval, false));
};

/** *Moi seul*. */
export async function makesPlace({ holder, kept }: Play): Promise<void> {
  const { approval } = kept;
  if (!approval) return;
  await accepted(
    holder.phone.makePlace(holder.identity, approval, "alone").then(({ id }) => {
      kept.place = id;
    }),
  );
}

/** A sign-in there, then "Oui, j'y travaille" with the code. */
export async function confirmsPlace(play: Play): Promise<void> {
  const { place } = play.kept;
  if (!place) return;
  await relay(play, "open", "qr");
  const { phone, identity, code } = play.holder;
  await accepted(phone.confirmPlace(identity, place, code));
}

/** Lets the stranger's page add the stranger's key. */
export async function addsKey(play: Play): Promise<void> {
  const { stranger, key, where, holder } = play;
  const addition = idFrom("pka", new Uint8Array(randomBytes(17)));
  const origin = `http://${where.issuer().host}`;
  const say = (act: string, more: object = {}) =>
    signCompact(
      {
        ...{ v: purposes.passkeyPage, addition, bk: stranger.key.jwk, act, ...more },
        iat: Math.floor(where.now() / 1000),
        jti: toBase64url(new Uint8Array(randomBytes(16))),
      } as never,
      purposes.passkeyPage,
      stranger.key,
    );
  const act = async (name: string, more: object = {}, body: object = {}) => {
    const answer = await send(where.issuer(), {
      method: "POST",
      path: `/passkeys/${addition}/${name}`,
      headers: { "content-type": "application/json", origin },
      body: JSON.stringify({ jws: await say(name, more), ...body }),
    });
    return JSON.parse(answer.text) as PasskeyPageView;
  };
  const { frame } = await act("begin", { kind: "security_key", name: "Ma clé" });
  if (!frame) throw new Error("the page of a key shows no frame");
  const { phone, identity, code } = holder;
  const isApproved = await accepted(
    phone.claim(identity, frame).then(({ context }) => phone.approve(identity, context, code)),
  );
  if (!isApproved) return;
  const { creation } = await act("frame");
  if (creation) await act("register", {}, { credential: key.create(creation, origin) });
}
