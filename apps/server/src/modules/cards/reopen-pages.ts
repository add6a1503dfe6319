import {
  actionForm,
  french,
  html,
  type Html,
  type Lang,
  notice,
  otherLanguageBelow,
  page,
  saidBy,
  saidToOthers,
  split,
} from "@aval/design";
import type { BegunPhone, CardView } from "#modules/stops";
import type { Instant } from "#platform/time";
import { addresses, type CardFrame, framed } from "./pages.ts";
import type { Standing } from "./reopen.ts";

/* The pages of *Rouvrir mon accès*, on the card's host: complete without script, in both languages. */

const moment = { timeZone: "Europe/Paris", dateStyle: "long", timeStyle: "short" } as const;
const dates = {
  fr: new Intl.DateTimeFormat("fr-FR", moment),
  en: new Intl.DateTimeFormat("en-GB", moment),
} as const;
const at = (lang: Lang, when: Instant) =>
  lang === "fr"
    ? `${dates.fr.format(when)} (heure de Paris)`
    : `${dates.en.format(when)} (Paris time)`;

const words = {
  fr: french({
    title: "Rouvrir mon accès",
    lead: "Votre carte rouvre un accès bloqué ou en pause depuis plus de 24 heures.",
    insert: "Insérez votre carte dans le lecteur, puis continuez.",
    fraud: "Quelqu'un vous a demandé d'ouvrir cette page ? C'est une fraude.",
    advice: "Raccrochez, retirez la carte et fermez cette page.",
    begin: "Continuer avec ma carte",
    for: (holder: string) => `Accès de ${holder}.`,
    nothing: "Rien n'est arrêté",
    nothingText: "Votre accès est ouvert. Il n'y a rien à rouvrir.",
    tooEarly: "Votre carte ne rouvre pas encore",
    ready: "Rouvrir votre accès ?",
    done: "C'est rouvert",
    doneText: "Vous entrez de nouveau à votre nom. Vos sessions fermées le restent.",
    told: "Vos adresses de contact en sont prévenues.",
    kinds: {
      pause: "Les ajouts sont en pause",
      block: "Votre accès est bloqué",
      freeze: "Votre accès est gelé",
    },
    since: (kind: string, when: string) => `${kind} depuis le ${when}.`,
    now: "Votre carte le rouvre maintenant.",
    from: (when: string) => `Votre carte le rouvre à partir du ${when}.`,
    never: "Deux personnes habilitées le lèvent, pas une seule. Votre carte n'y suffit pas.",
    read: {
      title: "Lire ce qui s'est passé",
      text: "Votre carte ouvre Mon accès en lecture seule, pour 30 minutes.",
      go: "Lire avec ma carte",
    },
    meanwhile: "Personne ne vous appellera pour rouvrir. Si l'on vous appelle, raccrochez.",
    keep: "Ne rien changer",
    go: "C'est moi, je rouvre",
    still: "Encore arrêté",
    desk: {
      title: "Rouvrir plus tôt, au guichet",
      text: "Deux agents vous voient, votre carte est lue ici, votre téléphone finit avec votre code.",
      begin: "Commencez sur votre téléphone : « Rouvrir au guichet ». Puis revenez ici.",
      go: "Je suis au guichet : montrer ma carte",
      several: "Plusieurs téléphones ont commencé. Choisissez celui que vous tenez.",
      phone: (label: string, when: string) => `${label}, a commencé le ${when}.`,
      goFor: (label: string) => `Montrer ma carte pour : ${label}`,
      fraud: "Vous n'êtes pas dans un guichet ? Ne montrez pas votre carte.",
      shown: "Votre carte est lue",
      shownText: "Elle compte 30 minutes. Rien n'est encore rouvert.",
      missing: "Il manque encore :",
      seen: "Fait :",
      means: {
        desk: "les deux agents du guichet",
        card: "votre carte, lue ici",
        phone: "votre code, sur le téléphone qui a commencé",
      },
    },
    home: "Et maintenant ?",
    next: "Ouvrez un service comme d'habitude. Vous pouvez fermer cette page et reprendre votre carte.",
  }),
  en: {
    title: "Reopen my access",
    lead: "Your card reopens an access that has been blocked or paused for more than 24 hours.",
    insert: "Insert your card in the reader, then continue.",
    fraud: "Did someone ask you to open this page? It is fraud.",
    advice: "Hang up, take the card out and close this page.",
    begin: "Continue with my card",
    for: (holder: string) => `Access of ${holder}.`,
    nothing: "Nothing is stopped",
    nothingText: "Your access is open. There is nothing to reopen.",
    tooEarly: "Your card does not reopen it yet",
    ready: "Reopen your access?",
    done: "It is open again",
    doneText: "You enter as yourself again. Your closed sessions stay closed.",
    told: "Your contact addresses are told of it.",
    kinds: {
      pause: "Additions are paused",
      block: "Your access is blocked",
      freeze: "Your access is frozen",
    },
    since: (kind: string, when: string) => `${kind} since ${when}.`,
    now: "Your card reopens it now.",
    from: (when: string) => `Your card reopens it from ${when}.`,
    never: "Two authorised people lift it, never one alone. Your card is not enough.",
    read: {
      title: "Read what happened",
      text: "Your card opens My access, to read only, for 30 minutes.",
      go: "Read with my card",
    },
    meanwhile: "Nobody will call you to reopen. If somebody calls, hang up.",
    keep: "Change nothing",
    go: "It is me, reopen",
    still: "Still stopped",
    desk: {
      title: "Reopen sooner, at the desk",
      text: "Two agents see you, your card is read here, your phone ends it with your code.",
      begin: "Begin on your phone: “Reopen at the desk”. Then come back here.",
      go: "I am at the desk: show my card",
      several: "Several phones have begun. Choose the one in your hand.",
      phone: (label: string, when: string) => `${label}, began on ${when}.`,
      goFor: (label: string) => `Show my card for: ${label}`,
      fraud: "You are not at a desk? Do not show your card.",
      shown: "Your card is read",
      shownText: "It counts for 30 minutes. Nothing is open again yet.",
      missing: "Still missing:",
      seen: "Done:",
      means: {
        desk: "the two agents of the desk",
        card: "your card, read here",
        phone: "your code, on the phone that began",
      },
    },
    home: "And now?",
    next: "Open a service as usual. You may close this page and take your card back.",
  },
} as const;

