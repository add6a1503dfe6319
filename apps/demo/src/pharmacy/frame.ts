import { type Html, html, icon, type Lang, page } from "@aval/design";
import { words } from "./words.ts";

/** What every screen of the program stands in. */
export function framed(lang: Lang, title: string, body: Html, head?: Html): string {
  const other: Lang = lang === "fr" ? "en" : "fr";
  return page({
    lang,
    title,
    body,
    brand: words[lang].brand,
    label: words[lang].label,
    look: "service",
    width: "wide",
    mark: html`<span class="service-mark">${icon("program")}</span>`,
    home: "/",
    otherLanguage: `/?lang=${other}`,
    footer: html`<p>${words[lang].demo}</p>`,
    ...(head ? { head } : {}),
  });
}

export function steps(all: readonly string[]): Html {
  return html`<ol class="stack stack-tight">${all.map((line) => html`<li>${line}</li>`)}</ol>`;
}
