import { french } from "@aval/design";

/** The holder's own software, in French, which is written first. */
const messages = {
  software: {
    title: "Mes logiciels",
    lead: "Les logiciels de votre poste qui peuvent demander à vous connecter, sans navigateur.",
    none: "Aucun logiciel pour l'instant.",
    how: "Ajoutez celui que vous utilisez. Une demande de tout autre n'arrive jamais ici.",
    loading: "La liste arrive…",
    add: "Ajouter mon logiciel",
    kinds: {
      plain: "Ne fait jamais sonner votre téléphone",
      strict: "Relié par sa propre clé",
    },
    on: (name: string, machine: string) => `${name}, sur ${machine} (déclaré)`,
    asleep: "Sans usage depuis quatre mois. Scannez son code de lien pour le réveiller.",
    scan: "Il affiche un code ? Scannez-le pour le relier à votre accès.",
    tomorrow: "Utilisable à partir de demain",
    today: (time: string) => `Utilisable à partir de ${time}`,
    usable: "Utilisable",
    added: (when: string) => `Ajouté ${when}`,
    used: (when: string) => `Dernière connexion ${when}`,
    unused: "Jamais utilisé",
    remove: "Retirer",
    removing: "Retrait…",
    removed: (name: string) => `C'est fait : ${name} est retiré.`,
    removedText: "Ce qu'il avait ouvert est fermé. Ses demandes n'arrivent plus ici.",
  },
  softwareChoice: {
    title: "Quel logiciel utilisez-vous ?",
    lead: "Ce sont les logiciels enregistrés. Le vôtre n'y est pas ? Son éditeur peut l'enregistrer.",
    search: "Chercher par nom",
    none: "Aucun logiciel ne porte ce nom.",
    empty: "Aucun autre logiciel à ajouter.",
    more: (count: number) =>
      count === 1 ? "Un autre : précisez le nom." : `${count} autres : précisez le nom.`,
  },
  softwareCall: {
    title: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
    lead: (name: string) => `Vous voulez ajouter ${name}.`,
    will: [
      "Il ne fera jamais sonner votre téléphone.",
      "Vous viendrez ici chercher sa demande, par deux chiffres qu'il affiche.",
      "Il ouvre une heure à la fois, et les seuls services qui l'acceptent.",
      "Il servira demain. Tous vos téléphones et adresses sont prévenus.",
    ],
    rule: "Ni Aval, ni votre Ordre, ni un support ne demandent d'ajouter un logiciel.",
    yes: "Oui, on me le demande",
    no: "Non, personne ne me le demande",
  },
  softwareAdd: {
    title: (name: string) => `Tapez votre code pour ajouter ${name}`,
    lead: "Il sera utilisable à partir de demain.",
    cancel: "Annuler, ne rien ajouter",
    go: "J'ajoute ce logiciel",
    busy: "Votre code est vérifié…",
  },
  softwareAdded: {
    title: "C'est fait. Utilisable à partir de demain.",
    next: "Demain",
    steps: [
      "Dans le logiciel, tapez votre identifiant. Il affiche deux chiffres.",
      "Ouvrez Aval et touchez « Chercher une demande ».",
      "Tapez ces deux chiffres, lisez la demande, puis tapez votre code.",
    ],
    notYou: "Quelqu'un vous l'a demandé ? Retirez-le dès maintenant.",
    list: "Voir mes logiciels",
  },
  softwareLinkCall: {
    title: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
    lead: "Vous voulez ajouter ce logiciel à votre accès.",
    rule: "Ni Aval, ni votre Ordre, ni un support ne demandent d'ajouter un logiciel.",
    yes: "On me l'a demandé au téléphone",
    no: "Non, personne ne me le demande",
  },
  softwareLinkWait: {
    title: "Ajouter ce logiciel ?",
    machine: "Sur",
    noMachine: "Ordinateur non décrit",
    will: [
      "Il pourra demander à vous connecter, sans navigateur.",
      "Il ouvre une heure à la fois, tant que vous ne l'avez pas confirmé.",
      "Tous vos téléphones et adresses sont prévenus.",
    ],
    left: (seconds: number) =>
      seconds === 1
        ? "Vous pourrez taper votre code dans 1 seconde."
        : `Vous pourrez taper votre code dans ${seconds} secondes.`,
    ready: "Vous pouvez taper votre code.",
    over: "Le temps est passé. Scannez de nouveau le logiciel.",
    cancel: "Annuler, ne rien ajouter",
    go: "J'ajoute ce logiciel",
    busy: "Votre code est vérifié…",
  },
  softwareLinked: {
    title: "C'est fait. Ce logiciel est nouveau.",
    steps: [
      "Reconnectez-vous par lui demain, plus de 24 heures après.",
      "Aval vous le montre et vous demande si vous y travaillez.",
      "Répondez avec votre code. Il ouvre alors ce que vos services permettent.",
    ],
    how: "Il est dans Réglages, Mes logiciels : « Retirer » suffit.",
  },
  softwareAsk: {
    title: "Travaillez-vous avec ce logiciel ?",
    lead: "Il vous a connecté plus de 24 heures après que vous l'avez ajouté.",
    no: "Non, ce n'est pas le mien",
    aged: "C'est confirmé. Ce logiciel est le vôtre.",
    agedLead: "Vos services s'y ouvrent avec plus de droits dès la prochaine connexion.",
    denied: "C'est retiré. Ce logiciel n'ouvre plus rien.",
    home: "Un nouveau logiciel attend votre réponse.",
  },
  search: {
    tap: "Chercher une demande",
    title: "Tapez les deux chiffres affichés par votre logiciel",
    how: "Ils sont devant vous, sur l'écran du logiciel que vous venez d'ouvrir.",
    warning: "Personne ne doit vous dicter ces chiffres. Dictés ou envoyés, c'est une fraude.",
    label: "Les deux chiffres",
    short: "Ce sont deux chiffres, de 00 à 99.",
    go: "Chercher",
    busy: "Recherche de la demande…",
    elsewhere: "Autre lieu",
    elsewhereHint:
      "« Autre lieu » : votre logiciel est sur un réseau où vous n'étiez jamais avec lui.",
    nothing: {
      here: "Aucune demande ne montre ces chiffres. Rien n'est ouvert.",
      elsewhere: "Aucune demande d'un autre lieu ne montre ces chiffres. Rien n'est ouvert.",
    },
    nothingText: {
      here: "Regardez de nouveau l'écran. Dans un lieu nouveau, touchez « Autre lieu ».",
      elsewhere: "Regardez de nouveau l'écran, ou recommencez depuis votre logiciel.",
    },
    silenced: (when: string) => `Des chiffres étaient faux : rien ne se cherche avant ${when}.`,
    silencedText: "Une seule erreur arrête la recherche pour une heure. Rien n'est ouvert.",
  },
};

export const softwareInFrench = french(messages);
export type SoftwareMessages = typeof messages;
