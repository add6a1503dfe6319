import type { IconName } from "@aval/design";
import { Asked, Link, Top as ShellTop } from "@aval/design/shell";
import type { ComponentChildren } from "preact";
import type { Engine } from "../effects.ts";
import type { Messages } from "../messages.ts";
import { type Act, isSameAct, mayAct, type Model, pathOf, type Section } from "../state.ts";

export { Button, Empty, Heading, Icon, Notice, Split } from "@aval/design/shell";

/** What every screen is given: the model, its words, and where presses go. */
export type ScreenProps = {
  readonly model: Model;
  readonly t: Messages;
  readonly engine: Engine;
  /** Where a phone is added with a card, if cards have a host. */
  readonly cardPhone?: string | undefined;
  /** Where the phones' own pages are. */
  readonly phone?: string | undefined;
  /** Where a card is tried. */
  readonly cardTest?: string | undefined;
  /** Where a card lets its holder read while everything is stopped. */
  readonly cardRead?: string | undefined;
};

export const sectionIcons: Readonly<Record<Section, IconName>> = {
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
  steps: "note",
  settings: "settings",
  block: "lock",
};

/** What a section is about: its heading, and a line under it. */
export const Top = ({
  model,
  section,
  t,
  lead,
}: ScreenProps & { section: Section; lead: string }) => (
  <ShellTop title={t.sections[section]} takesFocus={model.hasMoved} lead={lead} />
);

/** A link to a section. */
export const To = (props: {
  section: Section;
  engine: Engine;
  class?: string;
  children: ComponentChildren;
}) => (
  <Link
    address={pathOf(props.section)}
    onFollow={() => props.engine.go(props.section)}
    class={props.class}
  >
    {props.children}
  </Link>
);

/** An act in its place, asked about before it is done. */
export function Acting(
  props: ScreenProps & {
    act: Act;
    label: ComponentChildren;
    question: string;
    texts: readonly string[];
    confirm: string;
  },
) {
  const { model, t, act, engine, label, question, texts, confirm } = props;
  if (!mayAct(model)) return null;
  return (
    <Asked
      {...{ label, question, texts, confirm }}
      goBack={t.goBack}
      isAsked={isSameAct(model.asks, act)}
      isBusy={isSameAct(model.busy, act)}
      onAsk={() => engine.dispatch({ event: "asked", act })}
      onBack={() => engine.dispatch({ event: "dismissed" })}
      onYes={() => engine.act(act)}
    />
  );
}
