import type { Json } from "./world.ts";

/**
 * Searches as FHIR R4 describes them, over the JSON of resources and in memory: written from the specification, and knowing nothing
 * of SQL or of the register.
 */
const fold = (text: string) =>
  text
    .replaceAll(/œ/gi, "oe")
    .replaceAll(/æ/gi, "ae")
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[-_'’.%\\]/g, " ");

type Resource = Json;
const codings = (concepts: Json[] = []): Json[] => concepts.flatMap((one) => one.coding ?? []);

const texts: Readonly<Record<string, (resource: Resource) => string[]>> = {
  "Practitioner.family": (r) => (r.name ?? []).map((name: Json) => name.family ?? ""),
  "Practitioner.given": (r) => (r.name ?? []).flatMap((name: Json) => name.given ?? []),
  "Practitioner.name": (r) => [
    ...(texts["Practitioner.family"]?.(r) ?? []),
    ...(texts["Practitioner.given"]?.(r) ?? []),
  ],
  "Organization.name": (r) => [r.name ?? "", ...(r.alias ?? [])],
  "Organization.address-city": (r) => (r.address ?? []).map((one: Json) => one.city ?? ""),
  "Organization.address-postalcode": (r) =>
    (r.address ?? []).map((one: Json) => one.postalCode ?? ""),
};

const tokens: Readonly<
  Record<string, (resource: Resource) => { system?: string; code: string }[]>
> = {
  identifier: (r) =>
    (r.identifier ?? []).map((one: Json) => ({ system: one.system, code: one.value })),
  active: (r) => [{ code: String(r.active) }],
  _id: (r) => [{ code: r.id }],
  "qualification-code": (r) => codings((r.qualification ?? []).map((one: Json) => one.code)),
  role: (r) => codings(r.code),
  code: (r) => codings(r.code),
  type: (r) => codings(r.type),
};

/** Whether a resource matches one criterion `name[:modifier]=a,b`. `find`: the resource a reference leads to. */
export function matches(
  resource: Resource,
  name: string,
  value: string,
  find: (reference: string) => Resource | undefined,
): boolean {
  const [head = "", ...tail] = name.split(".");
  const [own = "", modifier] = head.split(":");
  if (own === "practitioner" || own === "organization") {
    const reference: string | undefined = resource[own]?.reference;
    if (reference === undefined) return false;
    const target = tail.length > 0 ? find(reference) : undefined;
    if (tail.length > 0)
      return target !== undefined && matches(target, tail.join("."), value, find);
    return value.split(",").some((one) => reference === one || reference.endsWith(`/${one}`));
  }
  return value.split(",").some((one) => matchesOne(resource, own, modifier, one));
}

function matchesOne(resource: Resource, name: string, modifier: string | undefined, value: string) {
  const read = texts[`${resource.resourceType}.${name}`];
  if (read) {
    return read(resource).some((text) => {
      if (text === "") return false;
      if (modifier === "exact") return text === value;
      return modifier === "contains"
        ? fold(text).includes(fold(value))
        : fold(text).startsWith(fold(value));
    });
  }
  if (name === "_lastUpdated") return matchesDate(resource.meta.lastUpdated, value);
  const [system, code] = value.includes("|") ? value.split("|") : [undefined, value];
  return (tokens[name]?.(resource) ?? []).some(
    (token) => token.code === code && (system === undefined || (token.system ?? "") === system),
  );
}

/** Days only: what the test asks. */
function matchesDate(at: string, value: string): boolean {
  const prefix = /^[a-z]{2}/.exec(value)?.[0] ?? "eq";
  const day = value.replace(/^[a-z]{2}/, "");
  const own = at.slice(0, 10);
  if (prefix === "eq") return own === day;
  if (prefix === "ne") return own !== day;
  if (prefix === "gt" || prefix === "sa") return own > day;
  if (prefix === "ge") return own >= day;
  return prefix === "le" ? own <= day : own < day;
}
