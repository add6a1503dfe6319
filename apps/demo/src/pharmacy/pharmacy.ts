import { readFile } from "node:fs/promises";
import { asFailure, type Registration, SignInFailure } from "../shared/provider.ts";
import {
  type Answer,
  type Asked,
  cookie,
  readStylesheet,
  type Started,
  startSite,
} from "../shared/site.ts";
import { deskPage, failedPage, notFoundPage, outPage, overPage, waitingPage } from "./pages.ts";
import { createProvider, type Provider } from "./provider.ts";
import {
  ask,
  createVisits,
  standing,
  type Vaccination,
  type Visit,
  type Visits,
} from "./sessions.ts";

/**
 * A pharmacy's desktop program, played by pages: it has no browser to send anywhere, hence asks the provider itself and
 * waits for the phone. Written as any editor would write it, with `openid-client`; nothing here knows Aval.
 */
export type PharmacySettings = Registration &
  Started & {
    /** The vaccination register: where it lists what somebody recorded, and what it is called at the provider. */
    readonly register: { readonly address: string; readonly clientId: string };
  };

type House = {
  readonly provider: Provider;
  readonly visits: Visits;
  readonly now: () => number;
  readonly register: PharmacySettings["register"];
  readonly files: ReadonlyMap<string, Answer>;
};

type Here = Omit<Asked, "cookies"> & { readonly visit: Visit | undefined };

/** Starts the program. `close` ends its connections, gives up what it asked and forgets every window. */
export async function startPharmacy(
  settings: PharmacySettings,
): Promise<{ close(): Promise<void> }> {
  const { now = Date.now } = settings;
  const visits = createVisits(now);
  const script = await readFile(new URL("waiting.js", import.meta.url));
  const house: House = {
    provider: createProvider(settings, now),
    visits,
    now,
    register: settings.register,
    files: new Map([
      ["/assets/aval.css", await readStylesheet()],
      ["/assets/waiting.js", { status: 200, body: script, type: "text/javascript; charset=utf-8" }],
    ]),
  };
  const site = await startSite(
    { ...settings, name: "pharmacy", hasScript: true },
    {
      answer: ({ cookies, ...asked }) =>
        route(house, { ...asked, visit: visits.find(cookies.get(visitCookie)) }),
      forged: (lang) => ({ status: 403, body: failedPage(lang, "mismatch", "origin") }),
      known: (fault, lang) =>
        fault instanceof SignInFailure
          ? {
              status: fault.failure === "unreachable" ? 502 : 400,
              body: failedPage(lang, fault.failure, fault.message),
            }
          : undefined,
      broken: (lang) => ({ status: 500, body: failedPage(lang, "broken", "") }),
    },
  );
  return {
    close: () => {
      visits.clear();
      return site.close();
    },
  };
}

async function route(house: House, here: Here): Promise<Answer> {
  const file = here.method === "GET" ? house.files.get(here.url.pathname) : undefined;
  if (file) return file;
  switch (`${here.method} ${here.url.pathname}`) {
    case "GET /":
      return { status: 200, body: pageOf(house, here) };
    case "GET /stage.json":
      return stage(house, here);
    case "POST /sign-in":
      return signIn(house, here);
    case "POST /cancel":
      return back(here, { at: "out" });
    case "POST /vaccinations":
      return read(house, here);
    case "POST /sign-out":
      return signOut(house, here);
    case "POST /backchannel-logout":
      return told(house, here);
    default:
      return { status: 404, body: notFoundPage(here.lang) };
  }
}

function pageOf({ now }: House, { lang, visit, url }: Here): string {
  const at = visit ? standing(visit, now()) : ({ at: "out" } as const);
  switch (at.at) {
    case "out":
      return outPage(lang, { isMistyped: url.searchParams.has("mistyped") });
    case "asking":
      return waitingPage(lang, { number: at.asking.number, secondsLeft: left(at.asking, now()) });
    case "failed":
      return failedPage(lang, at.failure, at.detail);
    case "in":
      return deskPage(lang, at.signedIn, at.read);
    case "closed":
      return overPage(lang, at.by);
  }
}

