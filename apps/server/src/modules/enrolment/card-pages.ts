import {
  actionForm,
  buttonsToOthers,
  drawQr,
  french,
  type Html,
  hiddenFields,
  href,
  html,
  type Lang,
  notice,
  otherLanguageBelow,
  page,
  saidBy,
  saidToOthers,
  split,
} from "@aval/design";
import { errors, type Refusal } from "#errors";
import { type CardFrame, framed } from "#modules/cards";
import type { Instant } from "#platform/time";
import { type CardStep, shownEach } from "./card.ts";
import { words } from "./card-words.ts";

/* The pages of *Ajouter un téléphone avec ma carte*, on the card's host: complete without script, in both languages. */

/** Where they are, on that host. */
export const cardEnrolment = {
  begin: "/telephone",
  words: "/telephone/mots",
  confirm: "/telephone/confirmer",
  stop: "/telephone/arreter",
} as const;

/** Where one goes from them: on the sign-in host, and on this one. */
export type Elsewhere = {
  readonly call: string;
  readonly newPhone: string;
  readonly account: string;
  readonly reopen: string;
};

const moment = { timeZone: "Europe/Paris", dateStyle: "long", timeStyle: "short" } as const;
const dates = {
  fr: new Intl.DateTimeFormat("fr-FR", moment),
  en: new Intl.DateTimeFormat("en-GB", moment),
} as const;
const at = (lang: Lang, when: Instant) =>
  lang === "fr"
    ? `le ${dates.fr.format(when)} (heure de Paris)`
    : `on ${dates.en.format(when)} (Paris time)`;

const said = saidBy<(typeof words)[Lang]>(words);

/** What one came for, before any card is read: a link that somebody sent opens this and nothing else. */
export function beginPage(frame: CardFrame): string {
  const t = words[frame.lang];
  const other = frame.lang === "fr" ? "en" : "fr";
  return page({
    ...framed(frame),
    title: t.title,
    otherLanguage: `${cardEnrolment.begin}?lang=${other}`,
    body: split(
      "card",
      html`<h1>${t.title}</h1>
<p class="lead">${t.lead}</p>
<p>${t.insert}</p>
${fraud(frame.lang)}
${actionForm(cardEnrolment.begin, t.begin, "primary", hiddenFields({ lang: frame.lang }))}`,
    ),
  });
}

/** The page of one step. `triesLeft`: the words that were just typed were wrong. */
export function stepPage(
  frame: CardFrame,
  step: CardStep,
  elsewhere: Elsewhere,
  triesLeft?: number,
): string {
  switch (step.step) {
    case "scan":
      return scanPage(frame, step, triesLeft);
    case "wait":
      return waitPage(frame, step);
    case "proven":
      return provenPage(frame, step);
    case "stopped":
      return stoppedPage(frame, step, elsewhere);
  }
}

type Of<Name> = Extract<CardStep, { step: Name }>;

function scanPage(frame: CardFrame, step: Of<"scan">, triesLeft: number | undefined): string {
  const { lang } = frame;
  const t = words[lang];
  const isOpen = step.addresses.length > 0;
  const fields = { page: step.page, lang };
  const title = isOpen ? t.scan.title : t.typed.title;
  const wrong =
    triesLeft !== undefined ? t.typed.left(triesLeft) : step.isEarly ? t.typed.early : undefined;
  return page({
    ...framed(frame),
    title,
    // What is open is shown again, in the second it is in.
    otherLanguage: { action: cardEnrolment.begin, fields: { page: step.page } },
    body: html`<section class="card stack">
<h1>${title}</h1>
<p class="lead">${t.scan.lead(step.holder)}</p>
${
  isOpen &&
  html`<p>${t.scan.how}</p>
${drawn(step.addresses, t.scan.label)}
<p>${t.scan.keep}</p>
${actionForm(cardEnrolment.begin, t.scan.renew, "quiet", hiddenFields(fields))}
<h2>${t.typed.title}</h2>
${step.held.map((label) => notice("plain", html`<p>${t.typed.held(label)}</p>`, "phone"))}`
}
${!isOpen && triesLeft === undefined && html`<p>${t.typed.scanned}</p>`}
${notice("warning", html`<p><strong>${t.typed.warning}</strong></p>`, "hangUp")}
${actionForm(cardEnrolment.stop, t.typed.dictated, "refuse", hiddenFields({ ...fields, why: "on_call" }))}
<form class="stack" method="post" action="${cardEnrolment.words}">
${hiddenFields(fields)}${noDefault}
<div class="field">
<label for="words">${t.typed.label}</label>
<input id="words" name="words" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="120"${wrong !== undefined && html` aria-invalid="true" aria-describedby="wrong"`}>
${wrong !== undefined && html`<p class="field-error" id="wrong" role="alert">${wrong}</p>`}
</div>
<p><strong>${t.typed.call}</strong></p>
<div class="stack stack-tight">
<button class="button button-refuse" type="submit" name="onCall" value="yes">${t.typed.yes}</button>
<button class="button button-primary" type="submit" name="onCall" value="no">${t.typed.no}</button>
</div>
</form>
</section>`,
  });
}

/**
 * The animated QR without script: each address is shown for its seconds, the last one until the page is asked for again.
 */
