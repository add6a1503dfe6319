import { french } from "@aval/design";

const fr = {
  title: "Simulateur de téléphones",
  lead: "Chaque cadre est un téléphone à part, avec ses clés. Tout ici est fictif.",
  steps: [
    "Dans un téléphone, touchez « Ajouter ce téléphone ». Choisissez une personne et un code, par exemple 246813.",
    "Ouvrez le registre dans une autre fenêtre et laissez-la visible. Commencez la connexion.",
    "Ici, touchez « Scanner pour me connecter », puis « Scanner cet écran ». Choisissez cette autre fenêtre.",
  ],
  register: "Ouvrir le registre dans une autre fenêtre",
  add: "Ajouter un téléphone",
  sandbox: "Bac à sable",
  otherLanguage: "English",
  phone: (name: string) => `Téléphone ${name}`,
  count: (phones: number) => (phones < 2 ? `${phones} téléphone.` : `${phones} téléphones.`),
  remove: (name: string) => `Retirer le téléphone ${name}`,
  sure: (name: string) => `Retirer le téléphone ${name} ? Ses clés sont effacées.`,
  keep: "Garder ce téléphone",
  removeNow: "Retirer ce téléphone",
  foot: "Le simulateur n'existe que dans le bac à sable. Il ne montre rien que l'écran ne montre.",
};

const en: typeof fr = {
  title: "Phone simulator",
  lead: "Each frame is a phone of its own, with its own keys. Everything here is fictional.",
  steps: [
    "In a phone, tap “Add this phone”. Choose a person and a code, for instance 246813.",
    "Open the register in another window and leave it in sight. Begin to sign in.",
    "Here, tap “Scan to sign in”, then “Scan this screen”. Choose that other window.",
  ],
  register: "Open the register in another window",
  add: "Add a phone",
  sandbox: "Sandbox",
  otherLanguage: "Français",
  phone: (name) => `Phone ${name}`,
  count: (phones) => (phones === 1 ? "1 phone." : `${phones} phones.`),
  remove: (name) => `Remove phone ${name}`,
  sure: (name) => `Remove phone ${name}? Its keys are erased.`,
  keep: "Keep this phone",
  removeNow: "Remove this phone",
  foot: "The simulator exists in the sandbox only. It shows nothing that the screen does not.",
};

export const simulatorMessages = { fr: french(fr), en } as const;
