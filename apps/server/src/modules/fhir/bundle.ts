import { createHash } from "node:crypto";
import type { Organization } from "./organization.ts";
import type { OperationOutcome } from "./outcome.ts";
import type { Practitioner } from "./practitioner.ts";
import type { PractitionerRole } from "./practitioner-role.ts";

export type Resource = Practitioner | PractitionerRole | Organization;

/** A resource with its version: a digest of what it says, so that a change nobody is shown is no new version. */
export type Versioned = Resource & {
  readonly meta: { readonly versionId: string; readonly lastUpdated: string };
};

/** `at`: PostgreSQL's text of the moment, in UTC. */
export function versioned(resource: Resource, at: string): Versioned {
  const versionId = createHash("sha256")
    .update(JSON.stringify(resource))
    .digest("hex")
    .slice(0, 16);
  const { resourceType, id, ...rest } = resource;
  return {
    resourceType,
    id,
    meta: { versionId, lastUpdated: instantOf(at) },
    ...rest,
  } as Versioned;
}

/** `2026-01-02 03:04:05.678901+00` as FHIR writes it, to the millisecond. */
function instantOf(at: string): string {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(at);
  if (!match) throw new RangeError("a moment of the database is not in UTC");
  return `${match[1]}T${match[2]}.${(match[3] ?? "").padEnd(3, "0").slice(0, 3)}Z`;
}

export type Bundle = {
  readonly resourceType: "Bundle";
  readonly type: "searchset";
  readonly total?: number;
  readonly link: readonly { readonly relation: "self" | "next"; readonly url: string }[];
  readonly entry?: readonly Entry[];
};
type Entry = {
  readonly fullUrl?: string;
  readonly resource: Versioned | OperationOutcome;
  readonly search: { readonly mode: "match" | "include" | "outcome" };
};

/** The answer to a search. `links` are absolute. */
export function searchset(
  base: string,
  links: { readonly self: string; readonly next: string | undefined },
  found: {
    readonly matches: readonly Versioned[];
    readonly included: readonly Versioned[];
    readonly warnings: readonly OperationOutcome[];
    readonly total: number | undefined;
  },
): Bundle {
  const entries = (resources: readonly Versioned[], mode: "match" | "include"): Entry[] =>
    resources.map((resource) => ({
      fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
      resource,
      search: { mode },
    }));
  const entry: Entry[] = [
    ...entries(found.matches, "match"),
    ...entries(found.included, "include"),
    ...found.warnings.map((resource): Entry => ({ resource, search: { mode: "outcome" } })),
  ];
  return {
    resourceType: "Bundle",
    type: "searchset",
    ...(found.total !== undefined && { total: found.total }),
    link: [
      { relation: "self", url: links.self },
      ...(links.next === undefined ? [] : [{ relation: "next" as const, url: links.next }]),
    ],
    ...(entry.length > 0 && { entry }),
  };
}
