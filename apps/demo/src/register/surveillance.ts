import type { Asked } from "../shared/service.ts";
import type { Answer } from "../shared/site.ts";
import { type Act, patients, vaccines } from "./acts.ts";
import type { House } from "./register.ts";
import { toldShown } from "../shared/told-pages.ts";
import { rightsOf, type Visit } from "../shared/visits.ts";
import { volumeRule } from "./watch.ts";
import { watchPage, type Watching } from "./watch-pages.ts";

/** What the register watches, is told, and tells in turn. */

/** Writes an act of a visit that stands, and reports a session that writes more than a person does. False: it was not written. */
export async function write(house: House, visit: Visit, act: Act): Promise<boolean> {
  const { signedIn } = visit;
  if (!signedIn) return false;
  const { nationalId, name } = signedIn.person;
  const isKept = house.records.add(nationalId, act, rightsOf(visit));
  // What was not written counts too: a reduced session that tries forty is no person's either.
  if (house.watch.tries(nationalId, act.at) && signedIn.session !== undefined) {
    const acts = volumeRule.acts + 1;
    const isHeard = await house.signals.report(signedIn.session, acts, volumeRule.seconds);
    house.watch.reported({ at: house.now(), name, acts, isHeard });
  }
  return isKept;
}

export function surveillance(house: House, asked: Asked): Answer {
  return { status: 200, body: watchPage(asked.lang, watching(house)) };
}

const simulatedActs = 40;

/** Forty acts within two minutes, in an open session of somebody's, as a program would write them. */
export async function simulate(house: House, asked: Asked): Promise<Answer> {
  const guest = house.watch.guest(asked.form.get("person") ?? "");
  // The one that began last.
  const visit = guest && house.visits.openOf(guest.subject).at(-1);
  const show = (simulated: Watching["simulated"]): Answer => ({
    status: 200,
    body: watchPage(asked.lang, { ...watching(house), simulated }),
  });
  if (!visit) return show("over");
  const [who, what] = [Object.keys(patients), Object.keys(vaccines)];
  const stepMs = (volumeRule.seconds * 1_000) / simulatedActs;
  let written = 0;
  for (let nth = 0; nth < simulatedActs; nth++) {
    const patient = who[nth % who.length] as Act["patient"];
    const vaccine = what[nth % what.length] ?? "covid";
    const at = Math.round(house.now() - (simulatedActs - 1 - nth) * stepMs);
    if (await write(house, visit, { patient, vaccine, at })) written += 1;
  }
  return show({ written, tried: simulatedActs });
}

function watching(house: House): Watching {
  const { records, visits, watch, signals } = house;
  return {
    ...toldShown(signals.listening(), watch, records.within),
    sent: watch.sent(),
    guests: watch.guests().map(({ nationalId, name, subject }) => {
      const open = visits.openOf(subject).map(rightsOf);
      const standing = open.includes("full") ? "full" : open.length > 0 ? "reduced" : "over";
      return { nationalId, name, standing, acts: records.lately(nationalId, house.now()) };
    }),
  };
}
