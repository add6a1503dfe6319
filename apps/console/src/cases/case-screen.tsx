import { whenWords } from "@aval/design";
import { Link } from "@aval/design/shell";
import type { CaseAlert, CasePerson, CaseView } from "@aval/protocol";
import { useState } from "preact/hooks";
import { Button, Facts, Heading, Notice, type ScreenProps } from "../screens/parts.tsx";
import { CaseActs } from "./case-acts.tsx";
import { PeopleToTell, Tasks } from "./case-people.tsx";
import { CaseGraph } from "./case-graph.tsx";
import { CaseTimeline } from "./case-timeline.tsx";
import { Complaints } from "./complaints.tsx";
import { Measures } from "./measures.tsx";
import { CaseLink, Moment, SeverityChip, useCaseAct } from "./parts.tsx";
import { Shortcuts } from "./shortcuts-help.tsx";
import { ownerWords, standsAt } from "./queue-screen.tsx";
import { Windows } from "./windows.tsx";
import { allCases, casePath, isMoved, shortId } from "./state.ts";

/** One case: what happened, to whom, what it shares, what was done, and what can be. */
export function CaseScreen(given: ScreenProps) {
  const { model, t, engine } = given;
  const { route } = model;
  if (route.section !== "cases" || !route.case) return null;
  const seen = model.content.case;
  const all = { section: "cases", filter: allCases } as const;
  const back = (
    <Link class="case-back" address={casePath(all)} onFollow={() => engine.goToCases(all)}>
      {t.cases.back}
    </Link>
  );
  if (!seen)
    return (
      <>
        {back}
        <Heading takesFocus={model.hasMoved}>{t.cases.name(shortId(route.case))}</Heading>
      </>
    );
  if (isMoved(seen)) {
    const there = { section: "cases", case: seen.into } as const;
    return (
      <>
        {back}
        <Heading takesFocus={model.hasMoved}>{t.cases.moved.heading}</Heading>
        <p>{t.cases.moved.text}</p>
        <p>
          <Link address={casePath(there)} onFollow={() => engine.goToCases(there)}>
            {t.cases.moved.go}
          </Link>
        </p>
      </>
    );
  }
  // An agent reads, and calls: what works on a case and stops is an analyst's.
  const mayWork = model.me?.acts.includes("work_cases") === true;
  return (
    <>
      {back}
      <div class="stack stack-tight">
        <Heading takesFocus={model.hasMoved}>{t.cases.name(shortId(seen.case))}</Heading>
        <p class="quiet">{t.cases.viewed}</p>
      </div>
      <div class="case">
        <div class="stack case-side">
          <Standing {...given} view={seen} />
          {mayWork && <CaseActs {...given} view={seen} />}
          <Tasks {...given} view={seen} />
          <Related {...given} view={seen} />
        </div>
        <div class="stack case-main">
          <PeopleToTell {...given} view={seen} />
          {mayWork && <Measures {...given} view={seen} />}
          {mayWork && <Windows {...given} view={seen} />}
          {mayWork && <Complaints {...given} view={seen} />}
          <Alerts {...given} view={seen} />
          <Links {...given} view={seen} />
          <CaseTimeline {...given} view={seen} />
        </div>
      </div>
      {mayWork && <Shortcuts {...given} />}
    </>
  );
}

type ViewProps = ScreenProps & { readonly view: CaseView };

function Standing({ model, t, view }: ViewProps) {
  const { standing } = t.cases;
  const { lang } = model;
  const rows: (readonly [string, string])[] = [
    [standing.state, standsAt(view, { t, lang })],
    [standing.owner, ownerWords(view, t)],
    [standing.opened, whenWords(view.openedAt, lang)],
  ];
  if (view.state !== "closed") rows.push([standing.due, whenWords(view.dueAt, lang)]);
  if (view.snoozedFor !== undefined) rows.push([standing.snoozedFor, view.snoozedFor]);
  if (view.outcomeWords !== undefined) rows.push([standing.words, view.outcomeWords]);
  return (
    <section class="card stack stack-tight" aria-labelledby="standing">
      <h2 id="standing">{standing.heading}</h2>
      <p class="row">
        <SeverityChip severity={view.severity} t={t} />
        {view.isOverdue && <strong class="late">{t.cases.late}</strong>}
      </p>
      <Facts rows={rows} />
    </section>
  );
}

/** Who it is, or that they are another authority's. */
export const personName = ({ name }: CasePerson, t: ScreenProps["t"]): string =>
  name ?? t.cases.elsewhere;

