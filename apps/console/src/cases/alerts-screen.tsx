import type { AlertLine } from "@aval/protocol";
import { Empty, type ScreenProps, Top } from "../screens/parts.tsx";
import { CaseLink, FilterBar, Moment, SeverityChip } from "./parts.tsx";
import { OwnViews } from "./own-views.tsx";
import { Shortcuts } from "./shortcuts-help.tsx";
import { alertPath, alertQuery, type AlertFilter } from "./state.ts";

/** *Alertes*: what has just happened, of nobody by name. */
export function AlertsScreen(given: ScreenProps) {
  const { model, t, engine } = given;
  const { route } = model;
  if (route.section !== "alerts") return null;
  const { filter } = route;
  const list = model.content.alerts;
  const to = (next: AlertFilter) => {
    const there = { section: "alerts", filter: next } as const;
    return { address: alertPath(there), go: () => engine.goToCases(there) };
  };
  return (
    <>
      <Top {...given} section="alerts" lead={t.alerts.lead} />
      <FilterBar
        title={t.cases.filters}
        groups={[
          [
            {
              key: "all",
              words: t.alerts.all,
              isOn: !filter.isLoose,
              ...to({ ...filter, isLoose: false }),
            },
            {
              key: "loose",
              words: t.alerts.loose,
              isOn: filter.isLoose,
              ...to({ ...filter, isLoose: true }),
            },
          ],
        ]}
        severity={{ t, current: filter.severity, filter, to }}
      />
      <OwnViews {...given} section="alerts" query={alertQuery(filter)} />
      {list?.alerts.length === 0 && (
        <Empty icon="check" title={t.alerts.none} text={t.alerts.noneText} />
      )}
      {list && list.alerts.length > 0 && <AlertTable {...given} lines={list.alerts} />}
      {list?.hasMore && <p class="quiet">{t.cases.more}</p>}
      <Shortcuts {...given} />
    </>
  );
}

function AlertTable({ model, t, engine, lines }: ScreenProps & { lines: readonly AlertLine[] }) {
  const { columns, kinds } = t.alerts;
  return (
    <div class="table-frame">
      <table>
        <thead>
          <tr>
            <th scope="col">{columns.at}</th>
            <th scope="col">{columns.known}</th>
            <th scope="col">{columns.what}</th>
            <th scope="col">{columns.severity}</th>
            <th scope="col">{columns.case}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.alert}>
              <td>
                <Moment at={line.at} model={model} />
              </td>
              <td>
                <Moment at={line.knownAt} model={model} />
              </td>
              <th scope="row">
                {kinds[line.kind] ?? line.kind}
                {line.service !== undefined && <span class="quiet"> · {line.service}</span>}
                {line.isTakenBack && <span class="quiet"> · {t.cases.alerts.takenBack}</span>}
              </th>
              <td>
                <SeverityChip severity={line.severity} t={t} />
              </td>
              <td>
                {line.case ? (
                  <CaseLink id={line.case} t={t} engine={engine} />
                ) : (
                  <span class="quiet">{t.alerts.noCase}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
