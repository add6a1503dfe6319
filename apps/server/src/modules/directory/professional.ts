import type { ProfessionalId } from "@aval/protocol";
import type { OtherId } from "./extract.ts";
import { scopeOfProfession, scopeOfStructure } from "./scope.ts";

/** Who somebody is to the registers. Every text is as the register spells it, empty when it says nothing. */
export type Professional = {
  readonly id: ProfessionalId;
  /** Opaque and unique. RPPS: `8` and 11 digits; also ADELI, structure ids with `/`, UUIDs. */
  readonly nationalId: string;
  /** Every known id, the national one first. */
  readonly otherIds: readonly OtherId[];
  readonly state: "active" | "deactivated";
  readonly scope: string;
  readonly civilityCode: string;
  readonly familyName: string;
  /** All of them, separated by spaces. */
  readonly givenNames: string;
  /** In the order in which the register first listed them: clients read the first. */
  readonly exercises: readonly Exercise[];
};

/** One profession held in one category; a person may hold several. */
export type Exercise = {
  readonly professionCode: string;
  readonly categoryCode: string;
  readonly civilityCode: string;
  readonly familyName: string;
  readonly givenName: string;
  readonly knowHowTypeCode: string;
  readonly knowHowCode: string;
  readonly activities: readonly Activity[];
};

/** One place where a profession is exercised, and how. */
export type Activity = {
  readonly modeCode: string;
  readonly sectorCode: string;
  readonly pharmacistSectionCode: string;
  readonly roleCode: string;
  readonly genreCode: string;
  readonly registrationAuthority: string;
  readonly structure: Structure | undefined;
};

export type Structure = {
  /** The technical id of the register, empty for the few structures that have none. */
  readonly id: string;
  readonly siret: string;
  readonly siren: string;
  readonly finess: string;
  readonly finessLegal: string;
  readonly name: string;
  readonly tradeName: string;
  readonly addressee: string;
  readonly geographicPoint: string;
  readonly streetNumber: string;
  readonly streetRepeat: string;
  readonly streetTypeCode: string;
  readonly streetName: string;
  readonly distribution: string;
  readonly cedex: string;
  readonly postalCode: string;
  readonly communeCode: string;
  readonly countryCode: string;
  readonly phone: string;
  readonly phone2: string;
  readonly fax: string;
  readonly email: string;
  readonly departmentCode: string;
  readonly formerId: string;
};

const originOfType: Readonly<Record<string, string>> = {
  "0": "ADELI",
  "3": "FINESS",
  "4": "SIREN",
  "5": "SIRET",
  "8": "RPPS",
};
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Where a national id comes from, as `otherIds` names origins. Source: facts/psc-contract 2.1, 6.4. */
export function originOf(nationalId: string, idType: string): string {
  if (uuidForm.test(nationalId)) return "PSI";
  if (nationalId.startsWith("ANS")) return "EDIT";
  return originOfType[idType || (nationalId[0] ?? "")] ?? "PSI";
}

/** Every id of somebody. A register that lists none still means the national one. */
export function allIds(
  nationalId: string,
  idType: string,
  listed: readonly OtherId[],
): readonly OtherId[] {
  const own = listed.find((id) => id.identifiant === nationalId);
  const first = own ?? {
    identifiant: nationalId,
    origine: originOf(nationalId, idType),
    qualite: 1,
  };
  return [first, ...listed.filter((id) => id !== own)];
}

/** The register separates given names by `'` and leaves the empty ones in: `LOUIS''` is `LOUIS`. */
export function spacedGivenNames(names: string): string {
  return names
    .split("'")
    .map((name) => name.trim())
    .filter((name) => name !== "")
    .join(" ");
}

/**
 * The name people know somebody by: the first exercise's, else the civil one. "Jean-Noël TILLERAY": the register writes
 * capitals, and a family name in capitals is how French forms tell the two apart.
 */
export function displayName(professional: Professional): string {
  const family = professional.exercises[0]?.familyName || professional.familyName;
  return `${firstName(professional)} ${family.toLocaleUpperCase("fr")}`.trim();
}

/** "Solène": what colleagues on a shared counter are told apart by. */
export function firstName(professional: Professional): string {
  const given = professional.exercises[0]?.givenName;
  return capitalised(given || professional.givenNames.split(" ")[0] || "");
}

function capitalised(name: string): string {
  return name
    .toLocaleLowerCase("fr")
    .replace(
      /(^|[\s\-'’])(\p{L})/gu,
      (_, before: string, letter: string) => before + letter.toLocaleUpperCase("fr"),
    );
}

/**
 * Every authority that may vouch for somebody: their own, those of each profession they hold, and each structure they
 * work in. Registrars of one of them may enrol them (DESIGN section 6, first row of the evidence table).
 */
export function scopesOf(professional: Professional): readonly string[] {
  const scopes = new Set([professional.scope]);
  for (const exercise of professional.exercises) {
    scopes.add(scopeOfProfession(exercise.professionCode));
    for (const { structure } of exercise.activities)
      if (structure?.id) scopes.add(scopeOfStructure(structure.id));
  }
  return [...scopes];
}
