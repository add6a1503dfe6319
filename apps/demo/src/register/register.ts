import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import type { Lang } from "@aval/design";
import { createRecords, type Records, readAct } from "./acts.ts";
import {
  type ClosedBy,
  closedPage,
  failurePage,
  homePage,
  insidePage,
  type News,
  notFoundPage,
  receivedPage,
} from "./pages.ts";
import {
  createProvider,
  type Failure,
  type Provider,
  type Registration,
  SignInFailure,
} from "./provider.ts";
import {
  comeBack,
  createVisits,
  leave,
  type SignedIn,
  type Visit,
  type Visits,
} from "./sessions.ts";

/**
 * A vaccination register, written as any integrator would write it: `openid-client`, plain HTTP, a session in memory.
 * It is part of the sandbox, to see a sign-in end somewhere, and proves that the provider needs no library of ours.
 */
export type RegisterSettings = Registration & { readonly port: number; readonly host: string };

type House = {
  readonly provider: Provider;
  readonly visits: Visits;
  readonly records: Records;
  readonly now: () => number;
  readonly origin: string;
  readonly stylesheet: Buffer;
};

/** One request, read once. */
type Asked = {
  readonly method: string;
  readonly url: URL;
  readonly lang: Lang;
  readonly visit: Visit | undefined;
  readonly form: URLSearchParams;
};

type Answer = {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly location?: string;
  readonly cookies?: readonly string[];
};