function drawn(addresses: readonly string[], label: string): Html {
  const drawings = addresses.map((address) => drawQr(address));
  const size = Math.max(...drawings.map((one) => one.size));
  const { step } = shownEach;
  const begins = (second: number) => `${second}s`;
  return html`<div class="qr" data-aval-binding="${addresses[0]}">
<svg viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}">
<rect class="qr-ground" width="${size}" height="${size}"></rect>
${drawings.map(
  ({ d }, index) =>
    html`<path class="qr-cells" d="${d}"${index > 0 && html` visibility="hidden"`}>${index > 0 && html`<set attributeName="visibility" to="visible" begin="${begins(index * step)}" ${index < drawings.length - 1 ? html`dur="${begins(step)}"` : html`fill="freeze"`}></set>`}${index === 0 && drawings.length > 1 && html`<set attributeName="visibility" to="hidden" begin="${begins(step)}" fill="freeze"></set>`}</path>`,
)}
</svg>
</div>`;
}

function waitPage(frame: CardFrame, { page: id, holder, label, raises }: Of<"wait">): string {
  const { lang } = frame;
  const t = words[lang].wait;
  const title = raises ? t.raise : t.title;
  const fields = hiddenFields({ page: id, lang });
  return page({
    ...framed(frame),
    title,
    otherLanguage: otherLanguageBelow,
    body: split(
      "phone",
      html`<h1>${title}</h1>
<p class="lead">${t.lead(label, holder)}</p>
<p>${t.told}</p>
${fraud(lang)}
<p>${t.keep}</p>
<div class="stack stack-tight">
${actionForm(cardEnrolment.stop, t.stop, "refuse", fields)}
<div class="after-half-minute">${actionForm(cardEnrolment.confirm, t.go, "primary", fields)}</div>
</div>
${saidToOthers(lang, [
  said(({ wait }) => (raises ? wait.raise : wait.title)),
  said(({ wait }) => wait.lead(label, holder)),
  said((one) => `${one.fraud} ${one.advice}`),
  buttonsToOthers(lang, [said(({ wait }) => wait.stop), said(({ wait }) => wait.go)]),
])}`,
    ),
  });
}

function provenPage(frame: CardFrame, { label, raises, readyAt }: Of<"proven">): string {
  const { lang } = frame;
  const t = words[lang].proven;
  return page({
    ...framed(frame),
    title: t.title,
    otherLanguage: otherLanguageBelow,
    body: split(
      "clock",
      html`<h1>${t.title}</h1>
<p class="lead">${t.lead(label, at(lang, readyAt))}</p>
<p>${raises ? t.raise : t.next}</p>
<p>${t.sooner}</p>
${notice("warning", html`<p><strong>${t.stop}</strong></p>`, "warning")}
${saidToOthers(lang, [
  said(({ proven }) => proven.title),
  {
    fr: words.fr.proven.lead(label, at("fr", readyAt)),
    en: words.en.proven.lead(label, at("en", readyAt)),
  },
  said(({ proven }) => (raises ? proven.raise : proven.next)),
  said(({ proven }) => proven.stop),
])}`,
    ),
  });
}

function stoppedPage(
  frame: CardFrame,
  { why }: Of<"stopped">,
  { call, account }: Elsewhere,
): string {
  const t = words[frame.lang].stopped;
  const title = t[why];
  return page({
    ...framed(frame),
    title,
    otherLanguage: otherLanguageBelow,
    body: split(
      why === "on_call" ? "hangUp" : "check",
      html`<h1>${title}</h1>
<p class="lead">${t.lead}</p>
<p>${t.call}</p>
<div class="stack stack-tight">
<a class="button button-primary" href="${href(call)}">${t.report}</a>
<a class="button button-refuse" href="${href(account)}">${t.block}</a>
</div>
${saidToOthers(frame.lang, [
  said(({ stopped }) => stopped[why]),
  said(({ stopped }) => stopped.lead),
  said(({ stopped }) => stopped.call),
])}`,
    ),
  });
}

/** Why no phone is added, where the card itself is good, and the way on. */
export function notAddedPage(
  frame: CardFrame,
  {
    refusal,
    reference,
    elsewhere,
  }: { readonly refusal: Refusal; readonly reference: string; readonly elsewhere: Elsewhere },
): string {
  const { lang } = frame;
  const t = words[lang];
  const { title, again, reopen } = t.refused;
  const why = { fr: french(errors[refusal].fr), en: errors[refusal].en };
  const told = refusal === "enrolment_page_over" ? said((one) => one.refused.over) : why;
  const isStopped = refusal === "holder_stopped";
  const on = isStopped
    ? { address: elsewhere.reopen, text: reopen }
    : { address: cardEnrolment.begin, text: again };
  return page({
    ...framed(frame),
    title,
    otherLanguage: otherLanguageBelow,
    body: split(
      "warning",
      html`<h1>${title}</h1>
<p class="lead">${told[lang]}</p>
<div class="stack stack-tight">
<a class="button button-primary" href="${href(on.address)}">${on.text}</a>
<a class="button button-plain" href="${href(elsewhere.newPhone)}">${t.otherDoor}</a>
</div>
<p class="quiet">${t.refused.reference} <code class="reference">${reference}</code></p>
${saidToOthers(lang, [said(({ refused }) => refused.title), told])}`,
    ),
  });
}

/** Another way to a phone, for whoever's card opens nothing. */
export const otherDoor = (lang: Lang, { newPhone }: Elsewhere) => ({
  address: newPhone,
  text: words[lang].otherDoor,
});

function fraud(lang: Lang): Html {
  const t = words[lang];
  return notice("warning", html`<p><strong>${t.fraud}</strong> ${t.advice}</p>`, "hangUp");
}

/** Enter presses a form's first button, and this one does nothing: the question beneath is answered by neither. */
const noDefault = html`<button type="submit" disabled hidden></button>`;
