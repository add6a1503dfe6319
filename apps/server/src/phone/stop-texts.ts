import type { StopsAnswer, StopView } from "@aval/protocol";
import { momentText } from "./moment.ts";

type Language = "fr" | "en";

/** Each stop that stands, since when, and who lifts it, a line a way. */
export function stopLines({ stops, now }: StopsAnswer, language: Language): string {
  const say = words[language];
  if (stops.length === 0) return say.nothing;
  return [...stops.flatMap((stop) => oneStop(stop, now, language)), say.never].join("\n");
}

function oneStop(stop: StopView, now: number, language: Language): readonly string[] {
  const say = words[language];
  const { kind, madeAt, thisPhone, until, ways, cardAddress } = stop;
  const isAlone = (way: (typeof ways)[number]) =>
    way.means.length === 1 && way.means[0] === "phone";
  return [
    say.standing(say.kinds[kind], momentText(madeAt * 1000)),
    ...(thisPhone ? [say.thisPhone(until === undefined ? "" : momentText(until * 1000))] : []),
    ...ways
      .filter((way) => !thisPhone || !isAlone(way))
      .map(({ means, from }) => {
        const all = means.map((one) => say.means[one]).join(" + ");
        return from > now ? say.from(all, momentText(from * 1000)) : `  ${all}`;
      }),
    ...(cardAddress === undefined ? [] : [say.withCard(cardAddress)]),
  ];
}

const words = {
  fr: {
    nothing: "Rien n'est arrêté : votre accès est ouvert.",
    kinds: { pause: "Ajouts en pause", block: "Accès bloqué", freeze: "Accès gelé" },
    standing: (what: string, since: string) => `${what}, depuis ${since}. Qui peut rouvrir :`,
    thisPhone: (until: string) =>
      `  ce téléphone : aval phone lift --pin CODE${until ? `, jusqu'à ${until}` : ""}`,
    means: {
      phone: "un téléphone ajouté depuis plus de sept jours, avec son code",
      desk: "le guichet",
      card: "votre carte",
      two_people: "deux personnes habilitées",
    },
    from: (all: string, when: string) => `  ${all}, à partir de ${when}`,
    withCard: (address: string) => `  avec la carte, sur un ordinateur à lecteur : ${address}`,
    never: "Personne ne vous appellera pour rouvrir.",
  },
  en: {
    nothing: "Nothing is stopped: your access is open.",
    kinds: { pause: "Nothing can be added", block: "Access blocked", freeze: "Access frozen" },
    standing: (what: string, since: string) => `${what}, since ${since}. Who can reopen it:`,
    thisPhone: (until: string) =>
      `  this phone: aval phone lift --pin CODE${until ? `, until ${until}` : ""}`,
    means: {
      phone: "a phone added more than seven days ago, with its code",
      desk: "the enrolment desk",
      card: "your card",
      two_people: "two people entitled to",
    },
    from: (all: string, when: string) => `  ${all}, from ${when}`,
    withCard: (address: string) => `  with the card, on a computer with a reader: ${address}`,
    never: "Nobody will call you to reopen it.",
  },
} as const;
