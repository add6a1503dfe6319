import { endWords, whenWords } from "@aval/design";
import { type EmergencyBegun, type EmergencyReason, emergencyReasons } from "@aval/protocol";
import { useState } from "preact/hooks";
import { Button, Choice, Facts, Heading, Notice, type ScreenProps, Split } from "./parts.tsx";

/** Two people, two keys, one hour: the first says why, the second reads it and signs. */
export function EmergencyScreen(given: ScreenProps) {
  const { begun } = given.model.content;
  return begun ? <Second {...given} begun={begun} /> : <First {...given} />;
}

function First({ model, t, engine }: ScreenProps) {
  const [reason, setReason] = useState<EmergencyReason>();
  const isSigning = model.busy?.act === "begin_emergency";
  const begin = () => reason && engine.act({ act: "begin_emergency", reason });
  return (
    <Split about="warning">
      <Heading takesFocus={model.hasMoved}>{t.emergency.heading}</Heading>
      <p class="lead">{t.emergency.lead}</p>
      <p>{t.emergency.does}</p>
      <Choice
        legend={t.emergency.why}
        name="emergency"
        values={emergencyReasons}
        words={t.emergency.reasons}
        chosen={reason}
        choose={setReason}
      />
      <div class="row">
        <Button kind="primary" icon="key" isBusy={isSigning || !reason} onTap={begin}>
          {isSigning ? t.out.signing : t.emergency.begin}
        </Button>
        <Leave model={model} t={t} engine={engine} />
      </div>
      <p class="quiet">{t.emergency.kept}</p>
    </Split>
  );
}

function Second({ model, t, engine, begun }: ScreenProps & { readonly begun: EmergencyBegun }) {
  const isSigning = model.busy?.act === "open_emergency";
  return (
    <Split about="person">
      <Heading takesFocus={model.hasMoved}>{t.emergency.second}</Heading>
      <p class="lead">{t.emergency.secondLead}</p>
      <Facts
        rows={[
          [t.emergency.first, begun.first],
          [t.emergency.why, t.emergency.reasons[begun.reason]],
          [t.emergency.before, endWords(begun.until, model.lang)],
        ]}
      />
      <Notice tone="warning" icon="warning">
        <p>{t.emergency.caller}</p>
      </Notice>
      <div class="row">
        <Button
          kind="primary"
          icon="key"
          isBusy={isSigning}
          onTap={() => engine.act({ act: "open_emergency", begun })}
        >
          {isSigning ? t.out.signing : t.emergency.open}
        </Button>
        <Leave model={model} t={t} engine={engine} />
      </div>
    </Split>
  );
}

const Leave = ({ t, engine }: ScreenProps) => (
  <Button kind="plain" onTap={() => engine.act({ act: "leave_emergency" })}>
    {t.emergency.leave}
  </Button>
);

/** Whoever works in one is told what it is; the team reads afterwards that there was one. */
export function EmergencyNotice({ model, t }: ScreenProps) {
  const { me, lang } = model;
  if (me?.emergencyWith === undefined) return null;
  return (
    <Notice tone="warning" icon="warning">
      <p>{t.emergency.inside(me.emergencyWith, endWords(me.endsAt, lang))}</p>
    </Notice>
  );
}

export function PastEmergencies({ model, t }: ScreenProps) {
  const past = model.content.team?.emergencies ?? [];
  if (past.length === 0) return null;
  return (
    <section class="stack stack-tight" aria-labelledby="emergencies">
      <h2 id="emergencies">{t.emergency.past}</h2>
      <ul>
        {past.map(({ by, reason, at }) => (
          <li key={at}>
            {t.emergency.was(whenWords(at, model.lang), by.join(" + "))}{" "}
            {t.emergency.reasons[reason]}.
          </li>
        ))}
      </ul>
    </section>
  );
}
