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
      phone_added: "Un téléphone a été ajouté",
      phone_suspended: "Un téléphone a été suspendu",
      place_made: "Un poste a été ajouté",
      software_added: "Un logiciel a été ajouté",
      passkey_added: "Une clé d'accès a été ajoutée",
      locum_announced: "Un remplaçant a été annoncé sur votre poste",
      announced_as_locum: "Vous avez été annoncé comme remplaçant",
      session_elsewhere: "Une connexion a eu lieu hors de vos postes",
      paused: "Votre accès est en pause",
      blocked: "Votre accès a été bloqué",
      reopened: "Votre accès a été rouvert",
    } as Readonly<Record<string, string>>,
    other: "Un événement concerne votre accès",
    not: "Vous n'avez pas fait l'une de ces choses ? Bloquez votre accès, puis prévenez votre Ordre.",
  },
};

export const noticesInFrench = french(messages);
export type NoticeMessages = typeof messages;
