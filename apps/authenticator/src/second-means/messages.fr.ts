import { french } from "@aval/design";

/** *Un deuxième moyen* and the key that is added there, in French, which is written first. */
const messages = {
  means: {
    title: "Un deuxième moyen",
    lead: "Pour le jour où ce téléphone manque : perdu, cassé ou déchargé.",
    loading: "Nous regardons ce que vous avez…",
    only: "Vous n'avez que ce téléphone. S'il manque, il reste le guichet.",
    has: "Vous avez un deuxième moyen.",
    untold: "Ce téléphone est à confirmer. Vos autres moyens se voient dans « Mon accès ».",
    onlyTitle: "Vous n'avez que ce téléphone pour entrer.",
    onlyHome: "Préparez un deuxième moyen, pour le jour où il manque.",
    prepare: "Préparer un deuxième moyen",
    later: "Plus tard, dans 30 jours",
    card: "Essayer votre carte",
    cardText:
      "Sur un ordinateur à lecteur : ouvrez « Mon accès », puis « Essayer ma carte ». Une minute suffit.",
    held: {
      card: "Votre carte : elle a fonctionné.",
      phone: "Un autre téléphone actif.",
      key: "Une clé de sécurité qui ouvre vos services.",
    },
    phone: "Ajouter un autre téléphone",
    phoneText: "Il attend un jour. Avec une clé de sécurité, il a tous vos droits après une heure.",
    keys: "Voir mes clés",
    add: { security_key: "Ajouter une clé de sécurité", phone: "Ajouter la clé de ce téléphone" },
    addText: {
      security_key:
        "Elle confirmera un nouveau téléphone, à côté de celui-ci. Pour ouvrir vos services, ajoutez-la aussi sur l'ordinateur.",
      phone:
        "Votre empreinte ou le code d'écran confirmera un nouveau téléphone, posé à côté. Si ce téléphone oublie tout, elle le ramène.",
    },
    call: {
      title: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
      lead: "Vous voulez ajouter une clé à ce téléphone.",
      rule: "Ni Aval, ni votre Ordre, ni un support ne demandent d'ajouter une clé.",
      yes: "Oui, on me le demande",
      no: "Non, personne ne me le demande",
      busy: "Un instant…",
    },
    make: {
      title: {
        security_key: "Posez votre clé de sécurité",
        phone: "Votre empreinte, sur ce téléphone",
      },
      lead: {
        security_key:
          "Approchez-la ou branchez-la. Le téléphone demande son code, puis un contact.",
        phone: "Le téléphone demande votre empreinte ou son code d'écran.",
      },
      go: "Créer la clé",
      busy: "Le téléphone attend la clé…",
      none: "Aucune clé n'a été créée. Recommencez, ou prenez une autre clé.",
      cancel: "Annuler, ne rien ajouter",
    },
    code: {
      title: "Tapez votre code pour garder cette clé",
      lead: "Tous vos téléphones et adresses sont prévenus. Elle ne sert à rien avant un jour.",
      keep: "Ne pas la garder",
      go: "Garder cette clé",
      busy: "Votre code est vérifié…",
    },
    added: {
      title: "La clé est ajoutée. Elle attend un jour.",
      hardware: "Elle est tenue par du matériel reconnu : elle confirmera un nouveau téléphone.",
      synced: "Elle peut être copiée dans un compte : elle ne confirmera pas un nouveau téléphone.",
      from: (when: string) => `Elle pourra servir ${when}.`,
    },
  },
  withKey: {
    title: "Vous avez une clé de sécurité ?",
    text: "Utilisez-la avant de taper les mots : ce téléphone aura tous vos droits, après une heure.",
    go: "Utiliser ma clé de sécurité",
    busy: "Le téléphone attend la clé…",
    none: "La clé n'a pas répondu. Recommencez, ou continuez sans elle.",
    used: "Votre clé est reconnue. Tapez maintenant les mots sur l'ancien téléphone.",
    first: "Une clé de sécurité ? Utilisez-la d'abord, sur l'autre téléphone.",
    coming: "L'autre téléphone attend une heure",
    limits: "Il aura tous vos droits, comme celui-ci.",
  },
};

export const meansInFrench = french(messages);
export type MeansMessages = typeof messages;
