import { whenWords } from "@aval/design";
import { type CasePerson, type CaseView, type ReachChannel, reachChannels } from "@aval/protocol";
import { useState } from "preact/hooks";
import { Acting, Button, type ScreenProps } from "../screens/parts.tsx";
import { personName } from "./case-screen.tsx";
import { isSameAct } from "../state.ts";
import { Pick, useCaseAct, WordsForm } from "./parts.tsx";

type ViewProps = ScreenProps & { readonly view: CaseView };

const isTheirsNow = ({ isMine, state }: CaseView) => isMine && state !== "closed";

/** Whom the case is about: told or not, by what means, by whom. */
export function PeopleToTell(given: ViewProps) {
  const { t, view } = given;
  const { people } = t.cases;
  return (
    <section class="stack stack-tight" aria-labelledby="people">
      <h2 id="people">{people.heading}</h2>
      {view.holders.length === 0 && <p>{people.none}</p>}
      {isTheirsNow(view) && view.holders.length > 0 && <p class="quiet">{people.known}</p>}
      <ul class="listed">
        {view.holders.map((one) => (
          <Person key={one.person} {...given} one={one} />
        ))}
      </ul>
    </section>
  );
}

function Person(given: ViewProps & { one: CasePerson }) {
  const { model, t, view, one, engine } = given;
  const calling = { act: "announce_call", case: view.case, person: one.person } as const;
  const verifying = { act: "ask_caller", case: view.case, person: one.person } as const;
  const { people, channels } = t.cases;
  const { act, isBusy } = useCaseAct(given, view.case);
  const [channel, setChannel] = useState<ReachChannel>("phone");
  const reaching = (isReached: boolean) =>
    ({ name: "reach", given: { person: one.person, channel, isReached } }) as const;
  return (
    <li class="card listed-one">
      <div>
        <h3>{personName(one, t)}</h3>
        {one.nationalId !== undefined && <p class="number">{one.nationalId}</p>}
        {one.reached.length === 0 && <p class="quiet">{people.notReached}</p>}
        {one.reached.map((tried) => (
          <p key={`${tried.at}-${tried.channel}`} class={tried.isReached ? "" : "quiet"}>
            {(tried.isReached ? people.reached : people.tried)(
              channels[tried.channel],
              tried.by,
              whenWords(tried.at, model.lang),
            )}
          </p>
        ))}
      </div>
      {model.me?.acts.includes("call_people") &&
        view.state !== "closed" &&
        one.name !== undefined && (
          <Button
            kind="plain"
            icon="hangUp"
            isBusy={isSameAct(model.busy, calling)}
            onTap={() => engine.act(calling)}
          >
            {t.calls.announce}
            <span class="visually-hidden"> – {personName(one, t)}</span>
          </Button>
        )}
      {model.me?.acts.includes("verify_callers") &&
        view.state !== "closed" &&
        one.name !== undefined && (
          <Button
            kind="plain"
            icon="check"
            isBusy={isSameAct(model.busy, verifying)}
            onTap={() => engine.act(verifying)}
          >
            {t.calls.checks.ask}
            <span class="visually-hidden"> – {personName(one, t)}</span>
          </Button>
        )}
      {model.me?.acts.includes("hold_additions") &&
        view.state !== "closed" &&
        one.name !== undefined && (
          <Acting
            {...given}
            act={{ act: "hold_caller", case: view.case, person: one.person }}
            {...t.calls.hold}
          />
        )}
      {isTheirsNow(view) && one.name !== undefined && (
        <div class="stack stack-tight reach">
          <Pick
            id={`channel-${one.person}`}
            label={people.channel}
            values={reachChannels}
            words={(value) => channels[value]}
            chosen={channel}
            choose={setChannel}
          />
          <div class="row">
            {([true, false] as const).map((isReached) => (
              <Button
                key={String(isReached)}
                kind="plain"
                isBusy={isBusy(reaching(isReached))}
                onTap={() => act(reaching(isReached))}
              >
                {isReached ? people.yes : people.no}
                <span class="visually-hidden"> – {personName(one, t)}</span>
              </Button>
            ))}
          </div>
        </div>
      )}
    </li>
  );
}

export function Tasks(given: ViewProps) {
  const { model, t, view } = given;
  const { tasks, acts } = t.cases;
  const { act, isBusy } = useCaseAct(given, view.case);
  return (
    <section class="stack stack-tight" aria-labelledby="tasks">
      <h2 id="tasks">{tasks.heading}</h2>
      {view.tasks.length === 0 && <p class="quiet">{tasks.none}</p>}
      <ul class="listed">
        {view.tasks.map((task) => {
          const doing = { name: "task-done", given: { task: task.task } } as const;
          return (
            <li key={task.task} class="card listed-one">
              <div>
                <p>
                  <strong>{task.words}</strong>
                </p>
                <p class="quiet">
                  {task.doneAt === undefined
                    ? tasks.by(task.by)
                    : tasks.doneBy(task.doneBy ?? "", whenWords(task.doneAt, model.lang))}
                </p>
              </div>
              {isTheirsNow(view) && task.doneAt === undefined && (
                <Button kind="plain" icon="check" isBusy={isBusy(doing)} onTap={() => act(doing)}>
                  {tasks.done}
                  <span class="visually-hidden"> – {task.words}</span>
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {isTheirsNow(view) && (
        <WordsForm
          key={`task-${view.tasks.length}`}
          id="task"
          label={tasks.words}
          button={tasks.add}
          missing={acts.missing}
          isBusy={model.busy?.act === "case"}
          send={(words) => act({ name: "task", given: { words } })}
        />
      )}
    </section>
  );
}
