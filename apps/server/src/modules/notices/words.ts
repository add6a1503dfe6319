import { french, type Said } from "@aval/design";
import type { NoticeEvent, Told } from "./events.ts";

/**
 * Every word that is sent, in both languages. Typed, so that an event without words does not compile.
 *
 * Nobody is named, and no phone either: what a phone calls itself was chosen by whoever holds it, and would be read as ours.
 * Nothing here enables anything (law 1); the test beside it holds every message to that.
 */
type Line = Readonly<Record<"fr" | "en", (told: Told) => string>>;

const moment = { timeZone: "Europe/Paris", dateStyle: "long", timeStyle: "short" } as const;
const inFrench = new Intl.DateTimeFormat("fr-FR", moment);
const inEnglish = new Intl.DateTimeFormat("en-GB", moment);
const le = ({ at }: Told) => `${inFrench.format(at)} (heure de Paris)`;
const on = ({ at }: Told) => `${inEnglish.format(at)} (Paris time)`;

/** The subject, which is the heading, and what happened. */
export const happened: Readonly<
  Record<NoticeEvent, { readonly title: Said; readonly line: Line }>
> = french({
  phone_added: {
    title: {
      fr: "Un téléphone a été ajouté à votre accès",
      en: "A phone was added to your access",
    },
    line: {
      fr: (told: Told) => `Depuis le ${le(told)}, un téléphone de plus peut entrer à votre nom.`,
      en: (told: Told) => `Since ${on(told)}, one more phone can sign in as you.`,
    },
  },
  phone_suspended: {
    title: {
      fr: "Un de vos téléphones a été déclaré perdu",
      en: "One of your phones was reported lost",
    },
    line: {
      fr: (told: Told) =>
        `Depuis le ${le(told)}, un de vos téléphones n'ouvre plus rien. Cela a été demandé depuis Mon accès.`,
      en: (told: Told) =>
        `Since ${on(told)}, one of your phones opens nothing any more. This was asked from My access.`,
    },
  },
  place_made: {
    title: {
      fr: "Un poste a été ajouté à votre accès",
      en: "A place was added to your access",
    },
    line: {
      fr: (told: Told) =>
        `Un ordinateur a été ajouté à vos postes le ${le(told)}. Il attend encore votre confirmation.`,
      en: (told: Told) =>
        `A computer was added to your places on ${on(told)}. It still waits for you to confirm it.`,
    },
  },
  locum_announced: {
    title: {
      fr: "Un remplaçant est annoncé sur un de vos postes",
      en: "A locum is announced at one of your places",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, quelqu'un a été annoncé comme remplaçant sur un de vos postes, avec votre code. Votre téléphone dit qui et jusqu'à quand.`,
      en: (told: Told) =>
        `On ${on(told)}, somebody was announced as a locum at one of your places, with your code. Your phone says who and until when.`,
    },
  },
  announced_as_locum: {
    title: {
      fr: "Vous êtes annoncé comme remplaçant",
      en: "You are announced as a locum",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, un professionnel vous a annoncé comme remplaçant sur un de ses postes. Vous pourrez y entrer en scannant, ces jours-là.`,
      en: (told: Told) =>
        `On ${on(told)}, a professional announced you as a locum at one of their places. You can sign in there by scanning, on those days.`,
    },
  },
  passkey_added: {
    title: {
      fr: "Une clé a été ajoutée à votre accès",
      en: "A key was added to your access",
    },
    line: {
      fr: (told: Told) =>
        `Une clé d'accès ou de sécurité a été ajoutée le ${le(told)}. Elle n'ouvrira rien avant un jour.`,
      en: (told: Told) =>
        `A passkey or security key was added on ${on(told)}. It will open nothing for a day.`,
    },
  },
  software_added: {
    title: {
      fr: "Un logiciel a été ajouté à votre accès",
      en: "Software was added to your access",
    },
    line: {
      fr: (told: Told) =>
        `Un logiciel a été ajouté le ${le(told)}. À partir de demain il pourra vous demander d'entrer.`,
      en: (told: Told) =>
        `Software was added on ${on(told)}. From tomorrow it may ask you to sign in.`,
    },
  },
  session_elsewhere: {
    title: {
      fr: "Connexion depuis un ordinateur inconnu",
      en: "Sign-in from an unknown computer",
    },
    line: {
      fr: (told: Told) =>
        `Quelqu'un est entré à votre nom${told.service === undefined ? "" : ` dans « ${told.service} »`} le ${le(told)}.`,
      en: (told: Told) =>
        `Somebody signed in as you${told.service === undefined ? "" : ` to "${told.service}"`} on ${on(told)}.`,
    },
  },
  paused: {
    title: { fr: "Les ajouts à votre accès sont en pause", en: "Your access is paused" },
    line: {
      fr: (told: Told) =>
        `Depuis le ${le(told)}, rien ne peut être ajouté à votre accès. Votre téléphone dit qui lève cette pause.`,
      en: (told: Told) =>
        `Since ${on(told)}, nothing can be added to your access. Your phone says who lifts this pause.`,
    },
  },
  blocked: {
    title: { fr: "Votre accès est bloqué", en: "Your access is blocked" },
    line: {
      fr: (told: Told) =>
        `Depuis le ${le(told)}, personne n'entre plus à votre nom. Votre téléphone dit qui peut rouvrir.`,
      en: (told: Told) =>
        `Since ${on(told)}, nobody signs in as you. Your phone says who can reopen it.`,
    },
  },
  reopened: {
    title: { fr: "Votre accès est rouvert", en: "Your access is open again" },
    line: {
      fr: (told: Told) => `La pause ou le blocage de votre accès a été levé le ${le(told)}.`,
      en: (told: Told) => `The pause or block of your access was lifted on ${on(told)}.`,
    },
  },
});

