import type { Activity, Exercise, Professional, Structure } from "#modules/directory";

/**
 * What services are told about a professional, in the spelling PSC's clients were written against.
 *
 * Every value of the professional file is a string, `""` when the register says nothing; booleans are French words. The
 * odd spellings (`numeroFinessetablissementJuridique`, `otherIds`) are the contract. No e-mail, telephone of the person
 * or date of birth is ever released.
 *
 * Source: psc-contract 2.1 and 2.2; the test compares with the whole example.
 */
const oid = {
  sector: "1.2.250.1.71.4.2.4",
  role: "1.2.250.1.213.1.1.5.5",
  level: "1.2.250.1.213.1.5.1.1.1",
  locale: "1.2.250.1.213.1.3.1.1",
} as const;

/** What the session says besides who it is. `acr` and `authMode` follow PSC's rules (psc-contract 1.7). */
export type Authentication = {
  readonly session: string;
  readonly rights: "full" | "reduced";
  readonly acr: string;
  readonly amr: readonly string[];
  readonly authMode: string;
};

/** Every member of userinfo but `sub`, which depends on the service. */
export function userinfoClaims(professional: Professional, authMode: string) {
  const first = professional.exercises[0];
  const activity = first?.activities[0];
  return {
    Secteur_Activite: coded(activity?.sectorCode, oid.sector),
    codeCivilite: professional.civilityCode,
    codeGenreActivite: activity?.genreCode ?? "",
    SubjectOrganization: activity?.structure?.name ?? "",
    SubjectOrganizationID: activity?.structure?.id ?? "",
    Mode_Acces_Raison: "",
    ...names(professional),
    Acces_Regulation_Medicale: "FAUX",
    UITVersion: "1.0",
    authMode,
    Palier_Authentification: `APPPRIP3^${oid.level}`,
    SubjectRefPro: {
      codeCivilite: professional.civilityCode,
      exercices: professional.exercises.map(exercise),
    },
    SubjectRole: roles(professional),
    PSI_Locale: oid.locale,
    otherIds: professional.otherIds,
    SubjectNameID: professional.nationalId,
  };
}

/** Civil or first exercise names: the first exercise's are those patients and colleagues know. */
function names(professional: Professional) {
  const first = professional.exercises[0];
  return {
    preferred_username: professional.nationalId,
    given_name: first?.givenName || professional.givenNames,
    family_name: first?.familyName || professional.familyName,
  };
}

function coded(code: string | undefined, system: string): string {
  return code ? `${code}^${system}` : "";
}

function roles(professional: Professional): readonly string[] {
  const codes = professional.exercises
    .map(({ professionCode }) => professionCode)
    .filter((code) => code !== "");
  return [...new Set(codes)].map((code) => coded(code, oid.role));
}

function exercise(held: Exercise) {
  return {
    codeProfession: held.professionCode,
    codeCategorieProfessionnelle: held.categoryCode,
    codeCiviliteDexercice: held.civilityCode,
    nomDexercice: held.familyName,
    prenomDexercice: held.givenName,
    codeTypeSavoirFaire: held.knowHowTypeCode,
    codeSavoirFaire: held.knowHowCode,
    activities: held.activities.map(activity),
  };
}

function activity(practised: Activity) {
  return {
    codeModeExercice: practised.modeCode,
    codeSecteurDactivite: practised.sectorCode,
    codeSectionPharmacien: practised.pharmacistSectionCode,
    codeRole: practised.roleCode,
    codeGenreActivite: practised.genreCode,
    ...site(practised.structure ?? nowhere),
    autoriteDenregistrement: practised.registrationAuthority,
  };
}

