import { french } from "@aval/design";

/** Reporting a lost card, in French, which is written first. */
const messages = {
  card: {
    tap: "Ma carte est perdue ou utilisée sans moi",
    title: "Refuser votre carte partout ?",
    lead: "Elle n'ouvrira plus rien avec Aval. Une carte plus récente marchera.",
    will: [
      "Toutes vos cartes d'aujourd'hui sont refusées tout de suite.",
      "Ce qu'une carte a ouvert se ferme.",
      "Votre téléphone continue de marcher.",
    ],
    also: "Prévenez aussi l'organisme qui a émis la carte : ailleurs, elle marche encore.",
    keep: "Garder ma carte",
    go: "Refuser ma carte",
    busy: "Refus de la carte…",
    offline: "Pas de réseau : la carte marche encore. Réessayez, ou appelez son émetteur.",
    reported: "Votre carte n'ouvre plus rien ici",
    closed: (sessions: number) =>
      sessions === 0
        ? "Aucune session n'était ouverte par une carte."
        : sessions === 1
          ? "La session qu'elle avait ouverte est fermée."
          : `Les ${sessions} sessions qu'elle avait ouvertes sont fermées.`,
    newer: "Seule une carte faite après maintenant marchera.",
    home: "Revenir à l'accueil",
  },
};

export const cardInFrench = french(messages);
export type CardMessages = typeof messages;
