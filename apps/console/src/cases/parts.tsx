import { Link } from "@aval/design/shell";
import { type CaseId, type Severity, severities } from "@aval/protocol";
import { useRef, useState } from "preact/hooks";
import type { Engine } from "../effects.ts";
import type { Messages } from "../messages.ts";
import type { ScreenProps } from "../screens/parts.tsx";
import { isSameAct } from "../state.ts";
import { casePath, type CaseDoing, shortId } from "./state.ts";

/** What the pages of alerts and cases have in common. */

export function CaseLink({ id, t, engine }: { id: CaseId; t: Messages; engine: Engine }) {
  const route = { section: "cases", case: id } as const;
  return (
    <Link address={casePath(route)} onFollow={() => engine.goToCases(route)}>
      {t.cases.name(shortId(id))}
    </Link>
  );
}

const locales = { fr: "fr-FR", en: "en-GB" } as const;

/** A moment in a table, which is read down: the day, the hour, and the year where it is another one. */
export function Moment({ at, model }: { at: number; model: ScreenProps["model"] }) {
  const { lang, me } = model;
  const date = new Date(at * 1000);
  const isThisYear = me && date.getFullYear() === new Date(me.endsAt * 1000).getFullYear();
  const words = new Intl.DateTimeFormat(locales[lang], {
    ...{ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
    ...(isThisYear ? {} : { year: "numeric" }),
  }).format(date);
  return (
    <time class="moment" dateTime={date.toISOString()}>
      {words}
    </time>
  );
}

/** How bad it may be: in words, and by more than a colour. */
export const SeverityChip = ({ severity, t }: { severity: Severity; t: Messages }) => (
  <span class={`severity severity-${severity}`}>{t.cases.severities[severity]}</span>
);

type To = { readonly address: string; readonly go: () => void };
type Filter = To & { readonly key: string; readonly words: string; readonly isOn: boolean };

/** Filters, which are addresses: links that can be kept and sent. */
export function FilterBar<F extends { readonly severity?: Severity }>(props: {
  readonly title: string;
  readonly groups: readonly (readonly Filter[])[];
  readonly severity: {
    readonly t: Messages;
    readonly current: Severity | undefined;
    readonly filter: F;
    readonly to: (next: F) => To;
  };
}) {
  const { t, current, filter, to } = props.severity;
  const { severity: _severity, ...without } = filter;
  const bySeverity: readonly Filter[] = [
    { key: "any", words: t.cases.anySeverity, isOn: current === undefined, ...to(without as F) },
    ...severities.map((one) => ({
      ...{ key: one, words: t.cases.severities[one], isOn: current === one },
      ...to({ ...filter, severity: one }),
    })),
  ];
  return (
    <nav class="filters" aria-label={props.title}>
      {props.groups.map((group) => (
        <FilterGroup key={group[0]?.key} filters={group} />
      ))}
      <FilterGroup filters={bySeverity} title={t.cases.severity} />
    </nav>
  );
}

function FilterGroup({ filters, title }: { filters: readonly Filter[]; title?: string }) {
  return (
    <ul class="filter-group">
      {title !== undefined && <li class="quiet filter-title">{title}</li>}
      {filters.map(({ key, words, isOn, address, go }) => (
        <li key={key}>
          <Link
            address={address}
            onFollow={go}
            class={`filter${isOn ? " filter-on" : ""}`}
            isCurrent={isOn}
          >
            {words}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** An act on the case that is looked at. */
export function useCaseAct({ model, engine }: ScreenProps, id: CaseId) {
  return {
    act: (doing: CaseDoing) => engine.act({ act: "case", case: id, ...doing }),
    isBusy: (doing: CaseDoing) => isSameAct(model.busy, { act: "case", case: id, ...doing }),
  };
}

/** A few words, and the button that sends them. What was typed stays until it was sent. */
export function WordsForm(props: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly button: string;
  readonly missing: string;
  readonly isBusy: boolean;
  readonly isLong?: boolean;
  /** True: it may be sent. */
  readonly mayGo?: () => boolean;
  readonly send: (words: string) => void;
  readonly children?: preact.ComponentChildren;
}) {
  const { id, label, hint, button, missing, isBusy, send } = props;
  const [words, setWords] = useState("");
  const [isMissing, setMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const go = () => {
    const may = props.mayGo?.() ?? true;
    setMissing(words.trim() === "");
    if (words.trim() === "") field.current?.focus();
    else if (may && !isBusy) send(words.trim());
  };
  const described = [hint && `${id}-hint`, isMissing && `${id}-missing`].filter(Boolean).join(" ");
  return (
    <form
      class="stack stack-tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      {props.children}
      <div class="field">
        <label for={id}>{label}</label>
        <textarea
          id={id}
          ref={field}
          rows={props.isLong ? 4 : 2}
          maxLength={props.isLong ? 4000 : 500}
          value={words}
          aria-invalid={isMissing ? "true" : undefined}
          aria-describedby={described || undefined}
          // A browser scrolls to the first line alone.
          onFocus={(event) => event.currentTarget.scrollIntoView({ block: "nearest" })}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        {isMissing && (
          <p class="field-error" id={`${id}-missing`} role="alert">
            {missing}
          </p>
        )}
        {hint !== undefined && (
          <p class="quiet" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
      <button type="submit" class="button button-plain" aria-disabled={isBusy ? "true" : undefined}>
        {button}
      </button>
    </form>
  );
}

/** One of a few, from a list. */
export function Pick<T extends string>(props: {
  readonly id: string;
  readonly label: string;
  readonly values: readonly T[];
  readonly words: (value: T) => string;
  readonly chosen: T | "";
  readonly choose: (value: T) => void;
  /** Said above the values, while none is chosen. */
  readonly empty?: string;
}) {
  const { id, label, values, words, chosen, choose, empty } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={chosen} onChange={(event) => choose(event.currentTarget.value as T)}>
        {empty !== undefined && (
          <option value="" disabled>
            {empty}
          </option>
        )}
        {values.map((value) => (
          <option key={value} value={value}>
            {words(value)}
          </option>
        ))}
      </select>
    </div>
  );
}
