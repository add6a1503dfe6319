import type { CodedColumn } from "./codings.ts";

/**
 * What can be searched, as one table: the reader of requests, the SQL, the capability statement and the test that walks
 * every row read it, and docs/fhir.md is held to it. A parameter that is not here does not exist.
 */
export const types = ["Practitioner", "PractitionerRole", "Organization"] as const;
export type ResourceType = (typeof types)[number];

/** Where the values of a parameter are: the SQL of each is in `conditions.ts`. */
export type Target =
  | { readonly kind: "id" }
  | { readonly kind: "lastUpdated" }
  | { readonly kind: "active" }
  | { readonly kind: "identifier" }
  | { readonly kind: "text"; readonly columns: readonly TextColumn[] }
  | { readonly kind: "code"; readonly columns: readonly CodedColumn[] }
  | { readonly kind: "reference"; readonly to: "Practitioner" | "Organization" };

export type TextColumn = "family" | "given" | "name" | "alias" | "city" | "postalCode";

export type FhirType = "token" | "string" | "date" | "reference";

export type SearchParameter = {
  readonly name: string;
  readonly type: FhirType;
  readonly target: Target;
  /** The standard's own definition; absent for those of the national API alone. */
  readonly definition?: string;
  /** What it searches, French first. */
  readonly says: { readonly fr: string; readonly en: string };
};

/** What may stand after `:`, by type. A reference may also name its type (`practitioner:Practitioner`). */
export const modifiers = {
  token: [],
  string: ["exact", "contains"],
  date: [],
  reference: [],
} as const satisfies Record<FhirType, readonly string[]>;
export type Modifier = (typeof modifiers)["string"][number];

const standard = (name: string) => `http://hl7.org/fhir/SearchParameter/${name}`;

const common = (type: ResourceType): readonly SearchParameter[] => [
  {
    name: "_id",
    type: "token",
    target: { kind: "id" },
    definition: standard("Resource-id"),
    says: { fr: "l'id de la ressource", en: "the resource's id" },
  },
  {
    name: "_lastUpdated",
    type: "date",
    target: { kind: "lastUpdated" },
    definition: standard("Resource-lastUpdated"),
    says: {
      fr: "le dernier changement reçu du registre ; eq, ne, gt, lt, ge, le, sa, eb",
      en: "the last change received from the register; eq, ne, gt, lt, ge, le, sa, eb",
    },
  },
  {
    name: "active",
    type: "token",
    target: { kind: "active" },
    definition: standard(`${type}-active`),
    says: { fr: "true ou false : encore au registre", en: "true or false: still in the register" },
  },
  {
    name: "identifier",
    type: "token",
    target: { kind: "identifier" },
    definition: standard(`${type}-identifier`),
    says: {
      fr: "système|valeur, valeur seule, ou |valeur",
      en: "system|value, value alone, or |value",
    },
  },
];

const workCode = {
  type: "token",
  target: { kind: "code", columns: ["genre", "mode", "role", "pharmacistSection"] },
  says: {
    fr: "genre (R22), mode (R23), fonction (R21, R85, R96) ou section des pharmaciens (G05)",
    en: "genre (R22), mode (R23), role (R21, R85, R96) or pharmacists' section (G05)",
  },
} as const satisfies Partial<SearchParameter>;

