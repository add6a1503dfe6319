import { french } from "@aval/design";

/** Passkeys and security keys on the phone, in French, which is written first. */
const messages = {
  passkeys: {
    title: "Mes clés",
    lead: "Une clé se porte sur soi, ou reste dans un appareil. Chacune dit ce qu'elle ouvre. Vous n'en reconnaissez pas une ? Retirez-la.",
    loading: "La liste arrive…",
    none: "Aucune clé pour l'instant.",
    how: "Une clé s'ajoute sur l'ordinateur, depuis la page de connexion.",
    kind: {
      hardware: "Clé de sécurité, à porter sur soi",
      hardwareComputer: "Clé d'accès d'un ordinateur, qui n'en sort pas",
      carried: "Clé de sécurité d'un modèle inconnu ici",
      synced: "Clé d'accès d'un ordinateur, qui peut être copiée dans un compte",
      phone: "Clé d'accès d'un téléphone",
    },
    opens: {
      hardware: "Ouvre tous vos services, partout, sans scanner.",
      synced:
        "Ouvre seule sur vos postes que vous seul utilisez. Ailleurs, il faut aussi ce téléphone.",
      phone: "N'ouvre aucun service : confirme un nouveau téléphone, à côté de celui-ci.",
      phoneSynced: "Peut être copiée dans un compte : ne confirme aucun téléphone.",
    },
    made: (when: string) => `Ajoutée ${when}`,
    used: (when: string) => `A servi ${when}`,
    never: "N'a pas encore servi",
    waits: (when: string) => `N'ouvre rien avant : ${when}`,
    asleep: "En sommeil : à sa prochaine utilisation, ce téléphone sera demandé aussi.",
    remove: "Retirer",
    removing: "Retrait…",
    removed: (name: string) => `La clé « ${name} » est retirée.`,
    removedText: "Elle n'ouvre plus rien, et les sessions qu'elle avait ouvertes sont fermées.",
  },
  passkeyAdd: {
    title: {
      computer: "Ajouter une clé d'accès à cet ordinateur ?",
      security_key: "Ajouter une clé de sécurité ?",
    },
    lead: "Elle pourra entrer à votre nom. Elle n'ouvrira rien avant un jour.",
    gives: "Ajoute",
    key: { computer: "Une clé d'accès, sur cet ordinateur", security_key: "Une clé de sécurité" },
    keyText: "Vous la retirez quand vous voulez, ici, dans « Mes clés ».",
    callTitle: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
    callLead: "Vous voulez ajouter une clé à votre accès.",
    callRule: "Ni Aval, ni votre Ordre, ni un support ne demandent d'ajouter une clé.",
    yes: "Oui, on me le demande",
    no: "Non, personne ne me le demande",
    approved: "C'est accepté. Créez la clé sur l'ordinateur.",
    approvedText: "Vous serez prévenu de son ajout. Elle n'ouvrira rien avant un jour.",
    history: "Ajout d'une clé",
  },
};

export const passkeysInFrench = french(messages);
export type PasskeyMessages = typeof messages;
