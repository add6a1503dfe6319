import { decode, type Line } from "./lines.ts";
import {
  type CellsFault,
  cellsFaultSentences,
  type NamedColumns,
  plain,
  readCells,
  readColumns,
} from "./named-columns.ts";

/**
 * A registration authority's file of contact details: text in named columns, one value a line. `docs/contacts.md` is its page. Nothing
 * here touches the world.
 */
export type ContactKind = "phone" | "email";

/** How an authority made sure of a value. */
export type ContactProof = "desk" | "letter" | "document" | "partner";

/** What one line says. An empty value: the authority no longer has one. */
export type ContactWord = {
  readonly nationalId: string;
  readonly kind: ContactKind;
  readonly value: string;
  /** `yyyy-mm-dd`, as the authority dates it; empty where it does not. */
  readonly dated: string;
  readonly proof: ContactProof;
};

const columns = ["identifiant", "nature", "valeur", "date", "justificatif"] as const;

const kinds: Readonly<Record<string, ContactKind>> = { mail: "email", telephone: "phone" };
const proofs: Readonly<Record<string, ContactProof>> = {
  guichet: "desk",
  courrier: "letter",
  document: "document",
  partenaire: "partner",
};

export type ContactHeader = NamedColumns<(typeof columns)[number]>;

/** Where each column stands; the name of the one that is missing, or there twice. */
export const readContactHeader = (text: string) => readColumns(text, columns);

export type ContactLineFault = CellsFault | "national_id" | "kind" | "value" | "date" | "proof";

/** One line; `undefined` for an empty one. */
export function readContactLine(
  header: ContactHeader,
  bytes: Buffer,
  number: number,
): ContactWord | { readonly fault: ContactLineFault } | undefined {
  const line: Line = decode(bytes, number);
  if (line.tooLong) return { fault: "too_long" };
  if (line.text.trim() === "") return undefined;
  const cell = readCells(header, line.text);
  if ("fault" in cell) return cell;
  const nationalId = cell("identifiant");
  if (nationalId === "" || nationalId.length > 64) return { fault: "national_id" };
  const kind = kinds[plain(cell("nature"))];
  if (!kind) return { fault: "kind" };
  const value = contactValue(kind, cell("valeur"));
  if (value === undefined) return { fault: "value" };
  const dated = cell("date");
  if (dated !== "" && !isDay(dated)) return { fault: "date" };
  const proof = proofs[plain(cell("justificatif"))];
  if (!proof) return { fault: "proof" };
  return { nationalId, kind, value, dated, proof };
}

/** A value as it is kept: a number without what people put between its digits. `undefined`: none. Empty stays empty. */
export function contactValue(kind: ContactKind, given: string): string | undefined {
  const text = given.trim();
  if (text === "") return "";
  if (kind === "phone") {
    const digits = text.replaceAll(/[\s.\-()]/g, "");
    return /^(?:\+[1-9]\d{6,14}|0\d{9})$/.test(digits) ? digits : undefined;
  }
  // Printable ASCII without what a mail header or a list of addresses would read as its own (RFC 5321, 4.5.3.1: 254).
  return text.length <= 254 &&
    /^[!#-'*+\-./0-9=?A-Z^-~]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(text)
    ? text
    : undefined;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Why a line was left out, without its content. `not_yours`: nobody active of this authority has that identifier. */
export const contactFaultSentences = {
  ...cellsFaultSentences,
  national_id: {
    fr: "pas d'identification nationale lisible",
    en: "no readable national identifier",
  },
  kind: {
    fr: "une nature autre que mail ou telephone",
    en: "a kind that is not mail or telephone",
  },
  value: { fr: "une adresse ou un numéro illisible", en: "an unreadable address or number" },
  date: { fr: "une date qui n'est pas aaaa-mm-jj", en: "a date that is not yyyy-mm-dd" },
  proof: {
    fr: "un justificatif autre que guichet, courrier, document ou partenaire",
    en: "a proof that is not guichet, courrier, document or partenaire",
  },
  repeated: {
    fr: "la même personne et la même nature qu'une ligne précédente, qui fait foi",
    en: "the same person and kind as an earlier line, which stands",
  },
  not_yours: {
    fr: "personne d'actif de cette autorité n'a cet identifiant",
    en: "nobody active of this authority has this identifier",
  },
  not_kept: {
    fr: "accès arrêté : ce retrait n'attend pas, ou une autre demande attend déjà",
    en: "access stopped: this removal does not wait, or another request waits already",
  },
} as const satisfies Record<
  ContactLineFault | "repeated" | "not_yours" | "not_kept",
  { readonly fr: string; readonly en: string }
>;
