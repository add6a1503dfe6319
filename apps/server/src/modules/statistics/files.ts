import {
  everyone,
  type StatisticKind,
  type Statistics,
  statisticKinds,
  statisticRegions,
  statisticWords,
} from "@aval/protocol";
import { csvText } from "#platform/csv";

/*
 * The month as a file: every number that its reader may see, and for those that are withheld a line that says so. Zero, few and withheld so that
 * no total gives another away look alike.
 */

type Lang = "fr" | "en";
type Line = {
  readonly kind: StatisticKind;
  readonly profession: string;
  readonly region: string;
  readonly people: number | null;
  readonly times: number | null;
};

const words = {
  fr: {
    header: ["mois", "objet", "profession", "region", "professionnels", "fois", "lecture"],
    all: "toutes",
    other: "autre",
    told: "compté",
    nobody: "personne au registre",
    masked: (fewest: number) =>
      `masqué : moins de ${fewest} professionnels, ou retenu pour qu'aucun total ne les donne`,
  },
  en: {
    header: ["month", "subject", "profession", "region", "professionals", "times", "reading"],
    all: "all",
    other: "other",
    told: "counted",
    nobody: "nobody on the register",
    masked: (fewest: number) =>
      `masked: fewer than ${fewest} professionals, or withheld so that no total gives them`,
  },
} as const;

/** Every line that this reader may see, told or not. */
function linesOf({ cells, professions }: Statistics): readonly Line[] {
  const told = new Map(
    cells.map((cell) => [`${cell.kind} ${cell.profession} ${cell.region}`, cell]),
  );
  return statisticKinds.flatMap((kind) =>
    professions.flatMap((profession) =>
      [everyone, ...statisticRegions].map((region) => {
        const cell = told.get(`${kind} ${profession} ${region}`);
        const { people = null, times = null } = cell ?? {};
        return { kind, profession, region, people, times };
      }),
    ),
  );
}

const cellText = (value: string | number | null): string =>
  typeof value === "number" ? String(value) : csvText(value ?? "");

/** As a spreadsheet opens it: UTF-8 with its mark, `;`, CRLF. */
export function tableOf(statistics: Statistics, lang: Lang): string {
  const { header, all, other, told, nobody, masked } = words[lang];
  const named = (code: string) => (code === everyone ? all : code === "other" ? other : code);
  const rows = linesOf(statistics).map(({ kind, profession, region, people, times }) => [
    ...[statistics.month ?? "", statisticWords[kind][lang], named(profession), named(region)],
    ...[people, times, people === null ? masked(statistics.fewest) : people === 0 ? nobody : told],
  ]);
  const lines = [header, ...rows].map((row) => row.map(cellText).join(";"));
  return `\uFEFF${[...lines, ""].join("\r\n")}`;
}

/** The same for a program. `null`: masked, as `masked` says. */
export const documentOf = (statistics: Statistics) => ({
  month: statistics.month ?? null,
  closedAt: statistics.closedAt ?? null,
  stoppedWithinSeconds: statistics.stoppedWithin ?? null,
  masked: {
    fewest: statistics.fewest,
    fr: words.fr.masked(statistics.fewest),
    en: words.en.masked(statistics.fewest),
  },
  cells: linesOf(statistics),
});
