import {
  cellsFaultSentences,
  type NamedColumns,
  plain,
  readCells,
  readColumns,
} from "#modules/directory";
import { type Closure, readClosures, readSpans, type Week } from "./hours.ts";

/**
 * The operator's file of desks: text in named columns, one desk a line. `docs/desks.md` is its page. Nothing here touches the world.
 */
export type Desk = {
  readonly authority: string;
  readonly name: string;
  readonly address: string;
  readonly postcode: string;
  readonly town: string;
  readonly telephone: string;
  readonly hours: Week;
  readonly closures: readonly Closure[];
  readonly acts: readonly DeskAct[];
  readonly source: string;
};

/** What may be done at a desk: a closed list, so that it is said in both languages. */
const deskActs = ["telephone", "rouvrir", "coordonnees"] as const;
export type DeskAct = (typeof deskActs)[number];

const weekdays = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"] as const;
const columns = [
  "autorite",
  "nom",
  "adresse",
  "code_postal",
  "ville",
  "telephone",
  ...weekdays,
  "fermetures",
  "actes",
  "source",
] as const;

export type DeskHeader = NamedColumns<(typeof columns)[number]>;

/** Where each column stands; the name of the one that is missing, or there twice. */
export const readDeskHeader = (text: string) => readColumns(text, columns);

/** One line, or why it is left out. */
export function readDeskLine(
  header: DeskHeader,
  text: string,
): Desk | { readonly fault: DeskLineFault } {
  const cell = readCells(header, text);
  if ("fault" in cell) return cell;
  const said = {
    authority: cell("autorite"),
    name: cell("nom"),
    address: cell("adresse"),
    town: cell("ville"),
    source: cell("source"),
  };
  // As long as a line of an address, five times over.
  if (Object.values(said).some((word) => word === "" || word.length > 200))
    return { fault: "text" };
  const postcode = cell("code_postal");
  if (!/^\d{5}$/.test(postcode)) return { fault: "postcode" };
  const telephone = cell("telephone").replaceAll(/[\s.\-()]/g, "");
  if (!/^(?:|\+[1-9]\d{6,14}|0\d{9})$/.test(telephone)) return { fault: "telephone" };
  const hours = weekdays.map((day) => readSpans(cell(day)));
  if (!hours.every((spans) => spans !== undefined)) return { fault: "hours" };
  const closures = readClosures(cell("fermetures"));
  if (!closures) return { fault: "closures" };
  const acts = plain(cell("actes")).split(/[\s,]+/);
  if (!acts.every(isAct)) return { fault: "acts" };
  return { ...said, postcode, telephone, hours, closures, acts: [...new Set(acts)] };
}

const isAct = (word: string): word is DeskAct => (deskActs as readonly string[]).includes(word);

/** Why a line was left out, without its content. */
export const deskFaultSentences = {
  ...cellsFaultSentences,
  text: {
    fr: "autorité, nom, adresse, ville ou source vide, ou de plus de 200 caractères",
    en: "authority, name, address, town or source empty, or above 200 characters",
  },
  postcode: {
    fr: "un code postal qui n'a pas cinq chiffres",
    en: "a postcode that has not five digits",
  },
  telephone: { fr: "un numéro de téléphone illisible", en: "an unreadable telephone number" },
  hours: {
    fr: "des horaires qui ne sont pas 08:30-12:00 13:30-17:00",
    en: "hours that are not like 08:30-12:00 13:30-17:00",
  },
  closures: {
    fr: "des fermetures qui ne sont pas 2026-12-25 2027-08-01/2027-08-15",
    en: "closures that are not like 2026-12-25 2027-08-01/2027-08-15",
  },
  acts: {
    fr: "des actes autres que telephone, rouvrir ou coordonnees",
    en: "acts other than telephone, rouvrir or coordonnees",
  },
  repeated: {
    fr: "la même autorité, le même nom et le même code postal qu'une ligne précédente, qui fait foi",
    en: "the same authority, name and postcode as an earlier line, which stands",
  },
} as const satisfies Record<string, { readonly fr: string; readonly en: string }>;

export type DeskLineFault = keyof typeof deskFaultSentences;