/** Whom an alert is about. */
export function aboutWords({ person }: CaseAlert, view: CaseView, t: ScreenProps["t"]): string {
  const found = view.holders.find((one) => one.person === person);
  return found ? personName(found, t) : t.cases.alerts.service;
}

export function alertWords({ kind, because }: CaseAlert, t: ScreenProps["t"]): string {
  const why = because.map((one) => t.alerts.because[one] ?? one).join(", ");
  const what = t.alerts.kinds[kind] ?? kind;
  return why ? `${what} (${why})` : what;
}

function Alerts(given: ViewProps) {
  const { model, t, view } = given;
  const { lang } = model;
  const { act, isBusy } = useCaseAct(given, view.case);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  // What was taken back and split since is chosen no more.
  const kept = chosen.filter((one) => view.alertList.some(({ alert }) => alert === one));
  const maySplit = view.isMine && view.state !== "closed" && view.alertList.length > 1;
  const splitting = { name: "split", given: { alerts: kept } } as const;
  const words = t.cases.alerts;
  return (
    <section class="stack stack-tight" aria-labelledby="alerts">
      <h2 id="alerts">{words.heading}</h2>
      <div class="table-frame">
        <table>
          <thead>
            <tr>
              {maySplit && <th scope="col">{words.choose}</th>}
              <th scope="col">{words.happened}</th>
              <th scope="col">{words.known}</th>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.who}</th>
            </tr>
          </thead>
          <tbody>
            {view.alertList.map((line) => {
              const when = whenWords(line.at, lang);
              return (
                <tr key={line.alert}>
                  {maySplit && (
                    <td>
                      <label class="check choose">
                        <input
                          type="checkbox"
                          checked={kept.includes(line.alert)}
                          onChange={(event) =>
                            setChosen(
                              event.currentTarget.checked
                                ? [...kept, line.alert]
                                : kept.filter((one) => one !== line.alert),
                            )
                          }
                        />
                        <span class="visually-hidden">
                          {words.chooseOne(t.alerts.kinds[line.kind] ?? line.kind, when)}
                        </span>
                      </label>
                    </td>
                  )}
                  <td>
                    <Moment at={line.at} model={model} />
                  </td>
                  <td>
                    <Moment at={line.knownAt} model={model} />
                  </td>
                  <th scope="row">
                    {alertWords(line, t)}
                    {line.isTakenBack && <span class="quiet"> · {words.takenBack}</span>}
                  </th>
                  <td>{aboutWords(line, view, t)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {maySplit && kept.length > 0 && kept.length < view.alertList.length && (
        <div class="row">
          <Button kind="plain" isBusy={isBusy(splitting)} onTap={() => act(splitting)}>
            {words.split}
          </Button>
          <span class="quiet">{words.splitHint}</span>
        </div>
      )}
    </section>
  );
}

function Links({ t, view }: ViewProps) {
  const { links } = t.cases;
  return (
    <section class="stack stack-tight" aria-labelledby="links">
      <h2 id="links">{links.heading}</h2>
      {view.links.length === 0 ? (
        <p>{links.none}</p>
      ) : (
        <>
          <p class="quiet">{links.lead}</p>
          <CaseGraph view={view} t={t} />
          <div class="table-frame">
            <table>
              <thead>
                <tr>
                  <th scope="col">{links.kind}</th>
                  <th scope="col">{links.label}</th>
                  <th scope="col">{links.people}</th>
                  <th scope="col">{links.alerts}</th>
                </tr>
              </thead>
              <tbody>
                {view.links.map((link) => (
                  <tr key={link.link}>
                    <th scope="row">{t.cases.kinds[link.kind]}</th>
                    <td>
                      {link.label ?? "–"}
                      {link.isCommon && <span class="quiet"> · {links.common}</span>}
                    </td>
                    <td class="count">{link.people}</td>
                    <td class="count">{link.alerts}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {view.services.length > 0 && (
        <p>{t.cases.services(view.services.map(({ service }) => service).join(", "))}</p>
      )}
    </section>
  );
}

function Related({ t, engine, view }: ViewProps) {
  const { related } = t.cases;
  return (
    <section class="stack stack-tight" aria-labelledby="related">
      <h2 id="related">{related.heading}</h2>
      {view.related.length === 0 ? (
        <Notice icon="check">
          <p>{related.none}</p>
        </Notice>
      ) : (
        <ul>
          {view.related.map((one) => (
            <li key={one.case}>
              <CaseLink id={one.case} t={t} engine={engine} />{" "}
              <span class="quiet">
                {one.state === "merged" ? t.cases.state.closed : t.cases.state[one.state]} ·{" "}
                {related.line(one.by.map((kind) => t.cases.kinds[kind].toLowerCase()).join(", "))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
