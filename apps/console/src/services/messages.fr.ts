/** The words of the services' page, in French, which is written first. */
export const serviceMessages = {
  lead: "Ce qu'Aval dit à chaque service, et s'il l'a pris. Personne n'y est nommé.",
  none: "Aucun service n'écoute encore ces signaux.",
  back: "Tous les services",
  columns: {
    service: "Service",
    state: "État",
    taken: "Dernier pris",
    waiting: "En attente",
    oldest: "Le plus ancien",
    failed: "Abandonnés",
    error: "Dernière erreur",
  },
  states: { enabled: "Ouvert", paused: "En pause", disabled: "Arrêté" },
  methods: { push: "Aval envoie", poll: "Le service vient chercher" },
  errors: {
    refused: "Il refuse",
    failed: "Il est en panne",
    unanswered: "Il ne répond pas",
  },
  never: "Jamais",
  events: {
    heading: "Derniers signaux",
    none: "Aucun signal depuis trente jours.",
    at: "Quand",
    what: "Quoi",
    state: "Où il en est",
    tries: "Essais",
    again: "Renvoyer",
    replays: (count: number) => (count > 1 ? `Rejoué ${count} fois` : "Rejoué une fois"),
  },
  kinds: {
    "session-revoked": "Session terminée",
    "credential-change": "Moyen de connexion changé",
    "account-disabled": "Accès arrêté",
    "account-enabled": "Accès rouvert",
    "fraud-window": "Période de fraude",
    verification: "Essai du flux",
    "stream-updated": "Flux changé",
  } as Readonly<Record<string, string>>,
  deliveries: {
    due: "En attente",
    delivered: "Pris",
    given_up: "Abandonné",
    dropped: "Non gardé",
  },
  replay: "Rejouer",
  /** Behind the button's word, for who hears it. */
  replayOf: (what: string, when: string) => ` : ${what}, ${when}`,
  replayAll: (count: number) =>
    count > 1 ? `Rejouer les ${count} abandonnés` : "Rejouer l'abandonné",
  replayHint: "Le même signal repart. Un service qui l'a déjà ne le compte pas deux fois.",
  told: {
    one: "Le signal repart.",
    all: "Les signaux abandonnés repartent, dans leur ordre.",
  },
};
