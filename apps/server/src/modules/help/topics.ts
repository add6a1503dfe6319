import { french, type HelpTopic, helpTopics, type IconName, type Lang } from "@aval/design";

/**
 * What a worried professional reads, in both languages. Typed, so that a topic without a language does not compile.
 *
 * Written for somebody on the telephone with a fraudster: what to do first, in the order to do it, by the names that the buttons
 * have. Nothing here is a number to call or a value to give, since whoever copies this page could put their own (law 1).
 * Source: facts/ux.md 3.5.
 */
export type Guide = {
  readonly title: string;
  /** The answer, for whoever reads one sentence. */
  readonly lead: string;
  /** What to do now, in this order. */
  readonly now: readonly string[];
  /** What it helps to know. */
  readonly know: readonly string[];
};

export const topicNames = helpTopics;
export type Topic = HelpTopic;

export const icons: Readonly<Record<Topic, IconName>> = {
  demande: "cross",
  appel: "hangUp",
  "ecran-partage": "screens",
  "nouveau-telephone": "phone",
  "telephone-perdu": "phone",
  "carte-perdue": "card",
  rouvrir: "lock",
};

const fr: Readonly<Record<Topic, Guide>> = french({
  demande: {
    title: "Une demande que je n'ai pas faite",
    lead: "Votre téléphone demande un accord, et vous n'ouvriez rien ? Refusez.",
    now: [
      "Quelqu'un vous parle en même temps ? Raccrochez d'abord.",
      "Touchez « Ce n'est pas moi ». Aucun code n'est demandé.",
      "Dites ce qui s'est passé : quatre réponses, une touche.",
      "Vous avez accepté par erreur ? Ouvrez l'historique, puis « Ce n'était pas moi ».",
      "Au moindre doute, touchez « Bloquer mon accès ». Vous pourrez rouvrir.",
    ],
    know: [
      "Refuser ne vous coûte rien, et personne n'entre.",
      "Une sonnerie refusée s'arrête. Scanner continue de marcher.",
      "Aval ne vous fait jamais accepter une demande pour « annuler » une fraude.",
    ],
  },
  appel: {
    title: "On m'appelle au sujet de mon accès",
    lead: "Raccrochez, sauf si votre téléphone dit qui vous appelle.",
    now: [
      "Raccrochez, même si la personne connaît votre nom et votre numéro RPPS.",
      "Ne tapez rien, ne scannez rien, n'ouvrez aucun lien reçu.",
      "Sur le téléphone, touchez « On m'appelle » : l'écran dit si un appel est vrai.",
      "Vous avez donné ou tapé quelque chose ? Touchez « Bloquer mon accès ».",
      "Rappelez votre établissement ou votre Ordre, à un numéro que vous connaissez.",
    ],
    know: [
      "Il n'existe aucun code à lire, aucun code à recevoir, aucun code à transférer.",
      "Des chiffres ou des mots dictés par quelqu'un sont toujours une fraude.",
      "Votre numéro RPPS est public : le connaître ne prouve rien.",
    ],
  },
  "ecran-partage": {
    title: "On me demande de partager mon écran",
    lead: "C'est une fraude. Arrêtez le partage et raccrochez.",
    now: [
      "Arrêtez le partage, puis raccrochez.",
      "Fermez le logiciel d'aide à distance. En cas de doute, éteignez l'ordinateur.",
      "Sur le téléphone : « Réglages », « Sessions ouvertes », puis fermez tout.",
      "Vous avez scanné ou tapé pendant le partage ? Touchez « Bloquer mon accès ».",
      "Regardez « Mes postes » et retirez ceux que vous ne connaissez pas.",
    ],
    know: [
      "Par un écran partagé, on peut vous montrer le code de quelqu'un d'autre.",
      "Ne scannez que l'écran qui est devant vous, et que vous avez ouvert.",
      "Personne chez Aval ne prend la main sur votre ordinateur.",
    ],
  },
  "nouveau-telephone": {
    title: "Un nouveau téléphone",
    lead: "Gardez l'ancien jusqu'à ce que le nouveau ouvre vos services.",
    now: [
      "Vous n'ajoutez pas de téléphone ? Ouvrez le lien du message, puis « Arrêter ».",
      "C'est bien vous ? Ouvrez Aval sur le nouveau téléphone et suivez l'écran.",
      "L'ancien ajoute le nouveau. Sinon, votre carte : « Mon accès », puis « Téléphones ». Ou un guichet.",
      "Choisissez votre code sur le nouveau téléphone, sans le dire à personne.",
      "Retirez l'ancien ensuite, dans ses réglages.",
    ],
    know: [
      "Le vôtre a tout oublié ? Sur votre ordinateur habituel, page de connexion : « Mon téléphone a tout oublié ».",
      "Un nouveau téléphone est annoncé à toutes vos adresses et à vos autres téléphones.",
      "Aucun SMS, aucun courriel, aucun appel n'active un téléphone.",
      "On vous demande un code pour l'activer ? C'est une fraude.",
    ],
  },
  "telephone-perdu": {
    title: "Mon téléphone est perdu ou volé",
    lead: "Dites-le tout de suite : il n'approuvera plus rien.",
    now: [
      "Sur un ordinateur, ouvrez « Mon accès », puis « Téléphones ».",
      "Touchez « Je l'ai perdu ». Il faut votre carte, ou un autre téléphone à vous.",
      "Sans ordinateur : le lien d'un message d'Aval, puis « Arrêter ».",
      "Demandez ensuite un nouveau téléphone au guichet, avec une pièce d'identité.",
    ],
    know: [
      "Sans votre code, ce téléphone n'ouvre rien. Il s'arrête après dix essais.",
      "Votre carte et vos clés continuent de marcher.",
      "Préparez un deuxième moyen avant d'en avoir besoin.",
    ],
  },
  "carte-perdue": {
    title: "Ma carte est perdue ou utilisée sans moi",
    lead: "Faites-la refuser depuis votre téléphone, tout de suite.",
    now: [
      "Sur le téléphone : « Réglages », « Ma carte est perdue ou utilisée sans moi ».",
      "Touchez « Refuser ma carte ». Ce qu'elle avait ouvert se ferme.",
      "Prévenez l'organisme qui l'a émise : ailleurs, elle marche encore.",
      "Regardez l'historique : une entrée qui n'est pas la vôtre se signale là.",
    ],
    know: [
      "Toutes vos cartes d'aujourd'hui sont refusées. Une plus récente marchera.",
      "Votre téléphone continue de marcher.",
    ],
  },
  rouvrir: {
    title: "Mon accès est bloqué ou en pause",
    lead: "Rouvrir, c'est vous qui le faites. Personne ne vous appellera pour cela.",
    now: [
      "On vous appelle pour rouvrir ? Raccrochez.",
      "Ouvrez Aval : le téléphone dit ce qui est arrêté, et qui peut le lever.",
      "Une pause se lève avec votre téléphone et votre code.",
      "Un blocage aussi, pendant quinze minutes.",
      "Un jour après, votre carte seule suffit, sur un ordinateur avec lecteur.",
    ],
    know: [
      "Pendant une pause, vos postes habituels ouvrent vos services.",
      "Ce qui s'est fermé reste fermé : entrez de nouveau.",
    ],
  },
});

