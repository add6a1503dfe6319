import type { CaseId, MeasureLine } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { Visitor } from "#modules/staff";
import { epochSeconds } from "#platform/time";
import * as store from "./measure-store.ts";
import type { ReadingDeps } from "./reading.ts";
import { seenOf } from "./view-store.ts";

/** The measures of a case as its readers are told them, the latest first: people of another authority have no name. */
export async function measureLines(
  { db, directory, staff }: Pick<ReadingDeps, "db" | "directory" | "staff">,
  who: Visitor,
  id: CaseId,
): Promise<readonly MeasureLine[]> {
  const found = await store.findMeasures(db, { case: id });
  if (found.length === 0) return [];
  const named = await store.namedIn(db, id);
  const seen = await seenOf(db, id, who.scope);
  const people = new Map<string, string>();
  for (const professional of new Set(named.map((one) => one.professional))) {
    const person = seen.has(professional) ? await directory.byId(professional) : undefined;
    if (person) people.set(professional, directory.displayName(person));
  }
  const names = await staff.names(
    found.flatMap(({ by, second }) => (second ? [by, second] : [by])),
  );
  return found.map((measure) => {
    const { second, at, id: one, digest: _, ...rest } = measure;
    return {
      ...rest,
      measure: one,
      by: names.get(measure.by) ?? "",
      isMine: measure.by === who.member,
      at: epochSeconds(at),
      ...(second ? { secondedBy: names.get(second) ?? "" } : {}),
      ...(measure.state === "waiting"
        ? { until: epochSeconds(at) + Math.round(lifetimes.measureWaits / 1000) }
        : {}),
      names: named
        .filter((row) => row.measure === one)
        .map(({ professional }) => {
          const name = people.get(professional);
          return { person: professional, ...(name === undefined ? {} : { name }) };
        }),
    };
  });
}
