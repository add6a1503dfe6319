import {
  actionForm,
  type Html,
  html,
  icon,
  type Lang,
  notice,
  type Piece,
  page,
} from "@aval/design";
import { type Person, professionsOf, structuresOf } from "./person.ts";
import type { Failure } from "./provider.ts";
import { words } from "./words.ts";

/** The pages of the register: from a state to HTML, nothing else. */
type Frame = { readonly lang: Lang; readonly path: string };

function framed({ lang, path }: Frame, title: string, body: Html): string {
  const other: Lang = lang === "fr" ? "en" : "fr";
  return page({
    lang,
    title,
    body,
    brand: words[lang].brand,
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
    html`<section class="card stack">
<h1>${home.title}</h1>
<p class="lead">${home.lead}</p>
<p>${home.how}</p>
<p class="row"><a class="button button-primary" href="/sign-in">${icon("phone")}${home.signIn}</a></p>
</section>`,
  );
}

/** What the signed-in page says of a session. Times in milliseconds since the epoch. */
export type Inside = {
  readonly person: Person;
  readonly rights: "full" | "reduced";
  readonly endsAt: number;
  readonly wasRefreshed: boolean;
};

export function insidePage(lang: Lang, { person, rights, endsAt, wasRefreshed }: Inside): string {
  const { inside } = words[lang];
  const structures = structuresOf(person);
  return framed(
    { lang, path: "/" },
    inside.title(person.name),
    html`${wasRefreshed && html`<div role="status">${notice("good", html`<p>${inside.refreshed}</p>`)}</div>`}
<section class="card stack">
<h1>${inside.title(person.name)}</h1>
<dl class="facts">
${fact(inside.profession, lines(professionsOf(person, lang)))}
${fact(inside.structure, structures.length > 0 ? lines(structures) : inside.noStructure)}
${fact(inside.nationalId, html`<code>${person.nationalId}</code>`)}
</dl>
</section>
<section class="card stack">
<h2>${inside.session}</h2>
<p class="lead">${rights === "full" ? inside.full : inside.reduced}</p>
<p>${inside.until(clockTime(endsAt, lang))} ${inside.idle}</p>
${rights === "reduced" && html`<p class="quiet">${inside.why}</p>`}
<div class="row">
${actionForm("/refresh", inside.refresh, "plain")}
<a class="button button-plain" href="/userinfo">${inside.userinfo}</a>
${actionForm("/sign-out", inside.signOut, "quiet")}
</div>
</section>`,
  );
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

/** After a sign-out. `by`: who ended the session. */
export function closedPage(lang: Lang, by: "you" | "provider"): string {
  const { closed } = words[lang];
  return framed(
    { lang, path: "/" },
    closed.title,
    html`<section class="card stack">
<h1>${closed.title}</h1>
<p class="lead">${by === "you" ? closed.byYou : closed.byProvider}</p>
<p><a class="button button-primary" href="/sign-in">${closed.again}</a></p>
</section>`,
  );
}

/** Why nobody is signed in. `detail` is for whoever builds services; people read the sentence. */
export function failurePage(lang: Lang, failure: Failure, detail: string): string {
  const { title, lead } = words[lang].failure[failure];
  return framed(
    { lang, path: "/" },
    title,
    html`<section class="card stack">
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
    html`<section class="card stack"><h1>${title}</h1><p class="lead">${lead}</p><p><a class="button button-plain" href="/">${words[lang].received.back}</a></p></section>`,
  );
}

function fact(name: string, value: Piece): Html {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}

function lines(values: readonly string[]): Html {
  return html`${values.map((value, index) => html`${index > 0 && html`<br>`}${value}`)}`;
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** "15 h 42" or "15:42". */
function clockTime(at: number, lang: Lang): string {
  const parts = new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-GB", {
    timeZone: "Europe/Paris",
    hour: "numeric",
    minute: "2-digit",
    hour12: false,
  });
  const text = parts.format(at);
  return lang === "fr" ? text.replace(":", " h ") : text;
}
