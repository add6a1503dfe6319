import { french } from "@aval/design";
import type { RefusalReason } from "@aval/protocol";
import type { QrKind } from "./qr.ts";

/** The screens of a request, in French, which is written first. Wording: fifteen words a sentence, one idea, an act to do; never "please", never "!". */
const messages = {
  scan: {
    title: "Scannez le code affiché sur votre écran",
    rule: "Le code doit être devant vous. Envoyé ou montré de loin, c'est une fraude.",
    opening: "L'appareil photo s'ouvre…",
    looking: "L'appareil photo cherche un code.",
    lookingAtDisplay: "L'écran partagé est regardé.",
    reading: "Code lu. Votre demande arrive…",
    forbidden: "Autorisez l'appareil photo dans les réglages du navigateur, puis revenez.",
    absent: "Tapez plutôt les chiffres de votre écran.",
    absentButDisplay: "Scannez cet écran, ou tapez ses chiffres.",
    inUse: "Une autre application tient l'appareil photo. Fermez-la, puis recommencez.",
    noDisplay: "Partagez la fenêtre qui montre le code.",
    stale: "Les codes lus sont trop vieux. Scannez l'écran lui-même, jamais une photo.",
    again: "Ouvrir l'appareil photo",
    torchOn: "Allumer la lampe",
    torchOff: "Éteindre la lampe",
    cannot: "Je ne peux pas scanner",
    sent: "Ce code m'a été envoyé",
    display: "Scanner cet écran",
    closed: {
      forbidden: "L'appareil photo est interdit à cette page",
      absent: "Aucun appareil photo",
      in_use: "L'appareil photo est déjà pris",
      display: "Aucun écran n'est partagé",
    },
    viewfinder: "Image de l'appareil photo",
    wrong: {
      damaged: "C'est un code d'Aval, mais abîmé. Visez l'écran bien en face.",
      web: "C'est l'adresse d'un site. Aval ne l'ouvre pas.",
      wifi: "C'est un code de réseau Wi-Fi. Aval ne s'en sert pas.",
      contact: "C'est une carte de visite. Aval ne s'en sert pas.",
      telephone: "C'est un numéro de téléphone. Ne l'appelez pas.",
      mail: "C'est une adresse électronique. Aval n'écrit à personne.",
      passkey: "C'est le code d'une clé d'accès. Il ne vient pas d'Aval.",
      payment: "C'est un code de paiement. Aval ne paie rien.",
      other: "Ce code n'est pas une demande de connexion.",
    } satisfies Record<Exclude<QrKind, "frame">, string>,
  },
  digits: {
    title: "Tapez les chiffres affichés sur votre écran",
    warning: "Dictés ou envoyés par quelqu'un, ces chiffres sont une fraude.",
    dictated: "On me les a dictés",
    label: "Chiffres affichés",
    hint: "6 chiffres, parfois 8. Ils sont devant vous, sur l'ordinateur.",
    slip: "Un chiffre ne va pas avec les autres. Regardez-les de nouveau. Aucun essai n'est perdu.",
    scan: "Scanner plutôt",
    go: "Voir la demande",
    busy: "Recherche de la demande…",
    how: "Sur l'ordinateur, touchez « Afficher des chiffres à taper ».",
  },
  question: {
    title: (service: string) => `Voulez-vous entrer dans ${service} ?`,
    holder: "Vous",
    number: (number: string) => `Service enregistré n° ${number}`,
    software: "Logiciel",
    browser: "Ordinateur",
    declared: "déclaré",
    declaredHint: "« déclaré » : dit par l'ordinateur lui-même, sans preuve.",
    standing: {
      unknown: "Ordinateur inconnu d'Aval",
      own_place: "Un de vos postes habituels",
      known_workstation: "Poste connu de votre établissement",
    },
    asker: "Demandé par",
    linked: {
      new: "Nouveau : vous ne l'avez pas encore confirmé",
      aged: "Confirmé par vous",
    },
    ownSoftware: (name: string) => `Votre logiciel ${name}`,
    here: "Le navigateur de ce téléphone",
    ownPlace: (since: string) => `Votre poste, depuis le ${since}`,
    newPlace: (since: string) => `Votre poste nouveau, ajouté le ${since}`,
    network: "Réseau",
    distance: {
      same_network: "Même réseau que ce téléphone",
      other_network: "Autre réseau que ce téléphone",
      unknown: "Réseau non connu",
    },
    transfer: {
      qr: "Vous avez scanné le code.",
      digits: "Vous avez tapé les chiffres.",
      this_phone: "Vous venez de la page de connexion, sur ce téléphone.",
      search: "Vous avez tapé les deux chiffres de votre logiciel.",
      practice: "Vous avez commencé cet entraînement.",
    },
    asked: "Moment",
    ago: (seconds: number) =>
      seconds < 2
        ? "Demandé à l'instant"
        : seconds < 90
          ? `Demandé il y a ${seconds} secondes`
          : `Demandé il y a ${Math.round(seconds / 60)} minutes`,
    rights: "Ouvre",
    full: "Accès complet",
    fullText: "Ce service, et ceux qui acceptent la même session.",
    reduced: "Accès réduit",
    reducedText: (hours: number) =>
      `Ce seul service, pendant ${hours === 1 ? "une heure" : `${hours} heures`}.`,
    reducedSoftwareText: (hours: number) =>
      `Ce logiciel et les services qui l'acceptent, pendant ${hours === 1 ? "une heure" : `${hours} heures`}.`,
    reasons: "Remarques",
    call: {
      none: "Personne du support ne vous appelle.",
      open: "Aval vous parle au téléphone. Ni code, ni chiffres, ni carte, ni écran.",
    },
    notMe: "Ce n'est pas moi",
    go: "Continuer",
    code: "Votre code personnel",
    codeHint: "6 chiffres. Personne ne doit l'entendre ni le voir.",
    show: "Montrer",
    hide: "Cacher",
    theCode: "le code",
    sixDigits: "Votre code compte 6 chiffres.",
    approving: "Votre code est vérifié…",
    refusing: "Votre refus part…",
    left: (seconds: number) => {
      if (seconds <= 0) return "Temps écoulé. Répondez si votre écran donne plus de temps.";
      const minutes = Math.floor(seconds / 60);
      const rest = seconds % 60;
      const inMinutes = minutes === 0 ? "" : minutes === 1 ? "1 minute" : `${minutes} minutes`;
      const inSeconds = rest === 0 ? "" : rest === 1 ? "1 seconde" : `${rest} secondes`;
      return `Il reste ${[inMinutes, inSeconds].filter(Boolean).join(" et ")}.`;
    },
    wrong: "Code incorrect.",
    triesLeft: (tries: number) =>
      tries === 0
        ? "Il ne reste aucun essai."
        : tries === 1
          ? "Il reste 1 essai."
          : `Il reste ${tries} essais.`,
    wait: (seconds: number) =>
      `Trop de codes faux à la suite. Attendez ${duration(seconds)}, puis tapez votre code.`,
    waitTooLong: "Cette demande finira avant. Vous pourrez recommencer ensuite.",
    nothingLost: "Pas de réponse du réseau. Rien n'est perdu : la demande reste là.",
  },
  why: {
    title: "Que s'est-il passé ?",
    refused: "C'est refusé. Personne n'est entré.",
    lead: "Une réponse, et nous vous disons quoi faire.",
    answerRefuses: "Votre réponse refuse la demande. Personne n'entre.",
    notYet: "Votre refus n'est pas encore arrivé.",
    again: "Refuser",
    sending: "Votre réponse part…",
    reasons: {
      not_me: "Je n'ai rien demandé",
      on_call: "Quelqu'un me l'a demandé au téléphone",
      mistake: "Je me suis trompé",
      other: "C'était un collègue, ou un autre de mes appareils",
    } satisfies Record<RefusalReason, string>,
    back: "Revenir à la demande",
  },
  answered: {
    approved: "C'est accepté. Retournez à votre écran.",
    approvedText: (service: string) => `${service} s'ouvre sur votre ordinateur.`,
    notYou: "Rien ne s'ouvre devant vous ? Quelqu'un d'autre a pu entrer.",
    notYouText: "Prévenez votre établissement tout de suite.",
    refused: "C'est refusé. Personne n'est entré.",
    refusedText: {
      not_me:
        "Vous avez bien fait : sans votre code, personne n'entre. Si cela recommence, refusez encore ou bloquez votre accès.",
      on_call: "Vous avez bien fait. Raccrochez.",
      mistake:
        "C'est noté : ce refus ne compte pas contre votre accès. Recommencez depuis votre écran quand vous voulez.",
      other:
        "Un collègue entre avec son propre accès, jamais avec votre téléphone. Sur votre autre appareil, recommencez et scannez vous-même.",
    } satisfies Record<RefusalReason, string>,
    home: "Revenir à l'accueil",
    scanAgain: "Scanner de nouveau",
  },
  ended: {
    expired: "La demande a expiré. Rien n'est perdu.",
    expiredText: "Personne n'est entré. Recommencez depuis votre écran.",
    cancelled: "La demande est annulée. Personne n'est entré.",
    cancelledText: {
      two_at_once:
        "Deux ordinateurs demandaient en même temps. Les deux demandes sont annulées. Recommencez sur le vôtre seulement.",
      already_claimed:
        "Un autre téléphone a lu la même demande. Ce n'est pas le vôtre ? Quelqu'un voit votre écran : fermez le partage.",
      restarted: "L'écran a demandé un nouveau code. Scannez celui qui s'affiche maintenant.",
      replaced: "Une demande plus récente du même ordinateur la remplace.",
      page_cancelled: "Elle a été annulée sur l'écran de l'ordinateur.",
      not_me_on_page: "Quelqu'un a touché « Ce n'est pas moi » sur l'écran de l'ordinateur.",
      rights_denied: "Ce téléphone n'ouvre pas ce service depuis cet ordinateur.",
      holder_stopped: "Votre accès est suspendu.",
      call_lasts: "Un appel est annoncé : rien ne s'ouvre ailleurs que sur vos postes.",
      unknown:
        "L'écran de l'ordinateur dit pourquoi. Si vous n'avez rien demandé, ne recommencez pas.",
    } as Readonly<Record<string, string>> & { readonly unknown: string },
    unknown: "Nous ne savons pas si votre réponse est arrivée.",
    unknownText:
      "Regardez l'écran de votre ordinateur. Votre historique le dira dès que le réseau revient.",
    denied: "La demande s'arrête ici. Personne n'est entré.",
  },
  screenShare: {
    title: "Quelqu'un voit-il votre écran en ce moment ?",
    rule: "Celui qui voit ou commande votre écran peut finir à votre place.",
    yes: "Oui, mon écran est partagé",
    no: "Non, personne ne voit mon écran",
    calm: (seconds: number) =>
      `Vous avez dit qu'on vous guide. Attendez ${seconds === 1 ? "1 seconde" : `${seconds} secondes`}.`,
  },
  danger: {
    dictated: [
      "Raccrochez maintenant.",
      "C'est une fraude. Raccrochez.",
      "Arrêtez tout et raccrochez.",
    ],
    sent: [
      "Ne scannez pas ce code.",
      "C'est une fraude. Ne scannez rien.",
      "Arrêtez ici : ce code n'est pas le vôtre.",
    ],
    place: [
      "Aucun poste n'est ajouté. Raccrochez.",
      "C'est une fraude. Raccrochez.",
      "Arrêtez tout et raccrochez.",
    ],
    software: [
      "Aucun logiciel n'est ajouté. Raccrochez.",
      "C'est une fraude. Raccrochez.",
      "Arrêtez tout et raccrochez.",
    ],
    phone: [
      "Aucun téléphone n'est ajouté. Raccrochez.",
      "C'est une fraude. Raccrochez.",
      "Arrêtez tout et raccrochez.",
    ],
    locum: [
      "Personne n'est annoncé. Raccrochez.",
      "C'est une fraude. Raccrochez.",
      "Arrêtez tout et raccrochez.",
    ],
    on_call: [
      "C'est refusé. Raccrochez maintenant.",
      "Vous avez refusé. Raccrochez.",
      "Personne n'est entré. Raccrochez.",
    ],
    leads: [
      "Ni Aval, ni votre Ordre, ni un support ne dictent un code.",
      "Un vrai support n'a besoin d'aucun chiffre, d'aucun code, d'aucun scan.",
      "Celui qui donne un code à taper veut entrer à votre place.",
    ],
    coaching: "Si l'on vous dit d'ignorer ce message, c'est la fraude.",
    nothing: "Rien n'a été accepté.",
    noPlace: "Aucun poste n'a été ajouté. La session acceptée finit d'elle-même, en une heure.",
    noSoftware: "Aucun logiciel n'a été ajouté.",
    noPhone: "Aucun téléphone n'a été ajouté.",
    noLocum: "Personne n'a été annoncé sur votre poste.",
    todo: "Maintenant",
    steps: [
      "Raccrochez, ou fermez la conversation.",
      "Ne tapez rien et n'ouvrez aucun lien reçu.",
      "Arrêtez tout partage d'écran.",
      "Appelez votre établissement ou votre Ordre, à un numéro que vous connaissez déjà.",
    ],
    calm: "Pendant trente secondes, rien de nouveau ne peut être ajouté.",
    fault: "Ce n'est pas votre faute.",
    done: {
      dictated: "J'ai raccroché",
      sent: "J'ai fermé ce message",
      on_call: "J'ai raccroché",
      place: "J'ai raccroché",
      software: "J'ai raccroché",
      phone: "J'ai raccroché",
      locum: "J'ai raccroché",
    },
    history: "Voir mon historique",
    check: "Vérifier cet appel",
  },
  home: {
    title: "Votre accès est protégé.",
    offline: "Hors ligne : rien ne peut être accepté.",
    offlineText: "Sans réseau, considérez tout appel comme faux.",
    last: (when: string, service: string) => `Dernière connexion : ${when}, ${service}.`,
    never: "Aucune connexion avec ce téléphone pour l'instant.",
    unheard: "Dernière connexion : pas encore reçue.",
    scan: "Scanner pour me connecter",
    digits: "Je ne peux pas scanner",
    waiting: (service: string) => `Une demande attend votre réponse : ${service}.`,
    answer: "Lire la demande",
    recent: "Derniers événements",
    first: "Pour vous connecter",
    none: "Rien à montrer sans le réseau.",
    all: "Tout l'historique",
    call: "On m'appelle",
    update: "Une nouvelle version d'Aval est prête.",
    updateNow: "Mettre Aval à jour",
  },
  call: {
    title: "Raccrochez. Aval ne vous appelle pas.",
    lead: "Aucun appel d'Aval n'est en cours. Personne du support ne vous appelle.",
    offline: "Ne répondez à rien pour l'instant.",
    offlineText: "Pas de réseau : considérez tout appel comme faux, et raccrochez.",
    done: "J'ai raccroché",
  },
  history: {
    title: "Votre historique",
    empty: "Rien encore. Vos connexions et vos refus s'afficheront ici.",
    asOf: (when: string) => `Hors ligne. Historique tel qu'il était ${when}.`,
    loading: "L'historique arrive…",
    states: {
      shown: "En attente",
      claimed: "En attente de votre réponse",
      approved: "Acceptée",
      spent: "Acceptée, session ouverte",
      refused: "Refusée",
      expired: "Expirée, personne n'est entré",
      cancelled: "Annulée, personne n'est entré",
    },
    reasons: {
      not_me: "vous n'aviez rien demandé",
      on_call: "quelqu'un le demandait au téléphone",
      mistake: "erreur de votre part",
      other: "un collègue ou un autre appareil",
    } satisfies Record<RefusalReason, string>,
    because: {
      two_at_once: "deux ordinateurs à la fois",
      already_claimed: "lue par deux téléphones",
      restarted: "nouveau code demandé à l'écran",
      replaced: "remplacée par une plus récente",
      page_cancelled: "annulée à l'écran",
      not_me_on_page: "« Ce n'est pas moi » à l'écran",
      rights_denied: "ce téléphone n'ouvre pas ce service",
      holder_stopped: "accès suspendu",
      device_not_active: "son téléphone a été arrêté",
      call_lasts: "un appel était annoncé",
    } as Readonly<Record<string, string>>,
    /** Between an outcome and its reason. */
    colon: " :",
    reduced: "accès réduit",
    unknownService: "Service non précisé",
  },
};

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} secondes`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 60 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} h`;
}

export const approvalsInFrench = french(messages);
export type ApprovalMessages = typeof messages;
