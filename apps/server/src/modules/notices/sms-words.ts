import type { Said } from "@aval/design";
import type { NoticeEvent } from "./events.ts";

/**
 * What a telephone is told, in the letters of a short message: no ê, ô, î nor lower-case ç, and no typographic spaces. Fifty-eight
 * characters in French at most, so that the link that stops always has its place; the test beside counts.
 */
export const smsLines: Readonly<Record<NoticeEvent, Said>> = {
  first_day: {
    fr: "Votre accès change. Personne ne vous appellera pour cela.",
    en: "Your access changes. Nobody will call you.",
  },
  phone_added: { fr: "Un téléphone a été ajouté à votre accès", en: "A phone was added" },
  desk_begun: {
    fr: "Un téléphone est ajouté pour vous à un guichet",
    en: "A phone is added",
  },
  enrolment_begun: {
    fr: "Un téléphone demande à servir à votre nom",
    en: "A phone asks to serve as yours",
  },
  enrolment_proven: {
    fr: "Un nouveau téléphone attend de servir à votre nom",
    en: "A new phone waits",
  },
  enrolment_ending: {
    fr: "Un nouveau téléphone pourra servir dans une heure",
    en: "A new phone in one hour",
  },
  raise_begun: {
    fr: "Un de vos téléphones demande à tout ouvrir",
    en: "A phone asks for more",
  },
  raise_proven: {
    fr: "Un de vos téléphones attend de tout ouvrir",
    en: "A phone waits for more",
  },
  raise_ending: {
    fr: "Un téléphone pourra tout ouvrir dans une heure",
    en: "More in one hour",
  },
  phone_raised: { fr: "Un de vos téléphones ouvre tout", en: "A phone opens all" },
  enrolment_still_used: {
    fr: "Ajout stoppé : votre téléphone sert encore",
    en: "A phone was stopped",
  },
  letter_sent: { fr: "Une lettre part pour ajouter un téléphone", en: "A letter leaves" },
  letter_elsewhere: {
    fr: "Votre lettre a été montrée par un autre téléphone",
    en: "Another phone has it",
  },
  letter_stopped: {
    fr: "L'ajout d'un téléphone est stoppé par un agent",
    en: "A registrar stopped a phone",
  },
  phone_suspended: { fr: "Un de vos téléphones est suspendu", en: "A phone was suspended" },
  card_suspended: { fr: "Une de vos cartes est suspendue", en: "A card was suspended" },
  means_restored: { fr: "Un téléphone ou une carte est rétabli", en: "A phone or card is back" },
  phone_renamed: { fr: "Un de vos téléphones a changé de nom", en: "A phone was renamed" },
  phone_removed: { fr: "Un de vos téléphones a été retiré", en: "A phone was removed" },
  code_changed: { fr: "Le code d'un de vos téléphones a changé", en: "A phone's code changed" },
  code_renewed: { fr: "La clé du code d'un téléphone a changé", en: "A code's key was renewed" },
  place_made: { fr: "Un ordinateur a été ajouté à vos postes", en: "A computer was added" },
  software_added: { fr: "Un logiciel a été ajouté à votre accès", en: "Software was added" },
  passkey_added: { fr: "Une clé a été ajoutée à votre accès", en: "A key was added" },
  locum_announced: {
    fr: "Quelqu'un est annoncé pour vous remplacer",
    en: "A locum is announced",
  },
  announced_as_locum: {
    fr: "On vous annonce en remplacement chez un confrère",
    en: "You are announced as a locum",
  },
  session_elsewhere: {
    fr: "Connexion à votre nom depuis un ordinateur inconnu",
    en: "Sign-in elsewhere",
  },
  session_in_transition: {
    fr: "Connexion par un téléphone à confirmer, à votre nom",
    en: "Sign-in by a new phone",
  },
  session_by_software: {
    fr: "Connexion à votre nom par un de vos logiciels",
    en: "Sign-in by software",
  },
  contact_changed: {
    fr: "Vos coordonnées ont changé au répertoire",
    en: "Your contact details changed",
  },
  paused: {
    fr: "Les ajouts à votre accès sont en pause",
    en: "Nothing can be added to your access",
  },
  blocked: { fr: "Votre accès est bloqué", en: "Your access is blocked" },
  frozen: { fr: "Votre accès est gelé après une fraude", en: "Your access is frozen" },
  reopened: { fr: "Votre accès est rouvert", en: "Your access is open again" },
  campaign: { fr: "Une information sur votre accès", en: "News about your access" },
};

/** What stands around a line. `stop` and `never` are read in both languages at once. */
export const smsAround = {
  digest: (count: number): Said => ({
    fr: `${count} événements sur votre accès aujourd'hui`,
    en: `${count} events today`,
  }),
  stop: "Pas vous/Not you:",
  never: "Jamais de code. Never a code.",
};
