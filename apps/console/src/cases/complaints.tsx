import { whenWords } from "@aval/design";
import type { CaseView, ComplaintLine } from "@aval/protocol";
import { useState } from "preact/hooks";
import { Button, Notice, type ScreenProps, SignChecked } from "../screens/parts.tsx";
import { Pick, WordsForm } from "./parts.tsx";

type ViewProps = ScreenProps & { readonly view: CaseView };

/** Complaint files of the people of a case: asked for by its owner, signed by another, taken by either. */
export function Complaints(given: ViewProps) {
  const { t, view } = given;
  const { complaint: words } = t.cases;
  const mayAsk = view.isMine && view.holders.some(({ name }) => name !== undefined);
  return (
    <section class="stack stack-tight" aria-labelledby="complaints">
      <h2 id="complaints">{words.heading}</h2>
      <p class="quiet">{view.complaints.length === 0 ? words.none : words.lead}</p>
      {view.complaints.map((one) => (
        <Asked key={one.complaint} {...given} one={one} />
      ))}
      {mayAsk && <Asking key={view.complaints.length} {...given} />}
    </section>
  );
}

function Asked(given: ViewProps & { readonly one: ComplaintLine }) {
  const { model, t, engine, view, one } = given;
  const { complaint: words } = t.cases;
  const when = (at: number) => whenWords(at, model.lang);
  const taking = { act: "take_complaint", complaint: one.complaint } as const;
  const isBusy = model.busy?.act === "take_complaint" && model.busy.complaint === one.complaint;
  return (
    <article class="card stack stack-tight">
      <h3>{words.of(one.name ?? words.elsewhere)}</h3>
      <p>{words.states[one.state]}</p>
      <p class="quiet">
        {words.by(one.by, when(one.at))}
        {one.secondedBy !== undefined && ` ${words.signedBy(one.secondedBy)}`}
        {one.until !== undefined && ` ${words.until(when(one.until))}`}
      </p>
      <p class="said">{one.words}</p>
      {one.state === "waiting" && one.isMine && (
        <Notice icon="clock">
          <p>{words.waitsForOther}</p>
        </Notice>
      )}
      {one.state === "waiting" && !one.isMine && one.name !== undefined && (
        <SignChecked
          {...given}
          act={{ act: "sign_complaint", case: view.case, complaint: one.complaint }}
          check={words.read}
          signing={t.contacts.signing}
          sign={words.sign}
        />
      )}
      {one.mayTake && (
        <div class="row">
          <Button kind="primary" isBusy={isBusy} onTap={() => engine.act(taking)}>
            {isBusy ? words.taking : words.take}
          </Button>
        </div>
      )}
    </article>
  );
}

function Asking({ model, t, engine, view }: ViewProps) {
  const { complaint: words } = t.cases;
  const named = view.holders.filter(({ name }) => name !== undefined);
  const [person, setPerson] = useState(named[0]?.person ?? "");
  return (
    <details>
      <summary>{words.ask}</summary>
      <div class="card stack">
        <p class="quiet">{words.seen}</p>
        <WordsForm
          id="complaint-words"
          label={words.why}
          button={words.doIt}
          missing={t.cases.acts.missing}
          isBusy={model.busy?.act === "ask_complaint"}
          send={(said) =>
            engine.act({ act: "ask_complaint", case: view.case, person, words: said })
          }
        >
          <Pick
            id="complaint-person"
            label={words.whom}
            values={named.map((one) => one.person)}
            words={(value) => named.find((one) => one.person === value)?.name ?? ""}
            chosen={person}
            choose={setPerson}
          />
        </WordsForm>
      </div>
    </details>
  );
}
