import type { ReportCheck } from "@aval/protocol";
import { useState } from "preact/hooks";
import { Button, Notice, type ScreenProps } from "../screens/parts.tsx";
import { Table } from "./screen.tsx";

/** A partner's list: chosen, checked line by line, and sent as it was checked. The file leaves this page as text only. */
export function ListForm(given: ScreenProps) {
  const { model, t, engine } = given;
  const { list: words } = t.reports;
  const [text, setText] = useState<string>();
  const [isMissing, setMissing] = useState(false);
  const isBusy = model.busy?.act === "check_list";
  const { check } = model.content;
  return (
    <section class="card stack" aria-labelledby="report-list">
      <h2 id="report-list">{words.heading}</h2>
      <p>{words.how}</p>
      <p class="quiet" id="report-words">
        {words.words}
      </p>
      <div class="field">
        <label for="report-file">{words.file}</label>
        <input
          id="report-file"
          type="file"
          accept=".csv,text/csv,text/plain"
          aria-invalid={isMissing ? "true" : undefined}
          aria-describedby={isMissing ? "report-file-missing" : "report-words"}
          onChange={(event) => {
            setMissing(false);
            void event.currentTarget.files?.[0]?.text().then(setText);
          }}
        />
        {isMissing && (
          <p class="field-error" id="report-file-missing" role="alert">
            {words.noFile}
          </p>
        )}
      </div>
      <div class="row">
        <Button
          kind={check ? "plain" : "primary"}
          isBusy={isBusy}
          onTap={() => (text ? engine.act({ act: "check_list", text }) : setMissing(true))}
        >
          {words.check}
        </Button>
      </div>
      {check && <Checked {...given} check={check} text={text} />}
    </section>
  );
}

function Checked({
  model,
  t,
  engine,
  check,
  text,
}: ScreenProps & { readonly check: ReportCheck; readonly text: string | undefined }) {
  const { list: words, problems } = t.reports;
  const { good, lines, sha256 } = check;
  return (
    <>
      <Notice tone={good > 0 ? "good" : "warning"} icon={good > 0 ? "check" : "warning"}>
        <p>{good > 0 ? words.found(good, lines) : words.nothing}</p>
        {check.problems.length > 0 && <p>{words.kept}</p>}
      </Notice>
      {check.problems.length > 0 && (
        <Table
          title={words.mend}
          heads={[words.line, words.why]}
          rows={check.problems.map(({ line, problem }) => [
            String(line),
            [String(line), problems[problem]],
          ])}
        />
      )}
      {good > 0 && (
        <div class="row">
          <Button
            kind="primary"
            isBusy={model.busy?.act === "send_list"}
            onTap={() => engine.act({ act: "send_list", text: text ?? "", sha256 })}
          >
            {words.send(good)}
          </Button>
        </div>
      )}
    </>
  );
}
