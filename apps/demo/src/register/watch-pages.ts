import { actionForm, type Html, html, type Lang, notice, type Piece } from "@aval/design";
import { clockTime } from "../shared/written.ts";
import { framed } from "./pages.ts";
import type { Guest } from "../shared/told.ts";
import { reviewsCard, toldCard, type ToldShown } from "../shared/told-pages.ts";
import { type Sent, volumeRule } from "./watch.ts";
import { watchWords } from "./watch-words.ts";

/** The page of whoever runs the register: from a state to HTML, nothing else. */
export type Watching = ToldShown & {
  readonly guests: readonly (Pick<Guest, "nationalId" | "name"> & {
    readonly standing: "full" | "reduced" | "over";
    /** Written within the hour. */
    readonly acts: number;
  })[];
  readonly sent: readonly Sent[];
  /** What the button has just done; `over`: there was nothing to write in. */
  readonly simulated?: { readonly written: number; readonly tried: number } | "over" | undefined;
};

export function watchPage(lang: Lang, watching: Watching): string {
  const t = watchWords[lang];
  return framed(
    { lang, path: "/surveillance" },
    t.title,
    html`${simulated(lang, watching.simulated)}
<div class="stack stack-tight"><h1>${t.title}</h1><p class="lead">${t.lead}</p></div>
<div class="columns">
<div class="stack">
${reviewsCard(lang, watching, t)}
${guestsCard(lang, watching)}
</div>
<div class="stack">
${toldCard(lang, watching, t)}
${sentCard(lang, watching)}
<p><a href="/">${t.back}</a></p>
</div>
</div>`,
  );
}

function simulated(lang: Lang, done: Watching["simulated"]): Piece {
  if (!done) return undefined;
  const t = watchWords[lang];
  const text = done === "over" ? t.simulatedOver : t.simulated(done.written, done.tried);
  return html`<div role="status">${notice("plain", html`<p>${text}</p>`, "note")}</div>`;
}

function guestsCard(lang: Lang, { guests }: Watching): Html {
  const t = watchWords[lang];
  const rows = guests.map(
    ({ nationalId, name, standing, acts }) => html`<li class="stack stack-tight">
<p><strong>${name}</strong><br><span class="quiet">${t.standing[standing]} · ${t.acts(acts)}</span></p>
${actionForm("/surveillance/simulate", t.simulate, "plain", html`<input type="hidden" name="person" value="${nationalId}">`)}
</li>`,
  );
  return html`<section class="card stack">
<h2>${t.here}</h2>
${rows.length > 0 ? html`<ul class="stack">${rows}</ul><p class="quiet">${t.simulateHint}</p>` : html`<p class="quiet">${t.nobody}</p>`}
</section>`;
}

function sentCard(lang: Lang, { sent }: Watching): Html {
  const t = watchWords[lang];
  const rows = sent
    .slice(0, 20)
    .map(
      ({ at, name, acts, isHeard }) =>
        html`<li>${t.sentLine(name, acts)} ${isHeard ? t.heard : t.unheard} <span class="quiet">${clockTime(at, lang)}</span></li>`,
    );
  return html`<section class="card stack">
<h2>${t.sent}</h2>
<p class="quiet">${t.rule(volumeRule.acts, volumeRule.seconds / 60)}</p>
${rows.length > 0 ? html`<ul class="stack stack-tight">${rows}</ul>` : html`<p class="quiet">${t.sentNone}</p>`}
</section>`;
}
