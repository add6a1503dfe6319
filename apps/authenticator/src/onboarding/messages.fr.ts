import { french } from "@aval/design";

/** The first minutes, in French, which is written first. */
const messages = {
  onboarding: {
    title: "Prendre Aval en main",
    begin: "Prendre Aval en main",
    beginText: "Cinq minutes au plus, que vous pouvez couper à tout moment.",
    resume: (step: number, steps: number) => `Prise en main : étape ${step} sur ${steps}.`,
    goOn: "Reprendre",
    never: "Ne plus me le proposer",
    step: (step: number, steps: number) => `Étape ${step} sur ${steps}`,
    next: "Continuer",
    later: "Plus tard",
    notices: {
      title: "Soyez prévenu tout de suite",
      lead: "Un nouveau téléphone, un nouveau poste : Aval vous l'écrit. Vous arrêtez d'un geste.",
      rule: "Une notification ne fait jamais accepter. Elle ouvre Aval, rien de plus.",
      allow: "Recevoir les notifications",
      busy: "Le téléphone demande…",
      allowed: "Ce téléphone reçoit les avis.",
      without: "Sans elles, Aval vous écrit quand même par courrier électronique.",
    },
    request: {
      title: "À quoi ressemble une demande",
      lead: "Elle dit quel service, quel ordinateur, à quelle heure, et ce qu'elle ouvre.",
      rule: "Vous n'avez rien demandé ? Refusez, sans code.",
    },
    nobody: {
      title: "Ce que personne ne vous demandera",
      lead: "Ni Aval, ni votre Ordre, ni un support.",
      things: [
        "Votre code personnel.",
        "Des chiffres ou des mots à lire ou à taper pour eux.",
        "De scanner un code reçu par message.",
        "D'accepter une demande pendant un appel.",
        "De partager votre écran ou d'installer une application.",
        "Votre carte dans un lecteur pendant qu'ils parlent.",
      ],
      act: "Quelqu'un le demande ? Raccrochez. « On m'appelle » dit si Aval vous parle.",
    },
    second: {
      title: "Un deuxième moyen, pour le jour où votre téléphone manque",
      lead: "Préparez-le maintenant : ce jour-là, il attendrait.",
      ways: [
        "Votre carte : essayez-la dans un lecteur, depuis « Mon accès ».",
        "Un second téléphone, ajouté avec celui-ci.",
        "Une clé de sécurité, ajoutée depuis votre poste.",
      ],
      add: "Préparer un deuxième moyen",
    },
    check: {
      title: (question: number, of: number) => `Question ${question} sur ${of}`,
      lead: "Aucune note n'est gardée.",
      right: "C'est cela.",
      wrong: "Attention.",
      questions: [
        {
          ask: "On vous appelle : « C'est le support, scannez ce code. » Que faites-vous ?",
          answers: ["Je raccroche", "Je scanne, puisque c'est le support"],
          because:
            "Le support ne fait rien scanner. Celui qui le demande veut entrer à votre place.",
        },
        {
          ask: "Une demande s'affiche. Vous n'avez rien demandé. Que faites-vous ?",
          answers: ["J'attends qu'elle disparaisse", "Je touche « Ce n'est pas moi »"],
          because:
            "Refuser ferme la porte et prévient Aval. Attendre laisse le fraudeur recommencer.",
        },
        {
          ask: "Un collègue n'a plus sa carte. Il veut entrer avec votre téléphone.",
          answers: ["J'accepte : je le connais", "Je refuse : il a son propre accès"],
          because: "Ce qu'il fera portera votre nom. Le guichet l'équipe le jour même.",
        },
      ],
    },
    end: {
      title: "Vous savez l'essentiel",
      lead: "Vous pouvez vous entraîner de nouveau, dans « Réglages ».",
      go: "Commencer à me servir d'Aval",
    },
  },
};

export const onboardingInFrench = french(messages);
export type OnboardingMessages = typeof messages;
