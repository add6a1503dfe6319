import type { ComponentChildren } from "preact";
import type { Dispatch } from "../effects.ts";
import type { Messages } from "../messages.ts";
import { fieldOf, SecretField, ShowToggle, useRefocus, useToggle } from "./parts.tsx";

/**
 * The personal code, asked for in one way everywhere: hidden until its holder shows it, empty and focused again after each
 * try (`entry` counts them). What is given goes out as `code_given`. `children` are under the field: the button that sends.
 */
export function CodeForm({
  entry,
  error,
  hint,
  locked,
  t,
  dispatch,
  children,
}: {
  readonly entry: number;
  readonly error: string | undefined;
  readonly hint?: string | undefined;
  readonly locked: boolean;
  readonly t: Messages;
  readonly dispatch: Dispatch;
  readonly children: ComponentChildren;
}) {
  const [shown, toggle] = useToggle();
  const form = useRefocus(entry, "input");
  return (
    <form
      ref={form}
      class="code-form"
      noValidate
      onSubmit={(event) => dispatch({ event: "code_given", code: fieldOf(event, "code") })}
    >
      <SecretField
        key={entry}
        name="code"
        label={t.question.code}
        hint={hint}
        error={error}
        shown={shown}
        locked={locked}
        purpose="current-password"
        beside={
          <ShowToggle
            shown={shown}
            onTap={toggle}
            show={t.question.show}
            hide={t.question.hide}
            what={t.question.theCode}
          />
        }
      />
      {children}
    </form>
  );
}
