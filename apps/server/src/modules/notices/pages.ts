import {
  buttonsToOthers,
  html,
  type Lang,
  otherLanguageBelow,
  page,
  saidToOthers,
  split,
} from "@aval/design";
import { stopPage } from "./words.ts";

/** Whose page it is. */
export type StopFrame = {
  readonly brand: string;
  readonly isSandbox: boolean;
  /** Where this origin has the stylesheet. */
  readonly stylesheet: string;
};

const sandbox = { fr: "Bac à sable", en: "Sandbox" } as const;

const parts = ({ brand, isSandbox, stylesheet }: StopFrame, lang: Lang, title: string) => ({
  lang,
  title,
  brand,
  stylesheet,
  width: "wide" as const,
  otherLanguage: otherLanguageBelow,
  ...(isSandbox ? { label: sandbox[lang] } : {}),
});

/** One sentence and one button. It knows nothing of the link it stands behind, so that it cannot tell (law 7). */
export function askPage(frame: StopFrame, lang: Lang): string {
  return page({
    ...parts(frame, lang, stopPage.title[lang]),
    body: split(
      "pause",
      html`<h1>${stopPage.title[lang]}</h1>
<p class="lead">${stopPage.sentence[lang]}</p>
<form method="post"><button class="button button-refuse" type="submit">${stopPage.button[lang]}</button></form>
${saidToOthers(lang, [stopPage.title, stopPage.sentence, buttonsToOthers(lang, [stopPage.button])])}`,
    ),
  });
}

/** After a press, whatever came of it. */
export function notedPage(frame: StopFrame, lang: Lang): string {
  return page({
    ...parts(frame, lang, stopPage.done[lang]),
    body: split(
      "check",
      html`<h1>${stopPage.done[lang]}</h1>
<p class="lead">${stopPage.lead[lang]}</p>
<p>${stopPage.next[lang]}</p>
${saidToOthers(lang, [stopPage.done, stopPage.lead, stopPage.next])}`,
    ),
  });
}
