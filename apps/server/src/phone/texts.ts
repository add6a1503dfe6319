import { isPlainSoftware } from "@aval/protocol";
import type {
  BellsAnswer,
  BellView,
  Context,
  DecisionAnswer,
  EnrolmentStatus,
  LinkAnswer,
  LocumFound,
  PlaceView,
  SoftwareAnswer,
  StopsAnswer,
} from "@aval/protocol";
import type { Shown } from "./acts.ts";
import type { Ringing } from "./bells.ts";
import type { Told } from "./fault.ts";
import { locumLine } from "./locums.ts";
import { momentText } from "./moment.ts";
import type { Making } from "./places.ts";
import { declared, distance, placeState } from "./place-texts.ts";
import type { Linking } from "./software.ts";
import { linkingLine, softwareLines } from "./software-texts.ts";
import { stopLines } from "./stop-texts.ts";

type Language = "fr" | "en";

/** What the command says, as every command does: French, then English. */
export function both(say: (text: (typeof texts)[Language]) => string): string {
  return `${say(texts.fr)}\n${say(texts.en)}`;
}

const time = (seconds: number) => momentText(seconds * 1000);

const texts = {
  fr: {
    status: ({ state, level, activeAt, holder }: EnrolmentStatus) =>
      [
        `Téléphone ${state === "active" ? "actif" : `non actif (${state})`}${level ? `, niveau ${level}` : ""}.`,
        holder ? `Titulaire : ${holder.name} (${holder.nationalId}).` : "",
        activeAt && state !== "active" ? `À activer à partir de ${time(activeAt)}.` : "",
      ]
        .filter(Boolean)
        .join("\n"),
    shown: ({ context }: Shown) =>
      [
        `${context.holder.name}, est-ce bien vous qui ${context.kind === "passkey" ? "ajoutez une clé" : "ouvrez une session"} ?`,
        `Service : ${context.service.name} (${context.service.number})`,
        askedFrom(context, "fr"),
        opens(context, "fr"),
        `Répondre avant ${time(context.decideBy)}. Si ce n'est pas vous : aval phone refuse --reason not_me`,
      ].join("\n"),
    opening: "… trente secondes d'attente, comme à l'écran.",
    ringing: ({ service, place, until }: Ringing) =>
      `${service.name} sonne, depuis ${place.declared}, jusqu'à ${time(until)}. Scannez l'écran, ou refusez : aval phone bell refuse --reason not_me`,
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
      "Accès bloqué : sessions fermées, plus personne n'entre. Pendant 15 minutes le code rouvre : aval phone lift --pin CODE.",
    lifted: (left: StopsAnswer) =>
      `C'est rouvert. Les sessions fermées le restent. Vos adresses de contact en sont prévenues.${left.stops.length > 0 ? `\n${stopLines(left, "fr")}` : ""}`,
    disowned: "C'est fermé partout. Un poste ajouté à ce moment est retiré. Vous avez bien fait.",
    noEvent: "Rien ne s'est encore passé.",
    earlier: (before: string) => `Plus ancien : --before ${before}`,
    listening: "À l'écoute : une ligne par code affiché ou par chiffres. Ctrl-D pour finir.",
    cardReported: "Carte déclarée : elle n'ouvre plus rien, ce qu'elle avait ouvert est fermé.",
    place: (place: PlaceView) =>
      `${place.id} : ${place.declared}, ${placeState.fr[place.state]}${place.asks ? ", attend « Oui, j'y travaille »" : ""}`,
    noPlace: "Aucun poste.",
    software: (answer: SoftwareAnswer) => softwareLines(answer, "fr"),
    linking: (linking: Linking) => linkingLine(linking, "fr"),
    early: ({ notBefore }: Pick<LinkAnswer, "notBefore">) =>
      `Pas encore : rien n'est relié. À partir de ${time(notBefore)} : aval phone link --pin CODE`,
    making: (making: Making) =>
      making.state === "made"
        ? "Poste ajouté. Il donnera des droits après une connexion un autre jour et votre code."
        : making.state === "stopped"
          ? "Rien n'est ajouté : un appelant l'avait demandé."
          : `Redites-le à partir de ${time(making.notBefore)}.`,
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
        activeAt && state !== "active" ? `Can be activated from ${time(activeAt)}.` : "",
      ]
        .filter(Boolean)
        .join("\n"),
    shown: ({ context }: Shown) =>
      [
        `${context.holder.name}, is it you who ${context.kind === "passkey" ? "adds a key" : "opens a session"}?`,
        `Service: ${context.service.name} (${context.service.number})`,
        askedFrom(context, "en"),
        opens(context, "en"),
        `Answer before ${time(context.decideBy)}. If it is not you: aval phone refuse --reason not_me`,
      ].join("\n"),
    opening: "… thirty seconds to wait, as on the screen.",
    ringing: ({ service, place, until }: Ringing) =>
      `${service.name} rings, from ${place.declared}, until ${time(until)}. Scan the screen, or refuse: aval phone bell refuse --reason not_me`,
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
    blocked:
      "Access blocked: sessions closed, nobody gets in. For 15 minutes the code reopens it: aval phone lift --pin CODE.",
    lifted: (left: StopsAnswer) =>
      `It is open again. Sessions that were closed stay closed. Your contact addresses are told.${left.stops.length > 0 ? `\n${stopLines(left, "en")}` : ""}`,
    disowned: "It is closed everywhere. A place added then is removed. You did the right thing.",
    noEvent: "Nothing has happened yet.",
    earlier: (before: string) => `Earlier: --before ${before}`,
    listening: "Listening: a line for each frame or digits. Ctrl-D to end.",
    cardReported: "Card reported: it opens nothing more, what it had opened is closed.",
    place: (place: PlaceView) =>
      `${place.id}: ${place.declared}, ${placeState.en[place.state]}${place.asks ? ', waits for "Yes, I work there"' : ""}`,
    noPlace: "No place.",
    software: (answer: SoftwareAnswer) => softwareLines(answer, "en"),
    linking: (linking: Linking) => linkingLine(linking, "en"),
    early: ({ notBefore }: Pick<LinkAnswer, "notBefore">) =>
      `Not yet: nothing is linked. From ${time(notBefore)} on: aval phone link --pin CODE`,
    making: (making: Making) =>
      making.state === "made"
        ? "Place added. It will give rights after a sign-in on another day and your code."
        : making.state === "stopped"
          ? "Nothing is added: a caller had asked for it."
          : `Say it again from ${time(making.notBefore)} on.`,
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

/** What asks, and from where as far as that is known: a browser as it describes itself, or software by its registered name. */
function askedFrom({ browser, service, distance: far }: Context, language: Language): string {
  const say = asking[language];
  const of = browser.declared && `${browser.declared} (${declared[language]})`;
  const known =
    browser.standing === "own_software"
      ? [`${say.software} ${service.name}`, of]
      : [`${say.browser} ${of || say.undescribed}`, standing[language][browser.standing]];
  return [...known, distance[language][far]].filter(Boolean).join(", ");
}

/** Plain software's session may be exchanged at the services that accept it; no other reduced one may. */
function opens(context: Context, language: Language): string {
  if (context.rights === "full") return opened[language].full;
  return isPlainSoftware(context) ? opened[language].software : opened[language].reduced;
}

const opened = {
  fr: {
    full: "Accès complet.",
    reduced: "Accès réduit : ce seul service, une heure.",
    software: "Accès réduit : ce logiciel et les services qui l'acceptent, une heure.",
  },
  en: {
    full: "Full access.",
    reduced: "Reduced access: this one service, one hour.",
    software: "Reduced access: this software and the services that accept it, one hour.",
  },
} as const;

const asking = {
  fr: {
    browser: "Navigateur :",
    software: "Logiciel : votre",
    undescribed: "non décrit",
  },
  en: {
    browser: "Browser:",
    software: "Software: your",
    undescribed: "not described",
  },
} as const;

const bellLine = ({ id, service, place }: BellView) => `${id} : ${service.name}, ${place.declared}`;

const standing = {
  fr: {
    unknown: "inconnu",
    own_place: "votre poste",
    known_workstation: "poste connu",
  },
  en: {
    unknown: "unknown",
    own_place: "your own place",
    known_workstation: "known workstation",
  },
} as const;
