import { type Html, html, type Piece } from "./html.ts";
import { type IconName, icon } from "./icons.ts";
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
  /** A word or two beside the brand: that this is a sandbox, or a demonstration. */
  readonly label?: string;
  /** The same page in the other language. Without it there is no switch. */
  readonly otherLanguage?: string;
  /** Where `aval.css` is served on this origin. */
  readonly stylesheet?: string;
  /** Further elements of `<head>`: a script of this origin, never an inline one (the policy refuses it). */
  readonly head?: Html;
  readonly footer?: Html;
  /** `service`: a bar across the window, as programs have; the default is the quiet head of Aval's own pages. */
  readonly look?: "aval" | "service";
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
<body class="${parts.look === "service" ? "page page-service" : "page"}">
<a class="skip" href="#main">${parts.lang === "fr" ? "Aller au contenu" : "Skip to content"}</a>
<header class="masthead">${brandMark(parts.mark ?? logo, brand, parts.home)}${parts.label && html`<span class="chip">${parts.label}</span>`}${languageSwitch(parts)}</header>
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

/** The card of Aval's screens on a computer: words, and beside them a panel whose icon says what they speak of. */
export function split(about: IconName, words: Html): Html {
  return html`<section class="card split">
<div class="split-panel">${icon(about, "large")}</div>
<div class="split-words">
${words}
</div>
</section>`;
}

/** How much a notice weighs: `danger` for refusals and stops, `warning` for what to mind, `good` for what is done. */
export type Tone = "plain" | "good" | "warning" | "danger";

/** A framed remark, with an icon when it should be seen first. The tone is also said in the words: colour never speaks alone. */
export function notice(tone: Tone, body: Html, mark?: IconName): Html {
  return mark
    ? html`<div class="notice notice-${tone} notice-marked">${icon(mark)}<div>${body}</div></div>`
    : html`<div class="notice notice-${tone}">${body}</div>`;
}

export type EmblemTone = "act" | "good" | "refuse" | "warning" | "quiet";

/** A large round icon above the words of a card; decorative. */
export function emblem(tone: EmblemTone, about: IconName): Html {
  return html`<div class="emblem emblem-${tone}">${icon(about)}</div>`;
}

/** What a form sends beside what its reader types. */
export function hiddenFields(fields: Readonly<Record<string, string>>): Html {
  return html`${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}`;
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

/** A sentence in the two languages of every screen. */
export type Said = Readonly<Record<Lang, string>>;

/**
 * A page that says something went wrong: what happened, what to do, and the reference support asks for. In both languages,
 * the reader's first: it may be met before anything is known of who reads it.
 */
export function errorPage(parts: {
  readonly lang: Lang;
  /** The heading: what to do, or what did not happen. */
  readonly title: Said;
  /** What happened. */
  readonly message: Said;
  /** What to do now. */
  readonly advice: Said;
  /** Short; finds the line in the log. */
  readonly reference?: string;
  readonly about?: IconName;
  readonly brand?: string;
  readonly label?: string;
  readonly stylesheet?: string;
  /** For whoever builds services, after everything else. */
  readonly detail?: string;
}): string {
  const { lang, title, message, advice, reference, detail } = parts;
  const other: Lang = lang === "fr" ? "en" : "fr";
  return page({
    lang,
    title: title[lang],
    width: "wide",
    ...(parts.brand === undefined ? {} : { brand: parts.brand }),
    ...(parts.label === undefined ? {} : { label: parts.label }),
    ...(parts.stylesheet === undefined ? {} : { stylesheet: parts.stylesheet }),
    body: split(
      parts.about ?? "warning",
      html`<h1>${title[lang]}</h1>
<p class="lead">${message[lang]}</p>
<p>${advice[lang]}</p>
${reference && html`<p class="quiet">${errorWords[lang].reference} <code class="reference">${reference}</code></p>`}
<div class="other-language stack stack-tight" lang="${other}">
<p><strong>${title[other]}</strong></p>
<p>${message[other]} ${advice[other]}</p>
</div>
${detail && html`<p class="quiet">${errorWords[lang].detail} <code lang="en">${detail}</code></p>`}`,
    ),
  });
}

const errorWords = {
  fr: { reference: "Référence pour le support :", detail: "Pour l'éditeur :" },
  en: { reference: "Reference for support:", detail: "For the editor:" },
} as const;
