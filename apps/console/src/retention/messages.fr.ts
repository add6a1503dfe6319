import type { RetentionKind } from "@aval/protocol";

/** The words of what is kept and what leaves, in French, which is written first. */
export const retentionMessages = {
  lead: "Ce que la base garde, combien de temps, et ce qui est parti.",
  upToDate: "Chaque table a été passée en revue ces trois derniers jours.",
  late: "Une table n'a pas été passée en revue depuis trois jours.",
  lateText: "Le serveur passe seul chaque jour. Lisez « retention_failed » dans ses lignes.",
  log: "Du journal partent le contenu et les noms. Places et heures restent.",
  kinds: {
    evidence: "Preuves : six ans",
    network: "Traces de réseau : douze mois",
    short: "Quelques minutes ou quelques jours",
    standing: "Tant que cela vaut, puis comme preuve",
    register: "Ce que dit le registre",
    setting: "Tant que le service existe",
    for_ever: "Toujours, et sans nom",
  } satisfies Record<RetentionKind, string>,
  basis: {
    evidence: "Pour une plainte ou un litige. Un dossier ouvert ou une plainte retient.",
    network: "Pour relier des fraudes. Après, le réseau est effacé de la ligne.",
    short: "Le temps de servir. Le serveur efface toutes les dix minutes.",
    standing: "Ce qui ouvre, ou fait agir, et qui l'a reçu.",
    register: "Un import change et retire.",
    setting: "Réglages et compteurs. Ils ne disent rien d'une personne.",
    for_ever: "Le journal se vérifie avec. Personne n'y est nommé.",
  } satisfies Record<RetentionKind, string>,
  columns: {
    table: "Table",
    at: "Dernier passage",
    gone: "Parties",
    waits: "Retenues",
  },
  never: "Pas encore",
  unfinished: "interrompu",
  goneOf: (last: string, all: string) => `Parties : ${last}, en tout ${all}`,
  held: (count: string) => `${count} : dossier ouvert ou plainte`,
  needed: (count: string) => `${count} : une autre ligne s'y réfère`,
  none: "Rien de retenu",
  nothing: "–",
};
