import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Dispatch } from "../effects.ts";
import { type Messages, messages } from "../messages.ts";
import { type Asked, type Asking, askedNow } from "./asking.ts";
import type { IconName } from "./icons.tsx";
import { Button, Dock, Heading, Notice, Panel } from "./parts.tsx";

/** How the questions stand, for whichever screen asks them: given once, around all screens. */
export const AskingContext = createContext<{
  readonly asking: Asking;
  /** How long no *non* is taken, in seconds. */
  readonly calm: number;
  readonly t: Messages;
  readonly dispatch: Dispatch;
}>({
  asking: { first: "call", picture: 0, passed: false },
  calm: 0,
  t: messages.fr,
  dispatch: () => undefined,
});

const pictures: Readonly<Record<Asked, readonly IconName[]>> = {
  call: ["ringing", "talking", "headset"],
  screen: ["watched", "shared", "steered"],
};

/**
 * *Êtes-vous au téléphone avec quelqu'un ?* and *Quelqu'un voit-il votre écran ?*: both asked before everything that a caller could
 * want, in one way. The answer that ends it comes first and is as large. `children`: what it would do.
 */
export function CallQuestion({
  words,
  busy = false,
  answer,
  children,
}: {
  /** `busy`: in the place of *no*, while it is being told. */
  readonly words: Readonly<Record<"title" | "rule" | "yes" | "no", string>> & {
    readonly busy?: string;
  };
  /** While *no* is being told; *yes* waits for nothing. */
  readonly busy?: boolean;
  readonly answer: (onCall: boolean) => void;
  readonly children?: ComponentChildren;
}) {
  const { asking, calm, t, dispatch } = useContext(AskingContext);
  const asked = askedNow(asking);
  const { title, rule, yes, no } = asked === "call" ? words : t.screenShare;
  // One thing on its way has its word under whichever question stood there.
  const [label, wait] = busy ? [words.busy ?? words.no, true] : [no, calm > 0];
  const nobody = () => (asking.passed ? answer(false) : dispatch({ event: "first_answered" }));
  return (
    <>
      <Panel icon={pictures[asked][asking.picture] ?? "ringing"} tone="warning" pictured>
        <Heading key={asked}>{title}</Heading>
        <p>{rule}</p>
      </Panel>
      {children}
      {calm > 0 && (
        <Notice tone="warning" icon="clock">
          <p>{t.screenShare.calm(calm)}</p>
        </Notice>
      )}
      <Dock fixed>
        <Button kind="refuse" icon="hangUp" onTap={() => answer(true)}>
          {yes}
        </Button>
        <Button kind="plain" busy={wait} onTap={nobody}>
          {label}
        </Button>
      </Dock>
    </>
  );
}