const said = saidBy<(typeof words)[Lang]>(words);

/** What one came for, before any card is read: a link that somebody sent opens this and nothing else. */
export function reopenPage(frame: CardFrame): string {
  const t = words[frame.lang];
  return page({
    ...framed(frame),
    title: t.title,
    otherLanguage: `${addresses.reopen}?lang=${frame.lang === "fr" ? "en" : "fr"}`,
    body: split(
      "card",
      html`<h1>${t.title}</h1>
<p class="lead">${t.lead}</p>
<p>${t.insert}</p>
${fraud(frame.lang)}
${actionForm(addresses.reopen, t.begin, "primary", fields(frame.lang))}`,
    ),
  });
}

/** What stands of the card's holder, and the two answers where the card lifts any of it. */
export function standingPage(frame: CardFrame, { holder, stops }: Standing): string {
  const t = words[frame.lang];
  const open = stops.filter(({ isOpen }) => isOpen);
  const title = stops.length === 0 ? t.nothing : open.length === 0 ? t.tooEarly : t.ready;
  return page({
    ...framed(frame),
    title,
    // Reading the card once more changes nothing.
    otherLanguage: { action: addresses.reopen, fields: {} },
    body: split(
      open.length > 0 ? "card" : stops.length > 0 ? "clock" : "check",
      html`<h1>${title}</h1>
<p class="lead">${t.for(holder)}</p>
${stops.length === 0 ? html`<p>${t.nothingText}</p>` : listed(frame.lang, stops)}
${open.length === 0 && atDesk(frame.lang, stops)}
${stops.some(({ kind }) => kind !== "pause") && toRead(frame.lang)}
${open.length === 0 && stops.length > 0 && html`<p>${t.meanwhile}</p>`}
${
  open.length > 0 &&
  html`${fraud(frame.lang)}
<div class="stack stack-tight">
<a class="button button-refuse" href="${addresses.reopen}">${t.keep}</a>
${actionForm(
  addresses.reopenConfirm,
  t.go,
  "primary",
  html`${fields(frame.lang)}${open.map(({ id }) => html`<input type="hidden" name="stop" value="${id}">`)}`,
)}
</div>`
}`,
    ),
  });
}

