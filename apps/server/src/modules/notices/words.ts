import { french, type Lang, type Said } from "@aval/design";
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
  first_day: {
    title: {
      fr: "Votre accès change : aucun code ne vous sera demandé",
      en: "Your access changes: nobody will ask you for a code",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, vous avez été inscrit pour un nouvel accès. Votre ancienne application n'y ouvre rien. Vous ajouterez votre téléphone avec votre carte ou à un guichet ; personne ne vous appellera pour cela.`,
      en: (told: Told) =>
        `On ${on(told)}, you were listed for a new access. Your former app opens nothing there. You will add your phone with your card or at a desk; nobody will call you about it.`,
    },
  },
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
  desk_begun: {
    title: {
      fr: "Un téléphone est ajouté pour vous à un guichet",
      en: "A phone is being added for you at a desk",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, à un guichet, quelqu'un s'est présenté à votre nom avec un nouveau téléphone. Ce n'est pas vous ? Vous pouvez l'arrêter.`,
      en: (told: Told) =>
        `On ${on(told)}, at a desk, somebody came in your name with a new phone. Not you? You can stop it.`,
    },
  },
  enrolment_begun: {
    title: {
      fr: "Un nouveau téléphone demande à être le vôtre",
      en: "A new phone asks to become yours",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, un téléphone a scanné une page d'ajout ouverte à votre nom. Il n'ouvre rien encore.`,
      en: (told: Told) =>
        `On ${on(told)}, a phone scanned a page for adding phones, opened in your name. It opens nothing yet.`,
    },
  },
  enrolment_proven: {
    title: {
      fr: "Un nouveau téléphone attend de servir à votre nom",
      en: "A new phone waits to serve in your name",
    },
    line: {
      fr: (told: Told) =>
        `Depuis le ${le(told)}, un téléphone a donné ses preuves et attend son délai. Tant qu'il attend, vous pouvez l'arrêter.`,
      en: (told: Told) =>
        `Since ${on(told)}, a phone has given its evidence and waits out its delay. While it waits you can stop it.`,
    },
  },
  enrolment_ending: {
    title: {
      fr: "Un nouveau téléphone pourra servir dans une heure",
      en: "A new phone can serve in one hour",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, il restait une heure avant qu'un nouveau téléphone puisse être activé. Vous pouvez encore l'arrêter.`,
      en: (told: Told) =>
        `On ${on(told)}, one hour was left before a new phone could be activated. You can still stop it.`,
    },
  },
  raise_begun: {
    title: {
      fr: "Un de vos téléphones demande à tout ouvrir",
      en: "One of your phones asks to open everything",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, un téléphone à confirmer a commencé ses preuves, à un guichet ou avec votre carte. Il n'ouvre rien de plus encore.`,
      en: (told: Told) =>
        `On ${on(told)}, a phone to be confirmed began its evidence, at a desk or with your card. It opens nothing more yet.`,
    },
  },
  raise_proven: {
    title: {
      fr: "Un de vos téléphones attend de tout ouvrir",
      en: "One of your phones waits to open everything",
    },
    line: {
      fr: (told: Told) =>
        `Depuis le ${le(told)}, un téléphone à confirmer a donné ses preuves et attend son délai. Tant qu'il attend, vous pouvez l'arrêter.`,
      en: (told: Told) =>
        `Since ${on(told)}, a phone to be confirmed has given its evidence and waits out its delay. While it waits you can stop it.`,
    },
  },
  raise_ending: {
    title: {
      fr: "Un de vos téléphones pourra tout ouvrir dans une heure",
      en: "One of your phones can open everything in one hour",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, il restait une heure avant qu'un téléphone à confirmer puisse tout ouvrir. Vous pouvez encore l'arrêter.`,
      en: (told: Told) =>
        `On ${on(told)}, one hour was left before a phone to be confirmed could open everything. You can still stop it.`,
    },
  },
  phone_raised: {
    title: {
      fr: "Un de vos téléphones ouvre tout désormais",
      en: "One of your phones now opens everything",
    },
    line: {
      fr: (told: Told) =>
        `Depuis le ${le(told)}, un téléphone qui était à confirmer ouvre tout à votre nom.`,
      en: (told: Told) =>
        `Since ${on(told)}, a phone that was to be confirmed opens everything in your name.`,
    },
  },
  enrolment_still_used: {
    title: {
      fr: "L'ajout d'un téléphone est arrêté : le vôtre sert encore",
      en: "Adding a phone was stopped: yours is still in use",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, votre téléphone a servi alors qu'on le disait effacé. L'ajout est terminé et n'a rien ouvert. Ce n'était pas vous ? Quelqu'un a peut-être le compte qui garde vos clés : protégez-le.`,
      en: (told: Told) =>
        `On ${on(told)}, your phone was used while it was said to be erased. The adding is over and opened nothing. Not you? Somebody may have the account that keeps your keys: protect it.`,
    },
  },
  letter_sent: {
    title: {
      fr: "Une lettre part pour ajouter un téléphone",
      en: "A letter leaves to add a phone",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, quelqu'un a montré une identité numérique à votre nom pour un nouveau téléphone. Une lettre part vers votre lieu d'exercice. Sans elle, ce téléphone n'ouvre rien. Ne la donnez à personne.`,
      en: (told: Told) =>
        `On ${on(told)}, somebody showed a digital identity in your name for a new phone. A letter leaves for where you practise. Without it that phone opens nothing. Give it to nobody.`,
    },
  },
  letter_elsewhere: {
    title: {
      fr: "Votre lettre a été montrée par un autre téléphone",
      en: "Your letter was shown by another phone",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, un téléphone qui n'est pas celui qui l'a demandée a scanné votre lettre. Il n'a rien obtenu. Si vous l'avez donnée ou photographiée, arrêtez l'ajout.`,
      en: (told: Told) =>
        `On ${on(told)}, a phone that is not the one that asked for it scanned your letter. It got nothing. If you gave it away or took a picture of it, stop that phone.`,
    },
  },
  letter_stopped: {
    title: {
      fr: "Un agent a arrêté l'ajout d'un téléphone",
      en: "A registrar stopped a new phone",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, un agent d'enregistrement a arrêté l'ajout d'un téléphone par identité numérique et lettre. Si c'était vous, allez à un guichet.`,
      en: (told: Told) =>
        `On ${on(told)}, a registrar stopped a phone that a digital identity and a letter were to add. If it was you, go to an enrolment desk.`,
    },
  },
  phone_suspended: {
    title: {
      fr: "Un de vos téléphones est suspendu",
      en: "One of your phones is suspended",
    },
    line: {
      fr: (told: Told) =>
        `Depuis le ${le(told)}, un de vos téléphones n'ouvre plus rien. Cela a été demandé depuis Mon accès, par un autre de vos téléphones, ou par l'équipe qui étudie une fraude.`,
      en: (told: Told) =>
        `Since ${on(told)}, one of your phones opens nothing any more. This was asked from My access, by another phone of yours, or by the team that looks into a fraud.`,
    },
  },
  card_suspended: {
    title: {
      fr: "Une de vos cartes est suspendue",
      en: "One of your cards is suspended",
    },
    line: {
      fr: (told: Told) =>
        `Depuis le ${le(told)}, une de vos cartes n'ouvre plus rien. L'équipe qui étudie une fraude l'a suspendue. Vos autres moyens continuent.`,
      en: (told: Told) =>
        `Since ${on(told)}, one of your cards opens nothing any more. The team that looks into a fraud suspended it. Your other means go on.`,
    },
  },
  means_restored: {
    title: {
      fr: "Un téléphone ou une carte vous est rendu",
      en: "A phone or a card is yours to use again",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, deux analystes ont rétabli ce qu'ils avaient suspendu. Si ce n'est pas le vôtre, arrêtez-le.`,
      en: (told: Told) =>
        `On ${on(told)}, two analysts gave back what had been suspended. If it is not yours, stop it.`,
    },
  },
  phone_renamed: {
    title: {
      fr: "Un de vos téléphones a changé de nom",
      en: "One of your phones was renamed",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, un de vos téléphones a reçu un autre nom, avec votre code.`,
      en: (told: Told) =>
        `On ${on(told)}, one of your phones was given another name, with your code.`,
    },
  },
  phone_removed: {
    title: {
      fr: "Un de vos téléphones a été retiré",
      en: "One of your phones was removed",
    },
    line: {
      fr: (told: Told) =>
        `Depuis le ${le(told)}, un de vos téléphones n'est plus le vôtre. Il a été retiré par un autre, avec votre code.`,
      en: (told: Told) =>
        `Since ${on(told)}, one of your phones is no longer yours. It was removed by another one, with your code.`,
    },
  },
  code_changed: {
    title: {
      fr: "Le code d'un de vos téléphones a changé",
      en: "The code of one of your phones was changed",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, le code personnel d'un de vos téléphones a été changé, avec l'ancien.`,
      en: (told: Told) =>
        `On ${on(told)}, the personal code of one of your phones was changed, with the old one.`,
    },
  },
  code_renewed: {
    title: {
      fr: "La clé du code d'un téléphone a été renouvelée",
      en: "The key of a phone's code was renewed",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, un de vos téléphones a renouvelé cette clé, comme chaque année. Votre code devrait marcher comme avant. Sinon, arrêtez.`,
      en: (told: Told) =>
        `On ${on(told)}, one of your phones renewed this key, as every year. Your code should work as before. If not, stop.`,
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
  session_in_transition: {
    title: {
      fr: "Connexion par un téléphone à confirmer",
      en: "Sign-in by a phone to be confirmed",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, un téléphone à confirmer est entré pour une heure à votre nom${told.service === undefined ? "" : ` dans « ${told.service} »`}. Ce service l'accepte jusqu'à une date.`,
      en: (told: Told) =>
        `On ${on(told)}, a phone to be confirmed signed in as you for one hour${told.service === undefined ? "" : ` to "${told.service}"`}. That service accepts it until a date.`,
    },
  },
  session_by_software: {
    title: {
      fr: "Connexion par un de vos logiciels",
      en: "Sign-in by your software",
    },
    line: {
      fr: (told: Told) =>
        `Quelqu'un est entré à votre nom par votre logiciel${told.service === undefined ? "" : ` « ${told.service} »`} le ${le(told)}.`,
      en: (told: Told) =>
        `Somebody signed in as you by your software${told.service === undefined ? "" : ` "${told.service}"`} on ${on(told)}.`,
    },
  },
  contact_changed: {
    title: {
      fr: "Vos coordonnées ont changé",
      en: "Your contact details have changed",
    },
    line: {
      fr: (told: Told) =>
        `Le ${le(told)}, votre adresse ou votre numéro a changé au répertoire des professionnels. L'ancienne adresse et la nouvelle reçoivent ce message.`,
      en: (told: Told) =>
        `On ${on(told)}, your address or number changed in the directory of professionals. The old address and the new one both get this message.`,
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
  frozen: {
    title: {
      fr: "Votre accès est gelé après une fraude",
      en: "Your access is frozen after a fraud",
    },
    line: {
      fr: (told: Told) =>
        `Depuis le ${le(told)}, personne n'entre à votre nom, et aucun téléphone n'est ajouté. Deux personnes habilitées décident ensemble de rouvrir.`,
      en: (told: Told) =>
        `Since ${on(told)}, nobody signs in as you, and no phone is added. Two authorised people decide together to reopen it.`,
    },
  },
  reopened: {
    title: { fr: "Votre accès est rouvert", en: "Your access is open again" },
    line: {
      fr: (told: Told) => `Ce qui arrêtait votre accès a été levé le ${le(told)}.`,
      en: (told: Told) => `What stopped your access was lifted on ${on(told)}.`,
    },
  },
  // Where what was written is found no more.
  campaign: {
    title: { fr: "Une information sur votre accès", en: "News about your access" },
    line: {
      fr: (told: Told) => `Une information vous a été envoyée le ${le(told)}.`,
      en: (told: Told) => `News was sent to you on ${on(told)}.`,
    },
  },
});

/** What a message is called, and what it says: a campaign's own words, or its event's. */
export const titleOf = ({ event, words }: Told, lang: Lang): string =>
  words?.[lang].title ?? happened[event].title[lang];
export const linesOf = (told: Told, lang: Lang): readonly string[] =>
  told.words?.[lang].text.split(/\n+/) ?? [happened[told.event].line[lang](told)];

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
