import { type CodeableConcept, concept } from "./codings.ts";
import { type Identifier, practitionerIdentifiers } from "./identifiers.ts";
import { practitionerId } from "./ids.ts";

/**
 * A professional as the directory's readers see one: ids, names of exercise, professions. Never a birth date, a gender, a
 * civil name beside the one of exercise, an address or telephone of the person: the views this is made from have none.
 *
 * `active` is what the register says. Whether somebody has a phone, refused, or is blocked leaves by no field, in no order
 * and in no time (DESIGN section 2, law 7).
 */
export type PractitionerRow = {
  readonly key: string;
  readonly national_id: string;
  readonly active: boolean;
  readonly last_updated: string;
  readonly others: readonly { readonly value: string; readonly origin: string }[];
  readonly names: readonly NameRow[];
  readonly qualifications: readonly QualificationRow[];
};

type NameRow = {
  readonly civility: string;
  readonly family: string;
  readonly given: string;
  readonly of_exercise: boolean;
};
type QualificationRow = {
  readonly profession: string;
  readonly category: string;
  readonly know_how_type: string;
  readonly know_how: string;
};

export type Practitioner = {
  readonly resourceType: "Practitioner";
  readonly id: string;
  readonly identifier: readonly Identifier[];
  readonly active: boolean;
  readonly name?: readonly HumanName[];
  readonly qualification?: readonly { readonly code: CodeableConcept }[];
};

type HumanName = {
  readonly use: "usual" | "official";
  readonly family?: string;
  readonly given?: readonly string[];
  readonly suffix?: readonly string[];
};

export function practitioner(row: PractitionerRow): Practitioner {
  const names = distinct(row.names.map(humanName));
  const qualification = row.qualifications.flatMap(qualificationsOf);
  return {
    resourceType: "Practitioner",
    id: practitionerId(row.key),
    identifier: practitionerIdentifiers(row.national_id, row.others),
    active: row.active,
    ...(names.length > 0 && { name: names }),
    ...(qualification.length > 0 && { qualification }),
  };
}

/** As the national profile does, the civility of exercise (`DR`) after the name. Not the civility before it: it tells the gender. */
function humanName({ civility, family, given, of_exercise }: NameRow): HumanName {
  return {
    use: of_exercise ? "usual" : "official",
    ...(family !== "" && { family }),
    ...(given !== "" && { given: [given] }),
    ...(civility !== "" && { suffix: [civility] }),
  };
}

/** Somebody with two professions mostly has one name. One without any letter is none. */
function distinct(names: readonly HumanName[]): readonly HumanName[] {
  const said = names.filter(({ family, given }) => family !== undefined || given !== undefined);
  return [...new Map(said.map((name) => [JSON.stringify(name), name])).values()];
}

function qualificationsOf(row: QualificationRow): { code: CodeableConcept }[] {
  return [
    ...concept(["profession", row.profession], ["category", row.category]),
    ...concept(["knowHowType", row.know_how_type], ["knowHow", row.know_how]),
  ].map((code) => ({ code }));
}
