import {
  type Asked,
  type House,
  type ServiceSettings,
  standing,
  startService,
} from "../shared/service.ts";
import type { Answer } from "../shared/site.ts";
import { createToldBook, type ToldBook } from "../shared/told.ts";
import { toldShown } from "../shared/told-pages.ts";
import { fullOnlyPage, insidePage, servicePages, toldPage } from "./pages.ts";
import { createReadings, type Readings, results } from "./readings.ts";

/**
 * A service of tests' results, beside the register: somebody has a session at both, and stopping ends both. What it shows is worth more, so
 * that it is registered as `sensitive` and takes full sessions only; whoever comes by another door is told which ones give more.
 */
type ResultsHouse = House & { readonly watch: ToldBook; readonly readings: Readings };

/** Starts the service. `close` ends its connections and forgets every visit. */
export function startResults(settings: ServiceSettings): Promise<{ close(): Promise<void> }> {
  const described = { ...settings, description: "Résultats de tests" };
  return startService(described, (frame) => {
    const house = { ...frame, watch: createToldBook(frame.now), readings: createReadings() };
    const { watch, readings } = house;
    return {
      name: "results",
      reviewer: "Surveillance des résultats (démonstration)",
      pages: servicePages,
      watch,
      onlyFull: fullOnlyPage,
      inside: ({ lang, url }, visit, { person, endsAt }) =>
        insidePage(lang, {
          ...{ person, endsAt, rights: "full", isReducedSince: visit.wasReduced },
          shown: url.searchParams.get("result") ?? undefined,
          readings: readings.of(person.nationalId),
        }),
      // What was read was read.
      review: (by, span) => ({ acts: readings.within(by, span), cancelled: 0 }),
      routes: {
        "POST /results": (asked) => read(house, asked),
        "GET /surveillance": ({ lang }) => ({
          status: 200,
          body: toldPage(lang, toldShown(house.signals.listening(), watch, readings.within)),
        }),
      },
    };
  });
}

/** Shows one result, and keeps who looked at it. */
async function read(house: ResultsHouse, asked: Asked): Promise<Answer> {
  const signedIn = asked.visit && (await standing(house, asked.visit));
  const result = asked.form.get("result") ?? "";
  // The home page says why.
  if (!signedIn || !Object.hasOwn(results, result)) return { status: 303, location: "/" };
  house.readings.add(signedIn.person.nationalId, { result, at: house.now() });
  return { status: 303, location: `/?result=${result}` };
}
