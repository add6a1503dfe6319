import { type Html, type Piece, html } from "./html.ts";
import { logo } from "./logo.ts";

/** The two languages of every screen; French first. */
export type Lang = "fr" | "en";

export type PageParts = {
  readonly lang: Lang;
  /** Follows the state: it is what a screen reader says first and what the tab shows. */
  readonly title: string;
  /** The content of `<main>`: usually one or more `card`s, with one `<h1>`. */
  readonly body: Html;
  /** The name beside the mark. A deployment's `AVAL_BRAND`, or the service's own name. */
  readonly brand?: string;
  /** Another mark than Aval's: a service that signs in through Aval is not Aval, and must not look like it. */
  readonly mark?: Html;
  /** What the brand links to; without it the brand is plain text. */
  readonly home?: string;
  /** The same page in the other language. Without it there is no switch. */
  readonly otherLanguage?: string;
  /** Where `aval.css` is served on this origin. */
  readonly stylesheet?: string;
  /** Further elements of `<head>`: a script of this origin, never an inline one (the policy refuses it). */
  readonly head?: Html;
  readonly footer?: Html;
  /** `wide` for lists and tables; the default is a reading column. */
  readonly width?: "column" | "wide";
};

/**
 * A whole server-made page (errors, sign-out, demo): complete, without script and without inline style, so that
 * `default-src 'none'; style-src 'self'` holds.
 *
 * Every page forbids indexing, and referrers to others: addresses of sign-in pages say who is signing in where. Not
 * `no-referrer`: with it the page's own forms would say `Origin: null`, and be refused as somebody else's.
 */
export function page(parts: PageParts): string {
  const brand = parts.brand ?? "Aval";
  return html`<!doctype html>
<html lang="${parts.lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex, nofollow">
<meta name="referrer" content="same-origin">
<title>${parts.title} – ${brand}</title>
<link rel="stylesheet" href="${parts.stylesheet ?? "/assets/aval.css"}">
${parts.head}
</head>
<body class="page">
<a class="skip" href="#main">${parts.lang === "fr" ? "Aller au contenu" : "Skip to content"}</a>
<header class="masthead">${brandMark(parts.mark ?? logo, brand, parts.home)}${languageSwitch(parts)}</header>
<main class="${parts.width === "wide" ? "content content-wide" : "content"}" id="main">
${parts.body}
</main>
${parts.footer && html`<footer class="foot">${parts.footer}</footer>`}
</body>
</html>
`.text;
}

function brandMark(mark: Html, brand: string, home: string | undefined): Html {
  const inner = html`${mark}<span class="brand-name">${brand}</span>`;
  return home
    ? html`<a class="brand" href="${home}">${inner}</a>`
    : html`<span class="brand">${inner}</span>`;
}

function languageSwitch({ lang, otherLanguage }: PageParts): Piece {
  if (!otherLanguage) return undefined;
  return lang === "fr"
    ? html`<a class="language" href="${otherLanguage}" lang="en" hreflang="en">English</a>`
    : html`<a class="language" href="${otherLanguage}" lang="fr" hreflang="fr">Français</a>`;
}

/** How much a notice weighs: `danger` for refusals and stops, `warning` for what to mind, `good` for what is done. */
export type Tone = "plain" | "good" | "warning" | "danger";

/** A framed remark. The tone is also said in the words: colour never speaks alone. */
export function notice(tone: Tone, body: Html): Html {
  return html`<div class="notice notice-${tone}">${body}</div>`;
}

/** One act, in its own form: a change is always a POST. */
export function actionForm(
  action: string,
  label: string,
  kind: "primary" | "refuse" | "plain" | "quiet" = "primary",
  hidden: Html | undefined = undefined,
): Html {
  return html`<form method="post" action="${action}">${hidden}<button class="button button-${kind}" type="submit">${label}</button></form>`;
}

/**
 * A page that says something went wrong: what happened, what to do, and the reference support asks for.
 *
 * Said in both languages when the reader's is not known (`lang` is then that of the page, French).
 */
export function errorPage(parts: {
  readonly lang: Lang;
  readonly message: { readonly fr: string; readonly en: string };
  /** Short; finds the line in the log. */
  readonly reference?: string;
  readonly bothLanguages?: boolean;
  readonly brand?: string;
  readonly stylesheet?: string;
  /** What to do next: a link or a form. */
  readonly next?: Html;
}): string {
  const words = errorWords[parts.lang];
  const other: Lang = parts.lang === "fr" ? "en" : "fr";
  return page({
    lang: parts.lang,
    title: words.title,
    ...(parts.brand === undefined ? {} : { brand: parts.brand }),
    ...(parts.stylesheet === undefined ? {} : { stylesheet: parts.stylesheet }),
    body: html`<section class="card stack">
<h1>${words.title}</h1>
<p class="lead">${parts.message[parts.lang]}</p>
${parts.bothLanguages && html`<p lang="${other}">${parts.message[other]}</p>`}
${parts.next}
${parts.reference && html`<p class="quiet">${words.reference} <code class="reference">${parts.reference}</code></p>`}
</section>`,
  });
}

const errorWords = {
  fr: { title: "La connexion n'a pas abouti", reference: "Référence pour le support :" },
  en: { title: "The sign-in did not go through", reference: "Reference for support:" },
} as const;
