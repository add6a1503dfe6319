import { helpAddress } from "./help.ts";
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
  /**
   * The same in the other language: its address; what a form asks again, where the page is the answer to one that may be asked twice;
   * or `otherLanguageBelow`, where the page says both.
   */
  readonly otherLanguage: string | LanguageForm;
  /** Where its help is; else the list of all help, on this origin. `false`: it is help, or a service's, which is not Aval. */
  readonly help?: string | false;
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

export type LanguageForm = {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
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
<header class="masthead">${brandMark(parts.mark ?? logo, brand, parts.home)}${parts.label && html`<span class="chip">${parts.label}</span>`}${helpLink(parts)}${languageSwitch(parts)}</header>
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

/** In a window of its own: what one was doing stays open, and a form that was answered is not asked again. */
function helpLink({ lang, help, look }: PageParts): Piece {
  const address = help ?? (look !== "service" && helpAddress("all", lang));
  if (address === false) return undefined;
  const { text, elsewhere } = helpWords[lang];
  return html`<a class="language" href="${address}" target="_blank" rel="noreferrer">${text}<span class="visually-hidden"> ${elsewhere}</span></a>`;
}

const helpWords = {
  fr: { text: "Aide", elsewhere: "(nouvelle fenêtre)" },
  en: { text: "Help", elsewhere: "(new window)" },
} as const;

const languageNames = { fr: "Français", en: "English" } as const;
const otherThan = (lang: Lang): Lang => (lang === "fr" ? "en" : "fr");

function languageSwitch({ lang, otherLanguage }: PageParts): Piece {
  const other = otherThan(lang);
  if (typeof otherLanguage === "string")
    return html`<a class="language" href="${otherLanguage}" lang="${other}" hreflang="${other}">${languageNames[other]}</a>`;
  const { action, fields } = otherLanguage;
  return html`<form class="language-form" method="post" action="${action}">${hiddenFields({ ...fields, lang: other })}<button class="language" type="submit" lang="${other}">${languageNames[other]}</button></form>`;
}

/** Where a page says the same in its reader's other language. */
const belowId = "autre-langue";
export const otherLanguageBelow = `#${belowId}`;

/**
 * What a page says, for whoever reads the other language: after everything, quieter. For pages that are met before anything is known of
 * who reads them, and for answers that are not asked for again.
 */
export function saidToOthers(lang: Lang, [title, ...others]: readonly [Said, ...Said[]]): Html {
  const other = otherThan(lang);
  return html`<div class="other-language stack stack-tight" id="${belowId}" lang="${other}">
<p><strong>${title[other]}</strong></p>
<p>${others.map((words) => words[other]).join(" ")}</p>
</div>`;
}

/** What the page's buttons say, for whoever reads the other language; the names that stand on them first. */
export const buttonsToOthers = (lang: Lang, names: readonly Said[]): Said =>
  ({
    fr: names.map((one) => `(${one[lang]} = ${one.fr})`).join(" "),
    en: names.map((one) => `(${one[lang]} = ${one.en})`).join(" "),
  }) as const;

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

/** A sentence of a table of words, in both languages. */
export const saidBy =
  <T>(words: Readonly<Record<Lang, T>>) =>
  (pick: (t: T) => string): Said => ({ fr: pick(words.fr), en: pick(words.en) });

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
  return page({
    lang,
    title: title[lang],
    width: "wide",
    otherLanguage: otherLanguageBelow,
    ...(parts.brand === undefined ? {} : { brand: parts.brand }),
    ...(parts.label === undefined ? {} : { label: parts.label }),
    ...(parts.stylesheet === undefined ? {} : { stylesheet: parts.stylesheet }),
    body: split(
      parts.about ?? "warning",
      html`<h1>${title[lang]}</h1>
<p class="lead">${message[lang]}</p>
<p>${advice[lang]}</p>
${reference && html`<p class="quiet">${errorWords[lang].reference} <code class="reference">${reference}</code></p>`}
${saidToOthers(lang, [title, message, advice])}
${detail && html`<p class="quiet">${errorWords[lang].detail} <code lang="en">${detail}</code></p>`}`,
    ),
  });
}

const errorWords = {
  fr: { reference: "Référence pour le support :", detail: "Pour l'éditeur :" },
  en: { reference: "Reference for support:", detail: "For the editor:" },
} as const;
