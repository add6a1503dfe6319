import { type ComponentChildren, h, type VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { drawings } from "../drawings.ts";
import type { IconName } from "../icons.ts";

export const { Icon, Mark } = drawings<VNode>(h);

/** The heading takes the focus when the screen changes: a screen reader and a keyboard start from what is new. */
export function Heading(props: { takesFocus: boolean; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (props.takesFocus) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {props.children}
    </h1>
  );
}

/** What a section is about: its heading, and a line under it. */
export function Top(props: { title: string; takesFocus: boolean; lead: string }) {
  return (
    <div class="stack stack-tight">
      <Heading takesFocus={props.takesFocus}>{props.title}</Heading>
      <p>{props.lead}</p>
    </div>
  );
}

/** The card of a page where nobody is signed in: words, and beside them what they speak of. */
export function Split(props: { about: IconName; children: ComponentChildren }) {
  return (
    <section class="card split">
      <div class="split-panel">
        <Icon name={props.about} large />
      </div>
      <div class="split-words">{props.children}</div>
    </section>
  );
}

export function Button(props: {
  kind: "primary" | "refuse" | "plain" | "quiet";
  onTap: () => void;
  icon?: IconName;
  isBusy?: boolean;
  children: ComponentChildren;
}) {
  return (
    <button
      type="button"
      class={`button button-${props.kind}`}
      aria-disabled={props.isBusy ? "true" : undefined}
      onClick={() => {
        if (!props.isBusy) props.onTap();
      }}
    >
      {props.icon && <Icon name={props.icon} />}
      <span>{props.children}</span>
    </button>
  );
}

/** A link within the page: a real address, followed without leaving it. */
export function Link(props: {
  address: string;
  onFollow: () => void;
  class?: string | undefined;
  isCurrent?: boolean | undefined;
  children: ComponentChildren;
}) {
  const follow = (event: MouseEvent) => {
    // Another tab, another window, a copy of the address: the browser's own.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    props.onFollow();
  };
  return (
    <a
      class={props.class}
      href={props.address}
      aria-current={props.isCurrent ? "page" : undefined}
      onClick={follow}
    >
      {props.children}
    </a>
  );
}

export function Notice(props: {
  tone?: "good" | "warning" | "danger";
  icon: IconName;
  children: ComponentChildren;
}) {
  return (
    <div class={`notice notice-marked${props.tone ? ` notice-${props.tone}` : ""}`}>
      <Icon name={props.icon} />
      <div class="stack stack-tight">{props.children}</div>
    </div>
  );
}

/** Says what would be there. */
export function Empty({ title, text, icon }: { title: string; text: string; icon: IconName }) {
  return (
    <Notice icon={icon}>
      <p>
        <strong>{title}</strong>
      </p>
      <p>{text}</p>
    </Notice>
  );
}

/** What was just done, where it was done; with the focus that the button had. */
export function Done({ children }: { children: ComponentChildren }) {
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => here.current?.focus(), []);
  return (
    <div ref={here} tabIndex={-1} class="done">
      <Notice tone="good" icon="check">
        {children}
      </Notice>
    </div>
  );
}

type Asking = {
  readonly question: string;
  readonly texts: readonly string[];
  readonly goBack: string;
  readonly confirm: string;
  readonly onBack: () => void;
  readonly onYes: () => void;
};

/** An act in its place: the button, then a question that says what it does, the safe answer first and as large. */
export function Asked(
  props: Asking & {
    readonly label: ComponentChildren;
    readonly isAsked: boolean;
    readonly isBusy: boolean;
    readonly onAsk: () => void;
  },
) {
  if (props.isAsked) return <Question {...props} />;
  return (
    <Button kind="refuse" isBusy={props.isBusy} onTap={props.onAsk}>
      {props.label}
    </Button>
  );
}

function Question({ question, texts, goBack, confirm, onBack, onYes }: Asking) {
  const heard = useRef<HTMLDivElement>(null);
  useEffect(() => heard.current?.focus(), []);
  return (
    <div ref={heard} tabIndex={-1} class="notice notice-warning asked">
      <p>
        <strong>{question}</strong>
      </p>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <div class="pair">
        <Button kind="plain" onTap={onBack}>
          {goBack}
        </Button>
        <Button kind="refuse" onTap={onYes}>
          {confirm}
        </Button>
      </div>
    </div>
  );
}
