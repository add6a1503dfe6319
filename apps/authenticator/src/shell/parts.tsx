import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Dispatch } from "../effects.ts";
import { type Messages, troubleWords } from "../messages.ts";
import type { Model } from "../state.ts";
import { isPassing, type Trouble } from "../trouble.ts";
import { Icon, type IconName } from "./icons.tsx";

/** What every screen is given: its own state, the whole model for what is common, the texts, and where taps go. */
export type ScreenProps<S> = {
  readonly screen: S;
  readonly model: Model;
  readonly t: Messages;
  readonly dispatch: Dispatch;
};

let isFirst = true;

/**
 * The heading of a screen. Focus moves to it when the screen changes, so that a screen reader starts there and a
 * keyboard goes on from there; not when the page has just opened, where the browser has its own place to start.
 */
export function Heading({
  children,
  passing = false,
}: {
  children: ComponentChildren;
  /** Of a screen that only stands for the one to come, which is the first. */
  passing?: boolean;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (passing) return;
    if (!isFirst) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    isFirst = false;
  }, []);
  // After each drawing: the language may change under a screen that stays.
  useEffect(() => {
    document.title = `${heading.current?.textContent ?? ""} – Aval`;
  });
  return (
    <h1 ref={heading} tabIndex={-1}>
      {typeof children === "string" ? sentences(children) : children}
    </h1>
  );
}

/** A heading of two sentences breaks between them where it can: "C'est refusé. / Raccrochez maintenant." */
function sentences(text: string): ComponentChildren {
  const parts = text.split(/(?<=\.) /);
  if (parts.length === 1) return text;
  return parts.flatMap((part, index) => [index > 0 && " ", <span class="sentence">{part}</span>]);
}

type ButtonProps = {
  readonly children: ComponentChildren;
  readonly kind?: "primary" | "refuse" | "plain" | "quiet";
  readonly icon?: IconName;
  readonly onTap?: () => void;
  /** Not `disabled`: a button that loses its focus while it works leaves keyboards and screen readers nowhere. */
  readonly busy?: boolean;
  readonly big?: boolean;
};

/** A button as wide as its column. Without `onTap` it sends its form. */
export function Button({ children, kind = "primary", icon, onTap, busy, big }: ButtonProps) {
  return (
    <button
      type={onTap ? "button" : "submit"}
      class={`button button-wide button-${kind}${big ? " button-big" : ""}`}
      aria-disabled={busy ? "true" : undefined}
      onClick={onTap && (() => !busy && onTap())}
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}

/** *Bloquer mon accès*, from wherever a holder learns that they need it. `refuse`, where somebody may be inside. */
export function ToBlock({
  t,
  dispatch,
  kind = "refuse",
}: Pick<ScreenProps<unknown>, "t" | "dispatch"> & { readonly kind?: "refuse" | "plain" }) {
  return (
    <Button kind={kind} icon="lock" onTap={() => dispatch({ event: "opened", screen: "block" })}>
      {t.block.tap}
    </Button>
  );
}

/**
 * What a screen says before it is read: a sign and its heading, at the top, as the panel of the sign-in page stands beside
 * its words. `plain` for how things stand, `quiet` for ends, `refuse` for what was refused, `danger` for alarms.
 */
export function Panel({
  icon,
  tone = "plain",
  beside = false,
  pictured = false,
  about,
  children,
}: {
  icon: IconName;
  tone?: "plain" | "refuse" | "quiet" | "warning" | "danger";
  /** The sign beside the words: lower, for a screen with more to show. */
  beside?: boolean;
  /** The sign is a picture that changes from one showing to the next: larger. */
  pictured?: boolean;
  /** The service it is about, over the heading. */
  about?: string | undefined;
  children: ComponentChildren;
}) {
  return (
    <div
      class={`panel panel-${tone}${beside ? " panel-beside" : ""}${pictured ? " panel-pictured" : ""}`}
    >
      <Icon name={icon} large />
      <div class="panel-words">
        {about && <p class="panel-about">{about}</p>}
        {children}
      </div>
    </div>
  );
}

/**
 * What one may do here, where a thumb is: at the foot of the screen, always in the same place. `fixed`: it stays there
 * while the rest scrolls. Not where the rest must have been read before it is reached.
 */
export function Dock({
  fixed = false,
  children,
}: {
  fixed?: boolean;
  children: ComponentChildren;
}) {
  return <div class={`dock${fixed ? " dock-fixed" : ""}`}>{children}</div>;
}

/** A boxed message; what it says is also announced by the one live region of the page. */
export function Notice({
  tone,
  icon,
  children,
}: {
  tone?: "good" | "warning" | "danger";
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <div class={`notice${icon ? " notice-marked" : ""}${tone ? ` notice-${tone}` : ""}`}>
      {icon && <Icon name={icon} />}
      <div class="stack stack-tight">{children}</div>
    </div>
  );
}

export function TroubleNotice({ trouble, t }: { trouble: Trouble | undefined; t: Messages }) {
  if (!trouble) return null;
  return (
    <Notice
      tone={isPassing(trouble) ? "warning" : "danger"}
      icon={trouble.kind === "offline" ? "offline" : "warning"}
    >
      <p>{troubleWords(trouble, t)}</p>
      <Reference of={trouble} t={t} />
    </Notice>
  );
}

/** What support asks for first; nothing for what the phone found by itself. */
export function Reference({ of, t }: { of: Trouble; t: Messages }) {
  if (of.kind !== "denied" || !of.reference) return null;
  return (
    <p class="quiet">
      {t.shell.reference} <code class="reference">{of.reference}</code>
    </p>
  );
}

/** One thing that a screen states of what is asked: a sign, the words, and what is said besides. Stands in a list of facts. */
export function Fact({
  icon,
  name,
  value,
  children,
}: {
  icon: IconName;
  name: string;
  value: string;
  children?: ComponentChildren;
}) {
  return (
    <div class="fact">
      <dt>
        <Icon name={icon} />
        <span class="visually-hidden">{name}</span>
      </dt>
      <dd>
        {value}
        {children && <span class="more">{children}</span>}
      </dd>
    </div>
  );
}

type SecretFieldProps = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly shown: boolean;
  readonly locked?: boolean;
  readonly purpose: "current-password" | "new-password";
  /** A button beside the field, after it for a keyboard. */
  readonly beside?: ComponentChildren;
};

