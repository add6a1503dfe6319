import { createHash } from "node:crypto";
import type { ProfessionalId } from "@aval/protocol";
import type { Directory, Professional } from "#modules/directory";

/** The invented doctor of psc-contract 2.2, as the directory knows her. */
export const albane: Professional = {
  id: "pro_00000000000000000000000001" as ProfessionalId,
  nationalId: "899900000017",
  otherIds: [{ identifiant: "899900000017", origine: "RPPS", qualite: 1 }],
  state: "active",
  scope: "national",
  civilityCode: "MME",
  familyName: "MORVAL",
  givenNames: "ALBANE",
  exercises: [
    {
      professionCode: "10",
      categoryCode: "C",
      civilityCode: "DR",
      familyName: "MORVAL",
      givenName: "ALBANE",
      knowHowTypeCode: "S",
      knowHowCode: "SM54",
      activities: [
        {
          modeCode: "L",
          sectorCode: "SA07",
          pharmacistSectionCode: "",
          roleCode: "",
          genreCode: "GENR01",
          registrationAuthority: "CNOM/CNOM/CNOM",
          structure: {
            id: "R900001",
            siret: "",
            siren: "",
            finess: "",
            finessLegal: "",
            name: "CABINET DU DR ALBANE MORVAL",
            tradeName: "",
            addressee: "CABINET MEDICAL",
            geographicPoint: "",
            streetNumber: "3",
            streetRepeat: "",
            streetTypeCode: "R",
            streetName: "DES TILLEULS",
            distribution: "",
            cedex: "35999 VILLEFICTIVE",
            postalCode: "35999",
            communeCode: "",
            countryCode: "99000",
            phone: "",
            phone2: "",
            fax: "",
            email: "",
            departmentCode: "",
            formerId: "499900000017001",
          },
        },
        {
          modeCode: "S",
          sectorCode: "SA01",
          pharmacistSectionCode: "",
          roleCode: "",
          genreCode: "GENR01",
          registrationAuthority: "CNOM/CNOM/ARS",
          structure: {
            id: "F0X0000017",
            siret: "",
            siren: "",
            finess: "0X0000017",
            finessLegal: "0X0000025",
            name: "HOPITAL FICTIF DES TILLEULS",
            tradeName: "",
            addressee: "",
            geographicPoint: "",
            streetNumber: "10",
            streetRepeat: "",
            streetTypeCode: "AV",
            streetName: "DE LA GARE",
            distribution: "",
            cedex: "VILLEFICTIVE",
            postalCode: "35999",
            communeCode: "",
            countryCode: "",
            phone: "",
            phone2: "",
            fax: "",
            email: "",
            departmentCode: "",
            formerId: "10X0000017",
          },
        },
      ],
    },
  ],
};

/** What a professional of the tests is called everywhere: nothing to keep, hence the same in two processes. */
export function nationalIdOf(id: ProfessionalId): string {
  const number = createHash("sha256").update(id).digest().readUInt32BE(0) % 100_000_000;
  return `8997${String(number).padStart(8, "0")}`;
}

/** A directory that knows everybody, all doctors, but those in `gone`. */
export function directoryOf(
  gone: ReadonlySet<string> = new Set(),
): Pick<Directory, "find" | "byId" | "displayName" | "firstName"> {
  const known = (id: ProfessionalId, nationalId: string): Professional => ({
    ...albane,
    id,
    nationalId,
    otherIds: [{ identifiant: nationalId, origine: "RPPS", qualite: 1 }],
    state: gone.has(nationalId) ? "deactivated" : "active",
  });
  return {
    find: async (nationalId) => known(albane.id, nationalId),
    byId: async (id) => known(id, nationalIdOf(id)),
    displayName: () => "Albane MORVAL",
    firstName: () => "Albane",
  };
}
