import { createRecords, patients, type Records, readAct, vaccines } from "./acts.ts";
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
import { type Failure, type Registration, SignInFailure } from "../shared/provider.ts";
import {
  type Answer,
  type Asked as SiteAsked,
  cookie,
  readStylesheet,
  type Started,
  startSite,
} from "../shared/site.ts";
import { createProvider, type Provider } from "./provider.ts";
import { createSignals, type Signals } from "./signals.ts";
import { review, signalled, simulate, surveillance, write } from "./surveillance.ts";
import { createWatch, type Watch } from "./watch.ts";
import {
  comeBack,
  createVisits,
  leave,
  rightsOf,
  type SignedIn,
  type Visit,
  type Visits,
} from "./sessions.ts";

/**
 * A vaccination register, written as any integrator would write it: `openid-client`, plain HTTP, a session in memory.
 * It is part of the sandbox, to see a sign-in end somewhere, and proves that the provider needs no library of ours.
 */
export type RegisterSettings = Registration & Started;

export type House = {
  readonly provider: Provider;
  readonly signals: Signals;
  readonly watch: Watch;
  readonly visits: Visits;
  readonly records: Records;
  readonly now: () => number;
  readonly origin: string;
  readonly stylesheet: Answer;
};

export type Asked = Omit<SiteAsked, "cookies"> & { readonly visit: Visit | undefined };

/** Starts the register. `close` ends its connections and forgets every visit. */
export async function startRegister(
  settings: RegisterSettings,
): Promise<{ close(): Promise<void> }> {
  const { now = Date.now } = settings;
  const visits = createVisits(now);
  const house: House = {
    provider: createProvider(settings, now),
    signals: await createSignals(settings, now),
    watch: createWatch(now),
    visits,
    records: createRecords(),
    now,
    origin: settings.origin,
    stylesheet: await readStylesheet(),
  };
  const site = await startSite(
    { ...settings, name: "register" },
    {
      answer: ({ cookies, ...asked }) =>
        route(house, { ...asked, visit: visits.find(cookies.get(visitCookie)) }),
      forged: (lang) => ({ status: 403, body: failurePage(lang, "mismatch", "origin") }),
      known: (fault, lang) =>
        fault instanceof SignInFailure
          ? { status: statusOf(fault), body: failurePage(lang, fault.failure, fault.message) }
          : undefined,
      broken: (lang) => ({ status: 500, body: failurePage(lang, "broken", "") }),
    },
  );
  house.signals.begin();
  return {
    close: () => {
      house.signals.close();
      visits.clear();
      return site.close();
    },
  };
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
    case "GET /api/vaccinations":
      return vaccinations(house, asked);
    case "GET /userinfo":
      return received(house, asked);
    case "POST /backchannel-logout":
      return told(house, asked);
    case "POST /signals":
      return signalled(house, asked);
    case "GET /surveillance":
      return surveillance(house, asked);
    case "POST /surveillance/review":
      return review(house, asked);
    case "POST /surveillance/simulate":
      return simulate(house, asked);
    case "POST /sign-out":
      return signOut(house, asked);
    case "GET /assets/aval.css":
      return house.stylesheet;
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
    rights: rightsOf(asked.visit),
    isReducedSince: asked.visit.wasReduced,
    left: house.records.left(signedIn.person.nationalId, house.now()),
    endsAt: signedIn.endsAt,
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
  const { person, subject, session } = signedIn;
  house.watch.came({ nationalId: person.nationalId, name: person.name, subject, session });
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
  const isKept = await write(house, asked.visit, act);
  return { status: 303, location: isKept ? "/?news=recorded" : "/?news=enough" };
}

/** The same acts for a program, which comes with a token of this register's in place of a browser's session. */
async function vaccinations(house: House, { bearer }: Asked): Promise<Answer> {
  const caller = bearer === undefined ? undefined : await house.provider.callerOf(bearer);
  const type = "application/json; charset=utf-8";
  if (!caller) return { status: 401, body: `{"error":"invalid_token"}`, type };
  const acts = house.records
    .of(caller.nationalId)
    .filter(({ isCancelled }) => !isCancelled)
    .map(({ patient, vaccine, at }) => ({
      patient: patients[patient],
      vaccine: vaccines[vaccine],
      at,
    }));
  return { status: 200, body: JSON.stringify(acts), type };
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

const visitCookie = "__Host-register";
