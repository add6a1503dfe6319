import { french } from "@aval/design";
import type { RingRefuseAnswer } from "@aval/protocol";
import type { PushPermission } from "./request.ts";

/** Bells, in French, which is written first. A bell is *une sonnerie* on screens. */
const messages = {
  bells: {
    title: "Mes sonneries",
    lead: "Ce qui peut faire sonner ce téléphone. Rien d'autre ne le peut.",
    none: "Aucune sonnerie. Rien ne fait sonner ce téléphone.",
    how: "Scannez l'écran d'un poste confirmé et acceptez. Aval propose alors de le faire sonner.",
    loading: "La liste arrive…",
    from: (computer: string) => `Depuis ${computer}`,
    set: (when: string) => `Réglée ${when}`,
    used: (when: string) => `Dernière connexion ${when}`,
    silenced: (when: string) => `Ne sonne pas avant ${when}. Scanner marche toujours.`,
    remove: "Retirer",
    removing: "Retrait…",
    removed: (service: string) => `C'est fait : ${service} ne fait plus sonner ce téléphone.`,
    removedText: "Le poste reste le vôtre. Scanner marche toujours.",
    rings: (services: string) => `Peut faire sonner votre téléphone : ${services}`,
  },
  bell: {
    offer: "Ce téléphone peut sonner quand vous vous connectez ici.",
    offerText:
      "Ce poste pourra faire sonner votre téléphone. Vous devrez toujours scanner l'écran.",
    set: (service: string) => `Faire sonner mon téléphone depuis ce poste pour ${service}`,
    setting: "La sonnerie est réglée…",
    done: "C'est fait. Ce poste peut faire sonner votre téléphone.",
    doneText: "Vérifiez que ce téléphone peut sonner, Aval fermé.",
  },
  ring: {
    title: (service: string, computer: string) =>
      `Une demande de ${service}, depuis ${computer}. Est-ce vous ?`,
    rule: "Rien ne s'ouvre sans scanner l'écran qui est devant vous.",
    scan: "Scanner l'écran",
    left: (seconds: number) =>
      seconds === 1 ? "Sonne encore 1 seconde." : `Sonne encore ${seconds} secondes.`,
    over: "La sonnerie est finie.",
    overText: "C'était vous ? Scannez l'écran : cela marche toujours.",
    overNotYou: "Ce n'était pas vous ? Ne scannez rien. Personne n'est entré.",
    waits: (service: string) => `Une demande sonne : ${service}.`,
    look: "Voir la demande",
  },
  ringRefused: {
    bell: {
      ended: "Ce poste ne fait plus sonner ce téléphone pour ce service.",
      silenced: "Cette sonnerie se tait pendant 24 heures.",
      kept: "La sonnerie reste réglée.",
    } satisfies Record<RingRefuseAnswer["bell"], string>,
    scan: "C'était vous ? Scannez l'écran : cela marche toujours.",
  },
  trial: {
    title: "Essai de la sonnerie",
    lead: "Ce qui marche sur ce téléphone, point par point.",
    works: "Marche",
    fails: "Ne marche pas",
    note: "À savoir",
    installed: "Aval est installé sur ce téléphone.",
    tab: "Aval est dans un onglet. Installé, il sonne plus sûrement.",
    permission: {
      allowed: "Les notifications sont autorisées.",
      unasked: "Les notifications ne sont pas encore autorisées.",
      refused:
        "Les notifications sont refusées. Autorisez-les pour Aval dans les réglages du téléphone.",
      impossible: "Ce navigateur ne sait pas afficher de notification.",
      only_installed:
        "Sur iPhone, seule l'application installée sonne. Ajoutez Aval à l'écran d'accueil.",
      simulated: "Un téléphone simulé ne sonne pas. Son écran d'accueil montre la demande.",
    } satisfies Record<PushPermission, string>,
    asking: "Aval regarde s'il sait où faire sonner ce téléphone…",
    known: "Aval sait où faire sonner ce téléphone.",
    notKnown: "Aval ne sait pas où faire sonner ce téléphone.",
    arrived: "L'essai est arrivé.",
    silent: "L'essai n'est pas arrivé en 20 secondes. Vérifiez le réseau, puis essayez de nouveau.",
    unreachable: "Le service de notifications de ce navigateur ne répond pas.",
    notTried: "L'essai n'a pas encore été fait.",
    waiting: (seconds: number) =>
      seconds === 1
        ? "L'essai est attendu, 1 seconde."
        : `L'essai est attendu, ${seconds} secondes.`,
    sound: "Le son et la vibration dépendent des réglages du téléphone.",
    quietNow: "Heures calmes en ce moment. Seul un poste scanné depuis moins de 12 heures sonne.",
    notQuiet: "Pas d'heures calmes en ce moment.",
    always: "Sans sonnerie, tout marche : ouvrez Aval et scannez l'écran.",
    why: "Une notification dit seulement qu'une demande attend. Elle ne nomme rien, et n'accepte rien.",
    allow: "Autoriser les notifications",
    allowing: "Répondez à la question du téléphone…",
    try: "Essayer la sonnerie",
    sending: "L'essai part…",
    again: "Essayer de nouveau",
    stop: "Ne plus recevoir de notifications",
    stopping: "Arrêt…",
  },
  quiet: {
    title: "Heures calmes",
    lead: "Pendant ces heures, une demande de connexion ne sonne pas. Elle attend sur l'écran, à scanner.",
    on: "Heures calmes",
    choices: { on: "Se taire pendant ces heures", off: "Sonner à toute heure" },
    from: "De",
    to: "À",
    zone: "Heure de Paris.",
    slip: "Donnez deux heures différentes, par exemple 22:00 et 06:00.",
    keep: "Garder ce réglage",
    keeping: "Le réglage est gardé…",
    kept: "C'est gardé.",
    loading: "Votre réglage arrive…",
    always: "Sonne toujours",
    exceptions: [
      "Un poste que vous avez scanné depuis moins de 12 heures : la garde de nuit.",
      "Les avis sur vos téléphones, vos postes, vos coordonnées et vos blocages.",
    ],
  },
};

export const bellsInFrench = french(messages);
export type BellMessages = typeof messages;
