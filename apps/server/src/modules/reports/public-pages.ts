import { helpPath, html, icon, type Lang, page } from "@aval/design";
import { type IntakeKind, intakes } from "./intakes.ts";
import { intakeWords, pageWords } from "./public-words.ts";

/* The pages of whoever has no application: complete without script, the same for everybody. */

export type PublicFrame = {
  readonly brand: string;
  readonly isSandbox: boolean;
  /** Where this origin has the stylesheet. */
  readonly stylesheet: string;
};

/** Where each page is, in each language. */
export const publicAddresses: Readonly<Record<IntakeKind, Readonly<Record<Lang, string>>>> = {
  call: { fr: "/signaler/appel", en: "/report/call" },
  document: { fr: "/signaler/document", en: "/report/document" },
};

const other = { fr: "en", en: "fr" } as const;

const parts = (frame: PublicFrame, lang: Lang, kind: IntakeKind, title: string) => ({
  lang,
  title,
  brand: frame.brand,
  stylesheet: frame.stylesheet,
  otherLanguage: publicAddresses[kind][other[lang]],
  ...(frame.isSandbox ? { label: pageWords[lang].sandbox } : {}),
});

/** The questions of one row of the table, each with its buttons. */
export function tellPage(frame: PublicFrame, lang: Lang, kind: IntakeKind): string {
  const t = pageWords[lang];
  const words = intakeWords[lang][kind];
  return page({
    ...parts(frame, lang, kind, words.title),
    body: html`<section class="card stack">
<div class="stack stack-tight">
<p class="over">${t.over}</p>
<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
</div>
${kind === "call" && html`<p class="notice notice-marked">${icon("hangUp")}<strong>${t.hangUp}</strong></p>`}
<form class="stack" method="post" action="${publicAddresses[kind][lang]}">
${Object.entries(intakes[kind].facts).map(
  ([
    name,
    values,
  ]) => html`<fieldset class="checks"><legend>${words.facts[name]?.asks ?? ""}</legend>
${(values as readonly string[]).map(
  (value) =>
    html`<label class="check"><input type="radio" name="${name}" value="${value}"><span>${words.facts[name]?.says[value] ?? ""}</span></label>`,
)}</fieldset>`,
)}
<div class="field">
<label for="national-id">${t.number}</label>
<input id="national-id" name="nationalId" inputmode="numeric" autocomplete="off" maxlength="16" aria-describedby="national-id-hint">
<p class="quiet" id="national-id-hint">${t.numberHint}</p>
</div>
<p class="quiet">${t.never}</p>
<button class="button button-primary" type="submit">${t.send}</button>
</form>
</section>`,
  });
}

/** After it was sent: the same whatever was said, and of whom. `isBusy`: too much came from there. */
export function toldPage(frame: PublicFrame, lang: Lang, kind: IntakeKind, isBusy = false): string {
  const t = pageWords[lang];
  const title = isBusy ? t.busy : t.done;
  return page({
    ...parts(frame, lang, kind, title),
    body: html`<section class="card stack">
<h1>${title}</h1>
${!isBusy && html`<p class="lead">${t.next}</p>`}
<h2>${t.after}</h2>
<ul>${t.steps.map((step) => html`<li>${step}</li>`)}</ul>
<p><a href="${helpPath}/${lang}">${t.help}</a></p>
</section>`,
  });
}
