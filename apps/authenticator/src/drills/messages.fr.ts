import { french } from "@aval/design";
import type { DrillScene } from "@aval/protocol";

/** The exercises of campaigns, in French, which is written first. Names of services that nobody has, and that say no place. */
const messages = {
  drill: {
    services: {
      prescriptions: "Ordonnances Mirabelle",
      results: "Résultats Capucine",
      certificates: "Certificats Pervenche",
    } satisfies Record<DrillScene, string> as Readonly<Record<DrillScene, string>>,
    number: "0000",
    declared: "Windows, Firefox",
    go: "Continuer",
    over: "C'était un exercice.",
    nobody: "Personne ne saura ce que vous avez choisi.",
    refused: "Vous avez refusé ce que vous n'aviez pas demandé. C'est le bon geste.",
    wentOn: "Rien ne s'est ouvert. Ces demandes ressemblent aux vraies : c'est là leur force.",
    left: "Rien ne s'est ouvert, et rien n'est parti de ce téléphone.",
    signs: "Ce qui trahissait la demande",
    why: [
      "Vous n'aviez rien demandé.",
      "L'ordinateur était inconnu, sur un autre réseau.",
      "Ce service n'existe pas : son nom est inventé.",
    ],
    never: "Un exercice ne demande jamais votre code. Qui dit le contraire vous trompe.",
    home: "Revenir à l'accueil",
    end: "Plus d'exercices",
    ending: "Vos exercices s'arrêtent…",
    ended: "Vous ne recevrez plus d'exercices.",
  },
};

export const drillsInFrench = french(messages);
export type DrillMessages = typeof messages;
