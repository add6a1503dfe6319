import { whenWords } from "@aval/design";
import type { RefusalView } from "@aval/protocol";
import { useRef, useState } from "preact/hooks";
import { Signs } from "../calls/signs.tsx";
import { Facts, Notice, type ScreenProps, Top } from "../screens/parts.tsx";

/** *Diagnostic*: what stands behind the reference of a refused screen, and what to say to whoever calls. */
export function RefusalsScreen(given: ScreenProps) {
  const { model, t } = given;
  const { route, content } = model;
  const reference = route.section === "refusals" ? (route.reference ?? "") : "";
  return (
    <>
      <Top {...given} section="refusals" lead={t.refusals.lead} />
      <LookUp key={reference} {...given} first={reference} />
      {content.refusal && <Refusal {...given} refusal={content.refusal} />}
    </>
  );
}

function LookUp({ t, engine, first }: ScreenProps & { readonly first: string }) {
  const [typed, setTyped] = useState(first);
  const [isMissing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { refusals: words } = t;
  return (
    <form
      class="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        const reference = typed.trim();
        setMissing(reference === "");
        if (reference === "") field.current?.focus();
        else engine.goToRefusal(reference);
      }}
    >
      <div class="field">
        <label for="reference">{words.field}</label>
        <input
          id="reference"
          class="mono"
          ref={field}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          maxLength={32}
          aria-invalid={isMissing ? "true" : undefined}
          aria-describedby={isMissing ? "reference-missing" : "reference-hint"}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        {isMissing && (
          <p class="field-error" id="reference-missing" role="alert">
            {words.missing}
          </p>
        )}
        <p class="quiet" id="reference-hint">
          {words.hint}
        </p>
      </div>
      <div class="row">
        <button type="submit" class="button button-primary">
          {words.look}
        </button>
        <span class="quiet">{words.logged}</span>
      </div>
    </form>
  );
}

function Refusal({ model, t, refusal }: ScreenProps & { readonly refusal: RefusalView }) {
  const { refusals: words } = t;
  const { lang } = model;
  const { person, service } = refusal;
  return (
    <section class="card stack" aria-labelledby="refusal">
      <h2 id="refusal">{words.title(refusal.reference)}</h2>
      <Facts
        rows={[
          [words.when, whenWords(refusal.at, lang)],
          [words.step, refusal.step[lang]],
          ...(service ? [[words.service, service] as const] : []),
          [words.person, person ? words.someone(person.initials, person.nationalId) : words.nobody],
          [words.shown, refusal.shown[lang]],
          [words.expected, refusal.expected[lang]],
          [words.received, refusal.received[lang]],
          [words.name, refusal.refusal],
        ]}
      />
      {refusal.signs && <Signs t={t} signs={refusal.signs} of={refusal.reference} />}
      <Notice icon="hangUp">
        <p>
          {words.say}&nbsp;: <strong>{refusal.say[lang]}</strong>
        </p>
        <p>{words.never}</p>
      </Notice>
    </section>
  );
}
