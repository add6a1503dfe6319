import { limits } from "#lifetimes";
import { type ColumnKey, columns } from "./columns.ts";
import type { HeaderFault, LineFault } from "./extract.ts";

/** What an import found, in people. `unchanged` are those the source listed before and still lists as they were. */
export type ImportCounts = {
  readonly lines: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  readonly problems: number;
};

/** What the limits are held against. Shares are of what this source gave before, or for its first file of whom others gave. */
export type Upheaval = {
  /** People the source listed before. */
  readonly known: number;
  /** Of those: their own columns, exercises, activities or contacts changed. A structure's new address is not counted. */
  readonly changedThemselves: number;
  readonly removed: number;
  /** People that only other sources listed before, and of those: a name or a contact of theirs would become another. */
  readonly metBefore: number;
  readonly rewritten: number;
  /** Contacts the source gave before, and how many of them changed, came or went for people already known. */
  readonly contactsKnown: number;
  readonly contactsChanged: number;
};

export type Stop =
  | { readonly reason: "busy" | "interrupted" }
  | { readonly reason: "header"; readonly fault: HeaderFault }
  /** Its last line, of this number, has no end: registers end every line, so the file was cut on its way here. */
  | { readonly reason: "damaged"; readonly line: number }
  | { readonly reason: "strict"; readonly problems: number }
  | {
      readonly reason: "people_share" | "contacts_share";
      readonly count: number;
      readonly of: number;
      /** Of an authority's file: what its files changed in the seven days before. Two people of the authority may let it pass. */
      readonly recent?: number;
    };

type Share = { readonly count: number; readonly of: number };
/** What would change, and of how many. */
export type Shares = { readonly people: Share; readonly contacts: Share };

export function sharesOf(upheaval: Upheaval): Shares {
  const { known, changedThemselves, removed, contactsKnown, contactsChanged } = upheaval;
  const { metBefore, rewritten } = upheaval;
  return {
    // A source not heard before must not be a way around: it says new things of people, and not others of whole populations.
    people: { count: changedThemselves + removed + rewritten, of: known > 0 ? known : metBefore },
    contacts: { count: contactsChanged, of: contactsKnown },
  };
}

/** Whether an import may be applied, from what it would change. */
export function judge(shares: Shares, problems: number, strict: boolean): Stop | undefined {
  if (strict && problems > 0) return { reason: "strict", problems };
  const isAbove = ({ count, of }: Share, share: number) => of > 0 && count > of * share;
  const { people, contacts } = shares;
  if (isAbove(people, limits.importPeopleShare)) return { reason: "people_share", ...people };
  if (isAbove(contacts, limits.importContactsShare))
    return { reason: "contacts_share", ...contacts };
  return undefined;
}

/** Whether two operators may let it pass: nobody lets a damaged file, or a faulty line under `--strict`. */
export const isAboveShare = ({ reason }: Stop): boolean =>
  reason === "people_share" || reason === "contacts_share";

export type Sentence = { readonly fr: string; readonly en: string };

/** What the operator is told when an import stops. */
export function sentenceOf(stop: Stop): Sentence {
  switch (stop.reason) {
    case "busy":
      return {
        fr: "Un autre import est en cours. Rien n'a été changé : relancez celui-ci quand il sera fini.",
        en: "Another import is running. Nothing was changed: start this one again once it has ended.",
      };
    case "interrupted":
      return interrupted;
    case "header":
      return headerSentence(stop.fault);
    case "damaged":
      return {
        fr: `Le fichier est abîmé ou incomplet : il s'arrête au milieu de la ligne ${stop.line}, qui n'a pas de fin de ligne. Rien n'a été changé. Récupérez-le à nouveau, de préférence le zip tel quel, dont le contenu est vérifié, puis relancez l'import.`,
        en: `The file is damaged or incomplete: it stops inside line ${stop.line}, which has no line end. Nothing was changed. Fetch it again, preferably the zip as it is, whose content is checked, then start the import again.`,
      };
    case "strict":
      return {
        fr: `${stop.problems} ligne(s) en erreur et --strict demandé. Rien n'a été changé.`,
        en: `${stop.problems} faulty line(s) and --strict was asked. Nothing was changed.`,
      };
    case "people_share":
      return {
        fr: `${stop.count} personnes sur ${stop.of} (${percent(stop, ",")}) seraient modifiées ou retirées, plus de ${percentOf(limits.importPeopleShare)}. ${twoPeople.fr}`,
        en: `${stop.count} people out of ${stop.of} (${percent(stop)}) would be changed or removed, above ${percentOf(limits.importPeopleShare)}. ${twoPeople.en}`,
      };
    case "contacts_share":
      if (stop.recent !== undefined) return fileSentence(stop, stop.recent);
      return {
        fr: `${stop.count} coordonnées sur ${stop.of} (${percent(stop, ",")}) seraient modifiées, plus de ${percentOf(limits.importContactsShare, ",")}. ${twoPeople.fr}`,
        en: `${stop.count} contacts out of ${stop.of} (${percent(stop)}) would be changed, above ${percentOf(limits.importContactsShare)}. ${twoPeople.en}`,
      };
  }
}

