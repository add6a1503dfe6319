import type { IconName } from "@aval/design";
import { Asked, Button, Link, Top as ShellTop } from "@aval/design/shell";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Engine } from "../effects.ts";
import type { Messages } from "../messages.ts";
import { type Act, isSameAct, type Model, pathOf, type Section } from "../state.ts";

export { Button, Empty, Heading, Icon, Notice, Split } from "@aval/design/shell";

/** What every screen is given: the model, its words, and where presses go. */
export type ScreenProps = {
  readonly model: Model;
  readonly t: Messages;
  readonly engine: Engine;
};

export const sectionIcons: Readonly<Record<Section, IconName>> = {
  home: "service",
  cases: "screens",
  alerts: "warning",
  calls: "hangUp",
  refusals: "history",
  freezes: "lock",
  reports: "note",
  services: "sound",
  campaigns: "person",
  publicNotices: "bell",
  desk: "phone",
  letters: "mail",
  contacts: "note",
  imports: "program",
  statistics: "history",
  retention: "clock",
  erasures: "lock",
  keys: "key",
  team: "person",
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
    label: string;
    question: string;
    text: string;
    confirm: string;
  },
) {
  const { model, t, act, engine, label, question, text, confirm } = props;
  return (
    <Asked
      {...{ label, question, confirm }}
      texts={[text]}
      goBack={t.goBack}
      isAsked={isSameAct(model.asks, act)}
      isBusy={isSameAct(model.busy, act)}
      onAsk={() => engine.dispatch({ event: "asked", act })}
      onBack={() => engine.dispatch({ event: "dismissed" })}
      onYes={() => engine.act(act)}
    />
  );
}

/** What its reader says that they have looked at, and then the key that signs for them. */
export function SignChecked(
  props: Pick<ScreenProps, "model" | "engine"> & {
    act: Act;
    check: string;
    signing: string;
    sign: string;
  },
) {
  const { model, engine, act, check, signing, sign } = props;
  const [isChecked, setChecked] = useState(false);
  const isSigning = isSameAct(model.busy, act);
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={isChecked}
          onChange={(event) => setChecked(event.currentTarget.checked)}
        />
        <span>{check}</span>
      </label>
      <div class="row">
        <Button
          kind="primary"
          icon="key"
          isBusy={isSigning || !isChecked}
          onTap={() => engine.act(act)}
        >
          {isSigning ? signing : sign}
        </Button>
      </div>
    </>
  );
}

/** What is known of something, line by line: what it is, and that. */
export function Facts({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/**
 * Rows under the names of their columns, the first cell naming its row. On a phone each is a list, where every value says its column's
 * name.
 */
export function Rows(props: {
  readonly caption?: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly key: string;
    readonly cells: readonly ComponentChildren[];
  }[];
}) {
  const { caption, columns, rows } = props;
  return (
    <div class={columns.length > 5 ? "table-frame table-wide" : "table-frame"}>
      <table>
        {caption !== undefined && <caption class="visually-hidden">{caption}</caption>}
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...rest] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {rest.map((cell, index) => (
                <td key={columns[index + 1]} data-column={columns[index + 1]}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One choice of a few, each in a line of its own. */
export function Choice<T extends string>(props: {
  legend: string;
  name: string;
  values: readonly T[];
  words: Readonly<Record<T, string>>;
  chosen: T | undefined;
  choose: (value: T) => void;
}) {
  const { legend, name, values, words, chosen, choose } = props;
  return (
    <fieldset class="checks">
      <legend>{legend}</legend>
      {values.map((value) => (
        <label key={value} class="check">
          <input
            type="radio"
            name={name}
            checked={chosen === value}
            onChange={() => choose(value)}
          />
          <span>{words[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}
