import { randomBytes } from "node:crypto";
import {
  type ApprovalId,
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
  type Tokens,
  type View,
} from "./driver.ts";
import type { Program } from "./obedience-software.ts";

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
  /** A key that the holder has; with the cloud account that keeps it, the stranger has it too. */
  readonly ownKey: StrangersKey | undefined;
  /** What the holder was made to do, and what came of it. `opened`: the last session the stranger got. */
  readonly kept: {
    approval?: ApprovalId;
    place?: PlaceId;
    opened?: Opened;
    photographs?: Photograph[];
    /** What its browser was last given to show beside its key. */
    ratchet?: string;
  };
  /** Strict programs of the stranger's whose frames were scanned. */
  readonly programs: Program[];
  /** What the stranger got, and by which way: `open by qr: reduced`. */
  readonly got: Set<string>;
};

export type Opened = { readonly kind: Kind; readonly tokens: Tokens };
type Photograph = { readonly kind: Kind; readonly page: Page; readonly frame: string };

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

export async function newPlay(
  where: Where,
  key: StrangersKey,
  given: { readonly ownKey?: StrangersKey; readonly nationalId?: string } = {},
): Promise<Play> {
  const { nationalId = where.somebody(), ownKey } = given;
  return {
    where,
    nationalId,
    holder: await enrolHolder(where.phone, nationalId, undefined, where.now),
    stranger: await newBrowser(where.issuer, undefined, where.now),
    key,
    ownKey,
    kept: {},
    programs: [],
    got: new Set(),
  };
}

/** Whether the phone's server took it. What it refuses ends nothing but this. */
export async function accepted(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (fault) {
    if (fault instanceof PhoneRefusal) return false;
    throw fault;
  }
}

/** What a claim is refused with where its table gives nothing, or while its holder's access is stopped. */
export function refusedRights(fault: unknown): {
  readonly approval?: undefined;
  readonly context?: undefined;
} {
  if (fault instanceof PhoneRefusal && refusals.has(fault.code)) return {};
  throw fault;
}
const refusals: ReadonlySet<string> = new Set([
  "rights_denied",
  "holder_stopped",
  "software_not_yours",
  "software_to_confirm",
]);

export type Transfer = "qr" | "digits";

/** The stranger's page asks; the holder reads it off a shared screen or has it dictated, and approves. `undefined`: refused. */
export async function relay(
  play: Play,
  kind: Kind,
  transfer: Transfer,
): Promise<ApprovalId | undefined> {
  const { stranger, got } = play;
  stranger.cookies.clear();
  const page = await stranger.open(clientOf(kind));
  const view = await begins(play, page);
  await rings(play, kind, page, view);
  const approval = await approvedBy(play, page, transfer, view.frame);
  if (approval) got.add(`${kind} by ${transfer}: ${await enter(play, kind, page)}`);
  return approval;
}

/** The stranger's page opens, and shows beside its key what it was last given. */
export async function begins({ stranger, kept }: Play, page: Page): Promise<View> {
  const more = kept.ratchet === undefined ? {} : { ratchet: kept.ratchet };
  const { view } = await stranger.act(page.signIn, "begin", more);
  if (view.ratchet !== undefined) kept.ratchet = view.ratchet;
  return view;
}

/** What this page shows now is scanned or typed, and approved. */
async function approvedBy(
  { holder, stranger }: Play,
  page: Page,
  transfer: Transfer,
  frame = "",
): Promise<ApprovalId | undefined> {
  const { phone, identity, code } = holder;
  const claiming =
    transfer === "qr"
      ? phone.claim(identity, frame)
      : stranger
          .act(page.signIn, "digits")
          .then(({ view }) => phone.claimDigits(identity, view.digits ?? ""));
  const { approval, context } = await claiming.catch(refusedRights);
  if (context) await phone.approve(identity, context, code);
  return approval;
}

/** Whatever bell the stranger's page is offered is pressed. Ringing by itself must bring it nowhere. */
async function rings({ stranger, got }: Play, kind: Kind, page: Page, view: View): Promise<void> {
  for (const { bell } of view.bells ?? []) {
    got.add(`${kind} rings: no right`);
    const after = (await stranger.act(page.signIn, "ring", { bell })).view;
    if (after.state !== "shown") got.add(`${kind} by ringing: ${after.state}`);
  }
}

export type Page = Awaited<ReturnType<Play["stranger"]["open"]>>;

/** Concludes, and reads in the token what was given. `location`: where the page has left for already. */
export async function enter(
  { stranger, kept }: Play,
  kind: Kind,
  page: Page,
  location?: string,
): Promise<string> {
  const left = location ?? (await stranger.conclude(page.signIn)).location;
  const { status, body } = await stranger.exchange(page, left);
  if (status !== 200) throw new Error(`the exchange answered ${status}: ${JSON.stringify(body)}`);
  kept.opened = { kind, tokens: body };
  return strengthOf(body.access_token);
}

/** What a token says of its session. */
export function strengthOf(token: string): string {
  const [, payload = ""] = token.split(".");
  return String(JSON.parse(Buffer.from(payload, "base64url").toString())["aval_session"]);
}

/** Whatever the session of the stranger's browser enters by itself. */
async function enterSilently(play: Play, from: Kind): Promise<void> {
  for (const kind of kinds) {
    if (kind === from) continue;
    const page = await play.stranger.open(clientOf(kind));
    const view = await begins(play, page);
    if (view.state === "silent") play.got.add(`${kind} silently: ${await enter(play, kind, page)}`);
  }
}

