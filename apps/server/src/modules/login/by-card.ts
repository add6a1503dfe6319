import { type BrowserMessage, type LoginView, peekCompact, type SessionId } from "@aval/protocol";
import type { Refusal } from "#errors";
import type { Returned } from "#modules/cards";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { readBrowserMessage } from "./browser.ts";
import type { LoginDeps, Page, SigningIn } from "./login.ts";
import { rightsOf } from "./rights.ts";

/** The page goes to the card's host: what it is to be entered with, for a form of this very page. */
export async function enterCardPage(
  { cards }: LoginDeps,
  { service, signIn }: Page,
  view: LoginView,
): Promise<Outcome<LoginView, Refusal>> {
  if (!cards) return deny("invalid_request");
  const { id, browser } = signIn;
  const secret = await cards.begin({ signIn: id, browser, service: service.id });
  return done({ ...view, entry: { address: cards.address, secret } });
}

/**
 * What a conclusion brings back from the card's page; `undefined` when it brings nothing. It is burnt here, in a transaction of its
 * own, before anything is looked at but the signature: shown by another browser, or too late, it is worth nothing to anybody after.
 */
export async function comeBack(
  { cards, clock }: LoginDeps,
  signIn: string,
  jws: string,
): Promise<Outcome<Returned, Refusal> | undefined> {
  const claimed = peekCompact(jws)?.payload as Partial<BrowserMessage> | undefined;
  if (!cards || claimed?.card === undefined) return undefined;
  const read = await readBrowserMessage(jws, { signIn, act: "conclude" }, clock.now());
  if (!read.ok) return read;
  const { browser, message } = read.value;
  return cards.comeBack({ nonce: message.card ?? "", signIn, browser });
}

/** Opens the session of a card whose holder confirmed on its page. The table gives a card everything, on any browser. */
export async function spendCard(
  deps: LoginDeps,
  here: Page,
  returned: Outcome<Returned, Refusal>,
  openSession: (
    deps: LoginDeps,
    tx: LoginDeps["db"],
    here: Page,
    who: SigningIn,
  ) => Promise<SessionId>,
): Promise<Outcome<SessionId, Refusal>> {
  const { cards, directory, places, stops, audit } = deps;
  if (!cards || !returned.ok) return returned.ok ? deny("not_approved") : returned;
  const { professional, visit } = returned.value;
  const holder = await directory.byId(professional);
  if (holder?.state !== "active") return deny("card_opens_nothing");
  const { where } = await places.standing({ professional, browser: here.signIn.browser });
  const rights = rightsOf("card", where, here.service);
  if (!rights) return deny("rights_denied");
  return transact(deps.db, async (tx): Promise<Outcome<SessionId, Refusal>> => {
    if (!(await cards.keepOpen(tx, returned.value))) return deny("card_opens_nothing");
    if (!(await stops.keepOpen(tx, professional, "enter"))) return deny("card_opens_nothing");
    const { nationalId } = holder;
    const who = { professional, nationalId, cardVisit: visit, transfer: undefined };
    const session = await openSession(deps, tx, here, { ...who, proof: "card", where, rights });
    await audit.append(tx, { fact: "card_spent", professional, visit, session });
    await places.markL5(tx, { professional, browser: here.signIn.browser });
    return done(session);
  });
}
