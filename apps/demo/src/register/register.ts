import {
  type Asked,
  type House as Frame,
  type ServiceSettings,
  standing,
  startService,
} from "../shared/service.ts";
import type { Answer } from "../shared/site.ts";
import { rightsOf } from "../shared/visits.ts";
import { createRecords, patients, type Records, readAct, vaccines } from "./acts.ts";
import { insidePage, type News, servicePages } from "./pages.ts";
import { simulate, surveillance, write } from "./surveillance.ts";
import { createWatch, type Watch } from "./watch.ts";

/**
 * A vaccination register, written as any integrator would write it: `openid-client`, plain HTTP, a session in memory.
 * It is part of the sandbox, to see a sign-in end somewhere, and proves that the provider needs no library of ours.
 */
export type House = Frame & { readonly watch: Watch; readonly records: Records };

/** Starts the register. `close` ends its connections and forgets every visit. */
export function startRegister(settings: ServiceSettings): Promise<{ close(): Promise<void> }> {
  const described = { ...settings, description: "Registre de vaccination" };
  return startService(described, (frame) => {
    const watch = createWatch(frame.now);
    const records = createRecords();
    const house: House = { ...frame, watch, records };
    return {
      name: "register",
      reviewer: "Surveillance du registre (démonstration)",
      pages: servicePages,
      watch,
      inside: (asked, visit, { person, endsAt }) =>
        insidePage(asked.lang, {
          ...{ person, endsAt, rights: rightsOf(visit), isReducedSince: visit.wasReduced },
          left: records.left(person.nationalId, frame.now()),
          news: newsIn(asked.url),
          acts: records.of(person.nationalId),
        }),
      review: (by, span) => {
        records.cancel(by, span);
        const acts = records.within(by, span);
        return { acts, cancelled: acts };
      },
      routes: {
        "POST /vaccinations": (asked) => vaccinate(house, asked),
        "GET /api/vaccinations": (asked) => vaccinations(house, asked),
        "GET /surveillance": (asked) => surveillance(house, asked),
        "POST /surveillance/simulate": (asked) => simulate(house, asked),
      },
    };
  });
}

async function vaccinate(house: House, asked: Asked): Promise<Answer> {
  const signedIn = asked.visit && (await standing(house, asked.visit));
  // The home page says why.
  if (!asked.visit || !signedIn) return { status: 303, location: "/" };
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