/** It is open; or nothing was lifted, and what stands is said again. */
export function reopenedPage(
  frame: CardFrame,
  told: Standing & { readonly lifted: number },
): string {
  if (told.lifted === 0) return standingPage(frame, told);
  const t = words[frame.lang];
  return page({
    ...framed(frame),
    title: t.done,
    otherLanguage: otherLanguageBelow,
    body: split(
      "check",
      html`<h1>${t.done}</h1>
<p class="lead">${t.doneText}</p>
<p>${t.told}</p>
${told.stops.length === 0 && html`<h2>${t.home}</h2><p>${t.next}</p>`}
${told.stops.length > 0 && html`<h2>${t.still}</h2>${listed(frame.lang, told.stops)}`}
${saidToOthers(frame.lang, [said((one) => one.done), said((one) => one.doneText), said((one) => (told.stops.length === 0 ? one.next : one.still))])}`,
    ),
  });
}

/** The card was read for the desk: what is there now, and what is not. Or nothing was begun, and what stands is said again. */
export function shownPage(
  frame: CardFrame,
  told: Standing & { readonly isShown: boolean },
): string {
  const phone = told.stops.flatMap(({ together }) => together ?? []).find(({ card: read }) => read);
  if (!told.isShown || !phone) return standingPage(frame, told);
  const t = words[frame.lang].desk;
  return page({
    ...framed(frame),
    title: t.shown,
    otherLanguage: otherLanguageBelow,
    body: split(
      "card",
      html`<h1>${t.shown}</h1>
<p class="lead">${t.shownText}</p>
${progress(frame.lang, phone)}
<p>${words[frame.lang].meanwhile}</p>
${saidToOthers(frame.lang, [said((one) => one.desk.shown), said((one) => one.desk.shownText), said((one) => one.meanwhile)])}`,
    ),
  });
}

/** Whoever enters nowhere may see all the same. */
function toRead(lang: Lang): Html {
  const t = words[lang].read;
  return html`<section class="stack" aria-labelledby="read">
<h2 id="read">${t.title}</h2>
<p>${t.text}</p>
${actionForm(addresses.readOn, t.go, "plain", fields(lang))}
</section>`;
}

/** Where several lift together: how, and the card's part of it once a phone has begun. */
function atDesk(lang: Lang, stops: readonly CardView[]): Html | false {
  const stop = stops.find(({ together }) => together !== undefined);
  if (!stop?.together) return false;
  const { together: phones } = stop;
  const t = words[lang].desk;
  return html`<section class="stack" aria-labelledby="desk">
<h2 id="desk">${t.title}</h2>
<p>${t.text}</p>
${
  phones.length > 0
    ? html`${notice("warning", html`<p><strong>${t.fraud}</strong></p>`, "hangUp")}
${phones.length > 1 && html`<p>${t.several}</p>`}
${phones.map(
  (phone) => html`<p><strong>${t.phone(phone.label, at(lang, phone.begunAt))}</strong></p>
${progress(lang, phone)}
${actionForm(
  addresses.reopenAtDesk,
  phones.length > 1 ? t.goFor(phone.label) : t.go,
  "plain",
  html`${fields(lang)}<input type="hidden" name="stop" value="${stop.id}"><input type="hidden" name="phone" value="${phone.device}">`,
)}`,
)}`
    : html`<p>${t.begin}</p>`
}
</section>`;
}

/** What was shown and what is missing, in two lists; the code always is, until the phone has ended it. */
function progress(lang: Lang, phone: BegunPhone): Html {
  const t = words[lang].desk;
  const done = (["desk", "card"] as const).filter((one) => phone[one]);
  const missing = (["desk", "card", "phone"] as const).filter(
    (one) => one === "phone" || !phone[one],
  );
  const list = (means: readonly (keyof typeof t.means)[]) =>
    html`<ul>${means.map((one) => html`<li>${t.means[one]}</li>`)}</ul>`;
  return html`${done.length > 0 && html`<p><strong>${t.seen}</strong></p>${list(done)}`}
<p><strong>${t.missing}</strong></p>${list(missing)}`;
}

function listed(lang: Lang, stops: readonly CardView[]): Html {
  const t = words[lang];
  return html`<ul>${stops.map(
    ({ kind, madeAt, from, isOpen }) =>
      html`<li><strong>${t.since(t.kinds[kind], at(lang, madeAt))}</strong> ${
        isOpen ? t.now : from === undefined ? t.never : t.from(at(lang, from))
      }</li>`,
  )}</ul>`;
}

function fraud(lang: Lang): Html {
  const t = words[lang];
  return notice("warning", html`<p><strong>${t.fraud}</strong> ${t.advice}</p>`, "hangUp");
}

const fields = (lang: Lang) => html`<input type="hidden" name="lang" value="${lang}">`;
