import { whenWords } from "@aval/design";
import { type ReportListLine, type Reports, reportStates } from "@aval/protocol";
import { Rows, type ScreenProps, Top } from "../screens/parts.tsx";
import { ListForm } from "./list-form.tsx";
import { OneForm } from "./one-form.tsx";

/** *Signalements*: one person, or a list of them, and what became of both. Nobody is named. */
export function ReportsScreen(given: ScreenProps) {
  const { model, t } = given;
  const { reports } = model.content;
  const acts = model.me?.acts ?? [];
  return (
    <>
      <Top {...given} section="reports" lead={t.reports.lead} />
      {acts.includes("report_list") && <ListForm {...given} />}
      {acts.includes("report_person") && <OneForm {...given} />}
      {reports && <Followed {...given} reports={reports} />}
    </>
  );
}

function Followed({ model, t, reports }: ScreenProps & { readonly reports: Reports }) {
  const { follow: words, reasons, states } = t.reports;
  const when = (at: number) => whenWords(at, model.lang);
  if (reports.lists.length === 0 && reports.single.length === 0)
    return <p class="quiet">{words.none}</p>;
  return (
    <>
      {reports.lists.length > 0 && (
        <Table
          title={words.lists}
          heads={[words.at, words.by, words.state]}
          rows={reports.lists.map((list) => [
            list.list,
            [when(list.at), list.by, standing(list, states)],
          ])}
        />
      )}
      {reports.single.length > 0 && (
        <Table
          title={words.singles}
          heads={[words.at, words.who, words.reason, words.state]}
          rows={reports.single.map((one) => [
            one.report,
            [when(one.at), one.nationalId, reasons[one.reason], states[one.state]],
          ])}
        />
      )}
    </>
  );
}

/** How many of a list stand where. */
const standing = (list: ReportListLine, words: ScreenProps["t"]["reports"]["states"]): string =>
  reportStates
    .filter((state) => list.states[state] > 0)
    .map((state) => `${words[state]} : ${list.states[state]}`)
    .join(" · ");

/** Rows under one heading, each with its key. */
export function Table(props: {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly [string, readonly string[]])[];
}) {
  return (
    <section class="stack">
      <h2>{props.title}</h2>
      <Rows
        caption={props.title}
        columns={props.heads}
        rows={props.rows.map(([key, cells]) => ({ key, cells }))}
      />
    </section>
  );
}
