import type { PlaceId, ProfessionalId } from "@aval/protocol";
import type { Professional } from "#modules/directory";
import { epochSeconds, type Instant } from "#platform/time";
import { type Place, placeAt } from "./place.ts";

/** Where a browser stands for a holder: the second column of the rights table. */
export type Where = "own_place" | "own_place_l5" | "known_workstation" | "unknown";

export type Standing = {
  readonly where: Where;
  /** Other people sign in here: whoever comes next must not find the last one's services open. */
  readonly isShared: boolean;
  /** The holder's own place: aged, or still new, which gives nothing yet. `since`: when it aged, or was made; in seconds since the epoch. */
  readonly place?: { readonly id: PlaceId; readonly since: number };
};

/** What others said of a browser. */
export type Announced = {
  /** A holder here announced this one for today. */
  readonly isAnnounced?: boolean;
  /** Somebody is announced here for today, whoever is asked about. */
  readonly hasLocum?: boolean;
  /** The establishment that registered it. */
  readonly structure?: string | undefined;
};

/** Colleagues whose aged place a browser must be, before it is a known workstation of somebody else. DESIGN 5. */
export const colleaguesNeeded = 2;

/**
 * Where a browser with these places stands for this holder. `worksAt`: the structures the directory attaches each person to;
 * what else is known of the browser is in `Announced`.
 *
 * Who gains if it is wrong: whoever relays a QR from a browser of their own; only an aged place, and colleagues who made it
 * theirs without knowing of this, tell it from the holder's.
 */
export function standingOf(
  places: readonly Place[],
  holder: ProfessionalId,
  worksAt: (person: ProfessionalId) => ReadonlySet<string>,
  now: Instant,
  { isAnnounced = false, hasLocum = false, structure }: Announced = {},
): Standing {
  const own = places.find(({ professional }) => professional === holder);
  const others = places.filter(({ professional }) => professional !== holder);
  const hasOthers = others.some(({ state }) => state === "aged" || state === "asleep");
  const isShared = hasOthers || hasLocum || own?.people === "several" || structure !== undefined;
  const here = own && placeAt(own, now);
  if (here?.state === "aged") {
    return {
      where: here.l5At === undefined ? "own_place" : "own_place_l5",
      isShared,
      place: { id: here.id, since: epochSeconds(here.agedAt) },
    };
  }
  const awake = others.filter((other) => placeAt(other, now).state === "aged");
  const hasColleagues = [...worksAt(holder)].some(
    (structure) =>
      awake.filter(({ professional }) => worksAt(professional).has(structure)).length >=
      colleaguesNeeded,
  );
  const isTheirs = structure !== undefined && worksAt(holder).has(structure);
  if (isAnnounced || isTheirs || hasColleagues) return { where: "known_workstation", isShared };
  return {
    where: "unknown",
    isShared,
    ...(here?.state === "new" ? { place: stillNew(here) } : {}),
  };
}

const stillNew = ({ id, madeAt }: Place) => ({ id, since: epochSeconds(madeAt) });

/** What a browser with these places is before anybody says who they are. `people`: only where several sign in. */
export function expectedAt(
  places: readonly Place[],
  now: Instant,
  { hasLocum = false, structure }: Omit<Announced, "isAnnounced"> = {},
): { readonly where: Where; readonly people: readonly ProfessionalId[] } {
  const aged = places.map((place) => placeAt(place, now)).filter(({ state }) => state === "aged");
  const isShared = hasLocum || aged.length > 1 || aged.some(({ people }) => people === "several");
  const own = aged.some(({ l5At }) => l5At !== undefined) ? "own_place_l5" : "own_place";
  return {
    where: aged.length > 0 ? own : structure === undefined ? "unknown" : "known_workstation",
    people: isShared ? aged.map(({ professional }) => professional) : [],
  };
}

/** The structures somebody exercises in, by the id the registers give them. */
export function structuresOf(professional: Professional): ReadonlySet<string> {
  const ids = professional.exercises
    .flatMap(({ activities }) => activities)
    .flatMap(({ structure }) => (structure?.id ? [structure.id] : []));
  return new Set(ids);
}