/** Every service by every transfer, with the holder on the line, and what follows of itself. */
export async function tryWithHolder(play: Play): Promise<void> {
  for (const kind of kinds)
    for (const transfer of ["qr", "digits"] as const)
      if (await relay(play, kind, transfer)) await enterSilently(play, kind);
}

/** Every service by every key the stranger has, alone, and beside the holder's phone where that is asked for. */
export async function tryAlone(play: Play): Promise<void> {
  const { key, ownKey, where } = play;
  const origin = `http://${where.issuer().host}`;
  for (const kind of kinds) {
    await signs(play, { kind, key, origin, name: "key" });
    if (ownKey) await signs(play, { kind, key: ownKey, origin, name: "their cloud's key" });
  }
}

/** A key signs what the stranger's page was asked to have signed, on a page of `origin`; where it needs a phone, digits are dictated. */
export async function signs(
  play: Play,
  by: {
    readonly kind: Kind;
    readonly key: StrangersKey;
    readonly origin: string;
    readonly name: string;
  },
): Promise<void> {
  const { stranger, got } = play;
  const { kind, key, origin, name } = by;
  stranger.cookies.clear();
  const page = await stranger.open(clientOf(kind));
  await begins(play, page);
  const asked = await stranger.act(page.signIn, "passkey");
  const challenge = (asked.view as { passkey?: { challenge: string; rpId: string } }).passkey;
  if (!challenge) throw new Error("the page asks no key");
  const assertion = key.get(challenge, origin);
  const { view } = await stranger.act(page.signIn, "assertion", { assertion } as never);
  const isBeside = (view as { withPasskey?: boolean }).withPasskey;
  if (view.state === "approved") got.add(`${kind} by ${name}: ${await enter(play, kind, page)}`);
  else if (isBeside && (await approvedBy(play, page, "digits")))
    got.add(`${kind} by ${name} and digits: ${await enter(play, kind, page)}`);
}

/** The stranger's pages are photographed, each with its frame. */
export async function isSentPhotographs(play: Play): Promise<void> {
  const { stranger, kept } = play;
  kept.photographs = [];
  for (const kind of kinds) {
    const page = await stranger.open(clientOf(kind));
    const { frame = "" } = await begins(play, page);
    kept.photographs.push({ kind, page, frame });
  }
}

/** What was photographed is scanned. */
export async function scansPhotographs(play: Play): Promise<void> {
  const { phone, identity, code } = play.holder;
  for (const { kind, page, frame } of play.kept.photographs ?? []) {
    const isApproved = await accepted(
      phone.claim(identity, frame).then(({ context }) => phone.approve(identity, context, code)),
    );
    if (isApproved) play.got.add(`${kind} by photograph: ${await enter(play, kind, page)}`);
  }
}

/** The stranger is a colleague with a place of their own, and announces the holder there: the holder does nothing. */
export async function isAnnounced({ where, stranger, nationalId }: Play): Promise<Holder> {
  const rogue = await enrolHolder(where.phone, where.somebody(), undefined, where.now);
  await ownPlace(where.db(), stranger, rogue);
  const [place] = await rogue.phone.places(rogue.identity);
  if (!place) throw new Error("the colleague has no place");
  const today = Math.floor(where.now() / 1000);
  const days = { nationalId, from: today, until: today + 3 * 86_400 };
  await accepted(rogue.phone.announceLocum(rogue.identity, place.id, days, rogue.code));
  return rogue;
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

/** A bell for every service that one tap would set. */
export async function setsBells({ holder }: Play): Promise<void> {
  const { phone, identity } = holder;
  await accepted(phone.setQuietHours(identity, null));
  const { offers } = await phone.bells(identity);
  for (const { place, service } of offers)
    await accepted(phone.setBell(identity, { place: place.id, service: service.id }));
}

/** *Bloquer mon accès*, told that it helps. */
export async function blocks({ holder }: Play): Promise<void> {
  await holder.phone.block(holder.identity);
}

/** Told that it is over. */
export async function lifts({ holder }: Play): Promise<void> {
  const { phone, identity, code } = holder;
  for (const { id } of (await phone.stops(identity)).stops)
    await accepted(phone.lift(identity, id, code));
}

/** Lets the stranger's page add the stranger's key. */
export async function addsKey(play: Play): Promise<void> {
  await addKey(play, play.stranger, play.key);
}

/** A browser adds a key, with the holder's scan; whether it was taken. */
export async function addKey(
  { where, holder }: Play,
  browser: Play["stranger"],
  key: StrangersKey,
): Promise<boolean> {
  const addition = idFrom("pka", new Uint8Array(randomBytes(17)));
  const origin = `http://${where.issuer().host}`;
  const say = (act: string, more: object = {}) =>
    signCompact(
      {
        ...{ v: purposes.passkeyPage, addition, bk: browser.key.jwk, act, ...more },
        iat: Math.floor(where.now() / 1000),
        jti: toBase64url(new Uint8Array(randomBytes(16))),
      } as never,
      purposes.passkeyPage,
      browser.key,
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
  if (!isApproved) return false;
  const { creation } = await act("frame");
  if (!creation) return false;
  const made = await act("register", {}, { credential: key.create(creation, origin) });
  return made.state === "made";
}
