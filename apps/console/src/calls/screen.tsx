import { whenWords } from "@aval/design";
import type { CallLine } from "@aval/protocol";
import { CaseLink } from "../cases/parts.tsx";
import { Button, Facts, Notice, type ScreenProps, Top } from "../screens/parts.tsx";
import { Waiting } from "./waiting.tsx";
import { Signs } from "./signs.tsx";
import { Checks } from "./checks.tsx";
import { isSameAct } from "../state.ts";

/** *Appels*: those that go on for one's authority, and one's own of the day. */
export function CallsScreen(given: ScreenProps) {
  const { model, t } = given;
  const { calls, dialled } = model.content;
  return (
    <>
      <Top {...given} section="calls" lead={t.calls.lead} />
      <Notice icon="lock">
        <p>{t.calls.say}</p>
        <p>
          <strong>{t.calls.never}</strong>
        </p>
      </Notice>
      {dialled && (
        <Notice tone="good" icon="check">
          <p>
            <strong>{t.calls.dial(dialled)}</strong>
          </p>
        </Notice>
      )}
      {calls && calls.waiting.length > 0 && <Waiting {...given} waiting={calls.waiting} />}
      {calls && calls.checks.length > 0 && <Checks {...given} checks={calls.checks} />}
      {calls?.calls.length === 0 && <p>{t.calls.none}</p>}
      <ul class="listed">
        {calls?.calls.map((line) => (
          <Call key={line.call} {...given} line={line} />
        ))}
      </ul>
    </>
  );
}

function Call(given: ScreenProps & { readonly line: CallLine }) {
  const { model, t, engine, line } = given;
  const { calls: words } = t;
  const when = (at: number) => whenWords(at, model.lang);
  const opening = { act: "open_call", call: line.call } as const;
  const ending = { act: "end_call", call: line.call } as const;
  const isTheirs = line.isMine && line.state !== "ended";
  return (
    <li class="card stack">
      <div class="stack stack-tight">
        <h2>{line.name}</h2>
        <p>
          <strong>{line.endedBy ? words.ends[line.endedBy] : words.states[line.state]}</strong>
        </p>
        <Facts
          rows={[
            [words.number, line.number],
            [words.by, line.by],
            [words.since, when(line.announcedAt)],
            [words.held, when(line.heldUntil)],
          ]}
        />
        <p>
          <CaseLink id={line.case} t={t} engine={engine} />
        </p>
      </div>
      {line.signs && <Signs t={t} signs={line.signs} of={line.call} />}
      {isTheirs && (
        <div class="row">
          {line.state === "announced" && (
            <Button
              kind="primary"
              isBusy={isSameAct(model.busy, opening)}
              onTap={() => engine.act(opening)}
            >
              {words.open}
              <span class="visually-hidden"> – {line.name}</span>
            </Button>
          )}
          <Button
            kind="plain"
            isBusy={isSameAct(model.busy, ending)}
            onTap={() => engine.act(ending)}
          >
            {words.end}
            <span class="visually-hidden"> – {line.name}</span>
          </Button>
        </div>
      )}
    </li>
  );
}
