import { french } from "@aval/design";

/** Announced locums, in French, which is written first: *un remplaçant* on screens. */
const messages = {
  locum: {
    announce: "Annoncer un remplaçant",
    here: "Remplaçants annoncés",
    days: (from: string, until: string) =>
      from === until ? `le ${from}` : `du ${from} au ${until}`,
    remove: "Ne plus l'annoncer",
    removing: "Fin de l'annonce…",
    removed: (name: string) => `C'est fait : ${name} n'est plus annoncé.`,
    removedText: "Ce qui lui était ouvert sur ce poste est fermé.",
  },
  locumCall: {
    title: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
    lead: (computer: string) =>
      `Vous voulez laisser un remplaçant travailler sur ce poste : ${computer}.`,
    rule: "Ni Aval, ni votre Ordre, ni un support ne demandent d'annoncer quelqu'un.",
    yes: "Oui, on me le demande",
    no: "Non, personne ne me le demande",
  },
  locumWho: {
    title: "Qui vous remplace, et quand ?",
    lead: "Cette personne entrera sur ce poste avec son propre téléphone, ces jours-là seulement.",
    nationalId: "Son identifiant national",
    nationalIdHint: "Son numéro RPPS précédé d'un 8. Elle le connaît, il est public.",
    from: "Premier jour",
    count: "Combien de jours",
    days: (count: number) => (count === 1 ? "1 jour" : `${count} jours`),
    most: "Trois remplaçants à la fois.",
    slips: {
      nobody: "Tapez son identifiant.",
      days: "Choisissez trente jours au plus, à partir d'aujourd'hui et dans les trois mois.",
    },
    go: "Chercher cette personne",
    busy: "Recherche dans l'annuaire…",
  },
  locumCheck: {
    title: "Est-ce la bonne personne ?",
    who: "Personne",
    when: "Jours",
    computer: "Poste",
    told: "Vous et cette personne serez prévenus, chacun avec un bouton pour arrêter.",
    other: "Ce n'est pas cette personne",
    go: "Annoncer",
    busy: "Votre code est vérifié…",
  },
  locumDone: {
    title: (name: string) => `C'est fait. ${name} peut travailler ici.`,
    lead: "Avec son propre téléphone, en scannant l'écran de ce poste.",
    next: "Vous pouvez arrêter cette annonce à tout moment dans « Mes postes ».",
    back: "Revenir à mes postes",
  },
};

export const locumsInFrench = french(messages);
export type LocumMessages = typeof messages;