export const searchParameters: Readonly<Record<ResourceType, readonly SearchParameter[]>> = {
  Practitioner: [
    ...common("Practitioner"),
    {
      name: "name",
      type: "string",
      target: { kind: "text", columns: ["family", "given"] },
      definition: standard("Practitioner-name"),
      says: { fr: "le nom ou le prénom d'exercice", en: "the family or given name of exercise" },
    },
    {
      name: "family",
      type: "string",
      target: { kind: "text", columns: ["family"] },
      definition: standard("individual-family"),
      says: { fr: "le nom d'exercice", en: "the family name of exercise" },
    },
    {
      name: "given",
      type: "string",
      target: { kind: "text", columns: ["given"] },
      definition: standard("individual-given"),
      says: { fr: "le prénom d'exercice", en: "the given name of exercise" },
    },
    {
      name: "qualification-code",
      type: "token",
      target: { kind: "code", columns: ["profession", "category", "knowHowType", "knowHow"] },
      says: {
        fr: "profession (G15, R94, R95), catégorie (R09), type (R04) ou code de savoir-faire (R38…)",
        en: "profession (G15, R94, R95), category (R09), know-how type (R04) or code (R38…)",
      },
    },
  ],
  PractitionerRole: [
    ...common("PractitionerRole"),
    {
      name: "practitioner",
      type: "reference",
      target: { kind: "reference", to: "Practitioner" },
      definition: standard("PractitionerRole-practitioner"),
      says: { fr: "le professionnel", en: "the professional" },
    },
    {
      name: "organization",
      type: "reference",
      target: { kind: "reference", to: "Organization" },
      definition: standard("PractitionerRole-organization"),
      says: { fr: "la structure", en: "the structure" },
    },
    { name: "role", definition: standard("PractitionerRole-role"), ...workCode },
    { name: "code", ...workCode },
  ],
  Organization: [
    ...common("Organization"),
    {
      name: "name",
      type: "string",
      target: { kind: "text", columns: ["name", "alias"] },
      definition: standard("Organization-name"),
      says: { fr: "la raison sociale ou l'enseigne", en: "the registered or trade name" },
    },
    {
      name: "address-city",
      type: "string",
      target: { kind: "text", columns: ["city"] },
      definition: standard("Organization-address-city"),
      says: { fr: "la commune de l'adresse", en: "the town of the address" },
    },
    {
      name: "address-postalcode",
      type: "string",
      target: { kind: "text", columns: ["postalCode"] },
      definition: standard("Organization-address-postalcode"),
      says: { fr: "le code postal", en: "the postal code" },
    },
    {
      name: "type",
      type: "token",
      target: { kind: "code", columns: ["sector"] },
      definition: standard("Organization-type"),
      says: { fr: "le secteur d'activité (R02)", en: "the sector of activity (R02)" },
    },
  ],
};

/** What a reference may be searched by, one step away: `practitioner.identifier`. */
export const chains: Readonly<Record<"Practitioner" | "Organization", readonly string[]>> = {
  Practitioner: ["identifier", "name", "family", "given", "qualification-code", "active"],
  Organization: ["identifier", "name", "address-city", "address-postalcode", "type"],
};

/**
 * What the national API searches and we do not hold: neither cards nor secure mailboxes are in the extracts. Refused in
 * lenient handling, too: ignored, they would answer everybody.
 */
export const notHeld: Readonly<Record<ResourceType, readonly string[]>> = {
  Practitioner: ["number-smartcard", "type-smartcard", "mailbox-mss"],
  PractitionerRole: ["mailbox-mss"],
  Organization: ["mailbox-mss", "pharmacy-licence"],
};

/** What may come along with the matches. */
export const includes: Readonly<Record<ResourceType, readonly string[]>> = {
  Practitioner: [],
  PractitionerRole: ["PractitionerRole:practitioner", "PractitionerRole:organization"],
  Organization: [],
};
export const revincludes: Readonly<Record<ResourceType, readonly string[]>> = {
  Practitioner: ["PractitionerRole:practitioner"],
  PractitionerRole: [],
  Organization: [],
};

/** What a search may say of its answer. `_format` and `_pretty` go with every request. */
export const resultParameters = [
  "_count",
  "_sort",
  "_total",
  "_include",
  "_revinclude",
  "_page",
  "_format",
  "_pretty",
] as const;

/** Matches on a page. FHIR leaves the bound to the server. */
export const pageSize = { usual: 50, most: 200 } as const;

export const sorts = ["_id", "-_id", "_lastUpdated", "-_lastUpdated"] as const;
export type Sort = (typeof sorts)[number];
export const totals = ["none", "estimate", "accurate"] as const;
export type Total = (typeof totals)[number];
