import { french, type IconName } from "@aval/design";
import type { Refusal } from "#errors";
import type { Words } from "./words.ts";

/**
 * What a page says around a refusal's own sentence: a heading that says what to do, and the way on. The sentence itself
 * is in `errors`, one for people and programs alike.
 */
export type Guidance = {
  readonly title: Words;
  readonly advice: Words;
  readonly about: IconName;
};

const fromTheService: Words = {
  fr: "Personne n'est entré. Ouvrez le service par son adresse habituelle et recommencez.",
  en: "Nobody got in. Open the service at its usual address and start again.",
};

const general: Guidance = {
  title: { fr: "La connexion n'a pas abouti", en: "The sign-in did not go through" },
  advice: fromTheService,
  about: "warning",
};

const guidance: Partial<Readonly<Record<Refusal, Guidance>>> = french({
  unknown_service: {
    title: {
      fr: "Revenez au service qui vous a envoyé",
      en: "Go back to the service you came from",
    },
    advice: {
      fr: "Vous ne savez pas d'où vient cette page ? Fermez-la.",
      en: "You do not know where this page came from? Close it.",
    },
    about: "warning",
  },
  redirect_refused: {
    title: { fr: "La connexion s'arrête ici", en: "The sign-in stops here" },
    advice: {
      fr: "Ouvrez le service par son adresse habituelle. Si cela se répète, prévenez son support.",
      en: "Open the service at its usual address. If it happens again, tell its support.",
    },
    about: "warning",
  },
  sign_in_not_found: {
    title: { fr: "Recommencez depuis le service", en: "Start again from the service" },
    advice: {
      fr: "Rien n'est perdu, et personne n'est entré. Une page de connexion ne sert qu'une fois.",
      en: "Nothing is lost, and nobody got in. A sign-in page serves once.",
    },
    about: "clock",
  },
  invalid_request: {
    title: { fr: "Ce lien ne fonctionne pas", en: "This link does not work" },
    advice: {
      fr: "Retournez au service et recommencez. Si cela se répète, donnez la référence à son support.",
      en: "Go back to the service and start again. If it happens again, give its support the reference.",
    },
    about: "warning",
  },
  browser_mismatch: {
    title: { fr: "Recommencez dans ce navigateur", en: "Start again in this browser" },
    advice: fromTheService,
    about: "screens",
  },
  too_many: {
    title: { fr: "Attendez un instant", en: "Wait a moment" },
    advice: {
      fr: "Rechargez cette page dans une minute. Rien n'est perdu.",
      en: "Reload this page in a minute. Nothing is lost.",
    },
    about: "clock",
  },
  internal: {
    title: { fr: "Réessayez dans un instant", en: "Try again in a moment" },
    advice: {
      fr: "Rechargez cette page. Si cela dure, donnez la référence au support.",
      en: "Reload this page. If it lasts, give support the reference.",
    },
    about: "again",
  },
  unavailable: {
    title: { fr: "Réessayez dans une minute", en: "Try again in a minute" },
    advice: {
      fr: "Rechargez cette page. Les sessions déjà ouvertes continuent.",
      en: "Reload this page. Sessions that are already open go on.",
    },
    about: "offline",
  },
  not_found: {
    title: { fr: "Vérifiez l'adresse", en: "Check the address" },
    advice: {
      fr: "Pour vous connecter, ouvrez d'abord le service que vous cherchez.",
      en: "To sign in, first open the service you are looking for.",
    },
    about: "note",
  },
  method_not_allowed: {
    title: { fr: "Recommencez depuis le service", en: "Start again from the service" },
    advice: fromTheService,
    about: "note",
  },
  wrong_origin: {
    title: { fr: "Ouvrez la page vous-même", en: "Open the page yourself" },
    advice: {
      fr: "Ne suivez pas le lien qu'on vous a envoyé. Ouvrez le service par son adresse habituelle.",
      en: "Do not follow the link you were sent. Open the service at its usual address.",
    },
    about: "warning",
  },
});

/** What a page says around this refusal. */
export function guidanceFor(refusal: Refusal): Guidance {
  return guidance[refusal] ?? general;
}