/** What every message says beside the event. */
export const around = french({
  digest: { fr: "Votre accès aujourd'hui", en: "Your access today" },
  count: {
    fr: (count: number) => `${count} événements depuis le dernier message. Les derniers :`,
    en: (count: number) => `${count} events since the last message. The latest:`,
  },
  yours: {
    fr: "C'était vous ? Il n'y a rien à faire.",
    en: "Was it you? There is nothing to do.",
  },
  stop: {
    fr: "Ce n'était pas vous ? Ouvrez cette page, puis appuyez sur « Arrêter » :",
    en: 'It was not you? Open this page, then press "Stop it":',
  },
  button: { fr: "Ce n'était pas moi", en: "It was not me" },
  lasts: {
    fr: "Ce lien arrête, il n'ouvre rien. Il vaut sept jours.",
    en: "This link stops; it opens nothing. It lasts seven days.",
  },
  never: {
    fr: "Aval ne demande jamais de code. Personne ne vous appellera à propos de ce message.",
    en: "Aval never asks for a code. Nobody will call you about this message.",
  },
});

/** The page behind the link: the same whoever it is for, and once it is dead. */
export const stopPage = french({
  title: { fr: "Ce n'était pas vous ?", en: "It was not you?" },
  sentence: {
    fr: "Arrêtez ce que le message annonçait, et tout ajout à cet accès.",
    en: "Stop what the message announced, and anything being added to this access.",
  },
  button: { fr: "Arrêter", en: "Stop it" },
  done: { fr: "C'est noté", en: "Noted" },
  lead: {
    fr: "Si ce lien valait encore, ce que le message annonçait est arrêté.",
    en: "If this link was still good, what the message announced is stopped.",
  },
  next: {
    fr: "Personne ne vous appellera pour lever cette pause. Si l'on vous appelle, raccrochez.",
    en: "Nobody will call you to lift this pause. If somebody does, hang up.",
  },
});
