import { type Failure, type Registration, SignInFailure } from "./provider.ts";
import { reactionTo } from "./reactions.ts";
import type { ClosedBy, ServicePages } from "./service-pages.ts";
import { createProvider, type Provider } from "./sign-in.ts";
import { createSignals, type Signals } from "./signals.ts";
import {
  type Answer,
  type Asked as SiteAsked,
  cookie,
  readStylesheet,
  type Started,
  startSite,
} from "./site.ts";
import type { Span, ToldBook } from "./told.ts";
import { comeBack, createVisits, leave, type SignedIn, type Visit, type Visits } from "./visits.ts";

/**
 * What the demonstration services do alike: let people in and out by the provider, hear that a session is over by back-channel logout
 * and by Shared Signals, and answer for a window of fraud. Each has its own client, sessions, stream, pages and acts.
 */
export type ServiceSettings = Registration & Started;
/** `description`: what its stream is called. */
type Described = ServiceSettings & { readonly description: string };

export type House = {
  readonly provider: Provider;
  readonly signals: Signals;
  readonly visits: Visits;
  readonly now: () => number;
  readonly origin: string;
};

export type Asked = Omit<SiteAsked, "cookies"> & { readonly visit: Visit | undefined };
export type Route = (asked: Asked) => Promise<Answer> | Answer;

/** What one service is, beside that. */
export type Service = {
  readonly name: "register" | "results";
  /** Who answers for a window of fraud. */
  readonly reviewer: string;
  readonly pages: ServicePages;
  readonly watch: ToldBook;
  /** What somebody who is signed in sees. */
  readonly inside: (asked: Asked, visit: Visit, signedIn: SignedIn) => string;
  /** Looks at what somebody did in a time that was another's, and cancels what can be. */
  readonly review: (
    nationalId: string,
    span: Span,
  ) => { readonly acts: number; readonly cancelled: number };
  /** Its own addresses. */
  readonly routes: Readonly<Record<string, Route>>;
  /** Shown to whoever comes, or is left, with a reduced session. Absent: they are let in. */
  readonly onlyFull?: (lang: Asked["lang"]) => string;
};

type Running = House & { readonly service: Service; readonly stylesheet: Answer };

/** Starts it. `close` ends its connections and forgets every visit. */
export async function startService(
  settings: Described,
  make: (house: House) => Service,
): Promise<{ close(): Promise<void> }> {
  const { now = Date.now } = settings;
  const visits = createVisits(now);
  const signals = await createSignals(settings, now);
  const provider = createProvider(settings, now);
  const house: House = { provider, signals, visits, now, origin: settings.origin };
  const service = make(house);
  const { name, pages } = service;
  const running: Running = { ...house, service, stylesheet: await readStylesheet() };
  const site = await startSite(
    { ...settings, name },
    {
      answer: ({ cookies, ...asked }) =>
        route(running, { ...asked, visit: visits.find(cookies.get(cookieOf(running))) }),
      forged: (lang) => ({ status: 403, body: pages.failure(lang, "mismatch", "origin") }),
      known: (fault, lang) =>
        fault instanceof SignInFailure
          ? { status: statusOf(fault), body: pages.failure(lang, fault.failure, fault.message) }
          : undefined,
      broken: (lang) => ({ status: 500, body: pages.failure(lang, "broken", "") }),
    },
  );
  signals.begin();
  return {
    close: () => {
      signals.close();
      visits.clear();
      return site.close();
    },
  };
}

async function route(house: Running, asked: Asked): Promise<Answer> {
  const address = `${asked.method} ${asked.url.pathname}`;
  const own = house.service.routes[address];
  if (own) return own(asked);
  switch (address) {
    case "GET /":
      return home(house, asked);
    case "GET /sign-in":
      return signIn(house, asked);
    case "GET /callback":
      return callback(house, asked);
    case "POST /refresh":
      return refresh(house, asked);
    case "GET /userinfo":
      return received(house, asked);
    case "POST /backchannel-logout":
      return loggedOut(house, asked);
    case "POST /signals":
      return signalled(house, asked);
    case "POST /surveillance/review":
      return review(house, asked);
    case "POST /sign-out":
      return signOut(house, asked);
    case "GET /assets/aval.css":
      return house.stylesheet;
    default:
      return { status: 404, body: house.service.pages.notFound(asked.lang) };
  }
}

async function home(house: Running, asked: Asked): Promise<Answer> {
  const { pages, inside } = house.service;
  if (isBackFromSigningOut(asked)) return closed(house, asked, "you");
  if (asked.visit?.wasTold) return closed(house, asked, "told");
  if (!asked.visit?.signedIn) return { status: 200, body: pages.home(asked.lang) };
  const signedIn = await standing(house, asked.visit);
  if (!signedIn) return closed(house, asked, "provider");
  return { status: 200, body: inside(asked, asked.visit, signedIn) };
}

