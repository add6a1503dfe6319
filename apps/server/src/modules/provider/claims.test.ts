import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import {
  type Authentication,
  accessTokenClaims,
  grantedScope,
  idTokenClaims,
  idTokenMembers,
  userinfoClaims,
  userinfoMembers,
} from "./claims.ts";
import { albane } from "./testing/people.ts";

/** psc-contract 2.2, whole, without `sub`: what clients in the field were written against. */
const contract = {
  Secteur_Activite: "SA07^1.2.250.1.71.4.2.4",
  codeCivilite: "MME",
  codeGenreActivite: "GENR01",
  SubjectOrganization: "CABINET DU DR ALBANE MORVAL",
  SubjectOrganizationID: "R900001",
  Mode_Acces_Raison: "",
  preferred_username: "899900000017",
  given_name: "ALBANE",
  family_name: "MORVAL",
  Acces_Regulation_Medicale: "FAUX",
  UITVersion: "1.0",
  authMode: "MOBILE",
  Palier_Authentification: "APPPRIP3^1.2.250.1.213.1.5.1.1.1",
  SubjectRefPro: {
    codeCivilite: "MME",
    exercices: [
      {
        codeProfession: "10",
        codeCategorieProfessionnelle: "C",
        codeCiviliteDexercice: "DR",
        nomDexercice: "MORVAL",
        prenomDexercice: "ALBANE",
        codeTypeSavoirFaire: "S",
        codeSavoirFaire: "SM54",
        activities: [
          {
            codeModeExercice: "L",
            codeSecteurDactivite: "SA07",
            codeSectionPharmacien: "",
            codeRole: "",
            codeGenreActivite: "GENR01",
            numeroSiretSite: "",
            numeroSirenSite: "",
            numeroFinessSite: "",
            numeroFinessetablissementJuridique: "",
            identifiantTechniqueDeLaStructure: "R900001",
            raisonSocialeSite: "CABINET DU DR ALBANE MORVAL",
            enseigneCommercialeSite: "",
            complementDestinataire: "CABINET MEDICAL",
            complementPointGeographique: "",
            numeroVoie: "3",
            indiceRepetitionVoie: "",
            codeTypeDeVoie: "R",
            libelleVoie: "DES TILLEULS",
            mentionDistribution: "",
            bureauCedex: "35999 VILLEFICTIVE",
            codePostal: "35999",
            codeCommune: "",
            codePays: "99000",
            telephone: "",
            telephone2: "",
            telecopie: "",
            adresseEMail: "",
            codeDepartement: "",
            ancienIdentifiantDeLaStructure: "499900000017001",
            autoriteDenregistrement: "CNOM/CNOM/CNOM",
          },
          {
            codeModeExercice: "S",
            codeSecteurDactivite: "SA01",
            codeSectionPharmacien: "",
            codeRole: "",
            codeGenreActivite: "GENR01",
            numeroSiretSite: "",
            numeroSirenSite: "",
            numeroFinessSite: "0X0000017",
            numeroFinessetablissementJuridique: "0X0000025",
            identifiantTechniqueDeLaStructure: "F0X0000017",
            raisonSocialeSite: "HOPITAL FICTIF DES TILLEULS",
            enseigneCommercialeSite: "",
            complementDestinataire: "",
            complementPointGeographique: "",
            numeroVoie: "10",
            indiceRepetitionVoie: "",
            codeTypeDeVoie: "AV",
            libelleVoie: "DE LA GARE",
            mentionDistribution: "",
            bureauCedex: "VILLEFICTIVE",
            codePostal: "35999",
            codeCommune: "",
            codePays: "",
            telephone: "",
            telephone2: "",
            telecopie: "",
            adresseEMail: "",
            codeDepartement: "",
            ancienIdentifiantDeLaStructure: "10X0000017",
            autoriteDenregistrement: "CNOM/CNOM/ARS",
          },
        ],
      },
    ],
  },
  SubjectRole: ["10^1.2.250.1.213.1.1.5.5"],
  PSI_Locale: "1.2.250.1.213.1.3.1.1",
  otherIds: [{ identifiant: "899900000017", origine: "RPPS", qualite: 1 }],
  SubjectNameID: "899900000017",
};

