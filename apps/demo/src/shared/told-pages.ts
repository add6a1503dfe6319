import { actionForm, type Html, html, type Lang, notice, type Piece } from "@aval/design";
import type { ToldKind } from "./reactions.ts";
import type { Listening } from "./signals.ts";
import type { Review, Told, ToldBook } from "./told.ts";
import { clockTime } from "./written.ts";

/** The words of what a service was told, in one language. */
export type ToldWords = {
  readonly title: string;
  readonly lead: string;
  readonly link: string;
  readonly listening: Readonly<Record<Listening, string>>;
  readonly told: string;
  readonly toldNone: string;
  readonly kinds: Readonly<Record<ToldKind, string>>;
  readonly back: string;
  readonly reviews: string;
  readonly reviewsLead: string;
  readonly unknown: string;
  readonly span: (from: string, to: string) => string;
  readonly found: (acts: number) => string;
  readonly review: string;
  readonly reviewed: (acts: number, cancelled: number) => string;
};

/** What a service was told, and what it is to look through. */
export type ToldShown = {
  readonly listening: Listening;
  readonly told: readonly Told[];
  readonly reviews: readonly (Pick<Review, "window" | "from" | "to" | "answered"> & {
    readonly name: string | undefined;
    /** Done in that time. */
    readonly acts: number;
  })[];
};

/** `acts`: how many somebody did in a time. */
export function toldShown(
  listening: Listening,
  book: Pick<ToldBook, "told" | "reviews">,
  acts: (nationalId: string, span: Pick<Review, "from" | "to">) => number,
): ToldShown {
  return {
    listening,
    told: book.told(),
    reviews: book.reviews().map(({ window, from, to, guest, answered }) => ({
      ...{ window, from, to, answered, name: guest?.name },
      acts: guest ? acts(guest.nationalId, { from, to }) : 0,
    })),
  };
}

export function reviewsCard(lang: Lang, { reviews }: ToldShown, t: ToldWords): Piece {
  if (reviews.length === 0) return undefined;
  const rows = reviews.map(({ window, name, from, to, acts, answered }) => {
    const done = answered && t.reviewed(answered.acts, answered.cancelled);
    return html`<li class="stack stack-tight">
<p><strong>${name ?? t.unknown}</strong><br>${t.span(clockTime(from, lang), clockTime(to, lang))}${!answered && html` ${t.found(acts)}`}</p>
${answered ? notice("good", html`<p>${done} <span class="quiet">${clockTime(answered.at, lang)}</span></p>`, "check") : actionForm("/surveillance/review", t.review, "primary", html`<input type="hidden" name="window" value="${window}">`)}
</li>`;
  });
  return html`<section class="card stack">
<h2>${t.reviews}</h2>
<p>${t.reviewsLead}</p>
<ul class="stack">${rows}</ul>
</section>`;
}

export function toldCard(lang: Lang, { listening, told }: ToldShown, t: ToldWords): Html {
  const rows = told
    .slice(0, 20)
    .map(
      ({ at, kind, name }) =>
        html`<li>${name !== undefined && html`<strong>${name}</strong>. `}${t.kinds[kind]} <span class="quiet">${clockTime(at, lang)}</span></li>`,
    );
  return html`<section class="card stack">
<h2>${t.told}</h2>
${notice(listening === "not_yet" ? "warning" : "good", html`<p>${t.listening[listening]}</p>`, listening === "not_yet" ? "clock" : "check")}
${rows.length > 0 ? html`<ul class="stack stack-tight">${rows}</ul>` : html`<p class="quiet">${t.toldNone}</p>`}
</section>`;
}
