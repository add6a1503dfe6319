import type { BellOffer, BellPlace, BellView, Context } from "@aval/protocol";
import type { InstallOffer } from "../enrolment/state.ts";
import type { Messages } from "../messages.ts";
import type { Model } from "../state.ts";
import type { Bells, BellTrial } from "./request.ts";

/** What a bell's place said it is, in words. */
export function placeWords({ declared }: BellPlace, t: Messages): string {
  return declared || t.places.computer;
}

/** The services that a place may ring for, in one line; nothing where there is none. */
export function rungFor({ list }: Bells, place: string, t: Messages): string {
  const services = (list ?? []).filter((bell) => bell.place.id === place);
  return services.length === 0
    ? ""
    : t.bells.rings(services.map(({ service }) => service.name).join(", "));
}

/** The bell that could be set from the place and for the service that the holder has just let in. */
export function offerFor({ offers }: Bells, context: Context): BellOffer | undefined {
  return offers.find(
    ({ place, service }) =>
      place.id === context.browser.place?.id && service.id === context.service.id,
  );
}

/** How long a bell is silenced, once that is still to come. */
export function silencedUntil({ silencedUntil: until }: BellView, now: number): number | undefined {
  return until !== undefined && until > now ? until : undefined;
}

/** One point of the self-test: whether it works, or what is worth knowing, in a word and a sentence. */
export type Point = {
  readonly tone: "good" | "danger" | "quiet";
  readonly text: string;
};

/** What works on this phone, in the order in which one thing needs the one before. */
export function pointsOf(screen: BellTrial, model: Model, t: Messages): readonly Point[] {
  const { permission } = screen;
  const { quiet } = model.bells;
  return [
    installedPoint(model.offer, t),
    ...(permission
      ? [{ tone: permissionTones[permission], text: t.trial.permission[permission] }]
      : []),
    ...(permission === "allowed" ? [knownPoint(screen, t), triedPoint(screen, model.now, t)] : []),
    ...(quiet
      ? [{ tone: "quiet" as const, text: quiet.quietNow ? t.trial.quietNow : t.trial.notQuiet }]
      : []),
    { tone: "quiet", text: t.trial.sound },
  ];
}

const permissionTones = {
  allowed: "good",
  unasked: "quiet",
  refused: "danger",
  impossible: "danger",
  only_installed: "danger",
  simulated: "danger",
} as const;

const installedPoint = (offer: InstallOffer, t: Messages): Point =>
  offer === "installed"
    ? { tone: "good", text: t.trial.installed }
    : { tone: "quiet", text: t.trial.tab };

function knownPoint({ known }: BellTrial, t: Messages): Point {
  if (known === undefined) return { tone: "quiet", text: t.trial.asking };
  return known ? { tone: "good", text: t.trial.known } : { tone: "danger", text: t.trial.notKnown };
}

function triedPoint({ run }: BellTrial, now: number, t: Messages): Point {
  switch (run.how) {
    case "arrived":
      return { tone: "good", text: t.trial.arrived };
    case "unreachable":
      return { tone: "danger", text: t.trial.unreachable };
    case "waiting":
      return now < run.until
        ? { tone: "quiet", text: t.trial.waiting(Math.ceil(run.until - now)) }
        : { tone: "danger", text: t.trial.silent };
    case "sending":
      return { tone: "quiet", text: t.trial.sending };
    default:
      return { tone: "quiet", text: t.trial.notTried };
  }
}

/** How the self-test ended, for whoever hears the screen: said once, not each second. */
export function spokenTrial(screen: BellTrial, now: number, t: Messages): string {
  const { run } = screen;
  if (run.how === "idle") return "";
  if (run.how === "allowing") return t.trial.allowing;
  if (run.how === "stopping") return t.trial.stopping;
  if (run.how === "waiting" && now < run.until) return t.trial.sending;
  return triedPoint(screen, now, t).text;
}

/** An hour of a clock as people write it: "22 h 30" in French, "22:30" in English. */
export function hourWords(hour: string, t: Messages): string {
  if (t.language === "en") return hour;
  const [hours = "", minutes = ""] = hour.split(":");
  return `${Number(hours)}\u00a0h${minutes === "00" ? "" : `\u00a0${minutes}`}`;
}
