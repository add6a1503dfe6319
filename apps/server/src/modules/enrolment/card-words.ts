import { french } from "@aval/design";

/** What the pages of *Ajouter un téléphone avec ma carte* say. */
export const words = {
  fr: french({
    title: "Ajouter un téléphone avec ma carte",
    lead: "Votre carte prouve que c'est vous. Le téléphone attend ensuite un jour.",
    insert: "Insérez votre carte dans le lecteur. Gardez le nouveau téléphone en main.",
    fraud: "Quelqu'un vous a demandé d'insérer votre carte ? C'est une fraude.",
    advice: "Raccrochez, retirez la carte et fermez cette page.",
    begin: "Continuer avec ma carte",
    otherDoor: "Ajouter un téléphone autrement",
    scan: {
      title: "Scannez ce code avec le nouveau téléphone",
      lead: (holder: string) => `Il sera le téléphone de ${holder}.`,
      how: "Ouvrez son appareil photo et visez ce code. Il affiche ensuite quatre mots.",
      label: "Code à scanner, il change toutes les quatre secondes",
      renew: "Montrer un nouveau code",
      keep: "Ce code reste sur cet écran. Ne le photographiez pas, ne le partagez pas.",
    },
    typed: {
      title: "Tapez les quatre mots du nouveau téléphone",
      scanned: "Un téléphone a scanné votre code.",
      held: (label: string) => `Arrêté, à revoir : ${label}. Tapez les quatre mots qu'il affiche.`,
      warning: "Si l'on vous dicte ces mots, c'est une fraude.",
      dictated: "On me les a dictés",
      label: "Les quatre mots",
      call: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
      yes: "Oui, quelqu'un me le demande",
      no: "Non, personne ne me le demande",
      early: "Aucun téléphone n'a encore scanné ce code. Scannez-le d'abord.",
      left: (count: number) =>
        count === 1
          ? "Ce ne sont pas les quatre mots. Il reste 1 essai."
          : `Ce ne sont pas les quatre mots. Il reste ${count} essais.`,
    },
    wait: {
      title: "Ajouter ce téléphone ?",
      raise: "Confirmer ce téléphone ?",
      lead: (label: string, holder: string) =>
        `Dans un jour, « ${label} » pourra entrer partout au nom de ${holder}.`,
      told: "Vos adresses et vos autres téléphones en seront prévenus, et pourront l'arrêter.",
      keep: "Laissez la carte dans le lecteur. Vous pourrez continuer dans 30 secondes.",
      stop: "Arrêter cet ajout",
      go: "C'est mon téléphone",
    },
    proven: {
      title: "Le nouveau téléphone attend",
      lead: (label: string, when: string) => `« ${label} » pourra être activé ${when}.`,
      next: "Vous l'activerez dessus, avec un code que vous choisirez. Reprenez votre carte.",
      raise: "Vous le confirmerez dessus, avec son code. Reprenez votre carte.",
      sooner: "Un autre téléphone à vous, de plus de sept jours, peut raccourcir l'attente.",
      stop: "Ce n'était pas vous ? Touchez « Arrêter » dans le message que vous recevez.",
    },
    stopped: {
      on_call: "Raccrochez maintenant",
      card_page: "C'est arrêté",
      lead: "Ce téléphone n'est pas ajouté. Retirez votre carte.",
      call: "Personne, chez Aval, ne vous demande d'ajouter un téléphone.",
      report: "Que faire après cet appel",
      block: "Bloquer mon accès",
    },
    refused: {
      title: "Ce téléphone n'est pas ajouté",
      again: "Recommencer",
      reopen: "Rouvrir mon accès avec ma carte",
      over: "Cette page est terminée. Recommencez : rien n'est perdu.",
      reference: "Référence pour le support :",
    },
  }),
  en: {
    title: "Add a phone with my card",
    lead: "Your card proves that it is you. The phone then waits for a day.",
    insert: "Insert your card in the reader. Keep the new phone in your hand.",
    fraud: "Did someone ask you to insert your card? It is fraud.",
    advice: "Hang up, take the card out and close this page.",
    begin: "Continue with my card",
    otherDoor: "Add a phone another way",
    scan: {
      title: "Scan this code with the new phone",
      lead: (holder: string) => `It will be the phone of ${holder}.`,
      how: "Open its camera and aim at this code. It then shows four words.",
      label: "Code to scan, it changes every four seconds",
      renew: "Show a new code",
      keep: "This code stays on this screen. Take no picture of it, do not share it.",
    },
    typed: {
      title: "Type the four words of the new phone",
      scanned: "A phone has scanned your code.",
      held: (label: string) => `Stopped, to be seen again: ${label}. Type the four words it shows.`,
      warning: "If someone dictates these words to you, it is fraud.",
      dictated: "They were dictated to me",
      label: "The four words",
      call: "Are you on the phone with someone who asks you for this?",
      yes: "Yes, someone is asking me",
      no: "No, nobody is asking me",
      early: "No phone has scanned this code yet. Scan it first.",
      left: (count: number) =>
        count === 1
          ? "These are not the four words. 1 try left."
          : `These are not the four words. ${count} tries left.`,
    },
    wait: {
      title: "Add this phone?",
      raise: "Confirm this phone?",
      lead: (label: string, holder: string) =>
        `In a day, “${label}” will be able to enter everywhere as ${holder}.`,
      told: "Your addresses and your other phones will be told of it, and can stop it.",
      keep: "Leave the card in the reader. You can go on in 30 seconds.",
      stop: "Stop it",
      go: "It is my phone",
    },
    proven: {
      title: "The new phone is waiting",
      lead: (label: string, when: string) => `“${label}” can be activated ${when}.`,
      next: "You will activate it there, with a code that you choose. Take your card back.",
      raise: "You will confirm it there, with its code. Take your card back.",
      sooner: "Another phone of yours, older than seven days, can shorten the wait.",
      stop: "It was not you? Press “Stop” in the message that you receive.",
    },
    stopped: {
      on_call: "Hang up now",
      card_page: "It is stopped",
      lead: "This phone is not added. Take your card out.",
      call: "Nobody at Aval asks you to add a phone.",
      report: "What to do after this call",
      block: "Block my access",
    },
    refused: {
      title: "This phone is not added",
      again: "Start again",
      reopen: "Reopen my access with my card",
      over: "This page is over. Start again: nothing is lost.",
      reference: "Reference for support:",
    },
  },
} as const;
