import type {
  BellsAnswer,
  BellView,
  DecisionAnswer,
  EnrolmentStatus,
  LocumFound,
  PlaceView,
  SoftwareAnswer,
} from "@aval/protocol";
import type { Shown } from "./acts.ts";
import type { Ringing } from "./bells.ts";
import type { Told } from "./fault.ts";
import { locumLine } from "./locums.ts";
import type { Making } from "./places.ts";

type Language = "fr" | "en";

/** What the command says, as every command does: French, then English. */
export function both(say: (text: (typeof texts)[Language]) => string): string {
  return `${say(texts.fr)}\n${say(texts.en)}`;
}

const time = (seconds: number, language: Language) =>
  new Date(seconds * 1000).toLocaleTimeString(language === "fr" ? "fr-FR" : "en-GB");

const texts = {
  fr: {
    status: ({ state, level, activeAt, holder }: EnrolmentStatus) =>
      [
        `Téléphone ${state === "active" ? "actif" : `non actif (${state})`}${level ? `, niveau ${level}` : ""}.`,
        holder ? `Titulaire : ${holder.name} (${holder.nationalId}).` : "",
        activeAt && state !== "active" ? `À activer à partir de ${time(activeAt, "fr")}.` : "",
      ]
        .filter(Boolean)
        .join("\n"),
    shown: ({ context }: Shown) =>
      [
        `${context.holder.name}, est-ce bien vous qui ${context.kind === "passkey" ? "ajoutez une clé" : "ouvrez une session"} ?`,
        `Service : ${context.service.name} (${context.service.number})`,
        `Navigateur : ${context.browser.declared} (déclaré), ${standing.fr[context.browser.standing]}, ${distance.fr[context.distance]}`,
        context.rights === "full" ? "Accès complet." : "Accès réduit : ce seul service, une heure.",
        `Répondre avant ${time(context.decideBy, "fr")}. Si ce n'est pas vous : aval phone refuse --reason not_me`,
      ].join("\n"),
    ringing: ({ service, place, until }: Ringing) =>
      `${service.name} sonne, depuis ${place.declared}, jusqu'à ${time(until, "fr")}. Scannez l'écran, ou refusez : aval phone bell refuse --reason not_me`,
    bell: (bell: BellView) => bellLine(bell),
    bells: ({ bells, offers }: BellsAnswer) =>
      [
        bells.map(bellLine).join("\n") || "Aucune sonnerie.",
        ...offers.map(
          ({ place, service }) => `À ajouter : --place ${place.id} --service ${service.id}`,
        ),
      ].join("\n"),
    bellEnded: "Sonnerie retirée.",
    nothing: "Aucune demande n'attend.",
    blocked:
      "Accès bloqué : sessions fermées, plus personne n'entre. Pendant 15 minutes le code rouvre.",
    cardReported: "Carte déclarée : elle n'ouvre plus rien, ce qu'elle avait ouvert est fermé.",
    place: (place: PlaceView) =>
      `${place.id} : ${place.declared}, ${placeState.fr[place.state]}${place.asks ? ", attend « Oui, j'y travaille »" : ""}`,
    noPlace: "Aucun poste.",
    software: (answer: SoftwareAnswer) => softwareLines(answer, "fr"),
    making: (making: Making) =>
      making.state === "made"
        ? "Poste ajouté. Il donnera des droits après une connexion un autre jour et votre code."
        : making.state === "stopped"
          ? "Rien n'est ajouté : un appelant l'avait demandé."
          : `Redites-le à partir de ${time(making.notBefore, "fr")}.`,
    announced: ({ found, place }: { found: LocumFound; place: PlaceView }) =>
      `${found.name} peut entrer sur ce poste en scannant, ces jours-là :\n${(place.locums ?? []).map(locumLine).join("\n")}`,
    locumEnded: "Remplaçant retiré : ce qui lui était ouvert sur ce poste est fermé.",
    placeEnded: "Poste retiré : ce qui y était ouvert est fermé.",
    decided: ({ state }: Pick<DecisionAnswer, "state">) =>
      state === "approved" ? "Demande acceptée." : "Demande refusée.",
    refused: ({ error, reference, message, triesLeft }: Told) =>
      `${message.fr}${triesLeft === undefined ? "" : ` Essais restants : ${triesLeft}.`} [${error}${reference ? `, référence ${reference}` : ""}]`,
  },
  en: {
    status: ({ state, level, activeAt, holder }: EnrolmentStatus) =>
      [
        `Phone ${state === "active" ? "active" : `not active (${state})`}${level ? `, level ${level}` : ""}.`,
        holder ? `Holder: ${holder.name} (${holder.nationalId}).` : "",
        activeAt && state !== "active" ? `Can be activated from ${time(activeAt, "en")}.` : "",
      ]
        .filter(Boolean)
        .join("\n"),
    shown: ({ context }: Shown) =>
      [
        `${context.holder.name}, is it you who ${context.kind === "passkey" ? "adds a key" : "opens a session"}?`,
        `Service: ${context.service.name} (${context.service.number})`,
        `Browser: ${context.browser.declared} (declared), ${standing.en[context.browser.standing]}, ${distance.en[context.distance]}`,
        context.rights === "full" ? "Full access." : "Reduced access: this one service, one hour.",
        `Answer before ${time(context.decideBy, "en")}. If it is not you: aval phone refuse --reason not_me`,
      ].join("\n"),
    ringing: ({ service, place, until }: Ringing) =>
      `${service.name} rings, from ${place.declared}, until ${time(until, "en")}. Scan the screen, or refuse: aval phone bell refuse --reason not_me`,
    bell: (bell: BellView) => bellLine(bell),
    bells: ({ bells, offers }: BellsAnswer) =>
      [
        bells.map(bellLine).join("\n") || "No bell.",
        ...offers.map(
          ({ place, service }) => `To add: --place ${place.id} --service ${service.id}`,
        ),
      ].join("\n"),
    bellEnded: "Bell removed.",
    nothing: "No request waits.",
    blocked: "Access blocked: sessions closed, nobody gets in. For 15 minutes the code reopens it.",
    cardReported: "Card reported: it opens nothing more, what it had opened is closed.",
    place: (place: PlaceView) =>
      `${place.id}: ${place.declared}, ${placeState.en[place.state]}${place.asks ? ', waits for "Yes, I work there"' : ""}`,
    noPlace: "No place.",
    software: (answer: SoftwareAnswer) => softwareLines(answer, "en"),
    making: (making: Making) =>
      making.state === "made"
        ? "Place added. It will give rights after a sign-in on another day and your code."
        : making.state === "stopped"
          ? "Nothing is added: a caller had asked for it."
          : `Say it again from ${time(making.notBefore, "en")} on.`,
    announced: ({ found, place }: { found: LocumFound; place: PlaceView }) =>
      `${found.name} can sign in at this place by scanning, on those days:\n${(place.locums ?? []).map(locumLine).join("\n")}`,
    locumEnded: "Locum ended: what was open for them there is closed.",
    placeEnded: "Place ended: what was open there is closed.",
    decided: ({ state }: Pick<DecisionAnswer, "state">) =>
      state === "approved" ? "Request approved." : "Request refused.",
    refused: ({ error, reference, message, triesLeft }: Told) =>
      `${message.en}${triesLeft === undefined ? "" : ` Tries left: ${triesLeft}.`} [${error}${reference ? `, reference ${reference}` : ""}]`,
  },
} as const;

