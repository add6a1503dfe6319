import {
  actionForm,
  emblem,
  type Html,
  html,
  icon,
  type Lang,
  notice,
  type Piece,
  page,
} from "@aval/design";
import { type Act, patients, reducedActsPerHour, vaccines } from "./acts.ts";
import { type Person, professionsOf, structuresOf } from "../shared/person.ts";
import type { Failure } from "../shared/provider.ts";
import { clockTime, fact, failureMarks, lines } from "../shared/written.ts";
import { watchWords } from "./watch-words.ts";
import { words } from "./words.ts";

/** The pages of the register: from a state to HTML, nothing else. */
type Frame = { readonly lang: Lang; readonly path: string };

/** A page of the register's. */
export function framed({ lang, path }: Frame, title: string, body: Html): string {
  const other: Lang = lang === "fr" ? "en" : "fr";
  return page({
    lang,
    title,
    body,
    brand: words[lang].brand,
    label: words[lang].label,
    look: "service",
    width: "wide",
    mark: html`<span class="service-mark">${icon("service")}</span>`,
    home: "/",
    otherLanguage: `${path}?lang=${other}`,
    footer: html`<p>${words[lang].demo}</p>`,
  });
}

export function homePage(lang: Lang): string {
  const { home } = words[lang];
  return framed(
    { lang, path: "/" },
    home.title,
    html`<div class="columns">
<section class="card stack">
<h1>${home.title}</h1>
<p class="lead">${home.lead}</p>
<p class="row"><a class="button button-primary" href="/sign-in">${icon("phone")}${home.signIn}</a></p>
</section>
<section class="card stack">
<h2>${home.need}</h2>
${needs(home.needs)}
</section>
</div>
<p><a href="/surveillance">${watchWords[lang].link}</a></p>`,
  );
}

/** What the signed-in page says of a session. Times in milliseconds since the epoch. */
export type Inside = {
  readonly person: Person;
  readonly rights: "full" | "reduced";
  /** Why it is reduced: as it was opened, or by what the provider said since. */
  readonly isReducedSince: boolean;
  /** How many acts a reduced session may still write in this hour. */
  readonly left: number;
  readonly endsAt: number;
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

function sessionCard(lang: Lang, { rights, isReducedSince, endsAt }: Inside): Html {
  const { inside } = words[lang];
  const isReduced = rights === "reduced";
  return html`<section class="card stack">
<h2>${inside.session}</h2>
${notice(isReduced ? "warning" : "good", html`<p>${isReduced ? inside.reduced : inside.full}</p>${isReduced && html`<p class="quiet">${isReducedSince ? inside.whySince : inside.why}</p>`}`, isReduced ? "clock" : "check")}
<p>${inside.until(clockTime(endsAt, lang))} ${inside.idle}</p>
<div class="row">
${actionForm("/refresh", inside.refresh, "plain")}
${actionForm("/sign-out", inside.signOut, "plain")}
</div>
</section>`;
}

function personCard(lang: Lang, person: Person): Html {
  const { inside } = words[lang];
  const structures = structuresOf(person);
  return html`<section class="card stack">
<dl class="facts">
${fact(inside.profession, lines(professionsOf(person, lang)))}
${fact(inside.structure, structures.length > 0 ? lines(structures) : inside.noStructure)}
${fact(inside.nationalId, html`<code>${person.nationalId}</code>`)}
</dl>
<p><a href="/userinfo">${inside.userinfo}</a></p>
</section>`;
}

function needs(lines: readonly string[]): Html {
  const marks = ["phone", "lock", "check"] as const;
  return html`<ul class="stack marked">${lines.map((line, index) => html`<li class="status">${icon(marks[index] ?? "check")}<span>${line}</span></li>`)}</ul>`;
}

/** Userinfo as it came, member by member: an integrator reads here what a service gets. */
export function receivedPage(lang: Lang, userinfo: Readonly<Record<string, unknown>>): string {
  const { received } = words[lang];
  const rows = Object.entries(userinfo).map(
    ([name, value]) =>
      html`<tr><th scope="row"><code>${name}</code></th><td><pre>${written(value)}</pre></td></tr>`,
  );
  return framed(
    { lang, path: "/userinfo" },
    received.title,
    html`<section class="card stack">
<h1>${received.title}</h1>
<p class="lead">${received.lead}</p>
<div class="table-frame" role="region" aria-label="${received.title}" tabindex="0">
<table><thead><tr><th scope="col">${received.member}</th><th scope="col">${received.value}</th></tr></thead><tbody>${rows}</tbody></table>
</div>
<p><a class="button button-plain" href="/">${received.back}</a></p>
</section>`,
  );
}

/** Who ended the session: whoever sits here, the provider, or the provider by telling this register so. */
export type ClosedBy = "you" | "provider" | "told";

export function closedPage(lang: Lang, by: ClosedBy): string {
  const { closed } = words[lang];
  return framed(
    { lang, path: "/" },
    closed.title,
    html`<section class="card stack told">
${emblem(by === "you" ? "good" : "quiet", by === "you" ? "check" : "clock")}
<h1>${closed.title}</h1>
<p class="lead">${{ you: closed.byYou, provider: closed.byProvider, told: closed.told }[by]}</p>
<p><a class="button button-primary" href="/sign-in">${icon("phone")}${closed.again}</a></p>
</section>`,
  );
}

/** Why nobody is signed in. `detail` is for whoever builds services; people read the sentence. */
export function failurePage(lang: Lang, failure: Failure, detail: string): string {
  const { title, lead } = words[lang].failure[failure];
  return framed(
    { lang, path: "/" },
    title,
    html`<section class="card stack told">
${emblem(...failureMarks[failure])}
<h1>${title}</h1>
<p class="lead">${lead}</p>
<p><a class="button button-primary" href="/sign-in">${icon("again")}${words[lang].tryAgain}</a></p>
${detail !== "" && html`<p class="quiet">${words[lang].forEditors} <span lang="en">${detail.slice(0, 300)}</span></p>`}
</section>`,
  );
}

export function notFoundPage(lang: Lang): string {
  const { title, lead } = words[lang].notFound;
  return framed(
    { lang, path: "/" },
    title,
    html`<section class="card stack told">${emblem("quiet", "note")}<h1>${title}</h1><p class="lead">${lead}</p><p><a class="button button-plain" href="/">${words[lang].received.back}</a></p></section>`,
  );
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
