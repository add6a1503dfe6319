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
};

export const { Icon, Mark } = drawings<VNode, never>(h, {});

export const sectionIcons: Readonly<Record<Section, IconName>> = {
  home: "service",
  desk: "phone",
  letters: "service",
  contacts: "note",
  keys: "key",
  team: "person",
};

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

/** A link within the console: a real address, followed without leaving the page. */
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

/** An act in its place: the button, then a question that says what it does, the safe answer first and as large. */
export function Acting(
  props: ScreenProps & {
    act: Act;
    label: string;
    question: string;
    text: string;
    confirm: string;
  },
) {
  const { model, act, engine } = props;
  if (isSameAct(model.asks, act)) return <Question {...props} />;
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

function Question(
  props: ScreenProps & { act: Act; question: string; text: string; confirm: string },
) {
  const { engine, t, act } = props;
  const heard = useRef<HTMLDivElement>(null);
  useEffect(() => heard.current?.focus(), []);
  return (
    <div ref={heard} tabIndex={-1} class="notice notice-warning asked">
      <p>
        <strong>{props.question}</strong>
      </p>
      <p>{props.text}</p>
      <div class="pair">
        <Button kind="plain" onTap={() => engine.dispatch({ event: "dismissed" })}>
          {t.goBack}
        </Button>
        <Button kind="refuse" onTap={() => engine.act(act)}>
          {props.confirm}
        </Button>
      </div>
    </div>
  );
}
