import {
  Button,
  Dock,
  fieldOf,
  Heading,
  type ScreenProps,
  TroubleNotice,
  useRefocus,
} from "../../shell/parts.tsx";
import { denied, isPassing } from "../../trouble.ts";
import type { Digits } from "../request.ts";
import { digitsError } from "../words.ts";
import { DictatedNotice } from "./dictated.tsx";

/** Digits leak by reading aloud, either way: the warning and its button stand above the field (law 1). */
export function DigitsScreen({ screen, t, dispatch }: ScreenProps<Digits>) {
  const form = useRefocus(screen.entry, "input");
  const error = digitsError(screen, t);
  const passing = screen.trouble && isPassing(screen.trouble) ? screen.trouble : undefined;
  const exhausted = denied(screen.trouble) === "digits_exhausted";
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.digits.title}</Heading>
        <p class="quiet">{t.digits.how}</p>
      </div>
      <div class="form-foot">
        <DictatedNotice warning={t.digits.warning} t={t} dispatch={dispatch} />
        <form
          ref={form}
          class="code-form"
          noValidate
          onSubmit={(event) =>
            dispatch({ event: "digits_given", digits: fieldOf(event, "digits") })
          }
        >
          <div class="field">
            <label for="digits">{t.digits.label}</label>
            <p class="quiet" id="digits-hint">
              {t.digits.hint}
            </p>
            <input
              key={screen.entry}
              id="digits"
              name="digits"
              class="code-input"
              inputMode="numeric"
              enterkeyhint="go"
              autoComplete="off"
              autoCapitalize="off"
              spellcheck={false}
              readOnly={screen.busy}
              aria-invalid={error ? "true" : undefined}
              aria-describedby={error ? "digits-hint digits-error" : "digits-hint"}
            />
            {error && (
              <p class="field-error" id="digits-error">
                {error}
              </p>
            )}
          </div>
          <TroubleNotice trouble={passing} t={t} />
          <Dock>
            {exhausted && (
              <Button icon="scan" onTap={() => dispatch({ event: "opened", screen: "scan" })}>
                {t.digits.scan}
              </Button>
            )}
            {screen.trouble?.kind === "offline" ? (
              <Button
                icon="again"
                busy={screen.busy}
                onTap={() => dispatch({ event: "retry_tapped" })}
              >
                {t.shell.retry}
              </Button>
            ) : (
              <Button kind={exhausted ? "plain" : "primary"} busy={screen.busy}>
                {screen.busy ? t.digits.busy : t.digits.go}
              </Button>
            )}
          </Dock>
        </form>
      </div>
    </>
  );
}
