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
import { type Person, professionsOf, structuresOf } from "./person.ts";
import type { Failure } from "./provider.ts";
import { clockTime, fact, failureMarks, lines } from "./written.ts";

/** The words that every demonstration service has, in one language. */
export type ServiceWords = {
  readonly brand: string;
  readonly label: string;
  readonly demo: string;
  readonly home: {
    readonly title: string;
    readonly lead: string;
    readonly need: string;
    readonly needs: readonly [string, string, string];
    readonly signIn: string;
  };
  readonly inside: {
    readonly title: (name: string) => string;
    readonly profession: string;
    readonly structure: string;
    readonly noStructure: string;
    readonly nationalId: string;
    readonly session: string;
    readonly full: string;
    readonly reduced: string;
    readonly until: (time: string) => string;
    readonly idle: string;
    readonly why: string;
    readonly whySince: string;
    readonly refresh: string;
    readonly refreshed: string;
    readonly userinfo: string;
    readonly signOut: string;
  };
  readonly received: {
    readonly title: string;
    readonly lead: string;
    readonly member: string;
    readonly value: string;
    readonly back: string;
  };
  readonly closed: {
    readonly title: string;
    readonly byYou: string;
    readonly byProvider: string;
    readonly told: string;
    readonly again: string;
  };
  readonly failure: Readonly<Record<Failure, { readonly title: string; readonly lead: string }>>;
  readonly tryAgain: string;
  readonly forEditors: string;
  readonly notFound: { readonly title: string; readonly lead: string };
};

/** Who ended the session: whoever sits here, the provider, or the provider by telling this service so. */
export type ClosedBy = "you" | "provider" | "told";

type Frame = { readonly lang: Lang; readonly path: string };
/** What the card of a session says. Times in milliseconds since the epoch. */
export type SessionShown = {
  readonly rights: "full" | "reduced";
  /** Why it is reduced: as it was opened, or by what the provider said since. */
  readonly isReducedSince: boolean;
  readonly endsAt: number;
};

export type ServicePages = Pick<
  ReturnType<typeof createPages>,
  "received" | "closed" | "failure" | "notFound"
> & { readonly home: (lang: Lang) => string };

/** The pages that every demonstration service has, in its own words: from a state to HTML, nothing else. */
export function createPages(words: Readonly<Record<Lang, ServiceWords>>) {
  function framed({ lang, path }: Frame, title: string, body: Html): string {
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

  /** The front door. `beside`: after what is needed; `under`: below both. */
  function home(lang: Lang, beside: Piece, under: Piece): string {
    const { home: said } = words[lang];
    return framed(
      { lang, path: "/" },
      said.title,
      html`<div class="columns">
<section class="card stack">
<h1>${said.title}</h1>
<p class="lead">${said.lead}</p>
<p class="row"><a class="button button-primary" href="/sign-in">${icon("phone")}${said.signIn}</a></p>
</section>
<section class="card stack">
<h2>${said.need}</h2>
${needs(said.needs)}
${beside}
</section>
</div>
${under}`,
    );
  }

  function sessionCard(lang: Lang, { rights, isReducedSince, endsAt }: SessionShown): Html {
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

  /** Userinfo as it came, member by member: an integrator reads here what a service gets. */
  function received(lang: Lang, userinfo: Readonly<Record<string, unknown>>): string {
    const { received: said } = words[lang];
    const rows = Object.entries(userinfo).map(
      ([name, value]) =>
        html`<tr><th scope="row"><code>${name}</code></th><td><pre>${written(value)}</pre></td></tr>`,
    );
    return framed(
      { lang, path: "/userinfo" },
      said.title,
      html`<section class="card stack">
<h1>${said.title}</h1>
<p class="lead">${said.lead}</p>
<div class="table-frame" role="region" aria-label="${said.title}" tabindex="0">
<table><thead><tr><th scope="col">${said.member}</th><th scope="col">${said.value}</th></tr></thead><tbody>${rows}</tbody></table>
</div>
<p><a class="button button-plain" href="/">${said.back}</a></p>
</section>`,
    );
  }

  function closed(lang: Lang, by: ClosedBy): string {
    const { closed: said } = words[lang];
    return framed(
      { lang, path: "/" },
      said.title,
      html`<section class="card stack told">
${emblem(by === "you" ? "good" : "quiet", by === "you" ? "check" : "clock")}
<h1>${said.title}</h1>
<p class="lead">${{ you: said.byYou, provider: said.byProvider, told: said.told }[by]}</p>
<p><a class="button button-primary" href="/sign-in">${icon("phone")}${said.again}</a></p>
</section>`,
    );
  }

  /** Why nobody is signed in. `detail` is for whoever builds services; people read the sentence. */
  function failure(lang: Lang, why: Failure, detail: string): string {
    const { title, lead } = words[lang].failure[why];
    return framed(
      { lang, path: "/" },
      title,
      html`<section class="card stack told">
${emblem(...failureMarks[why])}
<h1>${title}</h1>
<p class="lead">${lead}</p>
<p><a class="button button-primary" href="/sign-in">${icon("again")}${words[lang].tryAgain}</a></p>
${detail !== "" && html`<p class="quiet">${words[lang].forEditors} <span lang="en">${detail.slice(0, 300)}</span></p>`}
</section>`,
    );
  }

  function notFound(lang: Lang): string {
    const { title, lead } = words[lang].notFound;
    return framed(
      { lang, path: "/" },
      title,
      html`<section class="card stack told">${emblem("quiet", "note")}<h1>${title}</h1><p class="lead">${lead}</p><p><a class="button button-plain" href="/">${words[lang].received.back}</a></p></section>`,
    );
  }

  return { framed, home, received, closed, failure, notFound, sessionCard, personCard };
}

function needs(lines: readonly string[]): Html {
  const marks = ["phone", "lock", "check"] as const;
  return html`<ul class="stack marked">${lines.map((line, index) => html`<li class="status">${icon(marks[index] ?? "check")}<span>${line}</span></li>`)}</ul>`;
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
