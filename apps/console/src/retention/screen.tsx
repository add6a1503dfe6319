import { whenWords } from "@aval/design";
import type { RetentionKind, RetentionLine } from "@aval/protocol";
import { Notice, type ScreenProps, Top } from "../screens/parts.tsx";

/** What the job of the day goes through; the rest has a length of its own. */
const driven: readonly RetentionKind[] = ["evidence", "network"];
const others: readonly RetentionKind[] = ["standing", "register", "setting", "short", "for_ever"];

/** *Conservation*: numbers of rows, and nobody in them. */
export function RetentionScreen(given: ScreenProps) {
  const { model, t } = given;
  const { retention } = model.content;
  const { retention: words } = t;
  const linesOf = (kind: RetentionKind) =>
    retention?.lines.filter((line) => line.kind === kind) ?? [];
  return (
    <>
      <Top {...given} section="retention" lead={words.lead} />
      {retention && (
        <>
          <Notice
            tone={retention.isUpToDate ? "good" : "warning"}
            icon={retention.isUpToDate ? "check" : "warning"}
          >
            <p>
              <strong>{retention.isUpToDate ? words.upToDate : words.late}</strong>
            </p>
            {!retention.isUpToDate && <p>{words.lateText}</p>}
          </Notice>
          <p>{words.log}</p>
          {driven.map((kind) => (
            <section key={kind} class="stack stack-tight">
              <h2>{words.kinds[kind]}</h2>
              <p class="quiet">{words.basis[kind]}</p>
              <Driven {...given} lines={linesOf(kind)} />
            </section>
          ))}
          {others.map((kind) => (
            <section key={kind} class="stack stack-tight">
              <h2>{words.kinds[kind]}</h2>
              <p class="quiet">{words.basis[kind]}</p>
              <p class="mono">
                {linesOf(kind)
                  .map(({ table }) => nameOf(table))
                  .join(", ")}
              </p>
            </section>
          ))}
        </>
      )}
    </>
  );
}

const nameOf = (table: string): string => table.replace(/^aval\./, "");

function Driven({ model, t, lines }: ScreenProps & { readonly lines: readonly RetentionLine[] }) {
  const { retention: words } = t;
  const number = (count: number) => count.toLocaleString(model.lang);
  return (
    <div class="table-frame">
      <table>
        <thead>
          <tr>
            {(["table", "at", "gone", "waits"] as const).map((one) => (
              <th key={one} scope="col">
                {words.columns[one]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ table, run }) => (
            <tr key={table}>
              <th scope="row" class="mono">
                {nameOf(table)}
              </th>
              <td>
                {run ? whenWords(run.at, model.lang) : words.never}
                {run && !run.isDone && <strong class="late"> {words.unfinished}</strong>}
              </td>
              <td>{run ? words.goneOf(number(run.goneLast), number(run.gone)) : words.nothing}</td>
              <td>
                {[
                  ...(run?.held ? [words.held(number(run.held))] : []),
                  ...(run?.needed ? [words.needed(number(run.needed))] : []),
                ].join(" ; ") || (run ? words.none : words.nothing)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
