import type { Messages } from "../../messages.ts";
import { denied, type Trouble } from "../../trouble.ts";
import {
  Dock,
  Heading,
  Button,
  Notice,
  Reference,
  type ScreenProps,
  TroubleNotice,
} from "../../shell/parts.tsx";
import type { KeyUse, Words } from "../state.ts";

/** The four words of this phone's key, for the screen that it scanned. A check for two people in one room, never the binding. */
export function WordsScreen({ screen, t, dispatch }: ScreenProps<Words>) {
  const late = !screen.words && denied(screen.trouble) === "binding_refused" && screen.trouble;
  if (late) return <LateCode trouble={late} t={t} dispatch={dispatch} />;
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.words.title}</Heading>
        <p class="lead">{t.words.lead}</p>
      </div>
      {screen.words && <DrawnWords words={screen.words} t={t} />}
      <Notice tone="warning" icon="warning">
        <p>{t.words.never}</p>
      </Notice>
      {screen.key && <HoldersKey held={screen.key} t={t} dispatch={dispatch} />}
      <p class="quiet" role="status">
        {screen.trouble ? t.words.retry : screen.words ? t.words.waiting : t.words.asking}
      </p>
      <TroubleNotice trouble={screen.trouble} t={t} />
      <Dock fixed>
        <Button kind="quiet" onTap={() => dispatch({ event: "start_again_tapped" })}>
          {t.waiting.startAgain}
        </Button>
      </Dock>
    </>
  );
}

/** What was scanned is over, or served another phone: there are no words to speak of. */
function LateCode({
  trouble,
  t,
  dispatch,
}: Pick<ScreenProps<Words>, "t" | "dispatch"> & { readonly trouble: Trouble }) {
  return (
    <>
      <div class="stack stack-tight">
        <Heading>{t.words.late.title}</Heading>
        <p class="lead">{t.words.late.lead}</p>
      </div>
      <Reference of={trouble} t={t} />
      <Dock fixed>
        <Button kind="quiet" onTap={() => dispatch({ event: "start_again_tapped" })}>
          {t.waiting.startAgain}
        </Button>
      </Dock>
    </>
  );
}

/** A key in the hand gives this phone all its holder's rights, beside the old one's word. */
function HoldersKey({
  held,
  t,
  dispatch,
}: Pick<ScreenProps<Words>, "t" | "dispatch"> & { readonly held: KeyUse }) {
  if (held.use === "used")
    return (
      <Notice icon="key">
        <p>{t.withKey.used}</p>
      </Notice>
    );
  const isBusy = held.use === "busy";
  return (
    <section class="stack stack-tight" aria-labelledby="with-key">
      <h2 id="with-key">{t.withKey.title}</h2>
      <p>{t.withKey.text}</p>
      {held.use === "silent" && <p class="field-error">{t.withKey.none}</p>}
      <TroubleNotice trouble={held.trouble} t={t} />
      <Button
        kind="plain"
        icon="key"
        busy={isBusy}
        onTap={() => dispatch({ event: "key_use_tapped" })}
      >
        {isBusy ? t.withKey.busy : t.withKey.go}
      </Button>
    </section>
  );
}

export function DrawnWords({
  words,
  t,
}: {
  readonly words: readonly string[];
  readonly t: Messages;
}) {
  return (
    <ul class="card drawn-words" aria-label={t.words.label}>
      {words.map((word) => (
        <li key={word}>{word}</li>
      ))}
    </ul>
  );
}
