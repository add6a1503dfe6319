import { readFile } from "node:fs/promises";
import { drawQr } from "@aval/design";
import { asFailure, type Registration, SignInFailure } from "../shared/provider.ts";
import {
  type Answer,
  type Asked,
  cookie,
  readStylesheet,
  type Started,
  startSite,
} from "../shared/site.ts";
import { createInstallation, type Installation } from "./installation.ts";
import { askingPage, linkedPage, linkingPage, stageName } from "./linked-pages.ts";
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
    /** The same program as its editor registered it for installations with a key each. */
    readonly linked: Pick<Registration, "clientId" | "clientSecret">;
  };

type House = {
  readonly provider: Provider;
  readonly installation: Installation;
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
    installation: await createInstallation({ ...settings, ...settings.linked }, "Comptoir 2", now),
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
      return { status: 200, body: await pageOf(house, here) };
    case "GET /stage.json":
      return stage(house, here);
    case "POST /sign-in":
      return signIn(house, here);
    case "POST /linked/link":
      return link(house, here);
    case "POST /linked/sign-in":
      return signInLinked(house, here);
    case "POST /linked/backchannel-logout":
      return told(house, here, house.installation.provider);
    case "POST /cancel":
      return back(here, { at: "out" });
    case "POST /vaccinations":
      return read(house, here);
    case "POST /sign-out":
      return signOut(house, here);
    case "POST /backchannel-logout":
      return told(house, here, house.provider);
    default:
      return { status: 404, body: notFoundPage(here.lang) };
  }
}

async function pageOf(house: House, here: Here): Promise<string> {
  const { installation, now } = house;
  const { lang, url } = here;
  const { at, frame } = await look(house, here);
  const holders = installation.holders();
  switch (at.at) {
    case "out":
      return outPage(lang, { isMistyped: url.searchParams.has("mistyped"), holders });
    case "asking": {
      const secondsLeft = left(at.asking, now());
      const { number } = at.asking;
      return at.asking.frame
        ? askingPage(lang, number, { frame, secondsLeft })
        : waitingPage(lang, { number, secondsLeft });
    }
    case "linking":
      return linkingPage(lang, installation.machine, {
        frame,
        secondsLeft: left(at.linking, now()),
      });
    case "linked":
      return linkedPage(lang, holders);
    case "failed":
      return failedPage(lang, at.failure, at.detail, at.isLinked);
    case "in":
      return deskPage(lang, at.signedIn, at.read);
    case "closed":
      return overPage(lang, at.by);
  }
}

const left = ({ endsAt }: { endsAt: number }, now: number) =>
  Math.max(0, Math.ceil((endsAt - now) / 1_000));

/** How it stands now, with the code to show where there is one: asked of the provider, who makes another each second. */
async function look(
  { now }: Pick<House, "now">,
  { visit }: Here,
): Promise<{ readonly at: Visit["stage"]; readonly frame?: string | undefined }> {
  const at = visit ? standing(visit, now()) : ({ at: "out" } as const);
  if (at.at === "asking") return { at, frame: await at.asking.frame?.() };
  if (at.at !== "linking" || !visit) return { at };
  const linked = await at.linking.look();
  // Given up meanwhile: a late answer changes nothing.
  if (visit.stage !== at) return { at: visit.stage };
  if (linked.state === "shown") return { at, frame: linked.frame };
  if (linked.state === "linked") visit.stage = { at: "linked" };
  else if (linked.state !== "claimed") visit.stage = ended(linked.state);
  return { at: visit.stage };
}

const ended = (state: "expired" | "cancelled"): Visit["stage"] => ({
  at: "failed",
  failure: state === "cancelled" ? "denied" : "expired",
  detail: "",
  isLinked: true,
});

/** What the page's script asks once a second: whether this is still the screen, how long, and which code. */
async function stage(house: House, here: Here): Promise<Answer> {
  const { at, frame } = await look(house, here);
  const of = at.at === "asking" ? at.asking : at.at === "linking" ? at.linking : undefined;
  const secondsLeft = of ? left(of, house.now()) : 0;
  const code = frame === undefined ? {} : { frame, ...drawQr(frame) };
  return {
    status: 200,
    body: JSON.stringify({ at: stageName(at.at, frame), secondsLeft, ...code }),
    type: "application/json; charset=utf-8",
  };
}

/** This installation is to be linked to whoever stands here. */
async function link(house: House, here: Here): Promise<Answer> {
  const linking = await house.installation.link();
  const visit = here.visit ?? house.visits.open();
  if (visit.stage.at === "asking") visit.stage.asking.cancel();
  visit.stage = { at: "linking", linking };
  return { status: 303, location: "/", cookies: [cookie(visitCookie, visit.id)] };
}

/** Somebody whom it was linked to signs in: nothing is typed. */
async function signInLinked(house: House, here: Here): Promise<Answer> {
  const { asking, answer } = await house.installation.ask(here.form.get("subject") ?? "");
  const visit = here.visit ?? house.visits.open();
  ask(visit, asking, answer, asFailure);
  return { status: 303, location: "/", cookies: [cookie(visitCookie, visit.id)] };
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
  const { signedIn } = stage;
  const provider = signedIn.hintToken ? house.installation.provider : house.provider;
  await provider.signOut(signedIn).catch(() => undefined);
  return { status: 303, location: "/" };
}

function back({ visit }: Here, to: Visit["stage"]): Answer {
  if (visit?.stage.at === "asking") visit.stage.asking.cancel();
  if (visit && visit.stage.at !== "in") visit.stage = to;
  return { status: 303, location: "/" };
}

/** The provider says that a session is over (OpenID Connect Back-Channel Logout 1.0). */
async function told(
  house: House,
  { form }: Here,
  provider: Pick<Provider, "loggedOut">,
): Promise<Answer> {
  const over = await provider.loggedOut(form.get("logout_token") ?? "");
  if (!over) return { status: 400, body: `{"error":"invalid_request"}`, type: "application/json" };
  house.visits.end(over);
  return { status: 200, body: "", type: "text/plain" };
}

const visitCookie = "__Host-pharmacy";
