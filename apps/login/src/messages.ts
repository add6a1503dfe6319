import type { Lang } from "@aval/design";

/**
 * Every word of the sign-in page. Rules of wording: facts/ux 3.4. One sentence, one idea; buttons say what the person
 * does; no blame, no exclamation mark. "Request" here is what the code calls an approval.
 */
export type Messages = {
  readonly otherLanguage: string;
  readonly toService: (service: string) => string;
  readonly opening: string;
  readonly scan: {
    readonly heading: string;
    readonly steps: readonly [string, string, string];
    readonly qr: string;
    readonly keep: string;
    readonly waiting: string;
    readonly toDigitsWhy: string;
    readonly toDigits: string;
  };
  readonly digits: {
    readonly heading: string;
    readonly warning: string;
    readonly steps: string;
    readonly label: string;
    readonly waiting: string;
    readonly weaker: string;
    readonly toScan: string;
  };
  readonly claimed: {
    readonly heading: string;
    readonly lead: string;
    readonly moreTime: string;
    readonly moreTimeUsed: string;
  };
  readonly approved: {
    readonly heading: string;
    readonly silentHeading: string;
    readonly lead: (service: string) => string;
    readonly as: string;
    readonly notMe: string;
    readonly goOn: string;
  };
  readonly refused: { readonly heading: string; readonly lead: string; readonly hint: string };
  readonly expired: {
    readonly heading: string;
    readonly lead: string;
    readonly again: string;
    readonly moreTime: string;
  };
  readonly cancelled: {
    readonly heading: string;
    readonly reasons: Readonly<Record<CancelReason, string>>;
    readonly otherReason: string;
    readonly again: string;
  };
  readonly problem: {
    readonly heading: string;
    readonly reference: string;
    readonly again: string;
  };
  readonly leaving: (service: string | undefined) => string;
  readonly leave: string;
  readonly leaveEnded: string;
  readonly rights: { readonly reduced: string };
  readonly down: {
    readonly offline: string;
    readonly server: string;
    readonly again: string;
    readonly up: string;
  };
  /** How long is left, in words. */
  readonly codeValid: (time: string) => string;
  readonly timeToAnswer: (time: string) => string;
  readonly announced: (time: string) => string;
  readonly time: (seconds: number) => string;
  readonly spoken: Readonly<
    Record<
      "scan" | "digits" | "claimed" | "approved" | "refused" | "expired" | "cancelled" | "problem",
      string
    >
  >;
};

/** Why a request shown here can be cancelled: refusals of the closed list, and words of the page's own. */
export const cancelReasons = [
  "page_cancelled",
  "not_me_on_page",
  "replaced",
  "two_at_once",
  "already_claimed",
  "rights_denied",
  "holder_stopped",
] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** The sentence for a reason, also for one this page does not know yet. */
export function cancelSentence(words: Messages["cancelled"], reason: string | undefined): string {
  const known = cancelReasons.find((one) => one === reason);
  return known ? words.reasons[known] : words.otherReason;
}

