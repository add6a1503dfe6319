import { systems } from "./codings.ts";

/**
 * The register's ids as FHIR identifiers, and back: which of the register's ids a searched identifier may be. The two are
 * one function read in both directions, which the test holds.
 */
export type Identifier = {
  readonly use: "official" | "old" | "secondary";
  readonly type?: { readonly coding?: readonly object[]; readonly text?: string };
  readonly system?: string;
  readonly value: string;
};

export const identifierSystems = {
  idnps: "urn:oid:1.2.250.1.71.4.2.1",
  rpps: "https://rpps.esante.gouv.fr",
  adeli: "https://adeli.esante.gouv.fr",
  finess: "https://finess.esante.gouv.fr",
  sirene: "https://sirene.fr",
  technical: "https://rppsrang.esante.gouv.fr",
} as const;

/** The register's own number of an activity is in no extract; this one is ours. */
export const roleIdentifierSystem = (base: string) => `${base}/PractitionerRole`;

const rpps = /^8(\d{11})$/;
const adeli = /^0([0-9AB]{9})$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** An id within a structure (6.4: types 1, 3, 4, 5, 6), a student's, or one of the two above. */
const national = /^[01345689][^-]*$/;

/** The numbers an id of the register says: the national one, and the register's own without its first digit. */
function numbersOf(id: string): readonly { system?: string; type?: string; value: string }[] {
  if (uuid.test(id) || !national.test(id)) return [{ value: id }];
  const own = rpps.exec(id)?.[1];
  const regional = adeli.exec(id)?.[1];
  return [
    { system: identifierSystems.idnps, type: "IDNPS", value: id },
    ...(own ? [{ system: identifierSystems.rpps, type: "RPPS", value: own }] : []),
    ...(regional ? [{ system: identifierSystems.adeli, type: "ADELI", value: regional }] : []),
  ];
}

/** Every identifier of a person. `nationalId` first and `official`; what a register lists besides is `old` or `secondary`. */
export function practitionerIdentifiers(
  nationalId: string,
  others: readonly { readonly value: string; readonly origin: string }[],
): readonly Identifier[] {
  const listed = others.filter(({ value }) => value !== nationalId);
  return [
    ...numbersOf(nationalId).map((number) => identifier("official", number)),
    ...listed.flatMap(({ value, origin }) =>
      numbersOf(value).map((number) =>
        identifier(number.system ? "old" : "secondary", number, origin),
      ),
    ),
  ];
}

function identifier(
  use: Identifier["use"],
  { system, type, value }: { system?: string; type?: string; value: string },
  origin?: string,
): Identifier {
  return {
    use,
    ...(type ? { type: identifierType(type) } : origin ? { type: { text: origin } } : {}),
    ...(system ? { system } : {}),
    value,
  };
}

export const identifierType = (code: string) => ({
  coding: [{ system: systems.identifierType, code }],
});

/**
 * The ids of the register that are this identifier. `system` absent: any; empty: identifiers that have none. An empty list
 * is nobody.
 */
export function idsWith(system: string | undefined, value: string): readonly string[] {
  const candidates = [value, `8${value}`, `0${value}`];
  return candidates.filter((id) =>
    numbersOf(id).some(
      (number) =>
        number.value === value && (system === undefined || (number.system ?? "") === system),
    ),
  );
}
