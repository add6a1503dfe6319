import { useId } from "preact/hooks";

/** Where a holder who enrols types who they say they are. */
export function NationalIdField({
  words,
  typed,
  slip,
  locked,
}: {
  readonly words: Readonly<Record<"id" | "hint" | "slip", string>>;
  /** What it holds when it is drawn. */
  readonly typed: string;
  /** Nothing that could be an identifier was typed: said under it. */
  readonly slip: boolean;
  readonly locked: boolean;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{words.id}</label>
      <p class="quiet" id={`${id}-hint`}>
        {words.hint}
      </p>
      <input
        id={id}
        name="nationalId"
        inputMode="numeric"
        autoComplete="off"
        spellcheck={false}
        autoCapitalize="off"
        maxLength={64}
        value={typed}
        readOnly={locked}
        aria-describedby={slip ? `${id}-hint ${id}-slip` : `${id}-hint`}
        aria-invalid={slip}
      />
      {slip && (
        <p class="field-error" id={`${id}-slip`}>
          {words.slip}
        </p>
      )}
    </div>
  );
}
