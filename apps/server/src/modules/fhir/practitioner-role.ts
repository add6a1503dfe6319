import { type CodeableConcept, concept } from "./codings.ts";
import { roleIdentifierSystem } from "./identifiers.ts";
import { organizationId, practitionerId, roleId } from "./ids.ts";

/** One place where a profession is exercised, and how: a line of the register. */
export type RoleRow = {
  readonly key: number;
  readonly practitioner: string;
  readonly organization: string | null;
  /** MD5 of the structure's key. */
  readonly organization_md5: string | null;
  readonly active: boolean;
  readonly last_updated: string;
  readonly genre: string;
  readonly mode: string;
  readonly role: string;
  readonly pharmacist_section: string;
};

export type PractitionerRole = {
  readonly resourceType: "PractitionerRole";
  readonly id: string;
  readonly identifier: readonly { readonly system: string; readonly value: string }[];
  readonly active: boolean;
  readonly practitioner: { readonly reference: string };
  readonly organization?: { readonly reference: string };
  readonly code?: readonly CodeableConcept[];
};

export function practitionerRole(row: RoleRow, base: string): PractitionerRole {
  const id = roleId(row.key);
  const code = [
    ...concept(["genre", row.genre]),
    ...concept(["mode", row.mode]),
    ...concept(["role", row.role]),
    ...concept(["pharmacistSection", row.pharmacist_section]),
  ];
  return {
    resourceType: "PractitionerRole",
    id,
    identifier: [{ system: roleIdentifierSystem(base), value: id }],
    active: row.active,
    practitioner: { reference: `Practitioner/${practitionerId(row.practitioner)}` },
    ...(row.organization !== null && {
      organization: {
        reference: `Organization/${organizationId(row.organization, row.organization_md5 ?? "")}`,
      },
    }),
    ...(code.length > 0 && { code }),
  };
}
