import { french, type Lang } from "@aval/design";
import type { IntakeKind } from "./intakes.ts";

type Words = {
  readonly title: string;
  readonly lead: string;
  /** Each button's row: its question, and its words. */
  readonly facts: Readonly<
    Record<string, { readonly asks: string; readonly says: Readonly<Record<string, string>> }>
  >;
};

const yesNo = { fr: { yes: "Oui", no: "Non" }, en: { yes: "Yes", no: "No" } } as const;

/** The words of the public pages, French first. */
export const intakeWords: Readonly<Record<Lang, Readonly<Record<IntakeKind, Words>>>> = {
  fr: french({
    call: {
      title: "On m'a appelé",
      lead: "Dites ce que l'on vous a demandé. Vous pouvez passer une question.",
      facts: {
        asked: {
          asks: "Que vous a-t-on demandé ?",
          says: {
            code: "Un code",
            digits: "Des chiffres",
            card: "Ma carte",
            screen: "Mon écran, ou une photo",
            other: "Autre chose",
          },
        },
        claimed: {
          asks: "Qui disait vous appeler ?",
          says: {
            aval: "Le support d'Aval",
            order: "Un Ordre",
            insurer: "Une caisse ou une assurance",
            authorities: "La police ou une autorité",
            other: "Quelqu'un d'autre",
          },
        },
        isOnLine: { asks: "Est-ce encore en ligne ?", says: yesNo.fr },
        approved: { asks: "Avez-vous donné ou fait ce qui était demandé ?", says: yesNo.fr },
      },
    },
    document: {
      title: "J'ai trouvé un document que je n'ai pas fait",
      lead: "Même ancien, il compte. Vous pouvez passer une question.",
      facts: {
        document: {
          asks: "Quel document ?",
          says: {
            prescription: "Une ordonnance",
            certificate: "Un certificat",
            sick_note: "Un arrêt de travail",
            result: "Un résultat d'examen",
            other: "Autre chose",
          },
        },
        dated: {
          asks: "De quand date-t-il ?",
          says: {
            this_month: "De ce mois-ci",
            this_year: "De cette année",
            earlier: "De plus tôt",
          },
        },
        seenBy: {
          asks: "Qui l'a trouvé ?",
          says: {
            me: "Moi",
            pharmacist: "Un pharmacien",
            insurer: "Une caisse ou une assurance",
            patient: "Un patient",
            other: "Quelqu'un d'autre",
          },
        },
        isHeld: { asks: "L'avez-vous encore ?", says: yesNo.fr },
      },
    },
  }),
  en: {
    call: {
      title: "Somebody called me",
      lead: "Say what you were asked for. You may leave a question out.",
      facts: {
        asked: {
          asks: "What were you asked for?",
          says: {
            code: "A code",
            digits: "Digits",
            card: "My card",
            screen: "My screen, or a photo",
            other: "Something else",
          },
        },
        claimed: {
          asks: "Who did they say they were?",
          says: {
            aval: "Aval's support",
            order: "An Order",
            insurer: "An insurer",
            authorities: "The police or an authority",
            other: "Somebody else",
          },
        },
        isOnLine: { asks: "Are they still on the line?", says: yesNo.en },
        approved: { asks: "Did you give or do what they asked?", says: yesNo.en },
      },
    },
    document: {
      title: "I found a document that I did not make",
      lead: "Even an old one counts. You may leave a question out.",
      facts: {
        document: {
          asks: "Which document?",
          says: {
            prescription: "A prescription",
            certificate: "A certificate",
            sick_note: "A sick note",
            result: "A test result",
            other: "Something else",
          },
        },
        dated: {
          asks: "When is it from?",
          says: { this_month: "This month", this_year: "This year", earlier: "Earlier" },
        },
        seenBy: {
          asks: "Who found it?",
          says: {
            me: "I did",
            pharmacist: "A pharmacist",
            insurer: "An insurer",
            patient: "A patient",
            other: "Somebody else",
          },
        },
        isHeld: { asks: "Do you still have it?", says: yesNo.en },
      },
    },
  },
};

export const pageWords = {
  fr: french({
    over: "Signaler sans l'application",
    number: "Votre identifiant, si vous voulez",
    numberHint: "Votre numéro RPPS, précédé d'un 8. Il ne prouve rien.",
    never: "N'écrivez ni code, ni mot de passe. Personne ne vous rappellera pour en demander.",
    hangUp: "Encore en ligne ? Raccrochez d'abord.",
    send: "Envoyer ce signalement",
    done: "C'est noté.",
    next: "Il rejoint les autres signalements. Personne ne vous rappellera.",
    after: "Maintenant",
    steps: [
      "Avec l'application : « Ce n'est pas moi », ou « Bloquer mon accès ».",
      "Avec votre carte : l'aide dit comment fermer ce qui est ouvert.",
      "Gardez le document et les dates pour une plainte.",
    ],
    help: "L'aide",
    busy: "Trop de signalements d'ici. Réessayez dans une heure.",
    sandbox: "Bac à sable",
  }),
  en: {
    over: "Report without the app",
    number: "Your identifier, if you like",
    numberHint: "Your RPPS number, after an 8. It proves nothing.",
    never: "Write no code and no password. Nobody will call you back for one.",
    hangUp: "Still on the line? Hang up first.",
    send: "Send this report",
    done: "It is noted.",
    next: "It joins the other reports. Nobody will call you back.",
    after: "Now",
    steps: [
      "With the app: “It is not me”, or “Block my access”.",
      "With your card: help says how to close what is open.",
      "Keep the document and the dates for a complaint.",
    ],
    help: "Help",
    busy: "Too many reports from here. Try again in an hour.",
    sandbox: "Sandbox",
  },
} as const;