/** What the holder has added, each with when it serves, then what the registry offers besides. */
function softwareLines({ mine, registry }: SoftwareAnswer, language: Language): string {
  const say = softwareWords[language];
  const offered = registry.filter(({ client }) => !mine.some((one) => one.client === client));
  return [
    ...mine.map(
      (one) => `${one.client}: ${one.name}, ${say.from} ${day(one.usableFrom, language)}`,
    ),
    ...(mine.length === 0 ? [say.none] : []),
    `${say.registry} ${offered.map(({ client, name }) => `${client} (${name})`).join(", ") || "–"}`,
  ].join("\n");
}

const day = (seconds: number, language: Language) =>
  new Date(seconds * 1000).toLocaleString(language === "fr" ? "fr-FR" : "en-GB");

const softwareWords = {
  fr: { from: "utilisable dès le", none: "Aucun logiciel ajouté.", registry: "À ajouter :" },
  en: { from: "can be used from", none: "No software added.", registry: "To add:" },
} as const;

const bellLine = ({ id, service, place }: BellView) => `${id} : ${service.name}, ${place.declared}`;

const placeState = {
  fr: { new: "nouveau", aged: "actif", asleep: "endormi jusqu'à un scan" },
  en: { new: "new", aged: "active", asleep: "asleep until a scan" },
} as const;

const standing = {
  fr: {
    unknown: "inconnu",
    own_place: "votre poste",
    known_workstation: "poste connu",
    own_software: "votre logiciel",
  },
  en: {
    unknown: "unknown",
    own_place: "your own place",
    known_workstation: "known workstation",
    own_software: "your software",
  },
} as const;

const distance = {
  fr: { same_network: "même réseau", other_network: "autre réseau", unknown: "réseau inconnu" },
  en: { same_network: "same network", other_network: "other network", unknown: "network unknown" },
} as const;