async function signIn(house: Running, asked: Asked): Promise<Answer> {
  const { address, state, leaving } = await house.provider.depart(asked.lang);
  const visit = asked.visit ?? house.visits.open();
  leave(visit, state, leaving);
  return { status: 303, location: address.href, cookies: [cookie(cookieOf(house), visit.id)] };
}

/** The browser is back. The state must be one that this very browser left with: nobody is signed in as somebody else. */
async function callback(house: Running, asked: Asked): Promise<Answer> {
  const state = asked.url.searchParams.get("state") ?? "";
  const leaving = asked.visit && comeBack(asked.visit, state, house.now());
  if (!asked.visit || !leaving) throw new SignInFailure("mismatch", "unknown state");
  const signedIn = await house.provider.arrive(
    new URL(asked.url.pathname + asked.url.search, house.origin),
    state,
    leaving,
  );
  const { onlyFull } = house.service;
  if (onlyFull && signedIn.rights !== "full") return { status: 403, body: onlyFull(asked.lang) };
  const visit = house.visits.signIn(asked.visit, signedIn);
  const { person, subject, session } = signedIn;
  house.service.watch.came({ nationalId: person.nationalId, name: person.name, subject, session });
  return { status: 303, location: "/", cookies: [cookie(cookieOf(house), visit.id)] };
}

async function refresh(house: Running, asked: Asked): Promise<Answer> {
  if (!asked.visit?.signedIn) return { status: 303, location: "/" };
  return (await renewed(house, asked.visit))
    ? { status: 303, location: "/?news=refreshed" }
    : closed(house, asked, "provider");
}

async function received(house: Running, asked: Asked): Promise<Answer> {
  const signedIn = asked.visit && (await standing(house, asked.visit));
  if (!asked.visit || !signedIn)
    return asked.visit?.signedIn
      ? closed(house, asked, "provider")
      : { status: 303, location: "/" };
  return {
    status: 200,
    body: house.service.pages.received(asked.lang, await house.provider.userinfo(signedIn)),
  };
}

/**
 * The provider, and no browser, says that a session is over (OpenID Connect Back-Channel Logout 1.0). A session that is over here
 * already is answered like one that was open: it is over.
 */
async function loggedOut(house: Running, { form }: Asked): Promise<Answer> {
  const over = await house.provider.loggedOut(form.get("logout_token") ?? "");
  if (!over) return { status: 400, body: `{"error":"invalid_request"}`, type: "application/json" };
  house.visits.end(over);
  return { status: 200, body: "", type: "text/plain" };
}

/** Here first, then at the provider: if the provider cannot be reached, this register is closed all the same. */
async function signOut(house: Running, asked: Asked): Promise<Answer> {
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

function closed(house: Running, asked: Asked, by: ClosedBy): Answer {
  if (asked.visit) house.visits.close(asked.visit);
  return {
    status: 200,
    body: house.service.pages.closed(asked.lang, by),
    cookies: [cookie(cookieOf(house), "", 0)],
  };
}

/** Who is signed in, once the provider has said so within the life of an access token. */
export async function standing(house: House, visit: Visit): Promise<SignedIn | undefined> {
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

/** The provider pushes an event (RFC 8935). What it is refused for is said as that specification says it. */
async function signalled(house: Running, asked: Asked): Promise<Answer> {
  const came = await house.signals.receive({ token: asked.text, bearer: asked.bearer }, (event) => {
    const { sub: subject, session } = event.about;
    const { does } = reactionTo(event);
    if (subject === undefined) return;
    // Where a reduced session is worth nothing, less is an end.
    const effect = does === "reduce" && house.service.onlyFull ? "end" : does;
    if (effect !== "nothing") house.visits[effect]({ subject, session, at: event.at });
    house.service.watch.heard(event);
  });
  if (came === "taken") return { status: 202, body: "", type: "text/plain" };
  const body = `{"err":"authentication_failed","description":"not of this stream"}`;
  return { status: 400, body, type: "application/json" };
}

/** Whoever runs the service has looked: what can be is cancelled, and the provider is told how much there was. */
async function review(house: Running, asked: Asked): Promise<Answer> {
  const { watch, review: look, reviewer } = house.service;
  const one = watch.review(asked.form.get("window") ?? "");
  if (one && !one.answered) {
    const found = look(one.guest?.nationalId ?? "", one);
    if (await house.signals.answer(one.answerAt, { reviewed_by: reviewer, ...found }))
      watch.answered(one.window, { ...found, at: house.now() });
  }
  return { status: 303, location: "/surveillance" };
}

const cookieOf = ({ service }: Running) => `__Host-${service.name}`;
