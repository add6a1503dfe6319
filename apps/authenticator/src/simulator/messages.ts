import { french } from "../typography.ts";

const fr = {
  title: "Simulateur de téléphones",
  lead: "Chaque cadre est un téléphone à part, avec ses clés. Tout ici est fictif.",
  steps: [
    "Dans un téléphone : « Ajouter ce téléphone », puis choisissez une personne et un code.",
    "Dans une autre fenêtre, laissée visible, ouvrez le registre de démonstration et commencez la connexion. Un onglet caché ne montre aucun code.",
    "Revenez ici : « Scanner pour me connecter », puis « Scanner cet écran », et choisissez cette autre fenêtre.",
  ],
  register: "Ouvrir le registre dans une autre fenêtre",
  add: "Ajouter un téléphone",
  otherLanguage: "English",
  phone: (name: string) => `Téléphone ${name}`,
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
    "In a phone: “Add this phone”, then choose a person and a code.",
    "In another window, left in sight, open the demonstration register and begin to sign in. A hidden tab shows no code.",
    "Come back here: “Scan to sign in”, then “Scan this screen”, and choose that other window.",
  ],
  register: "Open the register in another window",
  add: "Add a phone",
  otherLanguage: "Français",
  phone: (name) => `Phone ${name}`,
  remove: (name) => `Remove phone ${name}`,
  sure: (name) => `Remove phone ${name}? Its keys are erased.`,
  keep: "Keep this phone",
  removeNow: "Remove this phone",
  foot: "The simulator exists in the sandbox only. It shows nothing that the screen does not.",
};

export const simulatorMessages = { fr: french(fr), en } as const;
