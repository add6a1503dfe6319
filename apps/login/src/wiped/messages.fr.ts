import { french } from "@aval/design";

/** The page for a phone that forgot everything, in French, which is written first. */
const messages = {
  otherLanguage: "English",
  help: "Aide",
  newWindow: "(nouvelle fenêtre)",
  sandbox: "Bac à sable",
  down: "Le serveur ne répond pas. Nouvel essai dans un instant.",
  before: {
    heading: "Mon téléphone a tout oublié",
    lead: "Aval a été effacé de votre téléphone, ou ne vous reconnaît plus ? Ajoutez-le de nouveau d'ici.",
    needs: [
      "Prenez le même téléphone, avec la clé créée sur lui auparavant.",
      "Cet ordinateur doit être un de vos postes confirmés, à vous seul.",
    ],
    warning: "Quelqu'un vous le demande au téléphone ? C'est une fraude : raccrochez.",
    go: "Afficher le code",
    otherwise: "Sinon : votre carte, un autre téléphone à vous, ou un guichet.",
  },
  opening: { heading: "Le code arrive…" },
  scan: {
    heading: "Scannez ce code avec ce téléphone",
    lead: "Il attendra ensuite son délai, et vous serez prévenu.",
    qr: "Code à scanner avec le téléphone, qui change chaque seconde",
    steps: [
      "Ouvrez l'appareil photo du téléphone et visez le code.",
      "Ouvrez le lien, puis touchez « Montrer ma clé ».",
      "Donnez votre doigt, votre visage ou le code de l'écran.",
    ],
    keep: "Ne montrez ce code à personne, ne l'envoyez à personne.",
  },
  bound: {
    heading: "Un téléphone a lu le code",
    lead: "Continuez dessus : il lui reste à montrer sa clé.",
    notYours: "Ce n'est pas le vôtre ? Arrêtez.",
  },
  proven: {
    heading: "Votre téléphone attend son délai",
    from: (when: string) => `Vous pourrez l'activer dessus à partir du ${when}.`,
    full: "Il aura les droits qu'il avait avant.",
    limited:
      "Ce sera un téléphone à confirmer. Un guichet ou votre carte lui rendra tous ses droits.",
    told: "Vos contacts sont prévenus. Tant qu'il attend, vous pouvez l'arrêter.",
  },
  active: {
    heading: "Votre téléphone est prêt",
    full: "Fermez cette page. Vos postes et vos clés seront à confirmer de nouveau.",
    limited: "Il est à confirmer, à un guichet ou avec votre carte. Rien d'autre n'a changé.",
  },
  over: {
    heading: "Cette page est terminée",
    lead: "Rien n'a été ajouté. Vous pouvez recommencer.",
  },
  stopped: { heading: "C'est arrêté", lead: "Ce téléphone n'entrera pas." },
  stillUsed: {
    heading: "C'est arrêté : votre téléphone sert encore",
    lead: "Aval y répond toujours, il n'a donc rien oublié. Rien n'a été ajouté.",
    advice:
      "Ce n'était pas vous ? Quelqu'un a peut-être votre compte de téléphone : changez son mot de passe.",
  },
  denied: { heading: "Cela ne se fait pas d'ici", reference: "Référence" },
  stop: "Arrêter",
  again: "Recommencer",
  desks: "Trouver un guichet et ses horaires",
};

export const wipedInFrench = french(messages);
export type WipedMessages = typeof messages;
