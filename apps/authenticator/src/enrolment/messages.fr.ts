import { french } from "@aval/design";
import type { GoneReason } from "../trouble.ts";
import type { CodeFault } from "./code.ts";
import type { OverReason } from "./state.ts";

/** The screens of a phone's enrolment, in French, which is written first. */
const messages = {
  welcome: {
    title: "Entrez dans vos services avec ce téléphone",
    lead: "Votre ordinateur affiche un code. Vous le scannez, vous lisez, vous répondez.",
    never: "Personne ne vous demandera jamais",
    nevers: [
      "votre code personnel",
      "de lire des chiffres ou des mots à voix haute",
      "de scanner un code qu'on vous envoie",
      "de partager votre écran",
    ],
    fraud: "Si quelqu'un le demande, c'est une fraude. Raccrochez.",
    begin: "Ajouter ce téléphone",
  },
  install: {
    title: "Installez Aval sur ce téléphone",
    lead: "Sans installation, certains téléphones effacent votre clé après sept jours.",
    prompt: "Installer l'application",
    ios: [
      "Touchez Partager, en bas de l'écran.",
      "Touchez « Sur l'écran d'accueil ».",
      "Ouvrez Aval depuis l'écran d'accueil, et continuez là-bas.",
    ],
    menu: [
      "Ouvrez le menu de votre navigateur.",
      "Choisissez « Installer l'application » ou « Ajouter à l'écran d'accueil ».",
      "Ouvrez Aval depuis l'écran d'accueil, et continuez là-bas.",
    ],
    done: "L'application est installée.",
    go: "Continuer",
    skip: "Continuer sans installer",
  },
  desk: {
    title: "Guichet du bac à sable",
    lead: "Ici, tout le monde est fictif. En vrai, deux agents voient votre pièce d'identité.",
    who: "Qui êtes-vous ?",
    search: "Chercher par nom, identifiant ou histoire",
    loading: "Les personnes arrivent…",
    none: "Personne ne correspond. Effacez un mot.",
    more: (count: number) =>
      count === 1
        ? "1 autre personne. Précisez votre recherche."
        : `${count} autres personnes. Précisez votre recherche.`,
    shown: (count: number) =>
      count === 1 ? "1 personne correspond." : `${count} personnes correspondent.`,
    chosen: "Vous êtes",
    change: "Choisir une autre personne",
    first: "Premier agent : signer comme…",
    second: "Second agent : signer comme…",
    same: "Il faut deux agents différents.",
    go: "Me présenter au guichet",
    busy: "Les deux agents signent…",
    retry: "Recommencer",
  },
  elsewhere: {
    title: "L'ajout d'un téléphone se fait au guichet",
    lead: "Prenez rendez-vous avec votre établissement ou votre Ordre.",
    steps: [
      "Venez avec ce téléphone, chargé.",
      "Apportez une pièce d'identité.",
      "Deux agents la voient, puis signent la clé de ce téléphone.",
    ],
    find: "Trouver un guichet et ses horaires",
    card: "Vous avez votre carte et un lecteur ? Sur l'ordinateur, ouvrez « Mon accès », puis « Téléphones ».",
    forgot:
      "Ce téléphone était déjà le vôtre ? Sur votre ordinateur habituel, page de connexion : « Mon téléphone a tout oublié ».",
    why: "Rien ne s'envoie par SMS ni par courriel. Un code reçu ainsi est une fraude.",
  },
  samePhone: {
    title: "Ce téléphone était déjà le mien",
    lead: "Montrez la clé créée sur ce téléphone avant qu'il oublie. Elle dit que c'est bien lui.",
    steps: [
      "Touchez « Montrer ma clé ».",
      "Donnez votre doigt, votre visage ou le code de l'écran.",
      "Le téléphone attend son délai. Vos contacts sont prévenus.",
    ],
    never: "Quelqu'un vous le demande au téléphone ? C'est une fraude : raccrochez.",
    go: "Montrer ma clé",
    busy: "Le téléphone cherche sa clé…",
    none: "Aucune clé n'a répondu. Recommencez, ou prenez votre carte ou un guichet.",
  },
  waiting: {
    title: "Votre téléphone attend",
    checking: "Nous regardons où en est l'ajout…",
    until: (when: string) => `Vous pourrez l'activer ${when}.`,
    soon: "Vous pourrez bientôt l'activer.",
    what: "Pendant cette attente",
    steps: [
      "Toutes vos adresses connues et vos téléphones actifs sont prévenus. Chacun peut l'arrêter.",
      "Ce téléphone n'a pas encore ses droits. Votre carte et vos autres téléphones marchent comme avant.",
      "Fermez Aval : l'attente continue. Revenez ensuite l'activer, avec votre code.",
    ],
    never: "Personne ne peut raccourcir cette attente par téléphone. Qui le propose vous trompe.",
    again: [
      "C'est bien votre téléphone ? Revenez au guichet avec lui.",
      "Avec son appareil photo, scannez le code du guichet.",
      "Deux agents signent de nouveau, et l'attente repart.",
    ],
    atHome: {
      offered: "Sur vos postes confirmés, il peut déjà servir",
      choose: "Choisissez votre code maintenant. Vous y scannez l'écran, comme avant.",
      given: "Il ouvre déjà vos postes confirmés",
      how: "Demandez la connexion sur votre poste habituel, puis scannez l'écran.",
      elsewhere: "Ailleurs, il n'ouvre rien avant la fin de l'attente.",
      chooseCode: "Choisir mon code",
      typeCode: "Taper mon code",
      steps: [
        "Toutes vos adresses connues et vos téléphones actifs sont prévenus. Chacun peut l'arrêter.",
        "Arrêté, ce téléphone n'ouvre plus rien, et ce qu'il a ouvert se ferme.",
        "Fermez Aval : l'attente continue. Revenez ensuite l'activer, avec votre code.",
      ],
    },
    compared: "Au guichet, ces quatre mots sont comparés. Avec votre carte, vous les tapez.",
    check: "Regarder de nouveau",
    startAgain: "Tout recommencer",
  },
  frozen: {
    title: "Votre accès est gelé",
    text: "Ce téléphone n'ouvre rien tant que deux analystes n'ont pas levé le gel.",
    told: "Ils sont prévenus de son ajout.",
  },
  code: {
    title: "Choisissez votre code personnel",
    lead: "Six chiffres, pour chaque connexion. Ils ne quittent jamais ce téléphone.",
    first: "Code personnel",
    second: "Le même code, une seconde fois",
    hint: "6 chiffres. Évitez une date ou une suite.",
    theCodes: "les deux codes",
    faults: {
      not_six_digits: "Il faut 6 chiffres, sans lettre.",
      common:
        "Ce code est parmi les plus choisis : un voleur l'essaie en premier. Prenez-en un autre.",
      differs: "Les deux codes sont différents. Tapez le second de nouveau.",
    } satisfies Record<CodeFault, string>,
    go: "Choisir ce code",
    making: "Votre code devient une clé…",
    activating: "Ce téléphone devient actif…",
    openingAtHome: "Vos postes s'ouvrent à ce téléphone…",
    later: "Plus tard",
    forgotten:
      "Personne ne peut vous le rappeler. Si vous l'oubliez, il faudra revenir au guichet.",
  },
  confirm: {
    title: "Tapez votre code pour activer ce téléphone",
    lead: "Votre code est choisi. Il reste à rendre ce téléphone actif.",
    titleAtHome: "Tapez votre code pour ouvrir vos postes confirmés",
    leadAtHome: "Votre code est choisi. Ce téléphone attend encore pour le reste.",
    goAtHome: "Ouvrir mes postes",
    label: "Votre code personnel",
    go: "Activer ce téléphone",
    startAgain: "Tout recommencer",
  },
  over: {
    title: {
      expired: "Cet ajout a expiré",
      contested: "Cet ajout a été arrêté",
      still_used: "Cet ajout a été arrêté : l'autre application sert encore",
      refused: "Cet ajout a été refusé",
      code_lost: "Le code n'a pas pu être gardé",
    } satisfies Record<OverReason, string>,
    text: {
      expired: "Rien n'est perdu. Recommencez quand vous voulez.",
      contested:
        "Une personne prévenue l'a arrêté. Si c'était votre ajout, adressez-vous au guichet.",
      still_used:
        "Aval répond toujours sur le téléphone d'avant : il n'a donc rien oublié. Ouvrez-le là-bas.",
      refused: "Rien n'a été ajouté. Adressez-vous au guichet.",
      code_lost:
        "La réponse du réseau s'est perdue au mauvais moment. Il faut recommencer l'ajout.",
    } satisfies Record<OverReason, string>,
    go: "Recommencer",
  },
  gone: {
    title: "Ce téléphone n'est plus actif",
    lead: {
      disabled: "Dix codes faux l'ont désactivé. Votre code ne l'ouvrira plus.",
      unknown: "Aval ne le reconnaît pas. Il a peut-être été retiré.",
      inactive: "Il a été suspendu ou retiré.",
    } satisfies Record<GoneReason, string>,
    text: "Il n'accepte plus rien. Une demande en attente expire toute seule.",
    notYou: "Vous n'avez rien fait de cela ? Prévenez votre établissement ou votre Ordre.",
    go: "Ajouter ce téléphone de nouveau",
  },
  enrolled: {
    title: "Ce téléphone est prêt",
    lead: (name: string) => `${name}, vous pouvez vous connecter.`,
    second: "Le jour où votre téléphone manque",
    secondText: "Ajoutez un second téléphone : avec celui-ci, ou au guichet.",
    how: [
      "Ouvrez votre service sur l'ordinateur.",
      "Ici, touchez « Scanner pour me connecter ».",
      "Lisez ce qui est demandé, puis tapez votre code.",
    ],
    go: "Aller à l'accueil",
  },
};

export const enrolmentInFrench = french(messages);
export type EnrolmentMessages = typeof messages;
