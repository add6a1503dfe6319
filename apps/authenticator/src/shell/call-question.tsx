import type { ComponentChildren } from "preact";
import { Button, Dock, Heading, Panel } from "./parts.tsx";

/**
 * *Êtes-vous au téléphone avec quelqu'un qui vous le demande ?*: asked in one way before everything that a caller could want. The
 * answer that ends it comes first and is as large. `children`: what it would do.
 */
export function CallQuestion({
  words,
  busy = false,
  answer,
  children,
}: {
  readonly words: Readonly<Record<"title" | "rule" | "yes" | "no", string>>;
  /** While *no* is being told; *yes* waits for nothing. */
  readonly busy?: boolean;
  readonly answer: (onCall: boolean) => void;
  readonly children?: ComponentChildren;
}) {
  return (
    <>
      <Panel icon="ringing" tone="warning">
        <Heading>{words.title}</Heading>
        <p>{words.rule}</p>
      </Panel>
      {children}
      <Dock fixed>
        <Button kind="refuse" icon="hangUp" onTap={() => answer(true)}>
          {words.yes}
        </Button>
        <Button kind="plain" busy={busy} onTap={() => answer(false)}>
          {words.no}
        </Button>
      </Dock>
    </>
  );
}
