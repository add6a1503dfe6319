import { PhoneRefusal, type Problem } from "@aval/protocol";
import { momentText } from "./moment.ts";

/** What the phone itself refuses or cannot do; the server's refusals come with their own sentences. French first. */
export const sentences = {
  phone_offline: {
    fr: "Le serveur ne répond pas. Le bac à sable est-il démarré (npm start) ? Sinon, --server URL.",
    en: "The server does not answer. Is the sandbox running (npm start)? Otherwise, --server URL.",
  },
  phone_not_sandbox: {
    fr: "Ce serveur ne se dit pas bac à sable : un téléphone virtuel, dont la clé est un fichier, n'y a pas sa place.",
    en: "This server does not call itself a sandbox: a virtual phone, whose key is a file, has no place there.",
  },
  phone_no_state: {
    fr: "Il n'y a pas de téléphone dans ce fichier. Commencez par : aval phone enrol --as IDENTIFIANT --pin CODE --state FICHIER.",
    en: "There is no phone in that file. Begin with: aval phone enrol --as NATIONAL_ID --pin CODE --state FILE.",
  },
  phone_bad_state: {
    fr: "Ce fichier n'est pas celui d'un téléphone virtuel, ou il est abîmé.",
    en: "That file is not a virtual phone's, or it is damaged.",
  },
  phone_unwritable: {
    fr: "Ce fichier ne peut pas être écrit : vérifiez son dossier. Rien n'a été demandé au serveur.",
    en: "That file cannot be written: look at its folder. Nothing was asked of the server.",
  },
  phone_state_taken: {
    fr: "Ce fichier est déjà celui d'un téléphone. Donnez un autre --state ; ou, pour oublier ce téléphone sans retour, supprimez le fichier.",
    en: "That file is a phone's already. Give another --state; or, to forget that phone for good, delete the file.",
  },
  phone_no_code: {
    fr: "Ce téléphone n'a pas encore de code : son ajout s'est arrêté en chemin. Recommencez « aval phone enrol ».",
    en: 'This phone has no code yet: its enrolment stopped on the way. Run "aval phone enrol" again.',
  },
  phone_code_shape: {
    fr: "Le code personnel a six chiffres.",
    en: "The personal code has six figures.",
  },
  phone_code_common: {
    fr: "Ce code est trop courant (suite, répétition ou date). Choisissez-en un autre, 246813 par exemple.",
    en: "That code is too common (a run, a repeat or a date). Choose another, 246813 for instance.",
  },
  phone_not_a_frame: {
    fr: "Ce texte n'est ni un code à l'écran d'Aval, ni des chiffres.",
    en: "That text is neither a frame of an Aval screen nor digits.",
  },
  phone_digits_shape: {
    fr: "Ces chiffres ne vont pas ensemble : regardez-les de nouveau. Aucun essai n'est compté.",
    en: "These digits do not go together: look at them again. No try is counted.",
  },
  phone_number_shape: {
    fr: "Ce sont les deux chiffres que le logiciel montre, de 00 à 99. Aucun essai n'est compté.",
    en: "They are the two figures that the software shows, 00 to 99. No try is counted.",
  },
  phone_nothing_pending: {
    fr: "Aucune demande n'attend ce téléphone.",
    en: "No request waits for this phone.",
  },
  phone_no_registrar: {
    fr: "Ce bac à sable n'a pas deux agents d'enregistrement du même périmètre.",
    en: "This sandbox has no two registrars of one scope.",
  },
  phone_no_card: {
    fr: "Il n'y a pas de carte dans ce fichier. Faites-en une : aval sandbox card --for IDENTIFIANT --out FICHIER.p12.",
    en: "There is no card in that file. Make one: aval sandbox card --for NATIONAL_ID --out FILE.p12.",
  },
  phone_card_refused: {
    fr: "La page de la carte n'ajoute pas ce téléphone.",
    en: "The card's page does not add this phone.",
  },
  phone_eid_refused: {
    fr: "L'identité numérique du bac à sable n'a pas ajouté ce téléphone : le titulaire en a déjà un, ou n'a pas d'adresse d'exercice.",
    en: "The sandbox's digital identity added no phone: its holder has one already, or no practice address.",
  },
  phone_no_wallet: {
    fr: "Aucun portefeuille d'identité ne répond. Ouvrez-en un dans un autre terminal : aval sandbox wallet.",
    en: "No identity wallet answers. Open one in another terminal: aval sandbox wallet.",
  },
  phone_wallet_refused: {
    fr: "Le portefeuille n'a rien partagé pour cette personne : il a ceux avec qui le bac à sable commence.",
    en: "The wallet shared nothing for this person: it has those whom the sandbox begins with.",
  },
  phone_no_letter: {
    fr: "Aucune lettre pour ce téléphone n'est arrivée dans le courrier attrapé.",
    en: "No letter for this phone arrived in the caught mail.",
  },
  enrolment_too_early: {
    fr: "Ce téléphone attend encore : il s'active plus tard.",
    en: "This phone still waits: it is activated later.",
  },
  enrolment_active: {
    fr: "Ce téléphone est déjà actif : il n'y a rien à activer.",
    en: "This phone is active already: there is nothing to activate.",
  },
  enrolment_over: {
    fr: "Cet ajout est terminé, sans suite. Recommencez « aval phone enrol », avec un autre --state.",
    en: 'This enrolment is over and came to nothing. Run "aval phone enrol" again, with another --state.',
  },
  phone_other_holder: {
    fr: "Les deux téléphones doivent être de la même personne.",
    en: "Both phones must be of one person.",
  },
  phone_nothing_stopped: {
    fr: "Rien n'est arrêté : il n'y a rien à rouvrir.",
    en: "Nothing is stopped: there is nothing to reopen.",
  },
  phone_cannot_lift: {
    fr: "Ce téléphone ne peut pas rouvrir.",
    en: "This phone cannot reopen it.",
  },
  phone_lift_on_call: {
    fr: "Rien n'est rouvert. Personne ne demande de rouvrir : raccrochez.",
    en: "Nothing is reopened. Nobody asks to reopen: hang up.",
  },
  phone_pin_proof: {
    fr: "Le service PIN n'a pas prouvé qu'il utilise la clé de ce téléphone. Rien n'a été signé.",
    en: "The PIN service did not prove that it used this phone's key. Nothing was signed.",
  },
  phone_context_not_signed: {
    fr: "La demande n'est pas signée par ce serveur. Rien n'a été montré ni signé.",
    en: "The request is not signed by this server. Nothing was shown or signed.",
  },
} as const;

