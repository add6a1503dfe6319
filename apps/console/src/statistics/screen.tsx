import { whenWords } from "@aval/design";
import {
  everyone,
  type StatisticKind,
  type Statistics,
  statisticKinds,
  statisticProfessions,
  statisticRegions,
  statisticWords,
} from "@aval/protocol";
import { useState } from "preact/hooks";
import { Pick } from "../cases/parts.tsx";
import { Empty, Rows, type ScreenProps, Top } from "../screens/parts.tsx";
import { regionNames } from "./regions.ts";
import { type StatisticFilter, type StatisticLine, statisticsQuery, tablesOf } from "./state.ts";

/** *Statistiques*: closed months, in numbers that may be told. */
export function StatisticsScreen(given: ScreenProps) {
  const { model, t } = given;
  const { route } = model;
  const seen = model.content.statistics;
  const { statistics: words } = t;
  if (route.section !== "statistics") return null;
  const showing = { ...given, seen, filter: route.filter };
  return (
    <>
      <Top {...given} section="statistics" lead={words.lead} />
      {seen && seen.month === undefined && (
        <Empty icon="clock" title={words.none} text={words.noneText} />
      )}
      {seen?.month !== undefined && <Month {...showing} seen={{ ...seen, month: seen.month }} />}
    </>
  );
}

type Seen = Statistics & { readonly month: string };
type MonthProps = ScreenProps & { readonly seen: Seen; readonly filter: StatisticFilter };

function Month(given: MonthProps) {
  const { model, t, seen, filter } = given;
  const { statistics: words } = t;
  const { closedAt, fewest, month } = seen;
  const isPartOfAll = seen.professions.length <= statisticProfessions.length;
  return (
    <>
      <Filters key={JSON.stringify(filter)} {...given} />
      <section class="stack stack-tight" aria-labelledby="month">
        <h2 id="month">{monthWords(month, model.lang)}</h2>
        {closedAt !== undefined && <p>{words.counted(whenWords(closedAt, model.lang))}</p>}
        <p>{words.about(fewest)}</p>
        {isPartOfAll && <p>{words.own}</p>}
      </section>
      <Tables {...given} />
      <Delay {...given} />
      <section class="stack stack-tight" aria-labelledby="files">
        <h2 id="files">{words.files}</h2>
        <p>{words.filesText}</p>
        <div class="row">
          <a href={`/api/statistics.csv?month=${month}&lang=${model.lang}`} download>
            {words.csv}
          </a>
          <a href={`/api/statistics.json${statisticsQuery({ ...filter, month })}`} download>
            {words.json}
          </a>
        </div>
      </section>
    </>
  );
}

const monthWords = (month: string, lang: string): string =>
  new Date(`${month}-15T12:00:00Z`).toLocaleDateString(lang === "fr" ? "fr-FR" : "en-GB", {
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });

const professionWords = ({ t }: ScreenProps, code: string): string =>
  code === everyone
    ? t.statistics.allProfessions
    : (t.campaigns.professions[code] ?? t.statistics.other);

const regionWords = ({ t }: ScreenProps, code: string): string =>
  code === everyone ? t.statistics.allRegions : (regionNames[code] ?? t.statistics.otherRegion);

/** Chosen together, and shown by a press: nothing moves under whoever goes through a list by keys. */
function Filters(given: MonthProps) {
  const { model, t, engine, seen, filter } = given;
  const { statistics: words } = t;
  const [chosen, choose] = useState<StatisticFilter>({ ...filter, month: seen.month });
  const kinds = ["", ...statisticKinds] as const;
  const { kind: _kind, ...noKind } = chosen;
  return (
    <form
      class="card stack"
      aria-label={words.choose}
      onSubmit={(event) => {
        event.preventDefault();
        engine.goToStatistics({ section: "statistics", filter: chosen });
      }}
    >
      <Pick
        id="statistics-month"
        label={words.month}
        values={seen.months}
        words={(month) => monthWords(month, model.lang)}
        chosen={chosen.month ?? seen.month}
        choose={(month) => choose({ ...chosen, month })}
      />
      <Pick
        id="statistics-kind"
        label={words.kind}
        values={kinds}
        words={(kind) => (kind === "" ? words.allKinds : statisticWords[kind][model.lang])}
        chosen={chosen.kind ?? ""}
        choose={(kind) => choose(kind === "" ? noKind : { ...noKind, kind })}
      />
      <Pick
        id="statistics-profession"
        label={words.profession}
        values={seen.professions}
        words={(code) => professionWords(given, code)}
        chosen={chosen.profession}
        choose={(profession) => choose({ ...chosen, profession })}
      />
      <Pick
        id="statistics-region"
        label={words.region}
        values={[everyone, ...statisticRegions]}
        words={(code) => regionWords(given, code)}
        chosen={chosen.region}
        choose={(region) => choose({ ...chosen, region })}
      />
      <div class="row">
        <button type="submit" class="button button-primary">
          {words.show}
        </button>
      </div>
    </form>
  );
}

function Tables(given: MonthProps) {
  const { model, t, seen, filter } = given;
  const { statistics: words } = t;
  const tables = tablesOf(seen, filter);
  const who = professionWords(given, filter.profession);
  const where = regionWords(given, filter.region);
  if (tables.by === "kind")
    return (
      <Table
        {...given}
        title={words.byKind(who, where)}
        column={words.kind}
        lines={tables.lines}
        name={(of) => statisticWords[of as StatisticKind][model.lang]}
      />
    );
  const kind = filter.kind ? statisticWords[filter.kind][model.lang] : "";
  return (
    <>
      <Table
        {...given}
        title={`${kind}. ${words.byProfession}\u00a0: ${where}`}
        column={words.profession}
        lines={tables.professions}
        name={(of) => professionWords(given, of)}
      />
      <Table
        {...given}
        title={`${kind}. ${words.byRegion}\u00a0: ${who}`}
        column={words.region}
        lines={tables.regions}
        name={(of) => regionWords(given, of)}
      />
    </>
  );
}

function Table(
  given: MonthProps & {
    readonly title: string;
    readonly column: string;
    readonly lines: readonly StatisticLine[];
    readonly name: (of: string) => string;
  },
) {
  const { model, t, title, column, lines, name } = given;
  const { statistics: words } = t;
  const number = (count: number) => <span class="count">{count.toLocaleString(model.lang)}</span>;
  const said = (cell: StatisticLine["cell"], count: number | undefined) =>
    cell === undefined ? (
      <span class="quiet">{words.masked}</span>
    ) : cell.people === 0 ? (
      <span class="quiet">{words.nobody}</span>
    ) : (
      number(count ?? 0)
    );
  return (
    <section class="stack stack-tight">
      <h2>{title}</h2>
      <Rows
        caption={title}
        columns={[column, words.people, words.times]}
        rows={lines.map(({ of, cell }) => ({
          key: of,
          cells: [name(of), said(cell, cell?.people), said(cell, cell?.times)],
        }))}
      />
    </section>
  );
}

function Delay({ model, t, seen }: MonthProps) {
  const { statistics: words } = t;
  const { stoppedWithin } = seen;
  return (
    <section class="stack stack-tight" aria-labelledby="delay">
      <h2 id="delay">{words.stopped}</h2>
      <p>
        {stoppedWithin === undefined
          ? words.stoppedMasked
          : words.stoppedIn(stoppedWithin.toLocaleString(model.lang))}
      </p>
    </section>
  );
}
