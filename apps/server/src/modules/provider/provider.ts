import {
  type BrowserMessage,
  isId,
  type LoginView,
  peekCompact,
  type SessionId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { Audit, AuditTables } from "#modules/audit";
import type { AuthorizationRequest, Concluded, Login, Observed } from "#modules/login";
import type { Sessions, SessionTables, Standing } from "#modules/sessions";
import type { Service, Software } from "#modules/software";
import { concerns } from "#platform/attempt";
import { readCookie } from "#platform/cookies";
import { type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import type { Random } from "#platform/random";
import { hashSecret, newSecret, sameText } from "#platform/secret";
import type { Instant } from "#platform/time";
import type { SignInResult } from "./artefact.ts";
import { isClientId } from "./client.ts";
import type { Notes, Replay } from "./context.ts";
import { cookieNames, isSignInId } from "./cookies.ts";
import { isRegistered, withParameters } from "./redirect.ts";
import { endsSignIn } from "./refusal.ts";
import * as store from "./store.ts";
import type { Subjects } from "./subject.ts";

export type UseCaseDeps = {
  readonly db: Database<store.ProviderTables & AuditTables & SessionTables>;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  readonly sessions: Pick<Sessions, "standing" | "touch" | "enter" | "close">;
  readonly login: Pick<
    Login,
    "page" | "conclude" | "keepsOpen" | "arrive" | "comeFromEstablishment"
  >;
  readonly software: Pick<Software, "find">;
  readonly subjects: Subjects;
  readonly notes: Notes;
  /** A moment as the engine dates its tokens. */
  readonly datedAt: (at: Instant) => number;
};

// What the engine asks of us, on its way.

/**
 * Spends a code or a refresh token, and logs what it gives, in one transaction. True for one caller on any node, and
 * only while the session lives; spending is activity.
 */
export async function spend(
  { db, audit, sessions, login, notes }: UseCaseDeps,
  model: string,
  idHash: string,
): Promise<boolean> {
  const here = notes.here();
  if (!here?.standing || here.client === undefined)
    throw new Error(`${model} is spent by a client, for a session`);
  const { id, professional } = here.standing;
  const service = here.client;
  if (!(await login.keepsOpen(here.standing, service))) return false;
  return transact(db, async (tx) => {
    if (!(await store.spend(tx, model, idHash, lifetimes.session))) return false;
    if (!(await sessions.touch(id, tx))) return false;
    const fact = model === "RefreshToken" ? "tokens_refreshed" : "tokens_issued";
    await audit.append(tx, { fact, professional, session: id, service });
    return true;
  });
}

/**
 * A spent code or token was presented again: what came of it ends. For a refresh token the session ends too, since a copy
 * of one is a copy of what a stolen computer or server holds (RFC 9700 4.14.2; DESIGN 5).
 */
export async function replayed(
  { db, audit, sessions }: UseCaseDeps,
  replay: Replay,
): Promise<void> {
  const { artefact, grant, standing, client } = replay;
  const ended = artefact === "code" ? "grant" : "session";
  await transact(db, async (tx) => {
    if ((await store.endGrant(tx, grant, undefined)) === 0) return;
    const { id: session, professional } = standing;
    await audit.append(tx, {
      fact: "replay_refused",
      professional,
      session,
      artefact,
      by: client,
      ended,
    });
  });
  if (ended === "session") await sessions.close(standing.id, "refresh_token_replayed");
}

/**
 * A session of plain software enters a service that accepts it, for a token of that service's; logged as it enters. What opens
 * an `open` program's own session is not asked of the services beside it: each has said yes for itself.
 */
export async function exchange(
  { db, audit, sessions, login, software }: UseCaseDeps,
  standing: Standing,
  service: string,
): Promise<boolean> {
  if (standing.proof !== "plain_software" || !(await login.keepsOpen(standing, service)))
    return false;
  const asked = await software.find(service);
  if (!asked || !acceptsSoftware(asked)) return false;
  return transact(db, async (tx) => {
    if (!(await sessions.enter(tx, standing, service))) return false;
    const { id: session, professional } = standing;
    await audit.append(tx, { fact: "tokens_issued", professional, session, service });
    return true;
  });
}

/** Whether a service lets in who came by plain software. Other programs are added by their holder, or not at all. */
const acceptsSoftware = ({ acceptsPscCiba, grants }: Service) =>
  acceptsPscCiba && grants.some((grant) => grant !== "ciba");

// The login page.

/** A sign-in page of this browser: what the service asked, and whether it has ended. */
export type SignIn = {
  readonly id: string;
  readonly keyHash: string;
  readonly request: AuthorizationRequest;
  readonly redirectUri: string | undefined;
  readonly uiLocales: string | undefined;
  readonly idTokenHint: string | undefined;
  readonly result: { readonly login?: { readonly accountId: string } } | undefined;
};

/** The sign-in, if this browser began it and it is still open. Anything else looks the same. */
export async function findSignIn(
  { db }: UseCaseDeps,
  id: string,
  cookies: string | undefined,
): Promise<SignIn | undefined> {
  const keyHash = keyHashOf(id, cookies);
  const payload = keyHash && (await store.findSignIn(db, hashSecret(id), keyHash));
  return payload ? signInOf(id, keyHash, payload) : undefined;
}

/** The sign-in, if it has ended and this browser holds the secret of its end too. Anything else looks the same. */
export async function findEnded(
  { db }: UseCaseDeps,
  id: string,
  cookies: string | undefined,
): Promise<SignIn | undefined> {
  const keyHash = keyHashOf(id, cookies);
  const resume = readCookie(cookies, cookieNames.resume(id));
  if (!keyHash || !resume) return undefined;
  const payload = await store.findEnded(db, hashSecret(id), keyHash, hashSecret(resume));
  return payload && signInOf(id, keyHash, payload);
}

function keyHashOf(id: string, cookies: string | undefined): string | undefined {
  const key = isSignInId(id) ? readCookie(cookies, cookieNames.signIn(id)) : undefined;
  return key ? hashSecret(key) : undefined;
}

function signInOf(id: string, keyHash: string, payload: store.Payload): SignIn {
  const params = (payload["params"] ?? {}) as Readonly<Record<string, string | undefined>>;
  const { client_id: client = "", prompt, max_age: maxAge } = params;
  concerns({ service: client });
  return {
    id,
    keyHash,
    request: {
      signIn: id,
      client,
      prompt: prompt?.split(" ") ?? [],
      ...(maxAge === undefined ? {} : { maxAgeSeconds: Number(maxAge) }),
      ...(params["kc_idp_hint"] ? { identityProvider: params["kc_idp_hint"] } : {}),
    },
    redirectUri: params["redirect_uri"],
    uiLocales: params["ui_locales"],
    idTokenHint: params["id_token_hint"],
    result: payload["result"] as SignIn["result"],
  };
}

/** The session of ours that this browser's cookie names, live or not. Without its browser key's proof it opens nothing. */
async function browserSession(
  { db }: UseCaseDeps,
  cookies: string | undefined,
): Promise<{ session: SessionId; accountId: string } | undefined> {
  const cookie = readCookie(cookies, cookieNames.session);
  const found = cookie
    ? await store.find(db, "Session", hashSecret(cookie), lifetimes.refreshGrace)
    : undefined;
  const { aval: session, accountId } = found?.payload ?? {};
  return isId("ses", session) && typeof accountId === "string" ? { session, accountId } : undefined;
}

export type Said = {
  readonly jws: string;
  readonly observed: Observed;
  readonly cookies: string | undefined;
};

/** One act of the page. *Ce n'est pas moi* comes by the same path as a cancellation, and says more. */
export async function act(
  deps: UseCaseDeps,
  id: string,
  asked: Exclude<BrowserMessage["act"], "conclude">,
  { jws, observed, cookies }: Said,
): Promise<Outcome<LoginView, Refusal>> {
  const signIn = await findSignIn(deps, id, cookies);
  // One that ended well may be begun again: its page lost the last answer, and is told to conclude once more.
  const mayAct = signIn && (!signIn.result || (signIn.result.login && asked === "begin"));
  if (!mayAct) return deny("sign_in_not_found");
  const said = asked === "cancel" && actOf(jws) === "not_me" ? "not_me" : asked;
  const browser = await browserSession(deps, cookies);
  return deps.login.page(signIn.request, said, jws, observed, browser?.session);
}

/** A return from the authenticator of the browser's own phone arrived, in whatever browser: spent. */
export const arrive = ({ login }: UseCaseDeps, secret: string) => login.arrive(secret);

/** A browser came back from an establishment's own provider: the one that began that sign-in, or it is worth nothing. */
export const comeFromEstablishment = (
  deps: UseCaseDeps,
  query: URLSearchParams,
  cookies: string | undefined,
) =>
  deps.login.comeFromEstablishment(
    query,
    async (id) => (await findSignIn(deps, id, cookies)) !== undefined,
  );

/** What a message says it is, before anything is verified: only to choose what it will be verified as. */
function actOf(jws: string): unknown {
  return (peekCompact(jws)?.payload as { act?: unknown } | undefined)?.act;
}

/**
 * The page ends its sign-in, well or not: from here the browser goes back through the engine to the service. The approval
 * is spent once by `login`, the result is recorded once here, and the engine takes the sign-in away once.
 *
 * Gives the secret to resume by, to whoever proved the browser's key just now and to nobody else: the cookie of the
 * beginning, stolen, could be polled with until the page concludes. A page that lost the answer asks again and gets
 * another one, for the same result.
 */
export async function conclude(
  deps: UseCaseDeps,
  id: string,
  { jws, observed, cookies }: Said,
): Promise<Outcome<string, Refusal>> {
  const signIn = await findSignIn(deps, id, cookies);
  if (!signIn) return deny("sign_in_not_found");
  const browser = await browserSession(deps, cookies);
  const outcome = await deps.login.conclude(signIn.request, jws, observed, browser?.session);
  if (!outcome.ok && !endsSignIn(outcome.refusal)) return outcome;

  const resume = newSecret(deps.random);
  const resumeHash = hashSecret(resume);
  if (!signIn.result) {
    const result = outcome.ok
      ? await resultOf(deps, signIn, outcome.value)
      : refused("access_denied", outcome.refusal);
    if (await recordEnd(deps, signIn, result, resumeHash)) return done(resume);
  }
  const isKept = await store.addResume(deps.db, hashSecret(id), signIn.keyHash, resumeHash);
  return isKept ? done(resume) : deny("sign_in_not_found");
}

type Refused = {
  readonly error: "access_denied" | "login_required";
  readonly error_description: string;
  readonly reason: string;
};

const refused = (error: Refused["error"], reason: string): Refused => ({
  error,
  error_description:
    error === "access_denied"
      ? "the professional did not sign in"
      : "another professional signed in than the one hinted",
  reason,
});

async function resultOf(
  deps: UseCaseDeps,
  { request, idTokenHint }: SignIn,
  concluded: Concluded,
): Promise<SignInResult | Refused> {
  const accountId = deps.subjects.of(concluded.nationalId);
  if (idTokenHint !== undefined) {
    const service = await deps.software.find(request.client);
    const told =
      service?.profile === "strict" ? deps.subjects.pairwise(accountId, service.id) : accountId;
    if (hintedSubject(idTokenHint) !== told) return refused("login_required", "other_than_hinted");
  }
  const { acr, amr, authTime, session } = concluded;
  return {
    login: { accountId, acr, amr, ts: deps.datedAt(authTime), remember: false },
    consent: {},
    select_account: {},
    aval: { session },
  };
}

/** The subject of a hint whose signature the engine has checked when the sign-in began. */
function hintedSubject(hint: string): unknown {
  const body = Buffer.from(hint.split(".")[1] ?? "", "base64url").toString("utf8");
  return (JSON.parse(body) as { sub?: unknown }).sub;
}

async function recordEnd(
  { db, audit }: UseCaseDeps,
  signIn: SignIn,
  result: SignInResult | Refused,
  resumeHash: string,
): Promise<boolean> {
  const record = (tx: typeof db) =>
    store.recordResult(tx, hashSecret(signIn.id), signIn.keyHash, result, resumeHash);
  if (!("error" in result)) return record(db);
  return transact(db, async (tx) => {
    if (!(await record(tx))) return false;
    const { error, reason } = result;
    const service = signIn.request.client;
    await audit.append(tx, { fact: "authorization_refused", service, error, reason });
    return true;
  });
}

/**
 * Whether the engine may see this browser's session when it resumes. Another person than the one who signed in before ends
 * that session first: on a shared counter the next one must not find the last one's services open (P-52).
 */
export async function mayKeepSession(
  deps: UseCaseDeps,
  signIn: SignIn,
  cookies: string | undefined,
): Promise<boolean> {
  const browser = await browserSession(deps, cookies);
  const next = signIn.result?.login?.accountId;
  if (!browser || next === undefined || browser.accountId === next) return true;
  await endBrowserSession(deps, cookies, "other_person");
  return false;
}

async function endBrowserSession(
  deps: UseCaseDeps,
  cookies: string | undefined,
  reason: string,
): Promise<void> {
  const cookie = readCookie(cookies, cookieNames.session);
  const browser = await browserSession(deps, cookies);
  if (!cookie || !browser) return;
  await deps.sessions.close(browser.session, reason);
  await store.take(deps.db, "Session", hashSecret(cookie));
}

// Leaving.

export type Leaving = {
  readonly hint: Readonly<Record<string, unknown>> | "absent" | "invalid";
  readonly client: string | undefined;
  readonly redirectUri: string | undefined;
  readonly state: string | undefined;
};

export type Left =
  | { readonly step: "ended"; readonly address: string | undefined; readonly clears: boolean }
  /** `proof` shows that the answer comes from the page we made for this browser. */
  | { readonly step: "ask"; readonly proof: string };

/**
 * Ends a session at a service's wish (OpenID RP-Initiated Logout 1.0). An id_token of ours names the session to end,
 * expired or not, and no other: with an id_token of one's own one cannot end somebody else's. Without one the person is
 * asked. Servers call this without a browser (psc-contract 1.9).
 */
export async function leave(
  deps: UseCaseDeps,
  asked: Leaving,
  cookies: string | undefined,
): Promise<Outcome<Left, Refusal>> {
  const service = await leavingService(deps, asked);
  if (!service.ok) return service;
  const address = returnAddress(asked, service.value);
  if (!address.ok) return address;
  const browser = await browserSession(deps, cookies);
  if (asked.hint !== "absent" && asked.hint !== "invalid") {
    const { sid } = asked.hint;
    if (!isId("ses", sid)) return deny("invalid_request");
    await deps.sessions.close(sid, "signed_out");
    const clears = browser?.session === sid;
    if (clears) await endBrowserSession(deps, cookies, "signed_out");
    return done({ step: "ended", address: address.value, clears });
  }
  const cookie = readCookie(cookies, cookieNames.session);
  const isLive = browser && (await deps.sessions.standing(browser.session));
  if (!isLive || !cookie) return done({ step: "ended", address: address.value, clears: false });
  return done({ step: "ask", proof: leavingProof(cookie) });
}

/** The person said yes on our page. */
export async function confirmLeaving(
  deps: UseCaseDeps,
  asked: Leaving,
  proof: string,
  cookies: string | undefined,
): Promise<Outcome<Left, Refusal>> {
  const cookie = readCookie(cookies, cookieNames.session);
  if (!cookie || !sameText(proof, leavingProof(cookie))) return deny("invalid_request");
  const service = await leavingService(deps, asked);
  if (!service.ok) return service;
  const address = returnAddress(asked, service.value);
  if (!address.ok) return address;
  await endBrowserSession(deps, cookies, "signed_out");
  return done({ step: "ended", address: address.value, clears: true });
}

/** Known to the page made for this cookie and to nobody who has not the cookie. */
const leavingProof = (cookie: string) => hashSecret(`aval.leaving.v1.${cookie}`);

async function leavingService(
  deps: UseCaseDeps,
  { hint, client }: Leaving,
): Promise<Outcome<Service | undefined, Refusal>> {
  if (hint === "invalid") return deny("invalid_request");
  const named = hint === "absent" ? client : hint["aud"];
  if (named === undefined) return done(undefined);
  if (typeof named !== "string" || !isClientId(named)) return deny("unknown_service");
  if (client !== undefined && client !== named) return deny("invalid_request");
  const service = await deps.software.find(named);
  return service ? done(service) : deny("unknown_service");
}

/** Where to go afterwards: a registered address with the state echoed, or nowhere. Nobody's address without a service. */
function returnAddress(
  { redirectUri, state }: Leaving,
  service: Service | undefined,
): Outcome<string | undefined, Refusal> {
  if (redirectUri === undefined || !service) return done(undefined);
  if (!isRegistered(redirectUri, service.postLogoutRedirectUris)) return deny("redirect_refused");
  return done(withParameters(redirectUri, { state }));
}