/** Said of an import that was told to stop. */
export const interrupted: Sentence = {
  fr: "L'import a été interrompu. Rien n'a été changé : relancez la même commande pour le recommencer.",
  en: "The import was interrupted. Nothing was changed: start the same command again to begin anew.",
};

const fileSentence = (
  { count, of }: { readonly count: number; readonly of: number },
  recent: number,
): Sentence => ({
  fr: `${count} coordonnées sur ${of} seraient modifiées ou retirées${recent > 0 ? `, après ${recent} en sept jours` : ""} : plus de ${percentOf(limits.importContactsShare, ",")}. Rien n'est changé avant que deux personnes de l'autorité aient signé cette liste : console, Coordonnées, Fichiers à confirmer.`,
  en: `${count} contacts out of ${of} would be changed or withdrawn${recent > 0 ? `, after ${recent} in seven days` : ""}: above ${percentOf(limits.importContactsShare)}. Nothing is changed before two people of the authority have signed this list: console, Contacts, Files to confirm.`,
});

const twoPeople = {
  fr: "Rien n'a été changé. Vérifiez le fichier auprès de qui l'a produit ; puis deux personnes de l'exploitation le signent dans la console, rubrique Annuaire. La même commande l'applique ensuite, une fois, sous trois jours.",
  en: "Nothing was changed. Check the file with whoever made it; then two operators sign it in the console, under Directory. The same command then applies it, once, within three days.",
};

/** A column as the registers write it, near enough to be found: accents and signs are not compared. */
const labelOf = (key: ColumnKey) => columns[key].names[0];

function headerSentence(fault: HeaderFault): Sentence {
  switch (fault.reason) {
    case "empty_file":
      return {
        fr: "Le fichier est vide. Rien n'a été changé.",
        en: "The file is empty. Nothing was changed.",
      };
    case "missing_column":
      return {
        fr: `Ce n'est pas un extrait RPPS connu : la première ligne n'a pas la colonne « ${labelOf(fault.column)} ». Rien n'a été changé.`,
        en: `This is no known RPPS extract: its first line has no column for "${labelOf(fault.column)}". Nothing was changed.`,
      };
    case "repeated_column":
      return {
        fr: `La première ligne nomme deux fois la colonne « ${labelOf(fault.column)} ». Rien n'a été changé.`,
        en: `The first line names the column "${labelOf(fault.column)}" twice. Nothing was changed.`,
      };
  }
}

function percent({ count, of }: { count: number; of: number }, mark = "."): string {
  return percentOf(count / of, mark);
}

function percentOf(share: number, mark = "."): string {
  return `${String(Math.round(share * 1000) / 10).replace(".", mark)} %`;
}

/** Why a line was left out, or contradicted another; without its content. */
export const faultSentences = {
  too_long: {
    fr: "plus de 64 ko : la ligne a été laissée",
    en: "longer than 64 kB: the line was left out",
  },
  cell_count: {
    fr: "pas le nombre de colonnes de l'en-tête",
    en: "not the header's number of columns",
  },
  control_character: { fr: "un caractère de contrôle", en: "a control character" },
  national_id: {
    fr: "pas d'identification nationale lisible",
    en: "no readable national identifier",
  },
  name: { fr: "aucun nom", en: "no name" },
  birth_date: {
    fr: "une date de naissance qui n'est pas jj/mm/aaaa",
    en: "a birth date that is not dd/mm/yyyy",
  },
  other_ids: {
    fr: "d'autres identifiants qui ne sont pas id,origine,qualité;…",
    en: "other identifiers that are not id,origin,quality;…",
  },
  person_differs: {
    fr: "contredit une ligne précédente de la même personne, qui fait foi",
    en: "contradicts an earlier line of the same person, which stands",
  },
  structure_differs: {
    fr: "contredit une ligne précédente de la même structure, qui fait foi",
    en: "contradicts an earlier line of the same structure, which stands",
  },
} as const satisfies Record<LineFault, Sentence>;
