import { whenWords } from "@aval/design";
import type { CaseView, WindowLine, WindowService } from "@aval/protocol";
import { useRef, useState } from "preact/hooks";
import { Rows, type ScreenProps } from "../screens/parts.tsx";
import { Pick, WordsForm } from "./parts.tsx";

type ViewProps = ScreenProps & { readonly view: CaseView };

/** What services were told of times of fraud in this case, what each answered, and telling them of another. */
export function Windows(given: ViewProps) {
  const { t, view } = given;
  const { window: words } = t.cases;
  const maySend = view.isMine && view.state !== "closed" && view.holders.some(({ name }) => name);
  return (
    <section class="stack stack-tight" aria-labelledby="windows">
      <h2 id="windows">{words.heading}</h2>
      {view.windows.length === 0 && <p class="quiet">{words.none}</p>}
      {view.windows.map((one) => (
        <Sent key={one.window} {...given} one={one} />
      ))}
      {maySend && <Sending key={view.windows.length} {...given} />}
    </section>
  );
}

function Sent({ model, t, one }: ViewProps & { readonly one: WindowLine }) {
  const { window: words, elsewhere } = t.cases;
  const when = (at: number) => whenWords(at, model.lang);
  return (
    <article class="card stack stack-tight">
      <h3>{words.of(one.name ?? elsewhere)}</h3>
      <p>{words.span(when(one.from), when(one.to))}</p>
      <p class="quiet">{words.by(one.by, when(one.at))}</p>
      <p class="said">{one.words}</p>
      <Rows
        caption={words.heading}
        columns={[
          words.columns.service,
          words.columns.sessions,
          words.columns.state,
          words.columns.answer,
        ]}
        rows={one.services.map((service) => ({
          key: service.service,
          cells: [
            service.service,
            <span key="sessions" class="count">
              {service.sessions}
            </span>,
            <State key="state" {...{ service, t, when }} />,
            <Answer key="answer" {...{ service, t, when }} />,
          ],
        }))}
      />
    </article>
  );
}

type ServiceProps = {
  readonly service: WindowService;
  readonly t: ScreenProps["t"];
  readonly when: (at: number) => string;
};

function State({ service, t, when }: ServiceProps) {
  const { window: words } = t.cases;
  return (
    <>
      {words.states[service.state]}
      {service.remindedAt !== undefined && (
        <p class="quiet">{words.reminded(service.reminders, when(service.remindedAt))}</p>
      )}
    </>
  );
}

function Answer(props: ServiceProps) {
  const { answer } = props.service;
  const { window: words } = props.t.cases;
  if (!answer) return <>–</>;
  return (
    <>
      {words.answered(answer.acts, answer.cancelled)}
      {answer.note !== undefined && <p class="said">{answer.note}</p>}
      <p class="quiet">{words.reviewed(answer.reviewedBy, props.when(answer.at))}</p>
    </>
  );
}

const two = (part: number) => String(part).padStart(2, "0");
/** A moment as the browser's own field writes it: local, to the minute. */
const fieldOf = (at: number): string => {
  const date = new Date(at * 1000);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
};
const momentOf = (text: string): number => Math.floor(new Date(text).getTime() / 1000);

/** From an hour before the first alert until the minute after the last was known: what the timeline says by itself. */
function Sending(given: ViewProps) {
  const { model, t, engine, view } = given;
  const { window: words } = t.cases;
  const named = view.holders.filter(({ name }) => name !== undefined);
  const [person, setPerson] = useState(named[0]?.person ?? "");
  const [from, setFrom] = useState(fieldOf(view.firstAt - 3600));
  const [to, setTo] = useState(fieldOf(view.lastAt + 60));
  const [isWrong, setWrong] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const isSpan = () => {
    const isRight = momentOf(from) < momentOf(to);
    setWrong(!isRight);
    if (!isRight) first.current?.focus();
    return isRight;
  };
  return (
    <details>
      <summary>{words.send}</summary>
      <div class="card stack">
        <p>{words.lead}</p>
        <Pick
          id="window-person"
          label={words.whom}
          values={named.map((one) => one.person)}
          words={(one) => named.find((holder) => holder.person === one)?.name ?? ""}
          chosen={person}
          choose={setPerson}
        />
        <div class="field">
          <label for="window-from">{words.from}</label>
          <input
            id="window-from"
            ref={first}
            type="datetime-local"
            value={from}
            aria-invalid={isWrong ? "true" : undefined}
            aria-describedby={isWrong ? "window-wrong" : undefined}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="window-to">{words.to}</label>
          <input
            id="window-to"
            type="datetime-local"
            value={to}
            onInput={(event) => setTo(event.currentTarget.value)}
          />
          {isWrong && (
            <p class="field-error" id="window-wrong" role="alert">
              {words.wrong}
            </p>
          )}
        </div>
        <WordsForm
          id="window-words"
          label={words.why}
          button={words.doIt}
          missing={t.cases.acts.missing}
          isBusy={model.busy?.act === "send_window"}
          mayGo={isSpan}
          send={(said) =>
            engine.act({
              ...{ act: "send_window", case: view.case, person, words: said },
              ...{ from: momentOf(from), to: momentOf(to) },
            })
          }
        />
      </div>
    </details>
  );
}
