import { type Html, html, icon, type Lang, notice, type Piece } from "@aval/design";
import { type Act, patients, reducedActsPerHour, vaccines } from "./acts.ts";
import type { Person } from "../shared/person.ts";
import { createPages, type ServicePages, type SessionShown } from "../shared/service-pages.ts";
import { clockTime } from "../shared/written.ts";
import { watchWords } from "./watch-words.ts";
import { words } from "./words.ts";

/** The pages of the register: from a state to HTML, nothing else. */
const pages = createPages(words);
export const { framed } = pages;
const { sessionCard, personCard } = pages;

export const servicePages: ServicePages = {
  ...pages,
  home: (lang) =>
    pages.home(lang, undefined, html`<p><a href="/surveillance">${watchWords[lang].link}</a></p>`),
};

/** What the signed-in page says. */
export type Inside = SessionShown & {
  readonly person: Person;
  /** How many acts a reduced session may still write in this hour. */
  readonly left: number;
  /** What was just done, to be told once. */
  readonly news: News | undefined;
  readonly acts: readonly Act[];
};

export type News = "refreshed" | "recorded" | "enough" | "unknown";

export function insidePage(lang: Lang, inside: Inside): string {
  const { person } = inside;
  const title = words[lang].inside.title(person.name);
  return framed(
    { lang, path: "/" },
    title,
    html`${newsOf(lang, inside.news)}
<h1>${title}</h1>
<div class="columns">
<div class="stack">
${actCard(lang, inside)}
${actsCard(lang, inside.acts)}
</div>
<div class="stack">
${sessionCard(lang, inside)}
${personCard(lang, person)}
</div>
</div>`,
  );
}

function newsOf(lang: Lang, news: News | undefined): Piece {
  if (!news) return undefined;
  const { inside, act } = words[lang];
  const isDone = news === "refreshed" || news === "recorded";
  const told = {
    refreshed: inside.refreshed,
    recorded: act.recorded,
    enough: act.enough(reducedActsPerHour),
    unknown: act.unknown,
  };
  return html`<div role="${isDone ? "status" : "alert"}">${notice(isDone ? "good" : "danger", html`<p>${told[news]}</p>`, isDone ? "check" : "warning")}</div>`;
}

function actCard(lang: Lang, { rights, left }: Inside): Html {
  const { act } = words[lang];
  return html`<section class="card">
<form class="stack" method="post" action="/vaccinations">
<h2>${act.title}</h2>
${choice("patient", act.patient, Object.entries(patients))}
${choice(
  "vaccine",
  act.vaccine,
  Object.entries(vaccines).map(([id, name]) => [id, name[lang]]),
)}
<button class="button button-primary" type="submit">${icon("check")}${act.record}</button>
${rights === "reduced" && html`<p class="quiet">${act.reducedLimit(reducedActsPerHour)} ${act.left(left)}</p>`}
</form>
</section>`;
}

function choice(
  name: string,
  label: string,
  among: readonly (readonly [id: string, name: string])[],
): Html {
  const options = among.map(([id, text]) => html`<option value="${id}">${text}</option>`);
  return html`<p class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}">${options}</select></p>`;
}

function actsCard(lang: Lang, acts: readonly Act[]): Html {
  const { act } = words[lang];
  const rows = acts
    .slice(0, 20)
    .map(
      ({ patient, vaccine, at, isCancelled }) =>
        html`<li><strong>${vaccines[vaccine]?.[lang]}</strong>, ${patients[patient]}. <span class="quiet">${clockTime(at, lang)}</span>${isCancelled && html` <strong>${act.cancelled}</strong>`}</li>`,
    );
  return html`<section class="card stack">
<h2>${act.list}</h2>
${rows.length > 0 ? html`<ul class="stack stack-tight">${rows}</ul>` : html`<p class="quiet">${act.none}</p>`}
</section>`;
}
