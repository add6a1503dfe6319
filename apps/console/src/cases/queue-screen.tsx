import { whenWords } from "@aval/design";
import type { CaseLine } from "@aval/protocol";
import { Empty, Rows, type ScreenProps, Top } from "../screens/parts.tsx";
import { OwnViews } from "./own-views.tsx";
import { Shortcuts } from "./shortcuts-help.tsx";
import { CaseLink, FilterBar, Moment, SeverityChip } from "./parts.tsx";
import { type CaseFilter, caseFilters, casePath, caseQuery } from "./state.ts";

/** *Dossiers*: what to work on, the first due first. Nobody whom a case is about is named here. */
export function CasesScreen(given: ScreenProps) {
  const { model, t, engine } = given;
  const { route } = model;
  if (route.section !== "cases" || route.case) return null;
  const { filter } = route;
  const list = model.content.cases;
  const to = (next: CaseFilter) => {
    const there = { section: "cases", filter: next } as const;
    return { address: casePath(there), go: () => engine.goToCases(there) };
  };
  return (
    <>
      <Top {...given} section="cases" lead={t.cases.lead} />
      <FilterBar
        title={t.cases.filters}
        groups={[
          caseFilters.map((state) => ({
            ...{ key: state, words: t.cases.state[state], isOn: filter.state === state },
            ...to({ ...filter, state }),
          })),
          [
            {
              ...{ key: "mine", words: t.cases.mine, isOn: filter.isMine },
              ...to({ ...filter, isMine: !filter.isMine }),
            },
            {
              ...{ key: "overdue", words: t.cases.overdue, isOn: filter.isOverdue },
              ...to({ ...filter, isOverdue: !filter.isOverdue }),
            },
          ],
        ]}
        severity={{ t, current: filter.severity, filter, to }}
      />
      <OwnViews {...given} section="cases" query={caseQuery(filter)} />
      {list?.cases.length === 0 && (
        <Empty icon="check" title={t.cases.none} text={t.cases.noneText} />
      )}
      {list && list.cases.length > 0 && <Queue {...given} lines={list.cases} />}
      {list?.hasMore && <p class="quiet">{t.cases.more}</p>}
      <Shortcuts {...given} />
    </>
  );
}

function Queue({ model, t, engine, lines }: ScreenProps & { lines: readonly CaseLine[] }) {
  const { lang } = model;
  const { columns } = t.cases;
  return (
    <Rows
      columns={columnNames.map((one) => columns[one])}
      rows={lines.map((line) => ({
        key: line.case,
        cells: [
          <CaseLink key="case" id={line.case} t={t} engine={engine} />,
          <SeverityChip key="severity" severity={line.severity} t={t} />,
          isDue(line) ? <Due key="due" {...{ line, model, t }} /> : "–",
          standsAt(line, given(t, lang)),
          ownerWords(line, t),
          String(line.alerts),
          String(line.people),
          <Moment key="first" at={line.firstAt} model={model} />,
          <Moment key="last" at={line.lastAt} model={model} />,
        ],
      }))}
    />
  );
}

const columnNames = [
  ...(["case", "severity", "due", "state", "owner", "alerts", "people", "first", "last"] as const),
];

const isDue = ({ state, isOverdue }: CaseLine) => state !== "closed" || isOverdue;

function Due({ line, model, t }: Pick<ScreenProps, "model" | "t"> & { readonly line: CaseLine }) {
  return (
    <span>
      <Moment at={line.dueAt} model={model} />
      {line.isOverdue && <strong class="late"> {t.cases.late}</strong>}
    </span>
  );
}

type Words = { readonly t: ScreenProps["t"]; readonly lang: ScreenProps["model"]["lang"] };
const given = (t: Words["t"], lang: Words["lang"]): Words => ({ t, lang });

/** Where a case stands, in words. */
export function standsAt({ state, snoozedUntil, outcome }: CaseLine, { t, lang }: Words): string {
  if (state === "snoozed" && snoozedUntil !== undefined)
    return t.cases.until(whenWords(snoozedUntil, lang));
  return state === "closed" && outcome ? t.cases.outcomes[outcome] : t.cases.state[state];
}

export const ownerWords = ({ isMine, owner }: CaseLine, t: ScreenProps["t"]): string =>
  isMine ? t.cases.you : (owner ?? t.cases.nobody);
