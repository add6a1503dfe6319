import {
  Button,
  Dock,
  fieldOf,
  Heading,
  Notice,
  type ScreenProps,
  TroubleNotice,
  useRefocus,
} from "../../shell/parts.tsx";
import type { Messages } from "../../messages.ts";
import { denied } from "../../trouble.ts";
import { DictatedNotice } from "../../approvals/screens/dictated.tsx";
import type { Search } from "../request.ts";
import { silencedWords } from "../words.ts";

/** Two digits leak by reading aloud, either way: the warning and its button stand above the field (law 1). */
export function SearchScreen({ screen, t, dispatch }: ScreenProps<Search>) {
  const form = useRefocus(screen.entry, "input");
  const give = (number: string, elsewhere: boolean) =>
    dispatch({ event: "search_given", number, elsewhere });
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.search.title}</Heading>
        <p class="quiet">{t.search.how}</p>
      </div>
      <div class="form-foot">
        <DictatedNotice warning={t.search.warning} t={t} dispatch={dispatch} />
        <form
          ref={form}
          class="code-form"
          noValidate
          onSubmit={(event) => give(fieldOf(event, "number"), false)}
        >
          <div class="field">
            <label for="number">{t.search.label}</label>
            <input
              key={screen.entry}
              id="number"
              name="number"
              class="code-input"
              inputMode="numeric"
              enterkeyhint="search"
              autoComplete="off"
              autoCapitalize="off"
              spellcheck={false}
              maxLength={5}
              readOnly={screen.busy !== undefined}
              aria-invalid={screen.short ? "true" : undefined}
              aria-describedby={screen.short ? "number-error" : "elsewhere-hint"}
            />
            {screen.short && (
              <p class="field-error" id="number-error">
                {t.search.short}
              </p>
            )}
          </div>
          <Nothing screen={screen} t={t} />
          <Dock>
            {screen.trouble?.kind === "offline" ? (
              <Button icon="again" onTap={() => dispatch({ event: "retry_tapped" })}>
                {t.shell.retry}
              </Button>
            ) : (
              <>
                <Button busy={screen.busy !== undefined}>
                  {screen.busy === "here" ? t.search.busy : t.search.go}
                </Button>
                <p class="quiet" id="elsewhere-hint">
                  {t.search.elsewhereHint}
                </p>
                <Button
                  kind="plain"
                  busy={screen.busy !== undefined}
                  onTap={() => give(typedIn(form.current), true)}
                >
                  {screen.busy === "elsewhere" ? t.search.busy : t.search.elsewhere}
                </Button>
              </>
            )}
          </Dock>
        </form>
      </div>
    </>
  );
}

const typedIn = (form: HTMLFormElement | null): string =>
  form?.querySelector<HTMLInputElement>("input")?.value ?? "";

/** What came of the last search. */
function Nothing({ screen, t }: { screen: Search; t: Messages }) {
  if (screen.nothing)
    return (
      <Notice icon="note">
        <p>
          <strong>{t.search.nothing[screen.nothing]}</strong>
        </p>
        <p>{t.search.nothingText[screen.nothing]}</p>
      </Notice>
    );
  if (denied(screen.trouble) !== "search_silenced")
    return <TroubleNotice trouble={screen.trouble} t={t} />;
  return (
    <Notice tone="warning" icon="clock">
      <p>
        <strong>{silencedWords(screen, t)}</strong>
      </p>
      <p>{t.search.silencedText}</p>
    </Notice>
  );
}
