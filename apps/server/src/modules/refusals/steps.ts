import type { Words } from "./words.ts";

/**
 * What somebody was doing when they were refused, by the address that refused: the one table. An address that no screen asks (a program's,
 * a file's) is of no step, and its refusals are not kept.
 */
const steps = {
  sign_in: { fr: "Se connecter à un service", en: "Signing in to a service" },
  establishment: {
    fr: "Se connecter par son établissement",
    en: "Signing in by the establishment",
  },
  card: { fr: "Se servir de sa carte", en: "Using the card" },
  account: { fr: "Lire ou changer Mon accès", en: "Reading or changing My access" },
  add_key: { fr: "Ajouter une clé de sécurité", en: "Adding a security key" },
  add_phone: { fr: "Ajouter un téléphone", en: "Adding a phone" },
  workstation: { fr: "Enregistrer un poste", en: "Registering a workstation" },
  scan: { fr: "Scanner ou chercher une demande", en: "Scanning or finding a request" },
  answer: { fr: "Répondre à une demande", en: "Answering a request" },
  code: { fr: "Taper ou changer son code", en: "Typing or changing the code" },
  places: { fr: "Ajouter ou retirer un poste", en: "Adding or removing a place" },
  bells: { fr: "Régler les sonneries", en: "Setting bells" },
  software: { fr: "Relier un logiciel", en: "Linking software" },
  contacts: { fr: "Changer ses coordonnées", en: "Changing contacts" },
  stops: { fr: "Arrêter ou rouvrir son accès", en: "Stopping or reopening access" },
  calls: { fr: "Vérifier ou signaler un appel", en: "Checking or reporting a call" },
  history: { fr: "Lire son historique", en: "Reading the history" },
  lost: { fr: "Ouvrir une adresse", en: "Opening an address" },
} as const satisfies Readonly<Record<string, Words>>;
export type Step = keyof typeof steps;

/** The first that an address begins with. */
const addresses: readonly (readonly [string, Step])[] = [
  ["/login/establishment", "establishment"],
  ["/login/assets", "lost"],
  ["/login", "sign_in"],
  ["/auth", "sign_in"],
  ["/this-phone", "sign_in"],
  ["/mon-acces", "account"],
  ["/passkeys", "add_key"],
  ["/poste", "workstation"],
  ["/telephone", "add_phone"],
  ["/signaler", "calls"],
  ["/report", "calls"],
  ["/api/claims", "scan"],
  ["/api/come-back", "scan"],
  ["/api/search", "scan"],
  ["/api/pending", "answer"],
  ["/api/approvals", "answer"],
  ["/api/practice", "answer"],
  ["/api/drills", "answer"],
  ["/api/code", "code"],
  ["/pin/", "code"],
  ["/api/enrolments", "add_phone"],
  ["/wallet", "add_phone"],
  ["/api/places", "places"],
  ["/api/locums", "places"],
  ["/api/bells", "bells"],
  ["/api/rings", "bells"],
  ["/api/quiet-hours", "bells"],
  ["/api/push", "bells"],
  ["/api/notices", "bells"],
  ["/api/software", "software"],
  ["/api/passkeys", "add_key"],
  ["/api/keys/", "add_key"],
  ["/api/own-contacts", "contacts"],
  ["/api/stops", "stops"],
  ["/api/calls", "calls"],
  ["/api/cards", "stops"],
  ["/api/history", "history"],
  ["/api/events", "history"],
  ["/api/sessions", "history"],
];

/** `undefined`: no screen asks there. `otherwise`: what all other addresses of a host are for. */
export function stepOf(route: string | undefined, otherwise?: Step): Step | undefined {
  if (route === undefined) return "lost";
  return addresses.find(([start]) => route.startsWith(start))?.[1] ?? otherwise;
}

export const isStep = (name: string): name is Step => Object.hasOwn(steps, name);
export const stepWords = (step: Step): Words => steps[step];
export const allSteps = Object.keys(steps) as readonly Step[];
