import { whenWords } from "@aval/design";
import type { CallbackLine } from "@aval/protocol";
import { CaseLink } from "../cases/parts.tsx";
import { Button, Facts, type ScreenProps } from "../screens/parts.tsx";
import { isSameAct } from "../state.ts";

/** Who asked on their phone to be called back: by initials, until the reader has taken it and its case is there. */
export function Waiting(given: ScreenProps & { readonly waiting: readonly CallbackLine[] }) {
  const { t, waiting } = given;
  return (
    <section class="stack" aria-labelledby="waiting">
      <h2 id="waiting">{t.calls.waiting.heading}</h2>
      <ul class="listed">
        {waiting.map((line) => (
          <Line key={line.callback} {...given} line={line} />
        ))}
      </ul>
      <h2>{t.calls.waiting.going}</h2>
    </section>
  );
}

function Line(given: ScreenProps & { readonly line: CallbackLine }) {
  const { model, t, line } = given;
  const { waiting: words } = t.calls;
  return (
    <li class="card stack">
      <div class="stack stack-tight">
        <h3>{line.name}</h3>
        <Facts
          rows={[
            [words.reason, words.reasons[line.reason]],
            [words.asked, whenWords(line.askedAt, model.lang)],
            ...(line.by === undefined ? [] : [[words.by, line.by] as const]),
          ]}
        />
        <p class="number">{line.nationalId}</p>
      </div>
      {line.isMine && <Taken {...given} />}
      {line.by === undefined && <Free {...given} />}
    </li>
  );
}

function Free({ model, t, engine, line }: ScreenProps & { readonly line: CallbackLine }) {
  const taking = { act: "take_callback", callback: line.callback } as const;
  return (
    <div class="row">
      <Button
        kind="primary"
        isBusy={isSameAct(model.busy, taking)}
        onTap={() => engine.act(taking)}
      >
        {t.calls.waiting.take}
        <span class="visually-hidden"> – {line.name}</span>
      </Button>
    </div>
  );
}

/** It is the reader's: the call is announced as any other, once its case is there. */
function Taken({ model, t, engine, line }: ScreenProps & { readonly line: CallbackLine }) {
  const { calls: words } = t;
  if (line.case === undefined || line.person === undefined)
    return <p role="status">{words.waiting.preparing}</p>;
  const announcing = { act: "announce_call", case: line.case, person: line.person } as const;
  return (
    <div class="stack stack-tight">
      <p>{words.waiting.taken}</p>
      <p>
        <CaseLink id={line.case} t={t} engine={engine} />
      </p>
      <div class="row">
        <Button
          kind="primary"
          isBusy={isSameAct(model.busy, announcing)}
          onTap={() => engine.act(announcing)}
        >
          {words.announce}
          <span class="visually-hidden"> – {line.name}</span>
        </Button>
      </div>
    </div>
  );
}
