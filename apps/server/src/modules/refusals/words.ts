/** In both languages, French first. */
export type Words = { readonly fr: string; readonly en: string };

/** Why somebody was refused, for whoever answers their call: what we waited for, what came, and what to say. */
export type Diagnosis = {
  readonly expected: Words;
  readonly received: Words;
  readonly say: Words;
};

const both = (fr: string, en: string): Words => ({ fr, en });

/**
 * The diagnoses, each for all the refusals that `kinds.ts` gives it. What is said asks for nothing: no code, no digits, no card, no screen.
 *
 * Who gains if a sentence is wrong: whoever persuades an agent to help them around a refusal.
 */
export const diagnoses = {
  late: {
    expected: both(
      "Une réponse dans le temps affiché, une seule fois.",
      "An answer within the time shown, once.",
    ),
    received: both(
      "Une réponse trop tard, ou une deuxième fois.",
      "An answer too late, or a second time.",
    ),
    say: both(
      "Rien n'est perdu. Recommencez depuis l'écran du service.",
      "Nothing is lost. Begin again from the service's screen.",
    ),
  },
  early: {
    expected: both(
      "Le geste après l'attente que l'écran indique.",
      "The act after the wait that the screen states.",
    ),
    received: both("Le geste avant la fin de cette attente.", "The act before that wait was over."),
    say: both(
      "Cette attente vous protège. Personne ne peut la raccourcir. L'écran dit jusqu'à quand.",
      "This wait protects you. Nobody can shorten it. The screen says until when.",
    ),
  },
  elsewhere: {
    expected: both(
      "Le navigateur ou le téléphone qui a commencé.",
      "The browser or phone that began.",
    ),
    received: both(
      "Un autre navigateur ou un autre téléphone.",
      "Another browser or another phone.",
    ),
    say: both(
      "Recommencez du début, sur un seul écran. N'ouvrez aucun lien reçu.",
      "Begin again, on one screen. Open no link that you received.",
    ),
  },
  first: {
    expected: both("Une seule réponse, et une seule demande.", "One answer, and one request."),
    received: both(
      "Une autre est passée avant, ou en même temps.",
      "Another came before it, or at the same time.",
    ),
    say: both(
      "Si vous n'avez fait qu'un geste, refusez et touchez « Ce n'est pas moi ».",
      "If you acted only once, refuse and tap “It is not me”.",
    ),
  },
  wrong: {
    expected: both(
      "Ce que votre propre écran montre, ou votre propre code.",
      "What your own screen shows, or your own code.",
    ),
    received: both("Autre chose.", "Something else."),
    say: both(
      "Regardez votre écran et recommencez. Si on vous a dicté quelque chose, raccrochez.",
      "Look at your screen and try again. If somebody dictated it, hang up.",
    ),
  },
  many: {
    expected: both("Quelques essais, puis une attente.", "A few tries, then a wait."),
    received: both("Trop d'essais en peu de temps.", "Too many tries in a short time."),
    say: both(
      "Attendez, puis recommencez. Personne ne peut rendre des essais.",
      "Wait, then try again. Nobody can give tries back.",
    ),
  },
  stopped: {
    expected: both("Un accès ouvert, sans arrêt en cours.", "An open access, with no stop."),
    received: both(
      "Un arrêt tient : pause, blocage, gel ou appel.",
      "A stop holds: pause, block, freeze or call.",
    ),
    say: both(
      "L'application dit qui peut rouvrir, et quand. Je ne peux rien rouvrir.",
      "The app says who can reopen, and when. I can reopen nothing.",
    ),
  },
  rights: {
    expected: both(
      "Un moyen assez fort et assez ancien pour cela.",
      "A means strong and old enough for this.",
    ),
    received: both(
      "Un moyen trop récent, à confirmer ou trop faible.",
      "A means that is too recent, to be confirmed or too weak.",
    ),
    say: both(
      "Prenez votre carte, un téléphone plus ancien, ou allez à un guichet.",
      "Take your card, an older phone, or go to a desk.",
    ),
  },
  unknown: {
    expected: both(
      "Ce qui est à la personne, et qui vit encore.",
      "What is the person's own, and still alive.",
    ),
    received: both("Ce qui n'est pas, ou plus, à elle.", "What is not theirs, or no longer is."),
    say: both(
      "Rouvrez l'application et regardez la liste à jour.",
      "Open the app again and look at the list as it is now.",
    ),
  },
  proof: {
    expected: both(
      "Une preuve valable, acceptée ici, de la bonne personne.",
      "A valid proof, accepted here, of the right person.",
    ),
    received: both(
      "Une preuve périmée, retirée, illisible ou d'autrui.",
      "A proof that is expired, withdrawn, unreadable or somebody else's.",
    ),
    say: both(
      "Vérifiez la carte, la clé ou l'identifiant. Sinon, allez à un guichet.",
      "Check the card, the key or the identifier. Otherwise, go to a desk.",
    ),
  },
  broken: {
    expected: both(
      "Un message entier, signé par le téléphone, à l'heure.",
      "A whole message, signed by the phone, at the right time.",
    ),
    received: both(
      "Un message abîmé, déjà reçu, ou mal daté.",
      "A message that is damaged, came before, or is wrongly dated.",
    ),
    say: both(
      "Fermez l'application, mettez-la à jour, puis recommencez.",
      "Close the app, update it, then try again.",
    ),
  },
  outage: {
    expected: both("Tous nos programmes en marche.", "All our programs running."),
    received: both("L'un d'eux n'a pas répondu.", "One of them did not answer."),
    say: both(
      "Rien n'a été accepté, rien n'est perdu. Réessayez dans quelques minutes.",
      "Nothing was accepted, nothing is lost. Try again in a few minutes.",
    ),
  },
  service: {
    expected: both(
      "Une demande comme le service l'a déclarée.",
      "A request as the service registered it.",
    ),
    received: both(
      "Une demande que ce service ne peut pas faire.",
      "A request that this service may not make.",
    ),
    say: both(
      "Votre accès n'est pas en cause. Retournez au service, prévenez son support.",
      "Your access is not at fault. Go back to the service and tell its support.",
    ),
  },
  address: {
    expected: both("Une adresse qui existe, ouverte par nos pages.", "An address that exists."),
    received: both(
      "Une autre adresse, ou un lien d'ailleurs.",
      "Another address, or a foreign link.",
    ),
    say: both(
      "Tapez vous-même l'adresse officielle. N'ouvrez aucun lien reçu.",
      "Type the official address yourself. Open no link that you received.",
    ),
  },
  limit: {
    expected: both("Une demande que les règles permettent.", "A request within the rules."),
    received: both("Une valeur ou un nombre au-delà.", "A value or a number beyond them."),
    say: both(
      "L'écran dit la limite. Choisissez moins, ou retirez d'abord quelque chose.",
      "The screen states the limit. Choose less, or remove something first.",
    ),
  },
  signed_out: {
    expected: both("Une session ouverte.", "An open session."),
    received: both("Une session finie.", "A session that is over."),
    say: both("Connectez-vous de nouveau.", "Sign in again."),
  },
  other_program: {
    expected: both("Un programme ou un agent connu.", "A known program or member of staff."),
    received: both(
      "Une demande que la console ou un programme a faite.",
      "A request that the console or a program made.",
    ),
    say: both(
      "Ce refus n'est pas celui d'un professionnel. Prévenez l'exploitation.",
      "This is no professional's refusal. Tell operations.",
    ),
  },
} as const satisfies Readonly<Record<string, Diagnosis>>;

export type Kind = keyof typeof diagnoses;

/** As much of a name as lets two people agree that they speak of the same one. */
export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((part) => `${part.charAt(0).toUpperCase()}.`)
    .join(" ");

/** The end of an identifier. */
export const maskedId = (nationalId: string): string =>
  `${"•".repeat(Math.max(nationalId.length - 3, 0))}${nationalId.slice(-3)}`;
