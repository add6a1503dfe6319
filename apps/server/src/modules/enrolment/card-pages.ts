import {
  actionForm,
  drawQr,
  french,
  type Html,
  hiddenFields,
  href,
  html,
  type Lang,
  notice,
  page,
  split,
} from "@aval/design";
import { errors, type Refusal } from "#errors";
import { type CardFrame, framed } from "#modules/cards";
import type { Instant } from "#platform/time";
import { type CardStep, shownEach } from "./card.ts";

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

const words = {
  fr: french({
    title: "Ajouter un téléphone avec ma carte",
    lead: "Votre carte prouve que c'est vous. Le téléphone attend ensuite un jour.",
    insert: "Insérez votre carte dans le lecteur. Gardez le nouveau téléphone en main.",
    fraud: "Quelqu'un vous a demandé d'insérer votre carte ? C'est une fraude.",
    advice: "Raccrochez, retirez la carte et fermez cette page.",
    begin: "Continuer avec ma carte",
    otherDoor: "Ajouter un téléphone autrement",
    scan: {
      title: "Scannez ce code avec le nouveau téléphone",
      lead: (holder: string) => `Il sera le téléphone de ${holder}.`,
      how: "Ouvrez son appareil photo et visez ce code. Il affiche ensuite quatre mots.",
      label: "Code à scanner, il change toutes les quatre secondes",
      renew: "Montrer un nouveau code",
      keep: "Ce code reste sur cet écran. Ne le photographiez pas, ne le partagez pas.",
    },
    typed: {
      title: "Tapez les quatre mots du nouveau téléphone",
      scanned: "Un téléphone a scanné votre code.",
      held: (label: string) => `Arrêté, à revoir : ${label}. Tapez les quatre mots qu'il affiche.`,
      warning: "Si l'on vous dicte ces mots, c'est une fraude.",
      dictated: "On me les a dictés",
      label: "Les quatre mots",
      call: "Êtes-vous au téléphone avec quelqu'un qui vous le demande ?",
      yes: "Oui, quelqu'un me le demande",
      no: "Non, personne ne me le demande",
      early: "Aucun téléphone n'a encore scanné ce code. Scannez-le d'abord.",
      left: (count: number) =>
        count === 1
          ? "Ce ne sont pas les quatre mots. Il reste 1 essai."
          : `Ce ne sont pas les quatre mots. Il reste ${count} essais.`,
    },
    wait: {
      title: "Ajouter ce téléphone ?",
      raise: "Confirmer ce téléphone ?",
      lead: (label: string, holder: string) =>
        `Dans un jour, « ${label} » pourra entrer partout au nom de ${holder}.`,
      told: "Vos adresses et vos autres téléphones en seront prévenus, et pourront l'arrêter.",
      keep: "Laissez la carte dans le lecteur. Vous pourrez continuer dans 30 secondes.",
      stop: "Arrêter cet ajout",
      go: "C'est mon téléphone",
    },
    proven: {
      title: "Le nouveau téléphone attend",
      lead: (label: string, when: string) => `« ${label} » pourra être activé ${when}.`,
      next: "Vous l'activerez dessus, avec un code que vous choisirez. Reprenez votre carte.",
      raise: "Vous le confirmerez dessus, avec son code. Reprenez votre carte.",
      sooner: "Un autre téléphone à vous, de plus de sept jours, peut raccourcir l'attente.",
      stop: "Ce n'était pas vous ? Touchez « Arrêter » dans le message que vous recevez.",
    },
    stopped: {
      on_call: "Raccrochez maintenant",
      card_page: "C'est arrêté",
      lead: "Ce téléphone n'est pas ajouté. Retirez votre carte.",
      call: "Personne, chez Aval, ne vous demande d'ajouter un téléphone.",
      report: "Que faire après cet appel",
      block: "Bloquer mon accès",
    },
    refused: {
      title: "Ce téléphone n'est pas ajouté",
      again: "Recommencer",
      reopen: "Rouvrir mon accès avec ma carte",
      over: "Cette page est terminée. Recommencez : rien n'est perdu.",
      reference: "Référence pour le support :",
    },
  }),
  en: {
    title: "Add a phone with my card",
    lead: "Your card proves that it is you. The phone then waits for a day.",
    insert: "Insert your card in the reader. Keep the new phone in your hand.",
    fraud: "Did someone ask you to insert your card? It is fraud.",
    advice: "Hang up, take the card out and close this page.",
    begin: "Continue with my card",
    otherDoor: "Add a phone another way",
    scan: {
      title: "Scan this code with the new phone",
      lead: (holder: string) => `It will be the phone of ${holder}.`,
      how: "Open its camera and aim at this code. It then shows four words.",
      label: "Code to scan, it changes every four seconds",
      renew: "Show a new code",
      keep: "This code stays on this screen. Take no picture of it, do not share it.",
    },
    typed: {
      title: "Type the four words of the new phone",
      scanned: "A phone has scanned your code.",
      held: (label: string) => `Stopped, to be seen again: ${label}. Type the four words it shows.`,
      warning: "If someone dictates these words to you, it is fraud.",
      dictated: "They were dictated to me",
      label: "The four words",
      call: "Are you on the phone with someone who asks you for this?",
      yes: "Yes, someone is asking me",
      no: "No, nobody is asking me",
      early: "No phone has scanned this code yet. Scan it first.",
      left: (count: number) =>
        count === 1
          ? "These are not the four words. 1 try left."
          : `These are not the four words. ${count} tries left.`,
    },
    wait: {
      title: "Add this phone?",
      raise: "Confirm this phone?",
      lead: (label: string, holder: string) =>
        `In a day, “${label}” will be able to enter everywhere as ${holder}.`,
      told: "Your addresses and your other phones will be told of it, and can stop it.",
      keep: "Leave the card in the reader. You can go on in 30 seconds.",
      stop: "Stop it",
      go: "It is my phone",
    },
    proven: {
      title: "The new phone is waiting",
      lead: (label: string, when: string) => `“${label}” can be activated ${when}.`,
      next: "You will activate it there, with a code that you choose. Take your card back.",
      raise: "You will confirm it there, with its code. Take your card back.",
      sooner: "Another phone of yours, older than seven days, can shorten the wait.",
      stop: "It was not you? Press “Stop” in the message that you receive.",
    },
    stopped: {
      on_call: "Hang up now",
      card_page: "It is stopped",
      lead: "This phone is not added. Take your card out.",
      call: "Nobody at Aval asks you to add a phone.",
      report: "What to do after this call",
      block: "Block my access",
    },
    refused: {
      title: "This phone is not added",
      again: "Start again",
      reopen: "Reopen my access with my card",
      over: "This page is over. Start again: nothing is lost.",
      reference: "Reference for support:",
    },
  },
} as const;

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
</div>`,
    ),
  });
}

function provenPage(frame: CardFrame, { label, raises, readyAt }: Of<"proven">): string {
  const { lang } = frame;
  const t = words[lang].proven;
  return page({
    ...framed(frame),
    title: t.title,
    body: split(
      "clock",
      html`<h1>${t.title}</h1>
