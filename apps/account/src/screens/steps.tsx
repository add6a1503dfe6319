import { dayWords } from "@aval/design";
import { type ComplaintDays, complaintDays, usualComplaintDays } from "@aval/protocol";
import { useState } from "preact/hooks";
import { type Content, mayAct } from "../state.ts";
import { Button, type ScreenProps, To, Top } from "./parts.tsx";

/** *Mes démarches*: what to do after a fraud, what is done of it, and the file to take along. */
export function StepsScreen(given: ScreenProps) {
  const { t } = given;
  const steps = given.model.content.steps?.steps;
  const done = steps?.filter(({ doneAt }) => doneAt !== undefined).length ?? 0;
  return (
    <>
      <Top {...given} section="steps" lead={t.steps.lead} />
      {steps && <ComplaintCard {...given} />}
      {steps && (
        <>
          <p role="status">{t.steps.progress(done, steps.length)}</p>
          <ol class="listed steps">
            {steps.map((one) => (
              <Step key={one.step} {...given} one={one} />
            ))}
          </ol>
        </>
      )}
    </>
  );
}

function Step(given: ScreenProps & { readonly one: Content["steps"]["steps"][number] }) {
  const { model, t, engine, one } = given;
  const { step, doneAt, contacts } = one;
  const words = t.steps.each[step];
  const isDone = doneAt !== undefined;
  const isBusy = model.busy?.act === "tick_step" && model.busy.step === step;
  return (
    <li class="card listed-one">
      <div class="stack stack-tight">
        <h2>{words.name}</h2>
        <p>{words.text}</p>
        {contacts.length > 0 && (
          <ul class="listed-facts">
            {contacts.map(({ name, telephone, page, hours }) => (
              <li key={name}>
                <strong>{name}</strong>
                {telephone !== undefined && (
                  <>
                    {" "}
                    <a href={`tel:${telephone.replace(/[^\d+]/g, "")}`}>{telephone}</a>
                  </>
                )}
                {hours !== undefined && <span class="quiet"> {hours[model.lang]}</span>}
                {page !== undefined && (
                  <>
                    {" "}
                    <a href={page} rel="noreferrer">
                      {t.steps.page}
                    </a>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
        {words.to !== undefined && (
          <p>
            <To section={words.to} engine={engine}>
              {t.sections[words.to]}
            </To>
          </p>
        )}
      </div>
      {mayAct(model) && (
        <label class="check">
          <input
            type="checkbox"
            checked={isDone}
            disabled={isBusy}
            onChange={() => engine.act({ act: "tick_step", step, isDone: !isDone })}
          />
          <span>
            {isDone ? t.steps.doneOn(dayWords(doneAt, model.lang)) : t.steps.tick}
            <span class="visually-hidden"> – {words.name}</span>
          </span>
        </label>
      )}
    </li>
  );
}

function ComplaintCard({ model, t, engine }: ScreenProps) {
  const { complaint: words } = t.steps;
  const [days, setDays] = useState<ComplaintDays>(usualComplaintDays);
  const isBusy = model.busy?.act === "take_complaint";
  return (
    <section class="card stack" aria-labelledby="complaint">
      <h2 id="complaint">{words.heading}</h2>
      <p>{words.text}</p>
      <p class="quiet">{words.limit}</p>
      <fieldset class="checks">
        <legend>{words.since}</legend>
        {complaintDays.map((one) => (
          <label key={one} class="check">
            <input
              type="radio"
              name="complaint-days"
              checked={days === one}
              onChange={() => setDays(one)}
            />
            <span>{words.days[one]}</span>
          </label>
        ))}
      </fieldset>
      <div class="row">
        <Button
          kind="primary"
          isBusy={isBusy}
          onTap={() => engine.act({ act: "take_complaint", days })}
        >
          {isBusy ? words.taking : words.take}
        </Button>
      </div>
    </section>
  );
}
