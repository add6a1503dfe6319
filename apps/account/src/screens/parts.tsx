import { drawings, type IconName } from "@aval/design";
import { type ComponentChildren, h, type VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Engine } from "../effects.ts";
import type { Messages } from "../messages.ts";
import { type Act, isSameAct, type Model, pathOf, type Section } from "../state.ts";

/** What every screen is given: the model, its words, and where presses go. */
export type ScreenProps = {
  readonly model: Model;
  readonly t: Messages;
  readonly engine: Engine;
  /** Where a phone is added with a card, if cards have a host. */
  readonly cardPhone?: string | undefined;
};

/** Icons of this page alone, drawn like the family's. */
const own = {
  bell: "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15l1.5-2Zm4 2.5a2 2 0 0 0 4 0M12 5V3",
  sound: "M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Zm11.5-1a5 5 0 0 1 0 7m2.5-9.5a8.5 8.5 0 0 1 0 12",
  history: "M4 6.5V11h4.5M4.6 15.5A8.2 8.2 0 1 0 4.5 8.8L4 11m8-3.5V12l3 2",
  settings:
    "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4ZM9 14.8a2.2 2.2 0 1 1 0 4.4 2.2 2.2 0 0 1 0-4.4Z",
  mail: "M4 5.5h16a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1Zm-.5 1 8.5 7 8.5-7",
} as const;
export type OwnIcon = IconName | keyof typeof own;
export const { Icon, Mark } = drawings<VNode, keyof typeof own>(h, own);

export const sectionIcons: Readonly<Record<Section, OwnIcon>> = {
  home: "service",
  sessions: "screens",
  history: "history",
  phones: "phone",
  places: "screen",
  bells: "sound",
  software: "program",
  keys: "key",
  alerts: "bell",
  contacts: "mail",
  settings: "settings",
  block: "lock",
};

/** The heading takes the focus when the section changes: a screen reader and a keyboard start from what is new. */
export function Heading({
  takesFocus,
  children,
}: {
  takesFocus: boolean;
  children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

/** What a section is about: its heading, and a line under it. */
export function Top({ model, section, t, lead }: ScreenProps & { section: Section; lead: string }) {
  return (
    <div class="stack stack-tight">
      <Heading takesFocus={model.hasMoved}>{t.sections[section]}</Heading>
      <p>{lead}</p>
    </div>
  );
}

export function Button(props: {
  kind: "primary" | "refuse" | "plain" | "quiet";
  onTap: () => void;
  icon?: OwnIcon;
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

/** A link to a section: a real address, followed without leaving the page. */
export function To(props: {
  section: Section;
  engine: Engine;
  class?: string;
  current?: boolean;
  children: ComponentChildren;
}) {
  const follow = (event: MouseEvent) => {
    // Another tab, another window, a copy of the address: the browser's own.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    props.engine.go(props.section);
  };
  return (
    <a
      class={props.class}
      href={pathOf(props.section)}
      aria-current={props.current ? "page" : undefined}
      onClick={follow}
    >
      {props.children}
    </a>
  );
}

export function Notice(props: {
  tone?: "good" | "warning" | "danger";
  icon: OwnIcon;
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
export function Empty({ title, text, icon }: { title: string; text: string; icon: OwnIcon }) {
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

/**
 * An act in its place: the button, then a question that says what it does, the safe answer first and as large.
 */
export function Acting(
  props: ScreenProps & {
    act: Act;
    label: ComponentChildren;
    question: string;
    texts: readonly string[];
    confirm: string;
  },
) {
  const { model, act, engine, t } = props;
  if (!isSameAct(model.asks, act)) {
    return (
      <Button
        kind="refuse"
        isBusy={isSameAct(model.busy, act)}
        onTap={() => engine.dispatch({ event: "asked", act })}
      >
        {props.label}
      </Button>
    );
  }
  return <Question {...props} onYes={() => engine.act(act)} goBack={t.goBack} />;
}

function Question(props: {
  question: string;
  texts: readonly string[];
  confirm: string;
  goBack: string;
  onYes: () => void;
  engine: Engine;
}) {
  const heard = useRef<HTMLDivElement>(null);
  useEffect(() => heard.current?.focus(), []);
  return (
    <div ref={heard} tabIndex={-1} class="notice notice-warning asked">
      <p>
        <strong>{props.question}</strong>
      </p>
      {props.texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <div class="pair">
        <Button kind="plain" onTap={() => props.engine.dispatch({ event: "dismissed" })}>
          {props.goBack}
        </Button>
        <Button kind="refuse" onTap={props.onYes}>
          {props.confirm}
        </Button>
      </div>
    </div>
  );
}