/** Starts the register. `close` ends its connections and forgets every visit. */
export async function startRegister(
  settings: RegisterSettings,
): Promise<{ close(): Promise<void> }> {
  const now = Date.now;
  const visits = createVisits(now);
  const house: House = {
    provider: createProvider(settings, now),
    visits,
    records: createRecords(),
    now,
    origin: settings.origin,
    stylesheet: await readFile(fileURLToPath(import.meta.resolve("@aval/design/aval.css"))),
  };
  const hosts = new Set([
    new URL(settings.origin).host,
    `127.0.0.1:${settings.port}`,
    `localhost:${settings.port}`,
  ]);
  const issuer = new URL(settings.issuer).origin;
  const server = createServer((request, response) => {
    respond(house, { hosts, issuer }, request, response).catch((fault: unknown) => {
      console.error("register:", fault);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        visits.clear();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function respond(
  house: House,
  { hosts, issuer }: { hosts: ReadonlySet<string>; issuer: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A name that is not ours pointing here is somebody rebinding DNS.
  if (!hosts.has(request.headers.host ?? ""))
    return send(response, issuer, { status: 421, body: "Misdirected Request", type: "text/plain" });
  const url = URL.parse(request.url ?? "/", house.origin);
  if (!url) return send(response, issuer, { status: 400, body: "Bad Request", type: "text/plain" });
  const cookies = readCookies(request.headers.cookie);
  const wanted = url.searchParams.get("lang") ?? cookies.get(langCookie);
  const lang = languageOf(wanted, request.headers["accept-language"]);
  try {
    const answer = isForged(request, house.origin)
      ? { status: 403, body: failurePage(lang, "mismatch", "origin") }
      : await answerTo(house, request, {
          method: request.method ?? "GET",
          url,
          lang,
          visit: house.visits.find(cookies.get(visitCookie)),
        });
    const chosen = url.searchParams.has("lang") ? [cookie(langCookie, lang, 31_536_000)] : [];
    send(response, issuer, { ...answer, cookies: [...(answer.cookies ?? []), ...chosen] });
  } catch (fault) {
    // Whoever asked left before the end of what they had to say: there is nobody to answer.
    if (request.destroyed && !request.complete) return;
    if (!(fault instanceof SignInFailure)) console.error("register:", fault);
    const known = fault instanceof SignInFailure ? fault : new SignInFailure("broken", "");
    send(response, issuer, {
      status: statusOf(known),
      body: failurePage(lang, known.failure, known.message),
    });
  }
}

/** Told before the body is read: nothing of another site's form is waited for. */
function isForged({ method, headers }: IncomingMessage, origin: string): boolean {
  return method === "POST" && headers.origin !== undefined && headers.origin !== origin;
}

async function answerTo(
  house: House,
  request: IncomingMessage,
  asked: Omit<Asked, "form">,
): Promise<Answer> {
  const form = await readForm(request);
  return form ? route(house, { ...asked, form }) : { status: 413, body: "", type: "text/plain" };
}

async function route(house: House, asked: Asked): Promise<Answer> {
  switch (`${asked.method} ${asked.url.pathname}`) {
    case "GET /":
      return home(house, asked);
    case "GET /sign-in":
      return signIn(house, asked);
    case "GET /callback":
      return callback(house, asked);
    case "POST /refresh":
      return refresh(house, asked);
    case "POST /vaccinations":
      return vaccinate(house, asked);
    case "GET /userinfo":
      return received(house, asked);
    case "POST /backchannel-logout":
      return told(house, asked);
    case "POST /sign-out":
      return signOut(house, asked);
    case "GET /assets/aval.css":
      return { status: 200, body: house.stylesheet, type: "text/css; charset=utf-8" };
    default:
      return { status: 404, body: notFoundPage(asked.lang) };
  }
}

async function home(house: House, asked: Asked): Promise<Answer> {
  if (isBackFromSigningOut(asked)) return closed(house, asked, "you");
  if (asked.visit?.wasTold) return closed(house, asked, "told");
  if (!asked.visit?.signedIn) return { status: 200, body: homePage(asked.lang) };
  const signedIn = await standing(house, asked.visit);
  if (!signedIn) return closed(house, asked, "provider");
  const inside = {
    person: signedIn.person,
    rights: signedIn.rights,
    endsAt: endOf(signedIn),
    news: newsIn(asked.url),
    acts: house.records.of(signedIn.person.nationalId),
  };
  return { status: 200, body: insidePage(asked.lang, inside) };
}

async function signIn(house: House, asked: Asked): Promise<Answer> {
  const { address, state, leaving } = await house.provider.depart(asked.lang);
  const visit = asked.visit ?? house.visits.open();
  leave(visit, state, leaving);
  return { status: 303, location: address.href, cookies: [cookie(visitCookie, visit.id)] };
}

/** The browser is back. The state must be one that this very browser left with: nobody is signed in as somebody else. */
async function callback(house: House, asked: Asked): Promise<Answer> {
  const state = asked.url.searchParams.get("state") ?? "";
  const leaving = asked.visit && comeBack(asked.visit, state, house.now());
  if (!asked.visit || !leaving) throw new SignInFailure("mismatch", "unknown state");
  const signedIn = await house.provider.arrive(
    new URL(asked.url.pathname + asked.url.search, house.origin),
    state,
    leaving,
  );
  const visit = house.visits.signIn(asked.visit, signedIn);
  return { status: 303, location: "/", cookies: [cookie(visitCookie, visit.id)] };
}

async function refresh(house: House, asked: Asked): Promise<Answer> {
  if (!asked.visit?.signedIn) return { status: 303, location: "/" };
  return (await renewed(house, asked.visit))
    ? { status: 303, location: "/?news=refreshed" }
    : closed(house, asked, "provider");
}

async function vaccinate(house: House, asked: Asked): Promise<Answer> {
  const signedIn = asked.visit && (await standing(house, asked.visit));
  if (!asked.visit || !signedIn)
    return asked.visit?.signedIn
      ? closed(house, asked, "provider")
      : { status: 303, location: "/" };
  const act = readAct(asked.form, house.now());
  if (!act) return { status: 303, location: "/?news=unknown" };
  const isKept = house.records.add(signedIn.person.nationalId, act, signedIn.rights);
  return { status: 303, location: isKept ? "/?news=recorded" : "/?news=enough" };
}

/** What the page before has just done. Anything else in its place says nothing. */
function newsIn(url: URL): News | undefined {
  const all: readonly News[] = ["refreshed", "recorded", "enough", "unknown"];
  return all.find((one) => one === url.searchParams.get("news"));
}

async function received(house: House, asked: Asked): Promise<Answer> {
  const signedIn = asked.visit && (await standing(house, asked.visit));
  if (!asked.visit || !signedIn)
    return asked.visit?.signedIn
      ? closed(house, asked, "provider")
      : { status: 303, location: "/" };
  return { status: 200, body: receivedPage(asked.lang, await house.provider.userinfo(signedIn)) };
}

/**
 * The provider, and no browser, says that a session is over (OpenID Connect Back-Channel Logout 1.0). A session that is over here
 * already is answered like one that was open: it is over.
 */
async function told(house: House, { form }: Asked): Promise<Answer> {
  const over = await house.provider.loggedOut(form.get("logout_token") ?? "");
  if (!over) return { status: 400, body: `{"error":"invalid_request"}`, type: "application/json" };
  house.visits.end(over);
  return { status: 200, body: "", type: "text/plain" };
}

/** Here first, then at the provider: if the provider cannot be reached, this register is closed all the same. */
async function signOut(house: House, asked: Asked): Promise<Answer> {
  const { visit } = asked;
  if (!visit?.signedIn) return { status: 303, location: "/" };
  const { signedIn } = visit;
  visit.signedIn = undefined;
  const { address, state } = await house.provider.signOut(signedIn);
  visit.signingOut = state;
  return { status: 303, location: address.href };
}

/** The provider sends the browser to `/` with our state: only then is it true that both sessions are closed. */
function isBackFromSigningOut({ url, visit }: Asked): boolean {
  return visit?.signingOut !== undefined && url.searchParams.get("state") === visit.signingOut;
}

function closed(house: House, asked: Asked, by: ClosedBy): Answer {
  if (asked.visit) house.visits.close(asked.visit);
  return { status: 200, body: closedPage(asked.lang, by), cookies: [cookie(visitCookie, "", 0)] };
}

/** Who is signed in, once the provider has said so within the life of an access token. */
async function standing(house: House, visit: Visit): Promise<SignedIn | undefined> {
  const { signedIn } = visit;
  if (!signedIn || house.now() < signedIn.accessTokenEndsAt) return signedIn;
  return renewed(house, visit);
}

async function renewed(house: House, visit: Visit): Promise<SignedIn | undefined> {
  const before = visit.signedIn;
  if (!before) return undefined;
  visit.refreshing ??= house.provider.refresh(before).finally(() => {
    visit.refreshing = undefined;
  });
  const after = await visit.refreshing;
  // Signed out meanwhile: a late answer must not open the session again.
  if (visit.signedIn === before) visit.signedIn = after;
  return visit.signedIn;
}

/** The latest end: one hour after the approval when reduced, four hours when full. */
function endOf({ rights, approvedAt }: SignedIn): number {
  return approvedAt + (rights === "reduced" ? 1 : 4) * 60 * 60_000;
}

const statuses: Partial<Record<Failure, number>> = {
  unreachable: 502,
  mismatch: 400,
  refused: 400,
  broken: 500,
};

/** What the person did (refused, waited too long) is no error of HTTP. */
function statusOf({ failure }: SignInFailure): number {
  return statuses[failure] ?? 200;
}

// Cookies: this host alone, not for scripts, sent when the provider sends the browser back.
const visitCookie = "__Host-register";
const langCookie = "__Host-register-lang";

function cookie(name: string, value: string, maxAgeSeconds?: number): string {
  const age = maxAgeSeconds === undefined ? "" : `; Max-Age=${maxAgeSeconds}`;
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${age}`;
}

/** Chosen here before, else the browser's first of ours, else French. */
function languageOf(wanted: string | null | undefined, accepted: string | undefined): Lang {
  if (wanted === "fr" || wanted === "en") return wanted;
  const first = /(?:^|,)\s*(fr|en)\b/i.exec(accepted ?? "")?.[1];
  return first?.toLowerCase() === "en" ? "en" : "fr";
}

/** The longest form here is a logout token: three signatures long. */
const formMax = 4_096;

/** What a form says; `undefined` when it is longer than any of ours. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  let text = "";
  for await (const part of request.setEncoding("latin1")) {
    text += part;
    if (text.length > formMax) return undefined;
  }
  return new URLSearchParams(text);
}

function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? "")
    .split(";")
    .map((pair) => pair.trim().split("=", 2) as [string, string?]);
  return new Map(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

function send(response: ServerResponse, issuer: string, answer: Answer): void {
  response.writeHead(answer.status, {
    "content-type": answer.type ?? "text/html; charset=utf-8",
    "cache-control": answer.type?.startsWith("text/css") ? "public, max-age=300" : "no-store",
    // Signing out is a form whose answer leads to the provider and back.
    "content-security-policy": `default-src 'none'; style-src 'self'; form-action 'self' ${issuer}; base-uri 'none'; frame-ancestors 'none'`,
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    ...(answer.location === undefined ? {} : { location: answer.location }),
    ...(answer.cookies?.length ? { "set-cookie": [...answer.cookies] } : {}),
  });
  response.end(answer.body);
}
