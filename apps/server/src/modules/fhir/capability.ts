import {
  chains,
  includes,
  modifiers,
  notHeld,
  type ResourceType,
  revincludes,
  type SearchParameter,
  searchParameters,
  types,
} from "./search-parameters.ts";

/** What this server can do, made from the table its code reads: what is said here is what is served. */
export type CapabilityOptions = {
  readonly base: string;
  readonly brand: string;
  readonly version: string;
};

/** When what the statement says was last changed. */
const date = "2026-11-22";

export function capabilityStatement({ base, brand, version }: CapabilityOptions) {
  return {
    resourceType: "CapabilityStatement",
    status: "active",
    date,
    kind: "instance",
    software: { name: brand, version },
    implementation: {
      description:
        "Annuaire des professionnels, en lecture / Directory of professionals, read only",
      url: base,
    },
    fhirVersion: "4.0.1",
    format: ["application/fhir+json", "json"],
    rest: [
      {
        mode: "server",
        security: {
          cors: false,
          service: [
            {
              coding: [
                {
                  system: "http://terminology.hl7.org/CodeSystem/restful-security-service",
                  code: "Basic",
                },
              ],
            },
          ],
          description:
            "Services enregistrés et actifs seulement : en-tête ESANTE-API-KEY avec une clé du service, ou HTTP Basic avec son identifiant et son secret. / Registered and active services only: header ESANTE-API-KEY with a key of the service, or HTTP Basic with its identifier and secret.",
        },
        resource: types.map(resource),
      },
    ],
  };
}

function resource(type: ResourceType) {
  const [included, reverse] = [includes[type], revincludes[type]];
  return {
    type,
    documentation: `Non détenu, donc refusé / Not held, hence refused: ${notHeld[type].join(", ")}.`,
    interaction: [{ code: "read" }, { code: "search-type" }],
    versioning: "versioned",
    readHistory: false,
    conditionalRead: "not-match",
    ...(included.length > 0 && { searchInclude: included }),
    ...(reverse.length > 0 && { searchRevInclude: reverse }),
    searchParam: searchParameters[type].map(searchParam),
  };
}

function searchParam(parameter: SearchParameter) {
  const { name, type, target, definition, says } = parameter;
  const allowed = modifiers[type].map((one) => `:${one}`);
  const chained =
    target.kind === "reference" ? chains[target.to].map((one) => `${name}.${one}`) : [];
  const more = [...allowed, ...chained];
  return {
    name,
    ...(definition && { definition }),
    type,
    documentation: `${says.fr} / ${says.en}${more.length > 0 ? ` (${more.join(", ")})` : ""}`,
  };
}
