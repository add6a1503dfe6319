import { useRef, useState } from "preact/hooks";
import type { ScreenProps } from "./parts.tsx";

/** Somebody, by their national identifier alone; that they were looked at is on the log, and said here. */
export function FindPerson({
  model,
  t,
  engine,
  act,
  words,
}: ScreenProps & {
  act: "find" | "find_contacts" | "find_freeze" | "find_erasable";
  words: { readonly find: string; readonly numberHint: string };
}) {
  const [number, setNumber] = useState("");
  const [isMissing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const nationalId = number.replaceAll(/\s/g, "");
  const isBusy = model.busy?.act === act;
  const search = () => {
    setMissing(nationalId === "");
    if (nationalId === "") field.current?.focus();
    else if (!isBusy) engine.act({ act, nationalId });
  };
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        search();
      }}
    >
      <h2>{words.find}</h2>
      <div class="field">
        <label for="national-id">{t.person.number}</label>
        <input
          id="national-id"
          ref={field}
          inputMode="numeric"
          autocomplete="off"
          maxLength={64}
          aria-invalid={isMissing ? "true" : undefined}
          aria-describedby={isMissing ? "national-id-missing" : "national-id-hint"}
          value={number}
          onInput={(event) => setNumber(event.currentTarget.value)}
        />
        {isMissing && (
          <p class="field-error" id="national-id-missing" role="alert">
            {t.person.missing}
          </p>
        )}
        <p class="quiet" id="national-id-hint">
          {words.numberHint}
        </p>
      </div>
      <div class="row">
        <button
          type="submit"
          class="button button-primary"
          aria-disabled={isBusy ? "true" : undefined}
        >
          {t.person.search}
        </button>
        <span class="quiet">{t.person.logged}</span>
      </div>
    </form>
  );
}
