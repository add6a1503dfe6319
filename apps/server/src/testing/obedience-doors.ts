import { ownPlace } from "./account.ts";
import { type Inserted, sendWithCard } from "./card-reader.ts";
import { newBrowser, type Place, send } from "./driver.ts";
import { passThrough } from "./hospital.ts";
import {
  addKey,
  begins,
  clientOf,
  enter,
  type Kind,
  kinds,
  type Play,
  refusedRights,
  signs,
} from "./obedience.ts";
import { goBack, passIn, sendForm } from "./own-phone.ts";

/*
 * The doors that are entered otherwise than by a scan or digits, as a stranger has a holder go through them: by a link, by a page
 * of the stranger's own that is shown in the place of ours, by a form that page sends, by what came back and is read out.
 *
 * The stranger's page may relay all it likes; it cannot say that it is ours. A browser writes `Origin` and a key's `origin` itself.
 */

/** Where a relayed page is, as its browser says it; and one that hides where it is. */
const elsewhere = ["https://evil.example", "null"] as const;
/** Where a stranger's hands are on the holder's own screen (R9), the page is ours. */
export type Hands = "relayed" | "remote";

const originOf = ({ host }: Place) => `http://${host}`;
const originsOf = (hands: Hands, { where }: Play): readonly string[] =>
  hands === "remote" ? [originOf(where.issuer())] : elsewhere;

/** A page of the stranger's own browser that has chosen this door. */
async function choosing(play: Play, kind: Kind, door: "this_phone" | "card") {
  const { stranger } = play;
  stranger.cookies.clear();
  const page = await stranger.open(clientOf(kind));
  await begins(play, page);
  const { view } = await stranger.act(page.signIn, door);
  return { page, secret: view.entry?.secret ?? "" };
}

/** *Continuer sur ce téléphone*, on the stranger's page: the holder's authenticator is to be entered with what that page was given. */
export const entersHere = (hands: Hands) => async (play: Play) => {
  const { holder, where, stranger, got } = play;
  const places = { issuer: where.issuer, phone: where.phone };
  for (const kind of kinds) {
    const { page, secret } = await choosing(play, kind, "this_phone");
    const asked = [
      await send(where.phone(), { path: `/this-phone?secret=${secret}` }),
      ...(await all(originsOf(hands, play), (origin) =>
        sendForm(where.phone(), "/this-phone", secret, origin),
      )),
    ];
    const pass = asked.map(passIn).find((one) => one !== undefined);
    if (pass === undefined) continue;
    const { phone, identity, code } = holder;
    const { approval, context } = await phone.claimHere(identity, pass).catch(refusedRights);
    if (!approval) continue;
    await phone.approve(identity, context, code);
    const arrived = await goBack(places, await phone.comeBack(identity, approval));
    await stranger.act(page.signIn, "back", { pass: passIn(arrived) ?? "" });
    got.add(`${kind} by this phone: ${await enter(play, kind, page)}`);
  }
};

/** The card's page: entered with what the stranger's page was given, then confirmed, with the holder's card in the reader. */
export const insertsCard =
  (hands: Hands, reader: { readonly place: () => Place; readonly card: CardOf }) =>
  async (play: Play) => {
    const card = await reader.card(play.nationalId);
    for (const kind of kinds) {
      const { page, secret } = await choosing(play, kind, "card");
      const host = reader.place();
      const asked = [
        await sendWithCard(host, card, { path: `/card?secret=${secret}` }),
        ...(await all(originsOf(hands, play), (origin) =>
          sendWithCard(host, card, { path: "/card", headers: { origin }, form: { secret } }),
        )),
      ];
      // Whoever saw no page of the card's host has nothing to confirm; a page of another's cannot send its form either.
      const origins = asked.some(({ status }) => status === 200)
        ? [`https://${host.host}`]
        : originsOf(hands, play);
      const said = await all(origins, (origin) =>
        sendWithCard(host, card, { path: "/card/confirm", headers: { origin }, form: { secret } }),
      );
      const nonce = said.map(nonceIn).find((one) => one !== undefined);
      if (nonce !== undefined) await entersWith(play, kind, page, nonce, "card");
      if (hands === "relayed") await showsOwnReturn(play, kind, { host, card });
    }
  };
