import type { CampaignSegment, CampaignTexts } from "@aval/protocol";
import type { Messages } from "../messages.ts";
import type { ScreenProps } from "../screens/parts.tsx";

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

/** One language: a title, which is one line, and a text. */
export function Writing(props: {
  readonly t: ScreenProps["t"];
  readonly lang: "fr" | "en";
  readonly texts: CampaignTexts;
  readonly most?: number;
  readonly write: (texts: CampaignTexts) => void;
}) {
  const { t, lang, texts, write, most = 900 } = props;
  const { form: words } = t.campaigns;
  const set = (more: Partial<CampaignTexts["fr"]>) =>
    write({ ...texts, [lang]: { ...texts[lang], ...more } });
  return (
    <>
      <Field
        id={`campaign-title-${lang}`}
        label={words.title[lang]}
        lang={lang}
        maxLength={58}
        value={texts[lang].title}
        onInput={(title) => set({ title })}
      />
      <div class="field">
        <label for={`campaign-text-${lang}`}>{words.text[lang]}</label>
        <textarea
          id={`campaign-text-${lang}`}
          lang={lang}
          rows={5}
          maxLength={most}
          aria-describedby="campaign-rules"
          value={texts[lang].text}
          // A browser scrolls to the first line alone.
          onFocus={(event) => event.currentTarget.scrollIntoView({ block: "nearest" })}
          onInput={(event) => set({ text: event.currentTarget.value })}
        />
      </div>
    </>
  );
}

/** One line of text, with what it takes under it. */
export function Field(props: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly lang?: string;
  readonly maxLength?: number;
  readonly value: string;
  readonly onInput: (value: string) => void;
}) {
  const { id, label, hint, lang, maxLength = 60, value, onInput } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        lang={lang}
        autocomplete="off"
        maxLength={maxLength}
        aria-describedby={hint ? `${id}-hint` : undefined}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint && (
        <p class="quiet" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** What is known of something, line by line; what has no value is left out. */
export const Rows = ({
  rows,
}: {
  readonly rows: readonly (readonly [string, readonly string[]])[];
}) => (
  <div class="stack stack-tight">
    {rows
      .filter(([, values]) => values.length > 0)
      .map(([name, values]) => (
        <p key={name}>
          <span class="quiet">{name}</span>
          {values.map((value) => (
            <span key={value}>
              <br />
              {value}
            </span>
          ))}
        </p>
      ))}
  </div>
);