function site(structure: Structure) {
  return {
    numeroSiretSite: structure.siret,
    numeroSirenSite: structure.siren,
    numeroFinessSite: structure.finess,
    numeroFinessetablissementJuridique: structure.finessLegal,
    identifiantTechniqueDeLaStructure: structure.id,
    raisonSocialeSite: structure.name,
    enseigneCommercialeSite: structure.tradeName,
    complementDestinataire: structure.addressee,
    complementPointGeographique: structure.geographicPoint,
    numeroVoie: structure.streetNumber,
    indiceRepetitionVoie: structure.streetRepeat,
    codeTypeDeVoie: structure.streetTypeCode,
    libelleVoie: structure.streetName,
    mentionDistribution: structure.distribution,
    bureauCedex: structure.cedex,
    codePostal: structure.postalCode,
    codeCommune: structure.communeCode,
    codePays: structure.countryCode,
    telephone: structure.phone,
    telephone2: structure.phone2,
    telecopie: structure.fax,
    adresseEMail: structure.email,
    codeDepartement: structure.departmentCode,
    ancienIdentifiantDeLaStructure: structure.formerId,
  };
}

const nowhere: Structure = {
  id: "",
  siret: "",
  siren: "",
  finess: "",
  finessLegal: "",
  name: "",
  tradeName: "",
  addressee: "",
  geographicPoint: "",
  streetNumber: "",
  streetRepeat: "",
  streetTypeCode: "",
  streetName: "",
  distribution: "",
  cedex: "",
  postalCode: "",
  communeCode: "",
  countryCode: "",
  phone: "",
  phone2: "",
  fax: "",
  email: "",
  departmentCode: "",
  formerId: "",
};

/**
 * The id_token's own short list. The professional file stays in userinfo: with many activities an `id_token_hint` on a
 * GET would pass the 16 kB that servers accept as headers.
 */
export function idTokenClaims(
  professional: Professional,
  authentication: Authentication,
  service: string,
) {
  return {
    typ: "ID",
    azp: service,
    session_state: authentication.session,
    SubjectNameID: professional.nationalId,
    ...names(professional),
    authMode: authentication.authMode,
    auth_level: "1",
    aval_session: authentication.rights,
  };
}

/**
 * What an access token and the answer to its introspection say besides the registered claims. `nonce` is `""` when the
 * service sent none, as in PSC's. `aval_session` and `amr` are ours: services that accept reduced sessions read them.
 */
export function accessTokenClaims(
  professional: Professional,
  authentication: Authentication,
  given: {
    readonly service: string;
    readonly nonce: string | undefined;
    readonly authTime: number | undefined;
  },
) {
  return {
    typ: "Bearer",
    azp: given.service,
    ...(given.authTime === undefined ? {} : { auth_time: given.authTime }),
    nonce: given.nonce ?? "",
    session_state: authentication.session,
    sid: authentication.session,
    acr: authentication.acr,
    amr: authentication.amr,
    authMode: authentication.authMode,
    otherIds: professional.otherIds,
    preferred_username: professional.nationalId,
    aval_session: authentication.rights,
  };
}

/** The members of each kind of answer, as the engine's claim lists want them. */
export const idTokenMembers = [
  "sub",
  "typ",
  "azp",
  "session_state",
  "SubjectNameID",
  "preferred_username",
  "given_name",
  "family_name",
  "authMode",
  "auth_level",
  "aval_session",
  "acr",
  "amr",
  "auth_time",
  "at_hash",
  "sid",
] as const;

export const userinfoMembers = [
  "sub",
  "Secteur_Activite",
  "codeCivilite",
  "codeGenreActivite",
  "SubjectOrganization",
  "SubjectOrganizationID",
  "Mode_Acces_Raison",
  "preferred_username",
  "given_name",
  "family_name",
  "Acces_Regulation_Medicale",
  "UITVersion",
  "authMode",
  "Palier_Authentification",
  "SubjectRefPro",
  "SubjectRole",
  "PSI_Locale",
  "otherIds",
  "SubjectNameID",
] as const satisfies readonly ("sub" | keyof ReturnType<typeof userinfoClaims>)[];

/** The scope as the service asked it. The engine works with all that is granted, so that every answer agrees. */
export const askedScope = "aval_asked_scope";

/** What a service is granted, whatever it asked: PSC's clients find this in every answer (psc-contract 1.4). */
export const grantedScope = "openid profile scope_all identity";
