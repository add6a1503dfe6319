import { type CodeableConcept, concept } from "./codings.ts";
import { type Identifier, identifierSystems, identifierType } from "./identifiers.ts";
import { organizationId } from "./ids.ts";

/** A place of exercise. Its telephone and address are the structure's, which the public extract shows; nobody's own. */
export type OrganizationRow = {
  readonly key: string;
  readonly md5: string;
  readonly last_updated: string;
  readonly active: boolean;
  readonly technical_id: string;
  readonly siret: string;
  readonly siren: string;
  readonly finess: string;
  readonly finess_legal: string;
  readonly name: string;
  readonly alias: string;
  readonly addressee: string;
  readonly geographic_point: string;
  readonly street_number: string;
  readonly street_repeat: string;
  readonly street_type_code: string;
  readonly street_name: string;
  readonly distribution: string;
  readonly city: string;
  readonly postal_code: string;
  readonly country_code: string;
  readonly phone: string;
  readonly phone2: string;
  readonly fax: string;
  readonly email: string;
  readonly sectors: readonly string[];
};

export type Organization = {
  readonly resourceType: "Organization";
  readonly id: string;
  readonly identifier?: readonly Identifier[];
  readonly active: boolean;
  readonly type?: readonly CodeableConcept[];
  readonly name?: string;
  readonly alias?: readonly string[];
  readonly telecom?: readonly ContactPoint[];
  readonly address?: readonly Address[];
  readonly partOf?: { readonly identifier: Identifier };
};

type ContactPoint = {
  readonly system: "phone" | "fax" | "email";
  readonly value: string;
  readonly use: "work";
};
type Address = {
  readonly use: "work";
  readonly line?: readonly string[];
  readonly city?: string;
  readonly postalCode?: string;
  readonly country?: string;
};

export function organization(row: OrganizationRow): Organization {
  const identifier = identifiersOf(row);
  const type = row.sectors.flatMap((sector) => concept(["sector", sector]));
  const telecom = telecomOf(row);
  const address = addressOf(row);
  return {
    resourceType: "Organization",
    id: organizationId(row.key, row.md5),
    ...(identifier.length > 0 && { identifier }),
    active: row.active,
    ...(type.length > 0 && { type }),
    ...(row.name !== "" && { name: row.name }),
    ...(row.alias !== "" && { alias: [row.alias] }),
    ...(telecom.length > 0 && { telecom }),
    ...(address && { address: [address] }),
    // The legal entity is no resource here: it is named by its number (FHIR R4, logical reference).
    ...(row.finess_legal !== "" && {
      partOf: { identifier: numbered("FINEJ", identifierSystems.finess, row.finess_legal) },
    }),
  };
}

const numbered = (type: string, system: string, value: string): Identifier => ({
  use: "official",
  type: identifierType(type),
  system,
  value,
});

function identifiersOf(row: OrganizationRow): readonly Identifier[] {
  const all = [
    ["FINEG", identifierSystems.finess, row.finess],
    ["SIRET", identifierSystems.sirene, row.siret],
    ["SIREN", identifierSystems.sirene, row.siren],
    ["INTRN", identifierSystems.technical, row.technical_id],
  ] as const;
  return all
    .filter(([, , value]) => value !== "")
    .map(([type, system, value]) => numbered(type, system, value));
}

function telecomOf({ phone, phone2, fax, email }: OrganizationRow): readonly ContactPoint[] {
  const all = [
    ["phone", phone],
    ["phone", phone2],
    ["fax", fax],
    ["email", email],
  ] as const;
  return all
    .filter(([, value]) => value !== "")
    .map(([system, value]) => ({ system, value, use: "work" }));
}

/** The lines of a French address, the name of the place left out: it is the resource's. */
function addressOf(row: OrganizationRow): Address | undefined {
  const street = [row.street_number, row.street_repeat, row.street_type_code, row.street_name]
    .filter((part) => part !== "")
    .join(" ");
  const line = [row.addressee, row.geographic_point, street, row.distribution].filter(
    (one) => one !== "",
  );
  if (line.length === 0 && row.city === "" && row.postal_code === "") return undefined;
  return {
    use: "work",
    ...(line.length > 0 && { line }),
    ...(row.city !== "" && { city: row.city }),
    ...(row.postal_code !== "" && { postalCode: row.postal_code }),
    // 99000 is France in the register's code of countries (TRE_R20), which no other standard knows.
    ...(row.country_code === "99000" && { country: "FR" }),
  };
}
