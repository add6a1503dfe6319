import {
  actionForm,
  buttonsToOthers,
  french,
  hiddenFields,
  href,
  html,
  type IconName,
  type Lang,
  notice,
  otherLanguageBelow,
  page,
  saidBy,
  saidToOthers,
  split,
} from "@aval/design";
import { errors, type Refusal } from "#errors";

/** The card's own pages: complete without script, in both languages. */
export type CardFrame = {
  readonly lang: Lang;
  readonly brand: string;
  readonly isSandbox: boolean;
  readonly stylesheet: string;
};

/** Where the pages of this host are, and the stylesheet. */
export const addresses = {
  enter: "/card",
  confirm: "/card/confirm",
  reopen: "/rouvrir",
  reopenConfirm: "/rouvrir/confirmer",
  reopenAtDesk: "/rouvrir/guichet",
  readOn: "/lire",
  tryOut: "/essayer",
  stylesheet: "/design/aval.css",
} as const;

/** Where a holder reopens their access, on the card's host. */
export const reopenPath = addresses.reopen;

/** Where a holder tries whether their card works. */
export const tryOutPath = addresses.tryOut;

/** Where the card's host has the stylesheet, for its other pages. */
export const cardStylesheet = addresses.stylesheet;

export const framed = ({ lang, brand, isSandbox, stylesheet }: CardFrame) => ({
  lang,
  brand,
  stylesheet,
  width: "wide" as const,
  ...(isSandbox ? { label: { fr: "Bac à sable", en: "Sandbox" }[lang] } : {}),
});

const confirmWords = {
  fr: french({
    title: "Entrer avec votre carte ?",
    lead: (service: string, holder: string) => `Vous entrez dans ${service} au nom de ${holder}.`,
    read: (nationalId: string) => `Identifiant lu sur la carte : ${nationalId}.`,
    fraud: "Quelqu'un vous a demandé d'insérer votre carte ? C'est une fraude.",
    advice: "Raccrochez, retirez la carte et fermez cette page.",
    back: "Ce n'est pas moi",
    go: "C'est moi, j'entre",
  }),
  en: {
    title: "Enter with your card?",
    lead: (service: string, holder: string) => `You are entering ${service} as ${holder}.`,
    read: (nationalId: string) => `Identifier read on the card: ${nationalId}.`,
    fraud: "Did someone ask you to insert your card? It is fraud.",
    advice: "Hang up, take the card out and close this page.",
    back: "It is not me",
    go: "It is me, let me in",
  },
} as const;

/** What opens, in whose name, and the two answers: the refusal first, as large as the other. */
export function confirmPage(
  frame: CardFrame,
  given: {
    readonly service: string;
    readonly holder: string;
    readonly nationalId: string;
    readonly secret: string;
    readonly back: string;
  },
): string {
  const { lang } = frame;
  const words = confirmWords[lang];
  const said = saidBy<(typeof confirmWords)[Lang]>(confirmWords);
  const { title } = words;
  return page({
    ...framed(frame),
    title,
    otherLanguage: otherLanguageBelow,
    body: split(
      "card",
      html`<h1>${title}</h1>
<p class="lead">${words.lead(given.service, given.holder)}</p>
<p>${words.read(given.nationalId)}</p>
${notice("warning", html`<p><strong>${words.fraud}</strong> ${words.advice}</p>`, "hangUp")}
<div class="stack stack-tight">
<a class="button button-refuse" href="${href(given.back)}">${words.back}</a>
${actionForm(addresses.confirm, words.go, "primary", hiddenFields({ secret: given.secret, lang }))}
</div>
${saidToOthers(lang, [
  said((t) => t.title),
  said((t) => t.lead(given.service, given.holder)),
  said((t) => `${t.fraud} ${t.advice}`),
  buttonsToOthers(lang, [said((t) => t.back), said((t) => t.go)]),
])}`,
    ),
  });
}

type Words = Readonly<Record<Lang, string>>;
type Guidance = { readonly title: Words; readonly advice: Words; readonly about: IconName };

const general: Guidance = {
  title: french({ fr: "Ouvrez d'abord le service", en: "Open the service first" }),
  advice: french({
    fr: "Personne n'est entré. Ouvrez le service par son adresse habituelle et recommencez.",
    en: "Nobody got in. Open the service at its usual address and start again.",
  }),
  about: "warning",
};