const left = ({ endsAt }: { endsAt: number }, now: number) =>
  Math.max(0, Math.ceil((endsAt - now) / 1_000));

/** What the page's script asks once a second: whether this is still the screen, and how long. */
function stage({ now }: House, { visit }: Here): Answer {
  const at = visit ? standing(visit, now()) : ({ at: "out" } as const);
  const secondsLeft = at.at === "asking" ? left(at.asking, now()) : 0;
  return {
    status: 200,
    body: JSON.stringify({ at: at.at, secondsLeft }),
    type: "application/json; charset=utf-8",
  };
}

async function signIn(house: House, here: Here): Promise<Answer> {
  const nationalId = readNationalId(here.form.get("national-id") ?? "");
  if (!nationalId) return { status: 303, location: "/?mistyped" };
  const { asking, answer } = await house.provider.ask(nationalId);
  const visit = here.visit ?? house.visits.open();
  ask(visit, asking, answer, asFailure);
  return { status: 303, location: "/", cookies: [cookie(visitCookie, visit.id)] };
}

/**
 * The identifier as the provider wants it: `8` and the eleven digits of the RPPS number, which people often type without the
 * 8; longer ones, with letters and a slash, are of staff. `undefined` for what can be none.
 */
export function readNationalId(typed: string): string | undefined {
  const text = typed.replaceAll(/[\s.]/g, "").toUpperCase();
  if (/^\d{11}$/.test(text)) return `8${text}`;
  return /^\d[\dA-Z/-]{7,40}$/.test(text) ? text : undefined;
}

/** What the register keeps of this person's, read in their name. A session that the provider has ended is over here too. */
async function read(house: House, { visit }: Here): Promise<Answer> {
  const stage = visit && standing(visit, house.now());
  if (!visit || stage?.at !== "in") return { status: 303, location: "/" };
  const signedIn = await house.provider.renewed(stage.signedIn);
  if (!signedIn) {
    visit.stage = { at: "closed", by: "time" };
    return { status: 303, location: "/" };
  }
  const found = readVaccinations(await house.provider.readAt(house.register, signedIn));
  // Closed meanwhile: a late answer opens nothing again.
  if (visit.stage === stage) visit.stage = { at: "in", signedIn, read: found };
  return { status: 303, location: "/" };
}

/** Another program's words: what is not as expected is left out. */
function readVaccinations(answer: unknown): readonly Vaccination[] {
  if (!Array.isArray(answer)) return [];
  return answer.filter(
    (one): one is Vaccination =>
      typeof one?.patient === "string" &&
      typeof one?.vaccine?.fr === "string" &&
      typeof one?.vaccine?.en === "string" &&
      Number.isSafeInteger(one?.at),
  );
}

/** Here first, then at the provider: if it cannot be reached, this program is closed all the same. */
async function signOut(house: House, here: Here): Promise<Answer> {
  const stage = here.visit && standing(here.visit, house.now());
  if (!here.visit || stage?.at !== "in") return { status: 303, location: "/" };
  here.visit.stage = { at: "closed", by: "you" };
  await house.provider.signOut(stage.signedIn).catch(() => undefined);
  return { status: 303, location: "/" };
}

function back({ visit }: Here, to: Visit["stage"]): Answer {
  if (visit?.stage.at === "asking") visit.stage.asking.cancel();
  if (visit && visit.stage.at !== "in") visit.stage = to;
  return { status: 303, location: "/" };
}

/** The provider says that a session is over (OpenID Connect Back-Channel Logout 1.0). */
async function told(house: House, { form }: Here): Promise<Answer> {
  const over = await house.provider.loggedOut(form.get("logout_token") ?? "");
  if (!over) return { status: 400, body: `{"error":"invalid_request"}`, type: "application/json" };
  house.visits.end(over);
  return { status: 200, body: "", type: "text/plain" };
}

const visitCookie = "__Host-pharmacy";
