import type { ComponentChildren } from "preact";
import type { Trouble } from "../trouble.ts";
import type { IconName } from "./icons.tsx";
import { Button, Dock, Heading, Notice, Panel, type ScreenProps, TroubleNotice } from "./parts.tsx";

type Words = Readonly<
  Record<"title" | "lead" | "offline" | "keep" | "busy" | "go", string> & {
    will: readonly string[];
  }
>;

type Props = Pick<ScreenProps<unknown>, "t" | "dispatch"> & {
  readonly icon: IconName;
  readonly words: Words;
  readonly screen: { readonly busy: boolean; readonly trouble: Trouble | undefined };
  readonly onStop: () => void;
  /** What else is to be known before. */
  readonly children: ComponentChildren;
};

/**
 * An act that stops something: one press, no code, for stopping is cheap (law 5). What will happen is said first; keeping things as
 * they are comes first and is as large.
 */
export function StoppingAct({ icon, words, screen, t, dispatch, onStop, children }: Props) {
  return (
    <>
      <Panel icon={icon} tone="danger">
        <Heading>{words.title}</Heading>
        <p>{words.lead}</p>
      </Panel>
      <ul class="card steps">
        {words.will.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {children}
      {screen.trouble?.kind === "offline" ? (
        <Notice tone="danger" icon="offline">
          <p>{words.offline}</p>
        </Notice>
      ) : (
        <TroubleNotice trouble={screen.trouble} t={t} />
      )}
      <Dock fixed>
        <Button kind="plain" busy={screen.busy} onTap={() => dispatch({ event: "back" })}>
          {words.keep}
        </Button>
        <Button kind="refuse" icon={icon} busy={screen.busy} onTap={onStop}>
          {screen.busy ? words.busy : words.go}
        </Button>
      </Dock>
    </>
  );
}
