import type { StepContact } from "@aval/protocol";

/** Fictional, with numbers kept for fiction: what a sandbox shows in *Mes démarches*. */
export const sandboxStepContacts: readonly StepContact[] = [
  {
    step: "complaint",
    name: "Commissariat d'essai, accueil des victimes",
    telephone: "01 99 00 17 17",
    hours: { fr: "Tous les jours, jour et nuit", en: "Every day, day and night" },
  },
  {
    step: "order",
    name: "Ordre d'essai, conseil départemental",
    telephone: "01 99 00 20 10",
    hours: { fr: "Du lundi au vendredi, 9 h à 17 h", en: "Monday to Friday, 9 am to 5 pm" },
  },
  {
    step: "insurer",
    name: "Caisse d'essai, relations avec les professionnels",
    telephone: "01 99 00 36 08",
    page: "https://caisse.example.org/professionnels",
    hours: {
      fr: "Du lundi au vendredi, 8 h 30 à 17 h 30",
      en: "Monday to Friday, 8.30 am to 5.30 pm",
    },
  },
];
