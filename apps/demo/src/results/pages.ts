import { actionForm, emblem, type Html, html, icon, type Lang, notice } from "@aval/design";
import type { Person } from "../shared/person.ts";
import { createPages, type ServicePages, type SessionShown } from "../shared/service-pages.ts";
import { reviewsCard, toldCard, type ToldShown } from "../shared/told-pages.ts";
import { clockTime } from "../shared/written.ts";
import { type Reading, results } from "./readings.ts";
import { toldWords, words } from "./words.ts";

/** The pages of the service of results: from a state to HTML, nothing else. */
const pages = createPages(words);
const { framed, sessionCard, personCard } = pages;

export const servicePages: ServicePages = {
  ...pages,
  home: (lang) =>
    pages.home(lang, doors(lang), html`<p><a href="/surveillance">${toldWords[lang].link}</a></p>`),
};

/** By which doors a full session comes. */
function doors(lang: Lang): Html {
  const { title, lead, list } = words[lang].doors;
  return html`<h2>${title}</h2>
<p>${lead}</p>
<ul class="stack stack-tight">${list.map((one) => html`<li>${one}</li>`)}</ul>`;
}

/** What the signed-in page says. */
export type Inside = SessionShown & {
  readonly person: Person;
  /** The result that was asked for, if it was looked at. */
  readonly shown: string | undefined;
  readonly readings: readonly Reading[];
};

export function insidePage(lang: Lang, inside: Inside): string {
  const { person } = inside;
  const title = words[lang].inside.title(person.name);
  return framed(
    { lang, path: "/" },
    title,
    html`<h1>${title}</h1>
<div class="columns">
<div class="stack">
${resultsCard(lang, inside)}
${readingsCard(lang, inside.readings)}
</div>
<div class="stack">
${sessionCard(lang, inside)}
${personCard(lang, person)}
</div>
</div>`,
  );
}

function resultsCard(lang: Lang, { shown, readings }: Inside): Html {
  const { reading } = words[lang];
  const looked = readings.some(({ result }) => result === shown) ? shown : undefined;
  const rows = Object.entries(results).map(
    ([id, { patient, test, found }]) => html`<li class="stack stack-tight">
<p><strong>${patient}</strong><br>${test[lang]}</p>
${
  id === looked
    ? html`<div role="status">${notice("good", html`<p>${reading.found(found[lang])}</p>`, "check")}</div>`
    : actionForm(
        "/results",
        reading.look(patient),
        "plain",
        html`<input type="hidden" name="result" value="${id}">`,
      )
}
</li>`,
  );
  return html`<section class="card stack">
<h2>${reading.title}</h2>
<p class="quiet">${reading.lead}</p>
<ul class="stack">${rows}</ul>
</section>`;
}

function readingsCard(lang: Lang, readings: readonly Reading[]): Html {
  const { reading } = words[lang];
  const rows = readings
    .slice(0, 20)
    .map(
      ({ result, at }) =>
        html`<li>${results[result]?.patient}, ${results[result]?.test[lang]}. <span class="quiet">${clockTime(at, lang)}</span></li>`,
    );
  return html`<section class="card stack">
<h2>${reading.list}</h2>
${rows.length > 0 ? html`<ul class="stack stack-tight">${rows}</ul>` : html`<p class="quiet">${reading.none}</p>`}
</section>`;
}

/** To whoever comes by a door that gives less. */
export function fullOnlyPage(lang: Lang): string {
  const { fullOnly, again } = words[lang];
  return framed(
    { lang, path: "/" },
    fullOnly.title,
    html`<section class="card stack">
${emblem("warning", "lock")}
<h1>${fullOnly.title}</h1>
<p class="lead">${fullOnly.lead}</p>
${doors(lang)}
<p><a class="button button-primary" href="/sign-in">${icon("again")}${again}</a></p>
</section>`,
  );
}

/** What the provider told this service, and what it is to look through. */
export function toldPage(lang: Lang, shown: ToldShown): string {
  const t = toldWords[lang];
  return framed(
    { lang, path: "/surveillance" },
    t.title,
    html`<div class="stack stack-tight"><h1>${t.title}</h1><p class="lead">${t.lead}</p></div>
<div class="columns">
<div class="stack">${reviewsCard(lang, shown, t)}<p><a href="/">${t.back}</a></p></div>
<div class="stack">${toldCard(lang, shown, t)}</div>
</div>`,
  );
}
