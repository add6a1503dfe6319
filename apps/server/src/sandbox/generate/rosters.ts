import { drawOf, streams } from "./draw.ts";
import type { GeneratedPerson } from "./person.ts";

/** One person's turn of duty in one structure. */
export type Duty = {
  readonly structure: string;
  readonly nationalId: string;
  readonly kind: "garde" | "astreinte";
  readonly slots: readonly { readonly from: string; readonly to: string }[];
};

const dayMs = 24 * 3600 * 1000;
const hourMs = 3600 * 1000;
const weeks = 26;

/**
 * The dated duty of somebody for half a year from `start` (a Monday, 00:00 UTC): pharmacists who own their pharmacy, nights and
 * Sundays in turn; salaried doctors of hospitals, one night in their week. Dated slots and not weekly hours: a duty is a date.
 */
export function dutiesOf(
  seed: number,
  index: number,
  person: GeneratedPerson,
  start: number,
): Duty[] {
  const draw = drawOf(seed, streams.duty, index);
  return person.exercises.flatMap((exercise) =>
    exercise.activities.flatMap(({ section, setting, structure }): Duty[] => {
      const isOwner = section === "A";
      const isOnCall =
        setting?.kind === "hospital" && exercise.profession[0] === "10" && draw.chance(0.5);
      if (!structure || exercise.category !== "C" || (!isOwner && !isOnCall)) return [];
      const turn = draw.below(8);
      const day = isOwner ? 6 : draw.below(5);
      const slots = Array.from({ length: weeks }, (_, week) => week)
        .filter((week) => week % 8 === turn)
        .map((week) => slot(start + (week * 7 + day) * dayMs, isOwner ? 8 : 20, isOwner ? 24 : 12));
      return [
        {
          structure: structure.technicalId,
          nationalId: person.nationalId,
          kind: isOwner ? "garde" : "astreinte",
          slots,
        },
      ];
    }),
  );
}

function slot(day: number, hour: number, hours: number): Duty["slots"][number] {
  const from = day + hour * hourMs;
  return { from: new Date(from).toISOString(), to: new Date(from + hours * hourMs).toISOString() };
}