export type PhoneFaultCode = keyof typeof sentences;

/** What a refusal is about, said after its sentence: a name, or sentences. */
type About = string | Told["message"];

/** A refusal by the command itself. */
export class PhoneFault extends Error {
  readonly code: PhoneFaultCode;
  readonly about: About | undefined;
  /** Until when it is so: seconds since the epoch. */
  readonly until: number | undefined;
  constructor(
    code: PhoneFaultCode,
    options?: ErrorOptions & { readonly about?: About; readonly until?: number },
  ) {
    super(sentences[code].en, options);
    this.code = code;
    this.about = options?.about;
    this.until = options?.until;
  }
}

/** The command was not written as its page says: nothing was asked of anybody. */
export class PhoneMisuse extends Error {
  readonly fr: string;
  readonly en: string;
  constructor(fr: string, en: string) {
    super(en);
    this.fr = fr;
    this.en = en;
  }
}

/** A refusal as it is told: what `--json` prints. */
export type Told = {
  readonly error: string;
  readonly reference?: string;
  readonly message: { readonly fr: string; readonly en: string };
  readonly triesLeft?: number;
  readonly retryAfterSeconds?: number;
  /** Until when it is so: seconds since the epoch. */
  readonly until?: number;
};

/** The refusal a fault stands for, or `undefined` for a bug. */
export function toldOf(fault: unknown): Told | undefined {
  if (fault instanceof PhoneMisuse)
    return { error: "misuse", message: { fr: fault.fr, en: fault.en } };
  if (fault instanceof PhoneFault) return ownTold(fault);
  if (!(fault instanceof PhoneRefusal)) return undefined;
  if (fault.problem?.message) return fromProblem(fault.problem);
  const own = Object.hasOwn(sentences, fault.code)
    ? sentences[fault.code as PhoneFaultCode]
    : undefined;
  return { error: fault.code, message: own ?? unexpected(fault.code) };
}

function ownTold(fault: PhoneFault): Told {
  const { code, until } = fault;
  const { fr, en } = sentenceOf(fault);
  if (until === undefined) return { error: code, message: { fr, en } };
  const at = momentText(until * 1000);
  const message = {
    fr: `${fr} À activer à partir du ${at}.`,
    en: `${en} It can be activated from ${at} on.`,
  };
  return { error: code, message, until };
}

function sentenceOf({ code, about }: PhoneFault): Told["message"] {
  const { fr, en } = sentences[code];
  if (about === undefined) return { fr, en };
  if (typeof about === "string") return { fr: `${fr} (${about})`, en: `${en} (${about})` };
  return { fr: `${fr}\n${about.fr}`, en: `${en}\n${about.en}` };
}

/** A search that found nothing says how to look in another place, as the phone's page does. Whatever else went wrong stays as it is. */
export function pointingElsewhere(fault: unknown): unknown {
  if (!(fault instanceof PhoneRefusal) || fault.code !== "search_nothing" || !fault.problem)
    return fault;
  const { fr, en } = fault.problem.message;
  return new PhoneRefusal(fault.code, {
    ...fault.problem,
    message: {
      fr: `${fr} Dans un nouveau lieu (« Autre lieu ») : ajoutez --elsewhere.`,
      en: `${en} In a new place ("Another place"): add --elsewhere.`,
    },
  });
}

/** An activation that the server finds too early, said as this command says it: from when. */
export function sayingFromWhen(fault: unknown): unknown {
  if (!(fault instanceof PhoneRefusal) || fault.code !== "enrolment_too_early") return fault;
  const until = fault.problem?.until;
  return new PhoneFault("enrolment_too_early", {
    cause: fault,
    ...(until === undefined ? {} : { until }),
  });
}

/** Whoever typed an identifier that nobody has is told where the sandbox's are listed. */
function messageOf({ error, message }: Problem): Told["message"] {
  if (error !== "unknown_professional") return message;
  return {
    fr: `${message.fr} Les personnes du bac à sable : /developer/people.json, là où l'on se connecte (port AVAL_PORT, 4400).`,
    en: `${message.en} The sandbox's people: /developer/people.json, where one signs in (port AVAL_PORT, 4400).`,
  };
}

function fromProblem(problem: Problem): Told {
  const { error, reference, triesLeft, retryAfterSeconds, until } = problem;
  return {
    error,
    reference,
    message: messageOf(problem),
    ...(triesLeft !== undefined && { triesLeft }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(until !== undefined && { until }),
  };
}

const unexpected = (code: string) => ({
  fr: `Réponse inattendue du serveur (${code}).`,
  en: `Unexpected answer of the server (${code}).`,
});