<p class="lead">${t.lead(label, at(lang, readyAt))}</p>
<p>${raises ? t.raise : t.next}</p>
<p>${t.sooner}</p>
${notice("warning", html`<p><strong>${t.stop}</strong></p>`, "warning")}`,
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
    body: split(
      why === "on_call" ? "hangUp" : "check",
      html`<h1>${title}</h1>
<p class="lead">${t.lead}</p>
<p>${t.call}</p>
<div class="stack stack-tight">
<a class="button button-primary" href="${href(call)}">${t.report}</a>
<a class="button button-refuse" href="${href(account)}">${t.block}</a>
</div>`,
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
  const { title, again, over, reopen } = t.refused;
  const said = lang === "fr" ? french(errors[refusal].fr) : errors[refusal].en;
  const isStopped = refusal === "holder_stopped";
  const on = isStopped
    ? { address: elsewhere.reopen, text: reopen }
    : { address: cardEnrolment.begin, text: again };
  return page({
    ...framed(frame),
    title,
    body: split(
      "warning",
      html`<h1>${title}</h1>
<p class="lead">${refusal === "enrolment_page_over" ? over : said}</p>
<div class="stack stack-tight">
<a class="button button-primary" href="${href(on.address)}">${on.text}</a>
<a class="button button-plain" href="${href(elsewhere.newPhone)}">${t.otherDoor}</a>
</div>
<p class="quiet">${t.refused.reference} <code class="reference">${reference}</code></p>`,
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
