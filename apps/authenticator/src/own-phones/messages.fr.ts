import { french } from "@aval/design";

/** *Mes téléphones*, in French, which is written first. */
const messages = {
  ownPhones: {
    title: "Mes téléphones",
    lead: "Ceux qui entrent à votre nom. Vous n'en reconnaissez pas un ? Dites-le ici.",
    loading: "La liste arrive…",
    none: "Aucun téléphone.",
    how: "Un téléphone s'ajoute depuis les réglages, ou au guichet.",
    thisOne: "Ce téléphone",
    states: {
      active: "En service",
      suspended: "Arrêté, n'ouvre plus rien",
      disabled: "Fermé après dix codes faux",
      revoked: "Retiré",
    },
    limited: "À confirmer : il ouvre moins que les autres.",
    confirm: "Confirmer ce téléphone",
    added: (when: string) => `Ajouté ${when}`,
    used: (when: string) => `A servi ${when}`,
    acts: {
      rename: "Changer son nom",
      lost: "Je l'ai perdu",
      remove: "Retirer ce téléphone",
      disown: "Ce téléphone n'est pas le mien",
    },
    young:
      "Un téléphone récent ou à confirmer ne change pas un plus ancien. Bloquer reste possible.",
    told: {
      rename: (name: string) => `« ${name} » a changé de nom.`,
      lost: (name: string) =>
        `« ${name} » n'ouvre plus rien. Ses sessions et ses postes sont fermés.`,
      remove: (name: string) => `« ${name} » est retiré. Ses sessions et ses postes sont fermés.`,
      disown: (name: string) => `« ${name} » est arrêté.`,
    },
    toldText: "Vos autres téléphones et vos adresses en sont prévenus.",
  },
  ownLost: {
    title: "Ce téléphone est perdu ?",
    lead: "Il n'ouvrira plus rien, tout de suite.",
    will: [
      "Les sessions qu'il a ouvertes se ferment.",
      "Les postes, sonneries et clés qu'il a ajoutés sont retirés.",
      "Retrouvé, il s'ajoute de nouveau : au guichet, ou par un autre téléphone.",
    ],
    offline: "Pas de réseau : rien n'est arrêté. Réessayez, ou appelez votre établissement.",
    keep: "Le garder en service",
    go: "L'arrêter maintenant",
    busy: "Arrêt…",
  },
  ownName: {
    title: "Quel nom pour ce téléphone ?",
    lead: "Vous seul le lisez.",
    field: "Son nom",
    hint: "Par exemple : « Celui du cabinet ». Cinq chiffres au plus, sans adresse.",
    short: "Ce n'est pas un nom : des lettres, et cinq chiffres au plus.",
    go: "Continuer",
  },
  ownCall: {
    title: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
    lead: {
      remove: (name: string) => `Vous voulez retirer « ${name} » pour de bon.`,
      disown: (name: string) => `Vous dites que « ${name} » n'a jamais été le vôtre.`,
    },
    will: {
      remove: [
        "Ses sessions se ferment, ses postes sont retirés.",
        "Il ne pourra plus rouvrir votre accès.",
        "Pour l'ajouter de nouveau, il faudra tout refaire.",
      ],
      disown: [
        "Ce téléphone n'ouvre plus rien.",
        "Tout votre accès est gelé : vous n'entrez plus non plus.",
        "Deux personnes habilitées examinent la fraude, puis rouvrent.",
      ],
    },
    rule: "Ni Aval, ni votre Ordre, ni un support ne demandent de retirer un téléphone.",
    yes: "Oui, on me le demande",
    no: "Non, personne ne me le demande",
  },
  ownCode: {
    titles: {
      rename: "Votre code change son nom",
      remove: "Votre code le retire",
      disown: "Votre code gèle votre accès",
    },
    leads: {
      rename: (name: string) => `Il s'appellera « ${name} ».`,
      remove: (name: string) => `« ${name} » ne sera plus le vôtre.`,
      disown: (name: string) => `« ${name} » n'était pas le vôtre. Rien n'ouvrira avant l'examen.`,
    },
    keep: "Annuler, ne rien changer",
    go: { rename: "Changer son nom", remove: "Le retirer", disown: "Geler mon accès" },
    busy: "Votre code est vérifié…",
  },
};

export const ownPhonesInFrench = french(messages);
export type OwnPhoneMessages = typeof messages;
