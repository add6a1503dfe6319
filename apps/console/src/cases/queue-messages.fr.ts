/** The words of whoever works through lists of cases and alerts all day, in French, which is written first. */
export const queueMessages = {
  shortcuts: {
    heading: "Raccourcis du clavier",
    on: "Raccourcis actifs dans ce navigateur",
    does: {
      help: "Cette aide",
      next: "Ligne suivante (Entrée l'ouvre)",
      previous: "Ligne précédente",
      cases: "Dossiers",
      alerts: "Alertes",
      claim: "Prendre ce dossier",
      measure: "Prendre une mesure",
      note: "Écrire une note",
      snooze: "Mettre en veille",
      close: "Clore",
    },
  },
  saved: {
    heading: "Mes vues",
    lead: "Des filtres que vous avez nommés. Vous seul les voyez.",
    none: "Aucune encore. Choisissez des filtres, puis nommez-les.",
    name: "Nom de cette vue",
    keep: "Garder ces filtres",
    missing: "Donnez-lui un nom.",
    remove: (name: string) => `Retirer la vue ${name}`,
    done: "La vue est gardée.",
    dropped: "La vue est retirée.",
  },
};
