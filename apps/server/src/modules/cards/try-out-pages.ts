import {
  actionForm,
  french,
  hiddenFields,
  html,
  type Lang,
  notice,
  page,
  split,
} from "@aval/design";
import { addresses, type CardFrame, framed } from "./pages.ts";
import type { TriedOut } from "./try-out.ts";

/* The pages of *Essayer ma carte*, on the card's host: complete without script, in both languages. */

const words = {
  fr: french({
    title: "Essayer ma carte",
    lead: "Votre carte entrera-t-elle le jour où votre téléphone manque ? Vérifiez-le maintenant.",
    nothing: "Cet essai n'ouvre rien et ne change rien à votre accès.",
    insert: "Insérez votre carte dans le lecteur, puis continuez. Son code vous est demandé.",
    fraud: "Quelqu'un vous a demandé d'ouvrir cette page ? C'est une fraude.",
    advice: "Raccrochez, retirez la carte et fermez cette page.",
    go: "Essayer ma carte",
    works: "Votre carte fonctionne ici",
    whose: (holder: string) => `C'est la carte de ${holder}.`,
    read: (nationalId: string) => `Identifiant lu sur la carte : ${nationalId}.`,
    counts: "Elle compte comme deuxième moyen, pour le jour où votre téléphone manque.",
    thatDay: "Ce jour-là, choisissez « Carte » sur la page de connexion du service.",
    same: "Essayez aussi sur vos autres ordinateurs : chacun a son lecteur.",
    notMe: "Ce n'est pas votre nom ? Rendez la carte à son titulaire.",
    end: "Vous pouvez fermer cette page et reprendre votre carte.",
    again: "Recommencer l'essai",
  }),
  en: {
    title: "Try my card",
    lead: "Will your card get you in on the day your phone is missing? Check it now.",
    nothing: "This trial opens nothing and changes nothing of your access.",
    insert: "Insert your card in the reader, then continue. You are asked for its code.",
    fraud: "Did someone ask you to open this page? It is fraud.",
    advice: "Hang up, take the card out and close this page.",
    go: "Try my card",
    works: "Your card works here",
    whose: (holder: string) => `It is the card of ${holder}.`,
    read: (nationalId: string) => `Identifier read on the card: ${nationalId}.`,
    counts: "It counts as a second means, for the day your phone is missing.",
    thatDay: "On that day, choose “Card” on the sign-in page of the service.",
    same: "Try it on your other computers too: each has its own reader.",
    notMe: "Not your name? Give the card back to its holder.",
    end: "You may close this page and take your card back.",
    again: "Try again",
  },
} as const;

/** Before any card is read: a link that somebody sent opens this and nothing else. */
export function tryOutPage(frame: CardFrame): string {
  const t = words[frame.lang];
  return page({
    ...framed(frame),
    title: t.title,
    otherLanguage: `${addresses.tryOut}?lang=${frame.lang === "fr" ? "en" : "fr"}`,
    body: split(
      "card",
      html`<h1>${t.title}</h1>
<p class="lead">${t.lead}</p>
<p>${t.insert}</p>
<p>${t.nothing}</p>
${notice("warning", html`<p><strong>${t.fraud}</strong> ${t.advice}</p>`, "hangUp")}
${actionForm(addresses.tryOut, t.go, "primary", hiddenFields({ lang: frame.lang }))}`,
    ),
  });
}

/** It worked: whose it is, what it counts for, and what to do on that day. */
export function workedPage(frame: CardFrame, { holder, nationalId }: TriedOut): string {
  const t = words[frame.lang];
  return page({
    ...framed(frame),
    title: t.works,
    otherLanguage: { action: addresses.tryOut, fields: {} },
    body: split(
      "check",
      html`<h1>${t.works}</h1>
<p class="lead">${t.whose(holder)} ${t.read(nationalId)}</p>
<p>${t.counts} ${t.thatDay}</p>
<p>${t.same}</p>
<p>${t.notMe}</p>
<p class="quiet">${t.nothing} ${t.end}</p>`,
    ),
  });
}

/** The way on from a card that did not work. */
export const againDoor = (lang: Lang) => ({ address: addresses.tryOut, text: words[lang].again });
