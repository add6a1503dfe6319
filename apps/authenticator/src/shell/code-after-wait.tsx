import { codeError } from "../approvals/words.ts";
import { type CodeEntry, isOfField, mayGive } from "./code-entry.ts";
import { CodeForm } from "./code-form.tsx";
import { type HalfMinute, type HalfMinuteWords, halfMinuteWords, isTaken } from "./half-minute.ts";
import { Button, Dock, type ScreenProps, TroubleNotice } from "./parts.tsx";

/**
 * Half a minute in which nothing is taken but *Annuler*, which comes first. The code's field stands there from the start and only
 * loses its grey: nothing appears under a finger.
 */
export function CodeAfterWait({
  words,
  half,
  onCancel,
  screen,
  model,
  t,
  dispatch,
}: ScreenProps<CodeEntry & { readonly busy: boolean }> & {
  readonly words: HalfMinuteWords & Readonly<Record<"cancel" | "go" | "busy", string>>;
  readonly half: HalfMinute;
  readonly onCancel: () => void;
}) {
  const locked = screen.busy || !isTaken(half, model.now) || !mayGive(screen, model.now);
  return (
    <>
      <p>{t.placeWait.why}</p>
      {!isOfField(screen.trouble) && <TroubleNotice trouble={screen.trouble} t={t} />}
      <Dock>
        <Button big busy={screen.busy} onTap={onCancel}>
          {words.cancel}
        </Button>
        {/* Not for screen readers: they are told at the start, at ten seconds and at the end. */}
        <p class="quiet" aria-hidden="true">
          {screen.busy ? words.busy : halfMinuteWords(half, model.now, words)}
        </p>
        <CodeForm
          entry={screen.entry}
          error={codeError(screen, model.now, t)}
          hint={t.question.codeHint}
          locked={locked}
          t={t}
          dispatch={dispatch}
        >
          <Button kind="plain" icon="check" busy={locked}>
            {screen.busy ? words.busy : words.go}
          </Button>
        </CodeForm>
      </Dock>
    </>
  );
}