const fr: Messages = {
  otherLanguage: "English",
  toService: (service) => `Pour entrer dans ${service}`,
  opening: "Ouverture de la page de connexion…",
  scan: {
    heading: "Ouvrez Aval sur votre téléphone et scannez",
    steps: [
      "Ouvrez l'application Aval sur votre téléphone.",
      "Touchez « Scanner » et visez le code affiché ici.",
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
    warning:
      "Personne ne vous dictera ces chiffres, personne ne vous les demandera. Si on le fait, c'est une fraude : annulez.",
    steps: "Dans Aval, touchez « Je ne peux pas scanner », puis tapez les chiffres.",
    label: "Chiffres à taper :",
    waiting: "Les chiffres arrivent…",
    weaker:
      "Pour ce service, les chiffres ne suffisent pas depuis cet ordinateur. Scannez le code.",
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
  },
  refused: {
    heading: "C'est refusé. Personne n'est entré.",
    lead: "La demande a été refusée sur le téléphone.",
    hint: "Si vous vous êtes trompé, affichez un nouveau code.",
  },
  expired: {
    heading: "Le code a expiré. Rien n'est perdu.",
    lead: "Affichez un nouveau code quand votre téléphone est prêt.",
    again: "Afficher un nouveau code",
    moreTime: "J'ai besoin de plus de temps",
  },
  cancelled: {
    heading: "La connexion est annulée. Personne n'est entré.",
    reasons: {
      page_cancelled: "Vous avez annulé cette demande.",
      not_me_on_page: "Vous avez dit que ce n'était pas vous : la demande est fermée et notée.",
      replaced: "Une demande plus récente, ouverte dans ce navigateur, a remplacé celle-ci.",
      two_at_once:
        "Deux demandes ont été lues en même temps, depuis deux ordinateurs. Les deux sont annulées. Recommencez ici si cet écran est le vôtre.",
      already_claimed:
        "Deux téléphones ont lu le même code. Recommencez en gardant l'écran pour vous.",
      rights_denied:
        "Ce service ne peut pas encore s'ouvrir depuis cet ordinateur. Demandez au support du service.",
      holder_stopped: "L'accès est suspendu. L'application Aval dit pourquoi et comment rouvrir.",
    },
    otherReason: "La demande n'est plus valable. Vous pouvez recommencer.",
    again: "Recommencer avec un nouveau code",
  },
  problem: {
    heading: "La connexion ne peut pas continuer ici",
    reference: "Référence pour le support :",
    again: "Réessayer sur cette page",
  },
  leaving: (service) => (service ? `Retour vers ${service}…` : "Retour vers le service…"),
  leave: "Annuler et revenir au service",
  leaveEnded: "Revenir au service",
  rights: {
    reduced:
      "Session réduite : une heure, pour ce service seulement. Aval ne connaît pas cet ordinateur.",
  },
  down: {
    offline: "Pas de réseau. Rien n'est perdu : la page réessaie toute seule.",
    server:
      "Le service de connexion ne répond pas. Rien n'est perdu : la page réessaie toute seule.",
    again: "Réessayer maintenant",
    up: "La connexion est revenue.",
  },
  codeValid: (time) => `Valable encore ${time}`,
  timeToAnswer: (time) => `Il vous reste ${time} pour répondre.`,
  announced: (time) => `Il reste ${time}.`,
  time: (seconds) => spelled(seconds, ["minute", "minutes"], ["seconde", "secondes"]),
  spoken: {
    scan: "Un code à scanner est affiché.",
    digits: "Les chiffres vont s'afficher. Personne ne doit vous les dicter ni vous les demander.",
    claimed: "Code lu. Répondez sur votre téléphone.",
    approved: "Accepté. Vous allez entrer dans le service.",
    refused: "Refusé. Personne n'est entré.",
    expired: "Le code a expiré. Rien n'est perdu.",
    cancelled: "Annulé. Personne n'est entré.",
    problem: "La connexion ne peut pas continuer ici.",
  },
};

const en: Messages = {
  otherLanguage: "Français",
  toService: (service) => `To enter ${service}`,
  opening: "Opening the sign-in page…",
  scan: {
    heading: "Open Aval on your phone and scan",
    steps: [
      "Open the Aval app on your phone.",
      "Tap “Scan” and point at the code shown here.",
      "Check the service, then type your personal code on the phone.",
    ],
    qr: "Code to scan with Aval on your phone. It changes every second.",
    keep: "Show this code to nobody, send it to nobody.",
    waiting: "The code is coming…",
    toDigitsWhy: "No camera, or Aval is on this device?",
    toDigits: "Show digits to type",
  },
  digits: {
    heading: "Type these digits in Aval, on your phone",
    warning:
      "Nobody will dictate these digits to you, nobody will ask you for them. If someone does, it is fraud: cancel.",
    steps: "In Aval, tap “I cannot scan”, then type the digits.",
    label: "Digits to type:",
    waiting: "The digits are coming…",
    weaker: "For this service, digits are not enough from this computer. Scan the code.",
    toScan: "Go back to the code to scan",
  },
  claimed: {
    heading: "Go on with your phone",
    lead: "Your phone has read the code. Check what it shows, then approve or refuse.",
    moreTime: "I need more time",
    moreTimeUsed: "Done: you have three minutes in all.",
  },
  approved: {
    heading: "Approved",
    silentHeading: "Your session is already open",
    lead: (service) => `You are entering ${service}.`,
    as: "As",
    notMe: "It is not me",
    goOn: "It is me, I'm going in",
  },
  refused: {
    heading: "Refused. Nobody got in.",
    lead: "The request was refused on the phone.",
    hint: "If that was a slip, show a new code.",
  },
  expired: {
    heading: "The code has expired. Nothing is lost.",
    lead: "Show a new code when your phone is ready.",
    again: "Show a new code",
    moreTime: "I need more time",
  },
  cancelled: {
    heading: "The sign-in is cancelled. Nobody got in.",
    reasons: {
      page_cancelled: "You cancelled this request.",
      not_me_on_page: "You said it was not you: the request is closed and on record.",
      replaced: "A newer request, opened in this browser, has replaced this one.",
      two_at_once:
        "Two requests were read at the same time, from two computers. Both are cancelled. Start again here if this screen is yours.",
      already_claimed:
        "Two phones read the same code. Start again and keep the screen to yourself.",
      rights_denied:
        "This service cannot be opened from this computer yet. Ask the service's support.",
      holder_stopped: "Access is stopped. The Aval app says why and how to reopen it.",
    },
    otherReason: "The request is no longer valid. You can start again.",
    again: "Start again with a new code",
  },
  problem: {
    heading: "The sign-in cannot go on here",
    reference: "Reference for support:",
    again: "Try again on this page",
  },
  leaving: (service) => (service ? `Going back to ${service}…` : "Going back to the service…"),
  leave: "Cancel and go back to the service",
  leaveEnded: "Go back to the service",
  rights: {
    reduced: "Reduced session: one hour, for this service only. Aval does not know this computer.",
  },
  down: {
    offline: "No network. Nothing is lost: the page tries again by itself.",
    server: "The sign-in service does not answer. Nothing is lost: the page tries again by itself.",
    again: "Try again now",
    up: "The connection is back.",
  },
  codeValid: (time) => `Valid for another ${time}`,
  timeToAnswer: (time) => `You have ${time} left to answer.`,
  announced: (time) => `${time} left.`,
  time: (seconds) => spelled(seconds, ["minute", "minutes"], ["second", "seconds"]),
  spoken: {
    scan: "A code to scan is shown.",
    digits: "The digits are about to show. Nobody must dictate them to you or ask you for them.",
    claimed: "Code read. Answer on your phone.",
    approved: "Approved. You are about to enter the service.",
    refused: "Refused. Nobody got in.",
    expired: "The code has expired. Nothing is lost.",
    cancelled: "Cancelled. Nobody got in.",
    problem: "The sign-in cannot go on here.",
  },
};

/** French first. */
export const messages: Readonly<Record<Lang, Messages>> = { fr, en };

type Forms = readonly [one: string, many: string];

/** "1 minute 30 secondes". Zero and one are singular in French; English says "0 seconds", which no screen shows. */
function spelled(seconds: number, minute: Forms, second: Forms): string {
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  const parts = [
    minutes > 0 ? `${minutes} ${minutes === 1 ? minute[0] : minute[1]}` : "",
    rest > 0 || minutes === 0 ? `${rest} ${rest <= 1 ? second[0] : second[1]}` : "",
  ];
  // No-break spaces: a number alone at the end of a line is read twice.
  return parts.filter(Boolean).join(" ").replaceAll(" ", "\u00a0");
}

/** Fewer changes to look at: steps of five seconds until the last ten. */
export function calmSeconds(seconds: number): number {
  return seconds > 10 ? Math.floor(seconds / 5) * 5 : seconds;
}
