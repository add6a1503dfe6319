import { codeError } from "../approvals/words.ts";
import { type CodeEntry, isOfField, mayGive } from "./code-entry.ts";
import { CodeForm } from "./code-form.tsx";
import { Button, Dock, Heading, type ScreenProps, TroubleNotice } from "./parts.tsx";

/** An act of which only the code is missing: what it does, the code, and the way back first. */
export function CodeAct({
  title,
  lead,
  hint,
  keep,
  go,
  screen,
  model,
  t,
  dispatch,
  onKeep,
}: ScreenProps<CodeEntry & { readonly busy: boolean }> & {
  readonly title: string;
  readonly lead: string;
  readonly hint?: string;
  /** The words of the way back. */
  readonly keep: string;
  /** The words of the act, and while it is being done. */
  readonly go: Readonly<Record<"go" | "busy", string>>;
  readonly onKeep: () => void;
}) {
  const locked = screen.busy || !mayGive(screen, model.now);
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{title}</Heading>
        <p class="lead">{lead}</p>
      </div>
      <CodeForm
        entry={screen.entry}
        error={codeError(screen, model.now, t)}
        hint={hint}
        locked={locked}
        t={t}
        dispatch={dispatch}
      >
        {!isOfField(screen.trouble) && <TroubleNotice trouble={screen.trouble} t={t} />}
        <Dock>
          <Button kind="plain" busy={screen.busy} onTap={onKeep}>
            {keep}
          </Button>
          <Button icon="check" busy={locked}>
            {screen.busy ? go.busy : go.go}
          </Button>
        </Dock>
      </CodeForm>
    </>
  );
}
