import { french } from "@aval/design";

/** What the holder was told, in French, which is written first. */
const messages = {
  notices: {
    title: "Mes avis",
    lead: "Ce qu'Aval vous a écrit, à toutes vos adresses.",
    loading: "Vos avis arrivent…",
    none: "Aucun avis pour l'instant.",
    /** By the names of the server's table; a newer server may know more. */
    events: {
      first_day: "Vous avez été inscrit pour ce nouvel accès",
      phone_added: "Un téléphone a été ajouté",
      desk_begun: "Un téléphone a été présenté pour vous à un guichet",
      enrolment_begun: "Un téléphone a demandé à devenir le vôtre",
      enrolment_proven: "Un nouveau téléphone attend de servir",
      enrolment_ending: "Un nouveau téléphone pouvait servir une heure après",
      raise_begun: "Un téléphone à confirmer a demandé à tout ouvrir",
      raise_proven: "Un téléphone à confirmer attend de tout ouvrir",
      raise_ending: "Un téléphone à confirmer pouvait tout ouvrir une heure après",
      phone_raised: "Un téléphone est confirmé : il ouvre tout",
      enrolment_still_used: "L'ajout d'un téléphone a été arrêté : le vôtre sert encore",
      letter_sent: "Une lettre part pour ajouter un téléphone",
      letter_elsewhere: "Votre lettre a été montrée par un autre téléphone",
      letter_stopped: "Un agent a arrêté l'ajout d'un téléphone",
      phone_suspended: "Un téléphone a été suspendu",
      card_suspended: "Une carte a été suspendue",
      means_restored: "Un téléphone ou une carte a été rétabli",
      phone_renamed: "Un téléphone a changé de nom",
      phone_removed: "Un téléphone a été retiré",
      code_changed: "Le code d'un téléphone a changé",
      code_renewed: "La clé du code d'un téléphone a été renouvelée",
      place_made: "Un poste a été ajouté",
      software_added: "Un logiciel a été ajouté",
      passkey_added: "Une clé d'accès a été ajoutée",
      locum_announced: "Un remplaçant a été annoncé sur votre poste",
      announced_as_locum: "Vous avez été annoncé comme remplaçant",
      session_elsewhere: "Une connexion a eu lieu hors de vos postes",
      session_in_transition: "Un téléphone à confirmer est entré pour une heure",
      session_by_software: "Une connexion a eu lieu par un de vos logiciels",
      contact_changed: "Vos coordonnées ont changé au répertoire",
      paused: "Votre accès est en pause",
      blocked: "Votre accès a été bloqué",
      frozen: "Votre accès est gelé après une fraude",
      campaign: "Une information vous a été envoyée",
      reopened: "Votre accès a été rouvert",
    } as Readonly<Record<string, string>>,
    /** Where it went, masked, and how far it got. */
    reach: {
      waiting: (where: string) => `${where} : en route`,
      handed: (where: string) => `${where} : remis à l'opérateur`,
      arrived: (where: string) => `${where} : arrivé`,
      read: (where: string) => `${where} : page ouverte`,
      failed: (where: string) => `${where} : non remis`,
    },
    app: (phone: string) => `Application sur « ${phone} »`,
    other: "Un événement concerne votre accès",
    not: "Vous n'avez pas fait l'une de ces choses ? Bloquez votre accès, puis prévenez votre Ordre.",
  },
};

export const noticesInFrench = french(messages);
export type NoticeMessages = typeof messages;
