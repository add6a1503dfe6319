import { french } from "@aval/design";
import type { Messages } from "./messages.ts";
import { spelled } from "./time.ts";

/** The sign-in page in French. */
export const inFrench: Messages = french({
  otherLanguage: "English",
  sandbox: "Bac à sable",
  toService: (service) => `Pour entrer dans ${service}`,
  opening: "La page de connexion s'ouvre…",
  scan: {
    heading: "Ouvrez Aval sur votre téléphone et scannez",
    steps: [
      "Ouvrez l'application Aval sur votre téléphone.",
      "Touchez « Scanner », puis visez le code affiché ici.",
      "Vérifiez le service, puis tapez votre code personnel sur le téléphone.",
    ],
    qr: "Code à scanner avec Aval sur votre téléphone. Il change chaque seconde.",
    keep: "Ne montrez ce code à personne, ne l'envoyez à personne.",
    waiting: "Le code arrive…",
    toDigitsWhy: "Pas de caméra, ou Aval est sur cet appareil ?",
    toDigits: "Afficher des chiffres à taper",
  },
  digits: {
    heading: "Tapez ces chiffres dans Aval, sur votre téléphone",
    warning: "Personne ne doit vous les dicter, ni vous les demander.",
    steps: [
      "Ouvrez l'application Aval sur votre téléphone.",
      "Touchez « Je ne peux pas scanner », puis tapez les chiffres.",
      "Vérifiez le service, puis tapez votre code personnel sur le téléphone.",
    ],
    label: "Chiffres à taper :",
    waiting: "Les chiffres arrivent…",
    keep: "Quelqu'un vous les demande au téléphone ? C'est une fraude.",
    asked: "Quelqu'un me les demande",
    toScan: "Revenir au code à scanner",
  },
  claimed: {
    heading: "Continuez sur votre téléphone",
    lead: "Votre téléphone a lu le code. Vérifiez ce qu'il affiche, puis acceptez ou refusez.",
    moreTime: "J'ai besoin de plus de temps",
    moreTimeUsed: "C'est fait : vous avez trois minutes en tout.",
  },
  approved: {
    heading: "C'est accepté",
    silentHeading: "Votre session est déjà ouverte",
    lead: (service) => `Vous entrez dans ${service}.`,
    as: "Au nom de",
    notMe: "Ce n'est pas moi",
    goOn: "C'est moi, j'entre",
    held: "La page attend votre réponse.",
  },
  refused: {
    heading: "C'est refusé. Personne n'est entré.",
    lead: "Votre téléphone dit pourquoi.",
    hint: "C'était une erreur ? Recommencez avec un nouveau code.",
    again: "Recommencer avec un nouveau code",
  },
  expired: {
    heading: "Le code a expiré. Rien n'est perdu.",
    lead: "Affichez un nouveau code quand votre téléphone est prêt.",
    again: "Afficher un nouveau code",
    moreTime: "J'ai besoin de plus de temps",
    otherwise: "Me connecter avec des chiffres",
  },
  cancelled: {
    heading: "La connexion est annulée. Personne n'est entré.",
    reasons: {
      page_cancelled: { lead: "Vous avez annulé cette demande.", advice: "Revenez au service." },
      not_me_on_page: {
        lead: "Vous avez dit que ce n'était pas vous. C'est noté.",
        advice: "Chacun se connecte avec son propre téléphone.",
      },
      asked_for_digits: {
        heading: "Raccrochez. Personne n'est entré.",
        lead: "Ces chiffres n'ouvrent plus rien.",
        advice: "Recommencez une fois seul, le téléphone raccroché.",
      },
      replaced: {
        heading: "Continuez dans l'autre onglet",
        lead: "Une demande plus récente, ouverte dans ce navigateur, a remplacé celle-ci.",
        advice: "Vous préférez cet onglet ? Recommencez ici.",
      },
      two_at_once: {
        lead: "Deux ordinateurs ont demandé votre accès en même temps. Les deux demandes sont annulées.",
        advice: "Cet écran est le vôtre ? Recommencez ici, sans personne au téléphone.",
      },
      already_claimed: {
        lead: "Deux téléphones ont lu le même code.",
        advice: "Recommencez en gardant l'écran pour vous.",
      },
      rights_denied: {
        heading: "Ce service ne s'ouvre pas ainsi d'ici",
        lead: "Aval ne connaît pas assez cet ordinateur pour ce service. Personne n'est entré.",
        advice: "Le support du service peut vous dire depuis quel poste entrer.",
      },
    },
    otherReason: { lead: "La demande n'est plus valable.", advice: "Vous pouvez recommencer ici." },
    again: "Recommencer avec un nouveau code",
    byScan: "Scanner un code à la place",
  },
  problem: {
    heading: "La connexion ne peut pas continuer ici",
    elsewhere: "Recommencez depuis le service",
    otherBrowser: "Ouvrez le service dans un autre navigateur",
    reference: "Référence pour le support :",
    again: "Réessayer sur cette page",
    back: "Revenir à la page d'avant",
  },
  leaving: (service) => (service ? `Retour vers ${service}…` : "Retour vers le service…"),
  leave: "Annuler et revenir au service",
  leaveEnded: "Revenir au service",
  rights: {
    reduced:
      "Session réduite : une heure, pour ce service seulement. Aval ne connaît pas cet ordinateur.",
    noneByScan: "Ce service ne s'ouvre que depuis un poste où vous travaillez déjà.",
    noneByDigits:
      "Ce service ne s'ouvre pas avec des chiffres depuis un nouvel ordinateur. Scannez le code.",
  },
  down: {
    offline: "Le réseau ne répond pas. Rien n'est perdu : la page réessaie toute seule.",
    server:
      "Le service de connexion ne répond pas. Rien n'est perdu : la page réessaie toute seule.",
    lasting: "Cela dure ? Vous pouvez fermer cette page et revenir plus tard.",
    again: "Réessayer maintenant",
    up: "La connexion est revenue.",
  },
  codeValid: (time) => `Valable encore ${time}`,
  timeToAnswer: (time) => `Il vous reste ${time} pour répondre.`,
  announced: (time) => `Il reste ${time}.`,
  time: (seconds) => spelled(seconds, ["minute", "minutes"], ["seconde", "secondes"]),
  spoken: {
    scan: "Un code à scanner est affiché.",
    digits: "Les chiffres vont s'afficher. Personne ne doit vous les dicter, ni vous les demander.",
    claimed: "Code lu. Répondez sur votre téléphone.",
    approved: "Accepté. Vous allez entrer dans le service.",
    refused: "Refusé. Personne n'est entré.",
    expired: "Le code a expiré. Rien n'est perdu.",
    cancelled: "Annulé. Personne n'est entré.",
    problem: "La connexion ne peut pas continuer ici.",
  },
});
