import { actionForm, drawQr, emblem, type Html, html, icon, type Lang } from "@aval/design";
import { clockTime } from "../shared/written.ts";
import { framed, steps } from "./frame.ts";
import type { Holder } from "./installation.ts";
import { linkedWords } from "./linked-words.ts";

/** The screens of the program where this installation has a key of its own: linking it, and asking by it. */

/** Beside the identifier, on the page where nobody is signed in: whom this installation was linked to, and one more. */
export function linkedCard(lang: Lang, holders: readonly Holder[]): Html {
  const { card } = linkedWords[lang];
  return html`<section class="card stack">
<h2>${card.title}</h2>
<p>${card.lead}</p>
${linkedActs(lang, holders)}
</section>`;
}

function linkedActs(lang: Lang, holders: readonly Holder[]): Html {
  const { card } = linkedWords[lang];
  return html`${holders.map(
    ({ subject, name, linkedAt }) => html`<form method="post" action="/linked/sign-in">
<input type="hidden" name="subject" value="${subject}">
<button class="button button-primary" type="submit">${icon("program")}${name ? card.named(name) : card.since(clockTime(linkedAt, lang))}</button>
</form>`,
  )}
${actionForm("/linked/link", holders.length > 0 ? card.another : card.link, "plain")}`;
}

type Shown = { readonly frame: string | undefined; readonly secondsLeft: number };

/** The code that links this installation; once scanned, what goes on on the phone. */
export function linkingPage(lang: Lang, machine: string, shown: Shown): string {
  const { linking } = linkedWords[lang];
  return waiting(lang, {
    stage: "linking",
    words: linking,
    shown,
    more: html`<p>${linking.machine(machine)}</p>`,
  });
}

/** The code and the provider's six digits: whichever the phone reads. */
export function askingPage(lang: Lang, digits: string, shown: Shown): string {
  const { asking } = linkedWords[lang];
  const grouped = digits.replace(/^(\d{3})(?=\d{3}$)|^(\d{4})(?=\d{4}$)/, "$& ");
  const below = html`<p class="shown-number shown-number-long" id="digits" data-digits="${digits}"><span class="visually-hidden">${asking.digits} </span>${grouped}</p>`;
  const more = html`<p>${asking.orDigits}</p>`;
  return waiting(lang, { stage: "asking", words: asking, shown, more, below });
}

type Waiting = {
  readonly stage: "linking" | "asking";
  readonly words: (typeof linkedWords)["fr"]["linking" | "asking"];
  readonly shown: Shown;
  readonly more: Html;
  /** Under the code. */
  readonly below?: Html;
};

function waiting(lang: Lang, { stage, words, shown, more, below }: Waiting): string {
  const { common } = linkedWords[lang];
  const { frame, secondsLeft } = shown;
  const title = frame ? words.title : common.seen;
  return framed(
    lang,
    title,
    html`<section class="card split">
<div class="split-panel">${frame ? html`${qr(frame, common.qr)}${below}` : icon("phone", "large")}</div>
<div class="split-words">
<h1>${title}</h1>
${frame ? html`${steps(words.steps)}${more}<p>${words.rule}</p>` : html`<p class="lead">${common.seenText}</p>`}
<p role="status" data-stage="${stageName(stage, frame)}" data-minutes="${common.minutes}" data-seconds="${common.seconds}">${timeLeft(common, secondsLeft)}</p>
<noscript><p><a href="/">${common.check}</a></p></noscript>
${actionForm("/cancel", words.cancel, "plain")}
</div>
</section>`,
    html`<script src="/assets/waiting.js" defer></script>`,
  );
}

/** A page whose code was scanned is another one: the script then asks for it. */
export const stageName = (stage: string, frame: string | undefined): string =>
  frame ? `${stage}-shown` : stage;

const timeLeft = (
  { minutes, seconds }: { readonly minutes: string; readonly seconds: string },
  left: number,
) =>
  left > 60
    ? minutes.replace("{}", String(Math.ceil(left / 60)))
    : seconds.replace("{}", String(left));

function qr(frame: string, label: string): Html {
  const { size, d } = drawQr(frame);
  return html`<div class="qr in-panel"><svg id="frame" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges" data-frame="${frame}"><rect class="qr-ground" width="${size}" height="${size}"></rect><path class="qr-cells" d="${d}"></path></svg></div>`;
}

/** It is linked: what it opens today, and from when it opens more. */
export function linkedPage(lang: Lang, holders: readonly Holder[]): string {
  const { linked } = linkedWords[lang];
  return framed(
    lang,
    linked.title,
    html`<section class="card stack told">
${emblem("good", "check")}
<h1>${linked.title}</h1>
<p class="lead">${linked.lead}</p>
${linkedActs(lang, holders)}
</section>`,
  );
}