export type CardOf = (nationalId: string) => Promise<Inserted>;

/** The holder signs in by card for themselves, and reads the stranger what came back, before their own page burns it. */
async function showsOwnReturn(
  play: Play,
  kind: Kind,
  { host, card }: { readonly host: Place; readonly card: Inserted },
): Promise<void> {
  const { where, stranger } = play;
  const own = await newBrowser(where.issuer, undefined, where.now);
  const mine = await own.open(clientOf(kind));
  await own.act(mine.signIn, "begin");
  const { view } = await own.act(mine.signIn, "card");
  const form = { secret: view.entry?.secret ?? "" };
  const entered = { path: "/card", headers: { origin: originOf(where.issuer()) }, form };
  await sendWithCard(host, card, entered);
  const confirmed = { path: "/card/confirm", headers: { origin: `https://${host.host}` }, form };
  const nonce = nonceIn(await sendWithCard(host, card, confirmed));
  if (nonce === undefined) throw new Error("a holder's own card opens nothing");
  const page = await stranger.open(clientOf(kind));
  await begins(play, page);
  await entersWith(play, kind, page, nonce, "card read out");
}

type Answered = { readonly headers: Readonly<Record<string, string | string[] | undefined>> };
const nonceIn = ({ headers }: Answered) =>
  /#card=([\w-]{43})$/.exec(String(headers["location"] ?? ""))?.[1];

async function entersWith(
  play: Play,
  kind: Kind,
  page: Parameters<typeof enter>[2],
  card: string,
  how: string,
): Promise<void> {
  const { location } = await play.stranger.conclude(page.signIn, { card });
  if (/[?&]code=/.test(location))
    play.got.add(`${kind} by ${how}: ${await enter(play, kind, page, location)}`);
}

/**
 * Their establishment's own provider. `forwarded`: the stranger's address is opened in the holder's browser, whose page shows first
 * what comes back; `relayed`: all that is typed there is passed on, and the stranger's own browser comes back.
 */
export const signsInThere =
  (how: "forwarded" | "relayed", hint: string, callback: () => string) => async (play: Play) => {
    const { stranger, where } = play;
    for (const kind of kinds) {
      stranger.cookies.clear();
      const page = await stranger.open(clientOf(kind), { kc_idp_hint: hint });
      await begins(play, page);
      const { view } = await stranger.act(page.signIn, "establishment");
      const { leaveFor = "" } = view as { leaveFor?: string };
      const at = await passThrough(leaveFor, callback());
      const theirs = await newBrowser(where.issuer, undefined, where.now);
      const back = await (how === "relayed" ? stranger : theirs).visit({
        path: at.pathname + at.search,
        headers: { accept: "text/html" },
      });
      const nonce = nonceIn(back);
      if (nonce === undefined) continue;
      if (how === "forwarded") await theirs.conclude(page.signIn, { card: nonce });
      await entersWith(play, kind, page, nonce, `their establishment, ${how}`);
    }
  };

/** The holder's own key signs what the stranger's page was asked to have signed, on that page. */
export const signsOnRelayedPage = async (play: Play) => {
  const { ownKey: key } = play;
  if (!key) throw new Error("the holder has no key");
  for (const kind of kinds)
    for (const origin of elsewhere) await signs(play, { kind, key, origin, name: "their key" });
};

/**
 * The holder has a key of their own, made on their own place: of a browser of theirs, or of the one whose key the stranger copied. Whoever
 * has the cloud account that keeps it has it too.
 */
export const givesOwnKey = (at: "their browser" | "the copied one") => async (play: Play) => {
  const { where, holder, ownKey, stranger } = play;
  if (!ownKey) throw new Error("no key to give");
  const isCopied = at === "the copied one";
  const browser = isCopied ? stranger : await newBrowser(where.issuer, undefined, where.now);
  await ownPlace(where.db(), browser, holder);
  if (!(await addKey(play, browser, ownKey))) throw new Error("the holder's key was not added");
};

async function all<T, U>(list: readonly T[], work: (one: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (const one of list) done.push(await work(one));
  return done;
}