const en: Readonly<Record<Topic, Guide>> = {
  demande: {
    title: "A request I did not make",
    lead: "Your phone asks you to approve, and you were opening nothing? Refuse.",
    now: [
      "Is somebody talking to you meanwhile? Hang up first.",
      "Tap “It is not me”. No code is asked.",
      "Say what happened: four answers, one tap.",
      "Did you approve by mistake? Open the history, then “It was not me”.",
      "If in any doubt, tap “Block my access”. You can reopen it.",
    ],
    know: [
      "Refusing costs you nothing, and nobody gets in.",
      "A bell that was refused stops. Scanning goes on working.",
      "Aval never makes you approve a request to “cancel” a fraud.",
    ],
  },
  appel: {
    title: "Somebody calls about my access",
    lead: "Hang up, unless your phone says who calls you.",
    now: [
      "Hang up, even if they know your name and your RPPS number.",
      "Type nothing, scan nothing, open no link you were sent.",
      "On the phone, tap “Someone is calling me”: the screen says whether a call is real.",
      "Did you give or type something? Tap “Block my access”.",
      "Call your establishment or your Order back, on a number you know.",
    ],
    know: [
      "There is no code to read out, to receive or to pass on.",
      "Digits or words dictated by somebody are always fraud.",
      "Your RPPS number is public: knowing it proves nothing.",
    ],
  },
  "ecran-partage": {
    title: "Somebody asks me to share my screen",
    lead: "It is fraud. Stop sharing and hang up.",
    now: [
      "Stop sharing, then hang up.",
      "Close the remote help program. If in doubt, switch the computer off.",
      "On the phone: “Settings”, “Open sessions”, then close them all.",
      "Did you scan or type while sharing? Tap “Block my access”.",
      "Look at “My workstations” and remove those you do not know.",
    ],
    know: [
      "Through a shared screen you can be shown somebody else's code.",
      "Scan only the screen in front of you, which you opened yourself.",
      "Nobody at Aval takes control of your computer.",
    ],
  },
  "nouveau-telephone": {
    title: "A new phone",
    lead: "Keep the old one until the new one opens your services.",
    now: [
      "Are you adding no phone? Open the message's link, then “Stop it”.",
      "Is it really you? Open Aval on the new phone and follow the screen.",
      "The old one adds the new one. Otherwise your card: “My access”, then “Phones”. Or a desk.",
      "Choose your code on the new phone, and tell it to nobody.",
      "Then remove the old one, in its settings.",
    ],
    know: [
      "Yours forgot everything? On your usual computer, sign-in page: “My phone forgot everything”.",
      "A new phone is announced to all your addresses and your other phones.",
      "No text message, no e-mail and no call activates a phone.",
      "Are you asked for a code to activate it? It is fraud.",
    ],
  },
  "telephone-perdu": {
    title: "My phone is lost or stolen",
    lead: "Say so at once: it will approve nothing more.",
    now: [
      "On a computer, open “My access”, then “Phones”.",
      "Press “I lost it”. It takes your card, or another phone of yours.",
      "Without a computer: the link in a message from Aval, then “Stop it”.",
      "Then ask for a new phone at a desk, with an identity document.",
    ],
    know: [
      "Without your code this phone opens nothing. It stops after ten tries.",
      "Your card and your keys go on working.",
      "Prepare a second means before you need it.",
    ],
  },
  "carte-perdue": {
    title: "My card is lost, or used without me",
    lead: "Have it refused from your phone, at once.",
    now: [
      "On the phone: “Settings”, “My card is lost, or used without me”.",
      "Tap “Refuse my card”. What it had opened is closed.",
      "Tell whoever issued it: elsewhere it still works.",
      "Look at the history: report there what was not you.",
    ],
    know: [
      "All your cards of today are refused. A newer one will work.",
      "Your phone goes on working.",
    ],
  },
  rouvrir: {
    title: "My access is blocked or paused",
    lead: "Reopening is yours to do. Nobody will call you for it.",
    now: [
      "Are you called to reopen it? Hang up.",
      "Open Aval: the phone says what is stopped, and who can lift it.",
      "A pause is lifted with your phone and your code.",
      "So is a block, for fifteen minutes.",
      "A day later your card alone is enough, on a computer with a reader.",
    ],
    know: [
      "During a pause your usual workstations open your services.",
      "What was closed stays closed: sign in again.",
    ],
  },
};

export const guides: Readonly<Record<Lang, Readonly<Record<Topic, Guide>>>> = { fr, en };
