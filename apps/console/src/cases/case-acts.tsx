import { caseOutcomes, type CaseOutcome, type CaseView } from "@aval/protocol";
import { useState } from "preact/hooks";
import { Button, Choice, type ScreenProps } from "../screens/parts.tsx";
import { Merging } from "./case-merge.tsx";
import { Pick, useCaseAct, WordsForm } from "./parts.tsx";

type ViewProps = ScreenProps & { readonly view: CaseView };

/** What its reader may do with a case: take it, or, once it is theirs, pass it, put it off and end it. A note is anybody's. */
export function CaseActs(given: ViewProps) {
  const { t, view } = given;
  const { acts } = t.cases;
  const { act, isBusy } = useCaseAct(given, view.case);
  const plain = (name: "claim" | "release" | "wake") => ({ name, given: {} }) as const;
  return (
    <div class="stack">
      {view.state === "open" && (
        <div class="stack stack-tight">
          <p>{acts.free}</p>
          <Button kind="primary" isBusy={isBusy(plain("claim"))} onTap={() => act(plain("claim"))}>
            {acts.claim}
          </Button>
        </div>
      )}
      {!view.isMine && view.owner !== undefined && (
        <>
          <p>{acts.taken(view.owner)}</p>
          <Button kind="plain" isBusy={isBusy(plain("claim"))} onTap={() => act(plain("claim"))}>
            {acts.claim}
          </Button>
        </>
      )}
      {view.isMine && (
        <div class="row">
          {view.state === "snoozed" && (
            <Button kind="primary" isBusy={isBusy(plain("wake"))} onTap={() => act(plain("wake"))}>
              {acts.wake}
            </Button>
          )}
          <Button
            kind="plain"
            isBusy={isBusy(plain("release"))}
            onTap={() => act(plain("release"))}
          >
            {acts.release}
          </Button>
        </div>
      )}
      <WordsForm
        key={`note-${view.events.length}`}
        id="note"
        label={acts.note}
        hint={acts.noteHint}
        button={acts.noteDo}
        missing={acts.missing}
        isBusy={given.model.busy?.act === "case"}
        isLong
        send={(words) => act({ name: "note", given: { words } })}
      />
      {view.isMine && <Closing {...given} />}
      {view.isMine && view.state === "claimed" && <Snoozing {...given} />}
      {view.isMine && <HandingOver {...given} />}
      {view.isMine && view.state !== "closed" && <Merging {...given} />}
      {view.state === "closed" && (
        <details>
          <summary>{acts.reopen}</summary>
          <WordsForm
            id="reopen"
            label={acts.reopenWords}
            button={acts.reopenDo}
            missing={acts.missing}
            isBusy={given.model.busy?.act === "case"}
            send={(words) => act({ name: "reopen", given: { words } })}
          />
        </details>
      )}
    </div>
  );
}

function Closing(given: ViewProps) {
  const { t, view, model } = given;
  const { acts } = t.cases;
  const { act } = useCaseAct(given, view.case);
  const [outcome, setOutcome] = useState<CaseOutcome>();
  const [isMissing, setMissing] = useState(false);
  return (
    <details>
      <summary>{acts.close}</summary>
      <WordsForm
        id="close"
        label={acts.closeWords}
        button={acts.closeDo}
        missing={acts.missing}
        isBusy={model.busy?.act === "case"}
        mayGo={() => {
          setMissing(outcome === undefined);
          return outcome !== undefined;
        }}
        send={(words) => outcome && act({ name: "close", given: { outcome, words } })}
      >
        <Choice
          legend={acts.outcome}
          name="outcome"
          values={caseOutcomes}
          words={t.cases.outcomes}
          chosen={outcome}
          choose={setOutcome}
        />
        {isMissing && outcome === undefined && (
          <p class="field-error" role="alert">
            {acts.missingChoice}
          </p>
        )}
      </WordsForm>
    </details>
  );
}

const spans = ["1", "4", "24", "72", "168"] as const;

function Snoozing(given: ViewProps) {
  const { t, view, model } = given;
  const { acts } = t.cases;
  const { act } = useCaseAct(given, view.case);
  const [hours, setHours] = useState<(typeof spans)[number]>("24");
  return (
    <details>
      <summary>{acts.snooze}</summary>
      <WordsForm
        id="snooze"
        label={acts.snoozeWords}
        button={acts.snoozeDo}
        missing={acts.missing}
        isBusy={model.busy?.act === "case"}
        send={(words) => act({ name: "snooze", given: { hours: Number(hours), words } })}
      >
        <Pick
          id="hours"
          label={acts.hours}
          values={spans}
          words={(value) => acts.spans[value]}
          chosen={hours}
          choose={setHours}
        />
      </WordsForm>
    </details>
  );
}

function HandingOver(given: ViewProps) {
  const { t, view, model } = given;
  const { acts } = t.cases;
  const { act } = useCaseAct(given, view.case);
  const [to, setTo] = useState("");
  const [isMissing, setMissing] = useState(false);
  const names = new Map<string, string>(view.colleagues.map(({ member, name }) => [member, name]));
  if (names.size === 0) return null;
  return (
    <details>
      <summary>{acts.handOver}</summary>
      <WordsForm
        id="hand-over"
        label={acts.handWords}
        button={acts.hand}
        missing={acts.missing}
        isBusy={model.busy?.act === "case"}
        mayGo={() => {
          setMissing(to === "");
          return to !== "";
        }}
        send={(words) => act({ name: "hand-over", given: { to, words } })}
      >
        <Pick
          id="to"
          label={acts.to}
          values={[...names.keys()]}
          words={(value) => names.get(value) ?? ""}
          chosen={to}
          choose={setTo}
          empty="…"
        />
        {isMissing && to === "" && (
          <p class="field-error" role="alert">
            {acts.missingChoice}
          </p>
        )}
      </WordsForm>
    </details>
  );
}
