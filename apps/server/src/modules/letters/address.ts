import type { Professional, Structure } from "#modules/directory";

/**
 * Where a letter goes: the first place, in the register's order, that has a whole postal address. Never one that somebody gave: a
 * letter to an address of the caller's would be the caller's letter.
 *
 * `undefined`: the directory has none, and there is no letter.
 */
export function practiceAddress(name: string, person: Professional): readonly string[] | undefined {
  for (const { activities } of person.exercises)
    for (const { structure } of activities) {
      const lines = structure && postalLines(structure);
      if (lines) return [name, ...lines];
    }
  return undefined;
}

/** As the post wants them: at most five lines under the name, the post office's last. */
function postalLines(at: Structure): readonly string[] | undefined {
  const words = (...parts: readonly string[]) => parts.filter(Boolean).join(" ").trim();
  const street = words(at.streetNumber, at.streetRepeat, at.streetTypeCode, at.streetName);
  const delivery = [street, at.distribution].filter(Boolean);
  const office = /^\d{5}\s+\S/.test(at.cedex) ? at.cedex : "";
  // A street without a town, or a town without a street, arrives nowhere.
  if (delivery.length === 0 || office === "" || !isInFrance(at.countryCode)) return undefined;
  const called = at.tradeName || at.name;
  return [called, at.addressee || at.geographicPoint, ...delivery, office].filter(Boolean);
}

/** INSEE's code, as the registers write it, or nothing said. Abroad nothing is posted. */
const isInFrance = (code: string): boolean => code === "" || code === "99000" || code === "99100";