/**
 * One field for six figures: not split, pasting allowed, filled by a password manager if the holder keeps the code
 * there (WCAG 3.3.8). It keeps its own text: the code is in no state of the page.
 */
export function SecretField({
  name,
  label,
  hint,
  error,
  shown,
  locked,
  purpose,
  beside,
}: SecretFieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const input = {
    id,
    name,
    class: "code-input",
    inputMode: "numeric",
    autoComplete: purpose,
    autoCapitalize: "off",
    spellcheck: false,
    enterkeyhint: "go",
    readOnly: locked ?? false,
    "aria-invalid": error ? "true" : undefined,
    "aria-describedby": described || undefined,
  } as const;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="quiet" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <div class="field-row">
        {shown ? <input type="text" {...input} /> : <input type="password" {...input} />}
        {beside}
      </div>
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

type ToggleProps = {
  readonly shown: boolean;
  readonly onTap: () => void;
  readonly show: string;
  readonly hide: string;
  readonly what: string;
};

/** Shows and hides what is typed. `what` completes the button's name for those who do not see the field beside it. */
export function ShowToggle({ shown, onTap, show, hide, what }: ToggleProps) {
  return (
    <button type="button" class="button button-plain show-toggle" onClick={onTap}>
      <span>
        {shown ? hide : show}
        <span class="visually-hidden"> {what}</span>
      </span>
    </button>
  );
}

export function useToggle(): readonly [boolean, () => void] {
  const [on, set] = useState(false);
  return [on, () => set(!on)];
}

/** Takes the focus when it appears in the place of what had it: otherwise a keyboard would start the page again. */
export function useFocusOnArrival<T extends HTMLElement>(wanted = true) {
  const place = useRef<T>(null);
  useEffect(() => {
    if (wanted) place.current?.focus();
  }, []);
  return place;
}

/** The text of a field of the form just sent. */
export function fieldOf(event: Event, name: string): string {
  event.preventDefault();
  return String(new FormData(event.currentTarget as HTMLFormElement).get(name) ?? "");
}

/** Puts the focus back into a form's field when it has been emptied, so that the next try starts with the fingers. */
export function useRefocus(entry: number, selector: string) {
  const form = useRef<HTMLFormElement>(null);
  const before = useRef(entry);
  useEffect(() => {
    if (before.current !== entry) form.current?.querySelector<HTMLInputElement>(selector)?.focus();
    before.current = entry;
  }, [entry, selector]);
  return form;
}