test("userinfo is, member by member, what PSC's clients were written against", () => {
  assert.deepEqual(userinfoClaims(albane, "MOBILE"), contract);
});

test("every member of userinfo and of the id_token is announced to the engine, and no other", () => {
  assert.deepEqual(
    new Set<string>(userinfoMembers),
    new Set(["sub", ...Object.keys(userinfoClaims(albane, "MOBILE"))]),
  );
  const own = Object.keys(idTokenClaims(albane, session, "svc"));
  assert.deepEqual(
    own.filter((member) => !(idTokenMembers as readonly string[]).includes(member)),
    [],
  );
});

const session: Authentication = {
  session: "ses_1",
  rights: "reduced",
  acr: "eidas1",
  amr: ["swk", "pin", "mfa"],
  authMode: "MOBILE",
};

test("somebody without exercise, activity or structure gives empty strings, never a missing member", () => {
  const [exercise] = albane.exercises;
  assert.ok(exercise);
  const [activity] = exercise.activities;
  assert.ok(activity);
  for (const exercises of [
    [],
    [{ ...exercise, activities: [] }],
    [{ ...exercise, activities: [{ ...activity, structure: undefined }] }],
  ]) {
    const claims = userinfoClaims({ ...albane, exercises }, "MOBILE");
    assert.deepEqual(new Set(Object.keys(claims)), new Set(Object.keys(contract)));
    for (const name of ["SubjectOrganization", "SubjectOrganizationID"] as const)
      assert.equal(claims[name], "");
    for (const held of claims.SubjectRefPro.exercices) {
      for (const practised of held.activities) {
        assert.deepEqual(
          Object.keys(practised),
          Object.keys(contract.SubjectRefPro.exercices[0]?.activities[0] ?? {}),
        );
        assert.ok(Object.values(practised).every((value) => typeof value === "string"));
      }
    }
  }
});

test("each profession is one role, in the register's order", () => {
  const [exercise] = albane.exercises;
  assert.ok(exercise);
  fc.assert(
    fc.property(fc.array(fc.constantFrom("10", "21", "40", "60", "")), (codes) => {
      const exercises = codes.map((professionCode) => ({ ...exercise, professionCode }));
      const expected = [...new Set(codes)]
        .filter((code) => code !== "")
        .map((code) => `${code}^1.2.250.1.213.1.1.5.5`);
      assert.deepEqual(userinfoClaims({ ...albane, exercises }, "MOBILE").SubjectRole, expected);
    }),
  );
});

test("the id_token stays short: with a hundred activities it is still a hint that fits a GET", () => {
  const [exercise] = albane.exercises;
  assert.ok(exercise);
  const many = {
    ...albane,
    exercises: [
      {
        ...exercise,
        activities: Array.from({ length: 100 }, () => exercise.activities[0] as never),
      },
    ],
  };
  assert.ok(JSON.stringify(idTokenClaims(many, session, "svc")).length < 600);
});

test("an access token names its session twice, says its rights, and has an empty nonce when none was sent", () => {
  const claims = accessTokenClaims(albane, session, {
    service: "svc",
    nonce: undefined,
    authTime: 1_795_305_554,
  });
  assert.deepEqual(claims, {
    typ: "Bearer",
    azp: "svc",
    auth_time: 1_795_305_554,
    nonce: "",
    session_state: "ses_1",
    sid: "ses_1",
    acr: "eidas1",
    amr: ["swk", "pin", "mfa"],
    authMode: "MOBILE",
    otherIds: contract.otherIds,
    preferred_username: "899900000017",
    aval_session: "reduced",
  });
});

test("the granted scope is PSC's, spelt in its order", () => {
  assert.equal(grantedScope, "openid profile scope_all identity");
});
