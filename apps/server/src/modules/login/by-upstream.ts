import { type BrowserMessage, type LoginView, peekCompact, type SessionId } from "@aval/protocol";
import type { Refusal } from "#errors";
import { transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { readBrowserMessage } from "./browser.ts";
import type { LoginDeps, OpenSession, Page } from "./login.ts";
import { rightsOf } from "./rights.ts";
import type { Spent } from "./upstream-store.ts";

/** What the page offers of the provider that its service named: a door, or that there is none of that name. */
export async function establishmentDoor(
  { upstream }: Pick<LoginDeps, "upstream">,
  { request, service }: Page,
): Promise<Pick<LoginView, "establishment">> {
  const { identityProvider: hint } = request;
  if (hint === undefined || !upstream) return {};
  const door = await upstream.door(hint, service.id);
  return { establishment: door ?? {} };
}

/** The page goes to its establishment's provider. */
export async function enterEstablishment(
  { upstream }: LoginDeps,
  { request, service, signIn }: Page,
  view: LoginView,
): Promise<Outcome<LoginView, Refusal>> {
  const { identityProvider: hint } = request;
  if (!upstream || hint === undefined) return deny("invalid_request");
  const { id, browser } = signIn;
  const address = await upstream.begin({ hint, signIn: id, browser, service: service.id });
  return address === undefined
    ? deny("establishment_silent")
    : done({ ...view, leaveFor: address });
}

/** What a conclusion brings back from there; `undefined` when it brings nothing of the kind. Burnt here, at first sight. */
export async function comeBackFrom(
  { upstream, clock }: LoginDeps,
  signIn: string,
  jws: string,
): Promise<Outcome<Spent, Refusal> | undefined> {
  const claimed = peekCompact(jws)?.payload as Partial<BrowserMessage> | undefined;
  if (!upstream || typeof claimed?.card !== "string") return undefined;
  const read = await readBrowserMessage(jws, { signIn, act: "conclude" }, clock.now());
  if (!read.ok) return undefined;
  const { browser, message } = read.value;
  const back = await upstream.comeBack({ nonce: message.card ?? "", signIn, browser });
  if (back === undefined) return undefined;
  return back === "refused" ? deny("establishment_refused") : done(back);
}

/** Opens the session of somebody whom their establishment named. Nothing comes of it but that session: no place, no key. */
export async function spendUpstream(
  deps: LoginDeps,
  here: Page,
  returned: Outcome<Spent, Refusal>,
  openSession: OpenSession,
): Promise<Outcome<SessionId, Refusal>> {
  const { directory, places, stops, audit, upstream, notices } = deps;
  if (!returned.ok || !upstream) return deny("establishment_refused");
  const { professional, visit, hasKey, provider } = returned.value;
  const holder = await directory.byId(professional);
  // Asked again: the provider may have been removed meanwhile, or its person have left.
  const isTheirs = holder && (await upstream.names(provider, holder.nationalId)) === professional;
  if (!isTheirs || holder.state !== "active") return deny("establishment_refused");
  const { browser } = here.signIn;
  const { where } = await places.standing({ professional, browser });
  const proof = hasKey ? "establishment_with_key" : "establishment";
  const rights = rightsOf(proof, where, here.service);
  if (!rights) return deny("establishment_refused");
  return transact(deps.db, async (tx): Promise<Outcome<SessionId, Refusal>> => {
    if (!(await stops.keepOpen(tx, professional, "enter"))) return deny("establishment_refused");
    if (!(await upstream.hold(tx, provider))) return deny("establishment_refused");
    const { nationalId } = holder;
    const who = { professional, nationalId, upstreamVisit: visit, transfer: undefined };
    const session = await openSession(deps, tx, here, { ...who, proof, where, rights });
    await audit.append(tx, { fact: "establishment_spent", professional, visit, provider, session });
    const told = { about: session, service: here.service.name, from: browser };
    if (where === "unknown")
      await notices.tell(tx, { professional, event: "session_elsewhere", ...told });
    return done(session);
  });
}
