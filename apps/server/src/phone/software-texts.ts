import type { InstalledSoftware, SoftwareAnswer } from "@aval/protocol";
import { momentText } from "./moment.ts";
import { declared, distance, placeState } from "./place-texts.ts";
import type { Linking } from "./software.ts";

type Language = "fr" | "en";

const time = (seconds: number) => momentText(seconds * 1000);

/** What the holder has added, then what the registry offers besides. */
export function softwareLines({ mine, registry }: SoftwareAnswer, language: Language): string {
  const say = words[language];
  const offered = registry.filter(({ client }) => !mine.some((one) => one.client === client));
  return [
    ...mine.map((one) => installedLine(one, language)),
    ...(mine.length === 0 ? [say.none] : []),
    `${say.registry} ${offered.map(({ client, name }) => `${client} (${name})`).join(", ") || "–"}`,
  ].join("\n");
}

/** What was added by its name, and from when it serves; or one installation, as the place it is. */
function installedLine(one: InstalledSoftware, language: Language): string {
  const { client, name, machine, place, id, usableFrom } = one;
  const say = words[language];
  if (!place) return `${client}: ${name}, ${say.usable} ${time(usableFrom)}`;
  const on = machine ? ` (${machine}, ${declared[language]})` : "";
  const asks = place.asks ? say.asks(place.id) : "";
  return `${id}: ${name}${on}, ${placeState[language][place.state]}${asks}`;
}

/** A program being linked: what was scanned and when it may be confirmed, or what came of it. */
export function linkingLine(linking: Linking, language: Language): string {
  const say = words[language];
  if (linking.state === "linked")
    return `${say.linked}\n${installedLine(linking.installation, language)}`;
  if (linking.state === "stopped") return say.stopped;
  const { name, publisher, machine, network, notBefore } = linking.link;
  const on = machine && `${machine} (${declared[language]})`;
  const what = [name, publisher, on, distance[language][network]].filter(Boolean).join(", ");
  return `${say.ask} ${what}.\n${say.from(time(notBefore))}`;
}

const words = {
  fr: {
    usable: "utilisable dès le",
    none: "Aucun logiciel ajouté.",
    registry: "À ajouter :",
    asks: (place: string) => `, attend votre réponse : aval phone place-confirm --place ${place}`,
    ask: "Ajouter ce logiciel ?",
    from: (at: string) =>
      `Quelqu'un vous le demande ? aval phone link --on-call. Sinon, à partir de ${at} : aval phone link --pin CODE`,
    linked:
      "Logiciel relié. Il donnera plus de droits après une connexion un autre jour et votre code.",
    stopped: "Rien n'est relié : un appelant l'avait demandé.",
  },
  en: {
    usable: "can be used from",
    none: "No software added.",
    registry: "To add:",
    asks: (place: string) => `, waits for your answer: aval phone place-confirm --place ${place}`,
    ask: "Add this software?",
    from: (at: string) =>
      `Does somebody ask you to? aval phone link --on-call. Else, from ${at} on: aval phone link --pin CODE`,
    linked:
      "Software linked. It will give more rights after a sign-in on another day and your code.",
    stopped: "Nothing is linked: a caller had asked for it.",
  },
} as const;
