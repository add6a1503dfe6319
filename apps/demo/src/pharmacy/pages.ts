import { actionForm, emblem, type Html, html, icon, type Lang, notice } from "@aval/design";
import { professionsOf, structuresOf } from "../shared/person.ts";
import type { Failure } from "../shared/provider.ts";
import { clockTime, fact, failureMarks, lines } from "../shared/written.ts";
import { framed, steps } from "./frame.ts";
import type { Holder } from "./installation.ts";
import { linkedCard } from "./linked-pages.ts";
import { linkedWords } from "./linked-words.ts";
import type { ClosedBy, SignedIn, Vaccination } from "./sessions.ts";
import { words } from "./words.ts";

/** The screens of the program: from a state to HTML, nothing else. */

/** Nobody is signed in. */
export function outPage(
  lang: Lang,
  { isMistyped, holders }: { isMistyped: boolean; holders: readonly Holder[] },
): string {
  const { out } = words[lang];
  const error =
    isMistyped && html`<p class="field-error" id="national-id-error">${out.mistyped}</p>`;
  const invalid = isMistyped && html` aria-invalid="true"`;
  const described = isMistyped ? "national-id-hint national-id-error" : "national-id-hint";
  return framed(
    lang,
    out.title,
    html`<div class="columns">
<section class="card">
<form class="stack" method="post" action="/sign-in">
<h1>${out.title}</h1>
<p class="lead">${out.lead}</p>
<div class="field">
<label for="national-id">${out.nationalId}</label>
<p class="quiet" id="national-id-hint">${out.hint}</p>
<input id="national-id" name="national-id" inputmode="numeric" autocomplete="username" spellcheck="false" required${invalid} aria-describedby="${described}">
${error}
</div>
<p class="row"><button class="button button-primary" type="submit">${icon("digits")}${out.signIn}</button></p>
</form>
</section>
<div class="stack">
${linkedCard(lang, holders)}
<section class="card stack">
<h2>${out.how}</h2>
${steps(out.steps)}
</section>
</div>
</div>`,
  );
}

/** The two digits, as large as the screen of a counter needs, and what to do with them. */
export function waitingPage(
  lang: Lang,
  { number, secondsLeft }: { number: string; secondsLeft: number },
): string {
  const { waiting } = words[lang];
  const spaced = html`<span class="visually-hidden">${waiting.number} </span>${number}`;
  const time =
    secondsLeft > 60
      ? waiting.minutes.replace("{}", String(Math.ceil(secondsLeft / 60)))
      : waiting.seconds.replace("{}", String(secondsLeft));
  return framed(
    lang,
    waiting.title,
    html`<section class="card split">
<div class="split-panel"><p class="shown-number">${spaced}</p></div>
<div class="split-words">
<h1>${waiting.title}</h1>
<p class="lead">${waiting.lead}</p>
${steps(waiting.steps)}
<p>${waiting.rule}</p>
<p role="status" data-stage="asking" data-minutes="${waiting.minutes}" data-seconds="${waiting.seconds}">${time}</p>
<noscript><p><a href="/">${waiting.check}</a></p></noscript>
${actionForm("/cancel", waiting.cancel, "plain")}
</div>
</section>`,
    html`<script src="/assets/waiting.js" defer></script>`,
  );
}

/** Somebody is at the counter. */
export function deskPage(
  lang: Lang,
  { person, rights, endsAt, hintToken }: SignedIn,
  read: readonly Vaccination[] | undefined,
): string {
  const { desk } = words[lang];
  const isLinked = hintToken !== undefined;
  const isReduced = rights === "reduced";
  const structures = structuresOf(person);
  return framed(
    lang,
    desk.title(person.name),
    html`<h1>${desk.title(person.name)}</h1>
<div class="columns">
<section class="card stack" data-stage="in">
<h2>${desk.session}</h2>
<p>${desk.lead}</p>
${notice(isReduced ? "warning" : "good", html`<p>${isReduced ? desk.reduced : desk.full}</p>`, isReduced ? "clock" : "check")}
<p>${desk.until(clockTime(endsAt, lang))}</p>
${actionForm("/sign-out", desk.signOut, "plain")}
</section>
<div class="stack">
<section class="card">
<dl class="facts">
${fact(desk.profession, lines(professionsOf(person, lang)))}
${fact(desk.structure, structures.length > 0 ? lines(structures) : desk.noStructure)}
${fact(desk.nationalId, html`<code>${person.nationalId}</code>`)}
</dl>
</section>
${!isLinked && registerCard(lang, read)}
</div>
</div>`,
    html`<script src="/assets/waiting.js" defer></script>`,
  );
}

/** Another service, read by a token exchanged for this one: what plain programs may. */
function registerCard(lang: Lang, read: readonly Vaccination[] | undefined): Html {
  const { desk } = words[lang];
  return html`<section class="card stack">
<h2>${desk.register}</h2>
<p>${desk.registerLead}</p>
<div role="status">${read && recordsOf(lang, read)}</div>
${actionForm("/vaccinations", desk.read, "plain")}
</section>`;
}

function recordsOf(lang: Lang, read: readonly Vaccination[]): Html {
  if (read.length === 0) return html`<p class="quiet">${words[lang].desk.none}</p>`;
  const rows = read
    .slice(0, 20)
    .map(
      ({ patient, vaccine, at }) =>
        html`<li><strong>${vaccine[lang]}</strong>, ${patient}. <span class="quiet">${clockTime(at, lang)}</span></li>`,
    );
  return html`<ul class="stack stack-tight">${rows}</ul>`;
}

export function overPage(lang: Lang, by: ClosedBy): string {
  const { over } = words[lang];
  return framed(
    lang,
    over.title,
    html`<section class="card stack told">
${emblem(by === "you" ? "good" : "quiet", by === "you" ? "check" : "clock")}
<h1>${over.title}</h1>
<p class="lead">${over[by]}</p>
${actionForm("/cancel", over.again)}
</section>`,
  );
}

/** Why nobody is signed in, as far as the program is told. `detail` is for whoever builds one. */
export function failedPage(lang: Lang, failure: Failure, detail: string, isLinked = false): string {
  const { title, lead } = words[lang].failure[failure];
  const { check } = words[lang];
  const checks = isLinked ? linkedWords[lang].checks : check.steps;
  return framed(
    lang,
    title,
    html`<section class="card stack told">
${emblem(...failureMarks[failure])}
<h1>${title}</h1>
<p class="lead">${lead}</p>
${failure === "expired" && html`<h2>${check.title}</h2>${steps(checks)}`}
${actionForm("/cancel", words[lang].tryAgain)}
${detail !== "" && html`<p class="quiet">${words[lang].forEditors} <span lang="en">${detail.slice(0, 300)}</span></p>`}
</section>`,
  );
}

export function notFoundPage(lang: Lang): string {
  const { title, lead, back } = words[lang].notFound;
  return framed(
    lang,
    title,
    html`<section class="card stack told">${emblem("quiet", "note")}<h1>${title}</h1><p class="lead">${lead}</p><p><a class="button button-plain" href="/">${back}</a></p></section>`,
  );
}
