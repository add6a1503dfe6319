import { actionForm, errorPage, type Html, href, html, page } from "@aval/design";
import type { Lang, Words } from "./words.ts";

/**
 * The provider's own pages: refusals, leaving, and the hop back to services that want a form. Complete without script and
 * without style of their own, in both languages, since who reads them may be at a stranger's counter.
 */
export type PageFrame = {
  readonly lang: Lang;
  readonly brand: string | undefined;
  readonly stylesheet: string;
};

const framed = ({ brand, stylesheet }: PageFrame) => ({
  stylesheet,
  ...(brand === undefined ? {} : { brand }),
});

/** Both languages, the reader's first. */
function twice(lang: Lang, words: Words, tag: "lead" | "plain" = "plain"): Html {
  const other: Lang = lang === "fr" ? "en" : "fr";
  const first =
    tag === "lead" ? html`<p class="lead">${words[lang]}</p>` : html`<p>${words[lang]}</p>`;
  return html`${first}<p lang="${other}">${words[other]}</p>`;
}

/**
 * Why this did not go through. `detail` is for whoever builds a service, in the sandbox only: in production a page says a
 * sentence and a reference, and the reference finds the rest.
 */
export function refusedPage(
  frame: PageFrame,
  given: {
    readonly message: Words;
    readonly reference: string;
    readonly detail?: string | undefined;
  },
): string {
  return errorPage({
    ...framed(frame),
    lang: frame.lang,
    message: given.message,
    reference: given.reference,
    bothLanguages: true,
    ...(given.detail === undefined
      ? {}
      : { next: html`<p class="quiet"><code>${given.detail}</code></p>` }),
  });
}

const leaving = {
  title: { fr: "Se déconnecter", en: "Sign out" },
  question: {
    fr: "Voulez-vous fermer votre session sur cet ordinateur ? Tous les services ouverts avec elle seront fermés.",
    en: "Do you want to end your session on this computer? Every service opened with it will be closed.",
  },
  button: { fr: "Fermer ma session", en: "End my session" },
} as const;

/** Asks before ending: a link sent by anybody must not be able to (ASVS 10.6.2). */
export function confirmPage(
  frame: PageFrame,
  given: { readonly action: string; readonly fields: Readonly<Record<string, string>> },
): string {
  const hidden = html`${Object.entries(given.fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;
  return page({
    ...framed(frame),
    lang: frame.lang,
    title: leaving.title[frame.lang],
    body: html`<section class="card stack">
<h1>${leaving.title[frame.lang]}</h1>
${twice(frame.lang, leaving.question, "lead")}
${actionForm(given.action, leaving.button[frame.lang], "primary", hidden)}
</section>`,
  });
}

const closed = {
  title: { fr: "Session fermée", en: "Session ended" },
  lead: { fr: "Votre session est fermée.", en: "Your session has ended." },
  next: {
    fr: "Si d'autres personnes utilisent cet ordinateur, fermez aussi les fenêtres des services.",
    en: "If other people use this computer, close the services' windows too.",
  },
} as const;

export function closedPage(frame: PageFrame): string {
  return page({
    ...framed(frame),
    lang: frame.lang,
    title: closed.title[frame.lang],
    body: html`<section class="card stack">
<h1>${closed.title[frame.lang]}</h1>
${twice(frame.lang, closed.lead, "lead")}
${twice(frame.lang, closed.next)}
</section>`,
  });
}

const goingBack = {
  title: { fr: "Retour au service", en: "Back to the service" },
  lead: {
    fr: "Votre réponse est envoyée au service.",
    en: "Your answer is being sent to the service.",
  },
  button: { fr: "Continuer", en: "Continue" },
} as const;

/** `form_post`: the answer as a form to the service, sent by a script of ours or by the button. */
export function formPostPage(
  frame: PageFrame,
  given: {
    readonly action: string;
    readonly fields: Readonly<Record<string, string>>;
    readonly script: string;
  },
): string {
  const hidden = html`${Object.entries(given.fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;
  return page({
    ...framed(frame),
    lang: frame.lang,
    title: goingBack.title[frame.lang],
    head: html`<script src="${given.script}" defer></script>`,
    body: html`<section class="card stack">
<h1>${goingBack.title[frame.lang]}</h1>
${twice(frame.lang, goingBack.lead)}
${actionForm(href(given.action), goingBack.button[frame.lang], "primary", hidden)}
</section>`,
  });
}
