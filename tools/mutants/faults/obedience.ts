import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["obedience.test.ts"]);

/** The checks that bound what an obedient holder lets through: without one of them the search finds a new way. */
export const obedienceFaults = [
  fault(
    "a place waits half a minute on the line before it is made",
    edit(
      "modules/places/store.ts",
      "and offered_at <= aval_now() - ${span(given.wait)} and offered_at > aval_now() - ${span(given.within)}",
      "and offered_at > aval_now() - ${span(given.within)}",
    ),
  ),
  fault(
    "a place is made in the call in which it was offered, or not at all",
    edit(
      "modules/places/store.ts",
      "and offered_at <= aval_now() - ${span(given.wait)} and offered_at > aval_now() - ${span(given.within)}",
      "and offered_at <= aval_now() - ${span(given.wait)}",
    ),
    // Two days are too few for a late place to age: the search cannot see it.
    ["modules/places/places.test.ts"],
  ),
  fault(
    "digits that were read out make no place",
    edit("modules/places/place.ts", 'level === "full" && transfer === "qr"', 'level === "full"'),
  ),
  fault(
    "a place is confirmed on a later day only",
    edit(
      "modules/places/store.ts",
      "and state = 'new' and made_at <= aval_now() - ${span(given.rest)}",
      "and state = 'new'",
    ),
  ),
  fault("a key is added on a place of its holder's only", [
    edit(
      "modules/passkeys/asker.ts",
      'where === "own_place" || where === "own_place_l5"',
      'where !== "own_place" || where === "own_place"',
    ),
    edit(
      "modules/places/places.ts",
      "return isHeld ? standing({ ...deps, db: tx }, on) : undefined;",
      "return standing({ ...deps, db: tx }, on);",
    ),
  ]),
  fault(
    "a key opens no more than where it was added",
    edit(
      "modules/passkeys/adding.ts",
      'isAttested && standing.where === "own_place_l5"',
      "isAttested",
    ),
  ),
  fault("software counts from the next day", [
    edit(
      "modules/installations/store.ts",
      "i.ended_at is null and i.usable_from <= aval_now()",
      "i.ended_at is null",
    ),
    edit(
      "modules/installations/store.ts",
      "where id = ${id} and ended_at is null and usable_from <= aval_now()",
      "where id = ${id} and ended_at is null",
    ),
  ]),
  fault(
    "a relayed code enters a sensitive service only where it accepts reduced sessions",
    edit(
      "modules/login/rights.ts",
      'return service.acceptsReduced ? "reduced" : undefined;',
      'return "reduced";',
    ),
  ),
  fault(
    "a reduced session enters nothing by itself",
    edit(
      "modules/login/rights.ts",
      'if (opened.rights !== "full" || service.sensitivity === "critical") return false;',
      "return true;",
    ),
  ),
  fault(
    "software is exchanged for the tokens of services that accept it only",
    edit(
      "modules/provider/provider.ts",
      'acceptsPscCiba && grants.some((grant) => grant !== "ciba");',
      'grants.some((grant) => grant !== "ciba");',
    ),
  ),
];