/** What a page says around each refusal of a card: what to do, and the way on. */
export const guidance: Partial<Readonly<Record<Refusal, Guidance>>> = french({
  card_absent: {
    title: {
      fr: "Insérez votre carte, puis recommencez",
      en: "Insert your card, then start again",
    },
    advice: {
      fr: "Le navigateur ne vous demande rien ? Fermez toutes ses fenêtres, puis rouvrez le service.",
      en: "Does the browser ask for nothing? Close all its windows, then open the service again.",
    },
    about: "card",
  },
  card_foreign: {
    title: { fr: "Prenez votre carte de professionnel", en: "Take your professional card" },
    advice: {
      fr: "Personne n'est entré. Choisissez l'autre carte, ou connectez-vous autrement.",
      en: "Nobody got in. Choose the other card, or sign in another way.",
    },
    about: "card",
  },
  card_expired: {
    title: { fr: "Cette carte a expiré", en: "This card has expired" },
    advice: {
      fr: "Personne n'est entré. En attendant la nouvelle carte, connectez-vous autrement.",
      en: "Nobody got in. Until the new card comes, sign in another way.",
    },
    about: "clock",
  },
  card_revoked: {
    title: { fr: "Cette carte n'est plus valable", en: "This card is no longer valid" },
    advice: {
      fr: "Personne n'est entré. Vous avez une nouvelle carte ? Prenez-la.",
      en: "Nobody got in. Do you have a new card? Take that one.",
    },
    about: "cross",
  },
  card_unverifiable: {
    title: { fr: "Connectez-vous autrement pour l'instant", en: "Sign in another way for now" },
    advice: {
      fr: "Rien n'est perdu. Réessayez avec la carte dans quelques minutes.",
      en: "Nothing is lost. Try the card again in a few minutes.",
    },
    about: "offline",
  },
  card_opens_nothing: {
    title: { fr: "Cette carte n'ouvre rien ici", en: "This card opens nothing here" },
    advice: {
      fr: "Personne n'est entré. Connectez-vous autrement, ou donnez la référence au support.",
      en: "Nobody got in. Sign in another way, or give support the reference.",
    },
    about: "card",
  },
  card_page_expired: {
    title: { fr: "Revenez à la page de connexion", en: "Go back to the sign-in page" },
    advice: {
      fr: "Rien n'est perdu, et personne n'est entré. Chaque passage par la carte ne sert qu'une fois.",
      en: "Nothing is lost, and nobody got in. Each visit to the card's page serves once.",
    },
    about: "clock",
  },
});

const refusedWords = {
  fr: french({
    reference: "Référence pour le support :",
    other: "Me connecter autrement",
    reopen: "Accès bloqué depuis plus de 24 heures ? Rouvrir avec ma carte",
  }),
  en: {
    reference: "Reference for support:",
    other: "Sign in another way",
    reopen: "Access blocked for more than 24 hours? Reopen it with my card",
  },
} as const;

/** Another way on from a refused card than the sign-in page it came from. */
export type OtherDoor = { readonly address: string; readonly text: string };

/** Why nothing opened, and the other doors. It says nothing of the holder that the card does not say itself. */
export function refusedPage(
  frame: CardFrame,
  given: {
    readonly refusal: Refusal;
    readonly reference: string;
    readonly back: string | undefined;
    readonly door?: OtherDoor | undefined;
  },
): string {
  const { lang } = frame;
  const { title, advice, about } = guidance[given.refusal] ?? general;
  const told = errors[given.refusal];
  const sentence = { fr: french(told.fr), en: told.en };
  const words = refusedWords[lang];
  return page({
    ...framed(frame),
    title: title[lang],
    otherLanguage: otherLanguageBelow,
    body: split(
      about,
      html`<h1>${title[lang]}</h1>
<p class="lead">${sentence[lang]}</p>
<p>${advice[lang]}</p>
${given.back !== undefined && html`<p><a class="button button-primary" href="${href(given.back)}">${words.other}</a></p>`}
${given.door && html`<p><a class="button button-primary" href="${href(given.door.address)}">${given.door.text}</a></p>`}
${given.refusal === "card_opens_nothing" && html`<p><a href="${addresses.reopen}">${words.reopen}</a></p>`}
<p class="quiet">${words.reference} <code class="reference">${given.reference}</code></p>
${saidToOthers(lang, [title, sentence, advice])}`,
    ),
  });
}
