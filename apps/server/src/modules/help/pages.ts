import {
  deskAddresses,
  french,
  helpAddress,
  helpPath,
  html,
  icon,
  type Lang,
  page,
} from "@aval/design";
import { guides, icons, type Topic, topicNames } from "./topics.ts";

/* The help pages: complete without script, readable before anybody has signed in, printed on one sheet. */

/** On every origin that has help. */
export const stylesheetPath = `${helpPath}/aval.css`;

export type HelpFrame = { readonly brand: string; readonly isSandbox: boolean };

const words = {
  fr: french({
    title: "Aide",
    lead: "Que se passe-t-il ?",
    now: "Maintenant",
    know: "Bon à savoir",
    all: "Toute l'aide",
    desks: "Trouver un guichet et ses horaires",
    never: "Aval ne demande jamais de code, ni au téléphone, ni par message, ni à distance.",
    sandbox: "Bac à sable",
  }),
  en: {
    title: "Help",
    lead: "What is happening?",
    now: "Now",
    know: "Good to know",
    all: "All help",
    desks: "Find a desk and its hours",
    never: "Aval never asks for a code, neither by telephone, nor by message, nor remotely.",
    sandbox: "Sandbox",
  },
} as const;

/** Topics whose way leads to a desk. */
const desksFor: ReadonlySet<Topic> = new Set<Topic>([
  "nouveau-telephone",
  "telephone-perdu",
  "rouvrir",
]);

export const otherThan = (lang: Lang): Lang => (lang === "fr" ? "en" : "fr");
const addressOf = (lang: Lang, topic: Topic | "all" = "all") => helpAddress(topic, lang);

export const parts = (frame: HelpFrame, lang: Lang, title: string, topic?: Topic) => ({
  lang,
  title,
  brand: frame.brand,
  stylesheet: stylesheetPath,
  home: addressOf(lang),
  otherLanguage: addressOf(otherThan(lang), topic),
  help: false as const,
  ...(frame.isSandbox ? { label: words[lang].sandbox } : {}),
});

export function helpPage(frame: HelpFrame, lang: Lang): string {
  const t = words[lang];
  return page({
    ...parts(frame, lang, t.lead),
    body: html`<section class="card stack">
<h1>${t.lead}</h1>
<nav aria-label="${t.title}"><ul class="choices">${topicNames.map(
      (topic) =>
        html`<li><a class="button button-plain" href="${addressOf(lang, topic)}">${icon(icons[topic])}<span>${guides[lang][topic].title}</span></a></li>`,
    )}</ul></nav>
<p class="quiet">${t.never}</p>
</section>`,
  });
}

export function guidePage(frame: HelpFrame, lang: Lang, topic: Topic): string {
  const t = words[lang];
  const { title, lead, now, know } = guides[lang][topic];
  return page({
    ...parts(frame, lang, title, topic),
    body: html`<article class="card stack">
<h1>${title}</h1>
<p class="lead"><strong>${lead}</strong></p>
<h2>${t.now}</h2>
<ol class="steps">${now.map((step) => html`<li>${step}</li>`)}</ol>
<h2>${t.know}</h2>
<ul>${know.map((line) => html`<li>${line}</li>`)}</ul>
${desksFor.has(topic) && html`<p><a href="${deskAddresses[lang]}">${t.desks}</a></p>`}
<p class="quiet">${t.never}</p>
<p><a href="${addressOf(lang)}">${t.all}</a></p>
</article>`,
  });
}
