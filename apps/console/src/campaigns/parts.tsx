import type { CampaignSegment, CampaignTexts } from "@aval/protocol";
import type { Messages } from "../messages.ts";

/** Both languages, French first, each marked as its own. */
export const Texts = ({ texts }: { readonly texts: CampaignTexts }) => (
  <div class="stack">
    {(["fr", "en"] as const).map((lang) => (
      <div key={lang} lang={lang} class="stack stack-tight">
        <p>
          <strong>{texts[lang].title}</strong>
        </p>
        {texts[lang].text.split(/\n+/).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    ))}
  </div>
);

/** Whom a segment is for, in words. */
export function segmentWords(segment: CampaignSegment, t: Messages): string {
  const { professions, departments, structure, phone } = segment;
  const { list: words, form } = t.campaigns;
  const named = professions.map((code) => t.campaigns.professions[code] ?? code);
  return [
    named.length > 0 ? named.join(", ") : words.everybody,
    ...(departments.length > 0 ? [words.in(departments.join(", "))] : []),
    ...(structure === undefined ? [] : [words.at(structure)]),
    ...(phone === "any" ? [] : [form.phones[phone]]),
  ].join(" · ");
}
