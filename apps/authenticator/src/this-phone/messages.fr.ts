import { french } from "@aval/design";
import type { NoWay } from "./request.ts";

/** The words around a request of this phone's own browser. */
export type ThisPhoneMessages = {
  readonly thisPhone: {
    readonly entering: string;
    readonly approved: string;
    readonly approvedText: string;
    readonly notBack: string;
    readonly again: string;
    readonly signInPage: string;
    readonly sent: string;
    readonly ways: string;
    readonly no: Readonly<
      Record<
        NoWay["why"],
        { readonly heading: string; readonly text: string; readonly ways: readonly string[] }
      >
    >;
  };
};

const fromTheService = [
  "Ouvrez le service dans ce navigateur, à son adresse habituelle.",
  "Sur la page de connexion, touchez « Continuer sur ce téléphone ».",
] as const;
const digits =
  "Ou affichez des chiffres sur la page de connexion, et tapez-les dans l'application Aval.";

export const thisPhoneInFrench: ThisPhoneMessages = french({
  thisPhone: {
    entering: "Aval ouvre la demande…",
    approved: "C'est accepté",
    approvedText: "Cette page vous ramène à la page de connexion, toute seule.",
    notBack: "Le retour à la page de connexion n'a pas pu se faire.",
    again: "Revenir à la page de connexion",
    signInPage: "Revenir à la page de connexion",
    sent: "On m'a envoyé ce lien",
    ways: "Pour entrer",
    no: {
      link: {
        heading: "Un lien n'ouvre rien ici",
        text: "Seule une page de connexion, dans ce navigateur, ouvre cette page. On vous a envoyé le lien ? C'est une fraude.",
        ways: fromTheService,
      },
      foreign: {
        heading: "Cette demande ne vient pas de notre page de connexion",
        text: "Rien n'est ouvert, personne n'est entré. Fermez le site qui vous a amené ici.",
        ways: fromTheService,
      },
      spent: {
        heading: "Cette demande a déjà servi, ou a trop attendu",
        text: "Rien n'est perdu, et personne n'est entré.",
        ways: [...fromTheService, digits],
      },
      no_phone: {
        heading: "Votre Aval n'est pas dans ce navigateur",
        text: "Il est peut-être dans un autre navigateur, ou dans l'application de l'écran d'accueil. Sur iPhone, ils ne partagent rien.",
        ways: [
          "Revenez à la page de connexion et touchez « Afficher des chiffres à taper ».",
          "Ouvrez votre application Aval, puis tapez-les.",
        ],
      },
      refused: {
        heading: "La demande n'a pas pu s'ouvrir",
        text: "Personne n'est entré.",
        ways: [...fromTheService, digits],
      },
    },
  },
});
