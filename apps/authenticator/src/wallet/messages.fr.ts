import { french } from "@aval/design";

/** The way by an identity wallet, in French, which is written first. */
const messages = {
  wallet: {
    tap: "Avec mon portefeuille d'identité",
    title: "Votre portefeuille d'identité",
    lead: "Il est sur ce téléphone. Il dit votre nom et votre naissance, que nous comparons au registre.",
    id: "Votre identifiant national",
    hint: "RPPS : 8 puis 11 chiffres, comme sur votre carte.",
    slip: "Tapez votre identifiant national.",
    go: "Ouvrir mon portefeuille",
    asking: "Préparation de la demande…",
    opened: "Votre portefeuille s'ouvre. Revenez ici par lui : il vous ramène.",
    nothing: "Rien ne s'ouvre ? Ce téléphone n'a pas de portefeuille d'identité. Allez au guichet.",
    again: "Ouvrir de nouveau",
    never:
      "Vous l'avez décidé vous-même ? Si quelqu'un vous le demande ou vous envoie un lien, arrêtez : c'est une fraude.",
    backTitle: "Réponse du portefeuille",
    checking: "Nous la vérifions…",
    failedTitle: "Le portefeuille n'a pas suffi",
    retry: "Recommencer",
    doors: "Autres moyens : un guichet d'ajout, votre carte, ou un téléphone que vous avez déjà.",
    foreignTitle: "Cette réponse n'est pas pour ce navigateur",
    foreign:
      "Elle répond à une demande faite ailleurs. Nous l'avons annulée : elle ne sert plus à personne.",
    foreignYours:
      "C'était vous ? Recommencez dans le navigateur de ce téléphone, et non dans l'application installée.",
    foreignFraud:
      "Quelqu'un vous a envoyé un lien, ou vous parle en ce moment ? C'est une fraude. Raccrochez. Ne lisez rien à personne.",
    home: "Continuer",
  },
};

export const walletInFrench = french(messages);
export type WalletMessages = typeof messages;
