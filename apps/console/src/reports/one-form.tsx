import { type ReachChannel, reachChannels, type ReportReason, reportReasons } from "@aval/protocol";
import { useState } from "preact/hooks";
import { Choice, type ScreenProps } from "../screens/parts.tsx";

/** One person, by their identifier; what happened and how it was learnt are chosen, nothing is written. */
export function OneForm({ model, t, engine }: ScreenProps) {
  const { one: words, reasons } = t.reports;
  const [number, setNumber] = useState("");
  const [reason, setReason] = useState<ReportReason>();
  const [channel, setChannel] = useState<ReachChannel>();
  const [on, setOn] = useState("");
  const [missing, setMissing] = useState<"number" | "choice">();
  const nationalId = number.replaceAll(/\s/g, "");
  const send = () => {
    const isNumber = /^[0-9]{9,12}$/.test(nationalId);
    setMissing(isNumber ? (reason && channel ? undefined : "choice") : "number");
    if (isNumber && reason && channel && model.busy?.act !== "report")
      engine.act({ act: "report", nationalId, reason, channel, ...(on ? { on } : {}) });
  };
  return (
    <form
      class="card stack"
      aria-labelledby="report-one"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h2 id="report-one">{words.heading}</h2>
      <div class="field">
        <label for="report-number">{words.number}</label>
        <input
          id="report-number"
          inputMode="numeric"
          autocomplete="off"
          maxLength={20}
          aria-invalid={missing === "number" ? "true" : undefined}
          aria-describedby={missing === "number" ? "report-missing" : "report-hint"}
          value={number}
          onInput={(event) => setNumber(event.currentTarget.value)}
        />
        <p class="quiet" id="report-hint">
          {words.numberHint}
        </p>
      </div>
      <Choice
        {...{ legend: words.reason, name: "report-reason", values: reportReasons, words: reasons }}
        chosen={reason}
        choose={setReason}
      />
      <Choice
        {...{ legend: words.channel, name: "report-channel", values: reachChannels }}
        words={t.cases.channels}
        chosen={channel}
        choose={setChannel}
      />
      <div class="field">
        <label for="report-on">{words.on}</label>
        <input
          id="report-on"
          autocomplete="off"
          maxLength={10}
          aria-describedby="report-day"
          value={on}
          onInput={(event) => setOn(event.currentTarget.value.trim())}
        />
        <p class="quiet" id="report-day">
          {words.onHint}
        </p>
      </div>
      {missing && (
        <p class="field-error" id="report-missing" role="alert">
          {missing === "number" ? words.missing : words.choose}
        </p>
      )}
      <div class="row">
        <button
          type="submit"
          class="button button-primary"
          aria-disabled={model.busy?.act === "report" ? "true" : undefined}
        >
          {words.send}
        </button>
      </div>
    </form>
  );
}
