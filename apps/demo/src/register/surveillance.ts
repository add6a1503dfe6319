import type { Answer } from "../shared/site.ts";
import { type Act, patients, vaccines } from "./acts.ts";
import type { Asked, House } from "./register.ts";
import { rightsOf, type Visit } from "./sessions.ts";
import { reactionTo, volumeRule } from "./watch.ts";
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

/** The provider pushes an event (RFC 8935). What it is refused for is said as that specification says it. */
export async function signalled(house: House, asked: Asked): Promise<Answer> {
  const came = await house.signals.receive({ token: asked.text, bearer: asked.bearer }, (event) => {
    const { sub: subject, session } = event.about;
    const { does } = reactionTo(event);
    if (subject !== undefined && does !== "nothing")
      house.visits[does]({ subject, session, at: event.at });
    if (subject !== undefined) house.watch.heard(event);
  });
  if (came === "taken") return { status: 202, body: "", type: "text/plain" };
  const body = `{"err":"authentication_failed","description":"not of this stream"}`;
  return { status: 400, body, type: "application/json" };
}

export function surveillance(house: House, asked: Asked): Answer {
  return { status: 200, body: watchPage(asked.lang, watching(house)) };
}

/** Whoever runs the register has looked: what was written in that time is cancelled, and the provider is told how much it was. */
export async function review(house: House, asked: Asked): Promise<Answer> {
  const one = house.watch.review(asked.form.get("window") ?? "");
  if (one && !one.answered) {
    const by = one.guest?.nationalId ?? "";
    house.records.cancel(by, one);
    const acts = house.records.within(by, one);
    const found = { reviewed_by: reviewer, acts, cancelled: acts };
    if (await house.signals.answer(one.answerAt, found))
      house.watch.answered(one.window, { acts, cancelled: acts, at: house.now() });
  }
  return { status: 303, location: "/surveillance" };
}

const reviewer = "Surveillance du registre (démonstration)";

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
    listening: signals.listening(),
    told: watch.told(),
    sent: watch.sent(),
    reviews: watch.reviews().map(({ window, from, to, guest, answered }) => ({
      ...{ window, from, to, answered, name: guest?.name },
      acts: guest ? records.within(guest.nationalId, { from, to }) : 0,
    })),
    guests: watch.guests().map(({ nationalId, name, subject }) => {
      const open = visits.openOf(subject).map(rightsOf);
      const standing = open.includes("full") ? "full" : open.length > 0 ? "reduced" : "over";
      return { nationalId, name, standing, acts: records.lately(nationalId, house.now()) };
    }),
  };
}
