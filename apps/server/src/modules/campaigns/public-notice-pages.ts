import { escaped, french, html, type Html, type Lang, notice, page } from "@aval/design";
import type { CampaignTexts } from "@aval/protocol";
import type { Instant } from "#platform/time";

/* What everybody may read, dated: complete without script, and the same whoever asks. */

export type NoticeFrame = {
  readonly brand: string;
  readonly isSandbox: boolean;
  /** Where this origin has the stylesheet. */
  readonly stylesheet: string;
};

/** A notice as it is shown: its words filled in as of the day it was published. */
export type Published = {
  readonly number: number;
  readonly texts: CampaignTexts;
  readonly isUrgent: boolean;
  readonly publishedAt: Instant;
  readonly retiredAt: Instant | undefined;
};

/** In the language of the browser; beside it each language has an address of its own. */
export const noticesPath = "/avis";
export const noticeAddress = (lang: Lang, number?: number): string =>
  number === undefined ? `${noticesPath}/${lang}` : `${noticesPath}/${lang}/${number}`;
export const feedAddress = (lang: Lang): string => `${noticesPath}/${lang}/rss.xml`;

const words = {
  fr: french({
    title: "Avis",
    lead: "Ce que nous disons à tous, avec sa date.",
    none: "Aucun avis pour l'instant.",
    urgent: "Important maintenant",
    retired: (day: string) => `Retiré le ${day}. Il ne vaut plus.`,
    retiredShort: "Retiré",
    on: (day: string) => `Publié le ${day}`,
    all: "Tous les avis",
    feed: "Suivre par flux RSS",
    never: "Un avis ne demande jamais de code, ni d'appeler quelqu'un.",
    sandbox: "Bac à sable",
  }),
  en: {
    title: "Notices",
    lead: "What we tell everybody, with its date.",
    none: "No notice for now.",
    urgent: "Important now",
    retired: (day: string) => `Withdrawn on ${day}. It no longer holds.`,
    retiredShort: "Withdrawn",
    on: (day: string) => `Published on ${day}`,
    all: "All notices",
    feed: "Follow by RSS feed",
    never: "A notice never asks for a code, nor to call anybody.",
    sandbox: "Sandbox",
  },
} as const;

const days = {
  fr: new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", dateStyle: "long" }),
  en: new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", dateStyle: "long" }),
} as const;
const otherThan = (lang: Lang): Lang => (lang === "fr" ? "en" : "fr");

const parts = (frame: NoticeFrame, lang: Lang, title: string, number?: number) => ({
  lang,
  title,
  brand: frame.brand,
  stylesheet: frame.stylesheet,
  otherLanguage: noticeAddress(otherThan(lang), number),
  head: html`<link rel="alternate" type="application/rss+xml" title="${words[lang].title}" href="${feedAddress(lang)}">`,
  ...(frame.isSandbox ? { label: words[lang].sandbox } : {}),
});

/** What stands under a title: when, and whether it still holds. */
const dated = (one: Published, lang: Lang): Html =>
  html`<p class="quiet"><time datetime="${new Date(one.publishedAt).toISOString()}">${words[lang].on(days[lang].format(one.publishedAt))}</time>${one.retiredAt !== undefined && html` · <strong>${words[lang].retiredShort}</strong>`}</p>`;

/** All of them, the last first; what is urgent and holds stands above. */
export function noticesPage(frame: NoticeFrame, lang: Lang, all: readonly Published[]): string {
  const t = words[lang];
  const urgent = all.filter(({ isUrgent, retiredAt }) => isUrgent && retiredAt === undefined);
  const link = (one: Published) =>
    html`<a href="${noticeAddress(lang, one.number)}">${one.texts[lang].title}</a>`;
  return page({
    ...parts(frame, lang, t.title),
    body: html`<section class="card stack">
<h1>${t.title}</h1>
<p class="lead">${t.lead}</p>
${urgent.length > 0 && notice("warning", html`<p><strong>${t.urgent}</strong></p>${urgent.map((one) => html`<p>${link(one)}</p>`)}`, "warning")}
${all.length === 0 ? html`<p>${t.none}</p>` : html`<ul class="stack">${all.map((one) => html`<li>${link(one)}${dated(one, lang)}</li>`)}</ul>`}
<p class="quiet">${t.never}</p>
<p><a href="${feedAddress(lang)}">${t.feed}</a></p>
</section>`,
  });
}

export function noticePage(frame: NoticeFrame, lang: Lang, one: Published): string {
  const t = words[lang];
  const { title, text } = one.texts[lang];
  return page({
    ...parts(frame, lang, title, one.number),
    body: html`<article class="card stack">
<h1>${title}</h1>
${dated(one, lang)}
${one.retiredAt !== undefined && notice("warning", html`<p>${t.retired(days[lang].format(one.retiredAt))}</p>`, "warning")}
${text.split(/\n+/).map((line) => html`<p>${line}</p>`)}
<p class="quiet">${t.never}</p>
<p><a href="${noticeAddress(lang)}">${t.all}</a></p>
</article>`,
  });
}

/** RSS 2.0, with the address of the feed itself as its profile asks (rssboard.org). A reader shows what was retired as retired. */
export function feed(
  { brand, origin }: { readonly brand: string; readonly origin: string },
  lang: Lang,
  all: readonly Published[],
): string {
  const t = words[lang];
  const item = (one: Published) => {
    const { title, text } = one.texts[lang];
    const said = one.retiredAt === undefined ? title : `${t.retiredShort} : ${title}`;
    return `<item>
<title>${escaped(said)}</title>
<link>${escaped(origin + noticeAddress(lang, one.number))}</link>
<guid isPermaLink="true">${escaped(origin + noticeAddress(lang, one.number))}</guid>
<pubDate>${new Date(one.publishedAt).toUTCString()}</pubDate>
<description>${escaped(text)}</description>
</item>`;
  };
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escaped(`${t.title} – ${brand}`)}</title>
<link>${escaped(origin + noticeAddress(lang))}</link>
<description>${escaped(t.lead)}</description>
<language>${lang}</language>
<atom:link href="${escaped(origin + feedAddress(lang))}" rel="self" type="application/rss+xml"/>
${all.map(item).join("\n")}
</channel>
</rss>
`;
}
