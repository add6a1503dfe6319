import {
  actionForm,
  buttonsToOthers,
  errorPage,
  french,
  type Html,
  hiddenFields,
  href,
  html,
  otherLanguageBelow,
  page,
  saidToOthers,
  split,
} from "@aval/design";
import { errors, type Refusal } from "#errors";
import { guidanceFor } from "./refusals.ts";
import type { Lang, Words } from "./words.ts";

/**
 * The provider's own pages: refusals, leaving, and the hop back to services that want a form. Complete without script and
 * without style of their own, in both languages, since who reads them may be at a stranger's counter.
 */
export type PageFrame = {
  readonly lang: Lang;
  readonly brand: string | undefined;
  /** Whether everybody here is fictional: said beside the brand. */
  readonly isSandbox: boolean;
  readonly stylesheet: string;
};

/** What a page of a sandbox says of itself. */
const sandboxLabel: Words = { fr: "Bac à sable", en: "Sandbox" };

const framed = ({ lang, brand, isSandbox, stylesheet }: PageFrame) => ({
  lang,
  stylesheet,
  ...(brand === undefined ? {} : { brand }),
  ...(isSandbox ? { label: sandboxLabel[lang] } : {}),
});

/** What is said, in the reader's language: the heading, the first sentence louder, the others. */
function said(lang: Lang, [title, lead, ...others]: readonly [Words, Words, ...Words[]]): Html {
  return html`<h1>${title[lang]}</h1>
<p class="lead">${lead[lang]}</p>
${others.map((words) => html`<p>${words[lang]}</p>`)}`;
}

/**
 * Why this did not go through. `detail` is for whoever builds a service, in the sandbox only: in production a page says
 * its sentences and a reference, and the reference finds the rest.
 */
export function refusedPage(
  frame: PageFrame,
  given: {
    readonly refusal: Refusal;
    readonly reference: string;
    readonly detail?: string | undefined;
  },
): string {
  const sentence = errors[given.refusal];
  return errorPage({
    ...framed(frame),
    ...guidanceFor(given.refusal),
    message: { fr: french(sentence.fr), en: sentence.en },
    reference: given.reference,
    ...(given.detail === undefined ? {} : { detail: given.detail }),
  });
}

const leaving = french({
  title: {
    fr: "Fermer votre session sur cet ordinateur ?",
    en: "End your session on this computer?",
  },
  question: {
    fr: "Tous les services ouverts avec elle se fermeront aussi.",
    en: "Every service opened with it will close too.",
  },
  stay: {
    fr: "Pour la garder, fermez simplement cette page.",
    en: "To keep it, just close this page.",
  },
  button: { fr: "Fermer ma session", en: "End my session" },
});

/** Asks before ending: a link sent by anybody must not be able to (ASVS 10.6.2). */
export function confirmPage(
  frame: PageFrame,
  given: { readonly action: string; readonly fields: Readonly<Record<string, string>> },
): string {
  const words = [leaving.title, leaving.question, leaving.stay] as const;
  return page({
    ...framed(frame),
    otherLanguage: otherLanguageBelow,
    title: leaving.title[frame.lang],
    width: "wide",
    body: split(
      "leave",
      html`${said(frame.lang, words)}
${actionForm(given.action, leaving.button[frame.lang], "primary", hiddenFields(given.fields))}
${saidToOthers(frame.lang, [...words, buttonsToOthers(frame.lang, [leaving.button])])}`,
    ),
  });
}

const closed = french({
  title: { fr: "Votre session est fermée", en: "Your session has ended" },
  lead: {
    fr: "Personne ne peut plus entrer avec elle.",
    en: "Nobody can get in with it any more.",
  },
  next: {
    fr: "Vous partagez cet ordinateur ? Fermez aussi les fenêtres des services.",
    en: "Do you share this computer? Close the services' windows too.",
  },
});

export function closedPage(frame: PageFrame): string {
  const words = [closed.title, closed.lead, closed.next] as const;
  return page({
    ...framed(frame),
    otherLanguage: otherLanguageBelow,
    title: closed.title[frame.lang],
    width: "wide",
    body: split(
      "check",
      html`${said(frame.lang, words)}
${saidToOthers(frame.lang, words)}`,
    ),
  });
}

const goingBack = french({
  title: { fr: "Retour au service", en: "Back to the service" },
  lead: {
    fr: "Votre réponse part vers le service.",
    en: "Your answer is on its way to the service.",
  },
  wait: {
    fr: "Rien ne se passe ? Touchez le bouton.",
    en: "Nothing happens? Press the button.",
  },
  button: { fr: "Je retourne au service", en: "I go back to the service" },
});

/** `form_post`: the answer as a form to the service, sent by a script of ours or by the button. */
export function formPostPage(
  frame: PageFrame,
  given: {
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly script: string;
  },
): string {
  const words = [goingBack.title, goingBack.lead, goingBack.wait] as const;
  return page({
    ...framed(frame),
    otherLanguage: otherLanguageBelow,
    title: goingBack.title[frame.lang],
    width: "wide",
    head: html`<script src="${given.script}" defer></script>`,
    body: split(
      "service",
      html`${said(frame.lang, words)}
${actionForm(href(given.action), goingBack.button[frame.lang], "primary", hiddenFields(given.fields))}
${saidToOthers(frame.lang, [...words, buttonsToOthers(frame.lang, [goingBack.button])])}`,
    ),
  });
}
