import { isoOfCountryCode } from "./birth-countries.ts";

/**
 * Whether who a means of identification names is who the register names: by stated rules, each equal or not, and no score.
 *
 * Who gains if a rule is loose: a namesake, a twin or a relative of a professional, whose own genuine document would then bring a
 * phone of the professional's. Who loses if one is strict: somebody whose register and document differ goes to a desk. The rules in
 * words, with both: docs/civil-identity.md.
 */
export type CivilTraits = {
  /** Of birth. The name borne now proves nothing: one may choose it, and leave the other out. */
  readonly birthFamilyName?: string | undefined;
  /** All that the evidence lists, separated by spaces; a hyphen ties two into one. */
  readonly givenNames?: string | undefined;
  /** `yyyy-mm-dd`. */
  readonly birthDate?: string | undefined;
  readonly birthPlace?:
    | {
        /** INSEE, five characters. */
        readonly communeCode?: string | undefined;
        readonly name?: string | undefined;
        /** INSEE's five digits, or ISO 3166-1 alpha-2. */
        readonly country?: string | undefined;
      }
    | undefined;
};

/** The register's side: the restricted extract's columns, as they are kept. Empty: not known. */
export type RegisteredTraits = {
  /** Of birth: the restricted layout's *Nom de famille*. */
  readonly familyName: string;
  /** Each ended by `'`, as the register writes them. */
  readonly givenNames: string;
  /** `yyyy-mm-dd`; `00` for a day or a month that is not known. */
  readonly birthDate: string;
  readonly birthCommuneCode: string;
  readonly birthCountryCode: string;
  readonly birthPlace: string;
};

export type CivilTrait = "family_name" | "given_names" | "birth_date" | "birth_place";

export type CivilVerdict =
  | { readonly verdict: "equal" }
  | { readonly verdict: "different"; readonly trait: CivilTrait }
  /**
   * `not_loaded`: the register says nothing of a birth. `trait_missing`: one side lacks a trait, or says it in a way that cannot be
   * compared. `shared`: another professional is equal in every trait, so that this evidence names neither.
   */
  | { readonly verdict: "unknown"; readonly because: "not_loaded" | "trait_missing" | "shared" };

type Agreement = "equal" | "different" | "missing";

/** The rules, in the order in which a difference is told. */
const rules: readonly {
  readonly trait: CivilTrait;
  readonly compare: (said: CivilTraits, registered: RegisteredTraits) => Agreement;
}[] = [
  { trait: "birth_date", compare: compareBirthDates },
  { trait: "family_name", compare: compareFamilyNames },
  { trait: "given_names", compare: compareGivenNames },
  { trait: "birth_place", compare: compareBirthPlaces },
];

/** A trait that differs is told before one that is missing: nobody passes by leaving one out. */
export function compareTraits(said: CivilTraits, registered: RegisteredTraits): CivilVerdict {
  if (!registered.birthDate) return { verdict: "unknown", because: "not_loaded" };
  const found = rules.map(({ trait, compare }) => ({ trait, is: compare(said, registered) }));
  const differs = found.find(({ is }) => is === "different");
  if (differs) return { verdict: "different", trait: differs.trait };
  return found.some(({ is }) => is === "missing")
    ? { verdict: "unknown", because: "trait_missing" }
    : { verdict: "equal" };
}

const wholeDate = /^\d{4}-(?!00)\d{2}-(?!00)\d{2}$/;

function compareBirthDates({ birthDate = "" }: CivilTraits, registered: RegisteredTraits) {
  if (!wholeDate.test(birthDate) || !wholeDate.test(registered.birthDate)) return "missing";
  return equality(birthDate === registered.birthDate);
}

function compareFamilyNames(said: CivilTraits, registered: RegisteredTraits): Agreement {
  const ours = familyKey(registered.familyName);
  const theirs = familyKey(said.birthFamilyName ?? "");
  return ours && theirs ? equality(ours === theirs) : "missing";
}

function compareGivenNames(said: CivilTraits, registered: RegisteredTraits): Agreement {
  const ours = namesOf(registered.givenNames.split("'"));
  const theirs = namesOf((said.givenNames ?? "").split(/[\s,]+/));
  if (ours.all.length === 0 || theirs.all.length === 0) return "missing";
  return equality(
    beginAlike(ours.all, theirs.all) &&
      startsWith(theirs.all, ours.first) &&
      startsWith(ours.all, theirs.first),
  );
}

function compareBirthPlaces({ birthPlace }: CivilTraits, registered: RegisteredTraits): Agreement {
  const codes = [birthPlace?.communeCode ?? "", registered.birthCommuneCode].map(communeKey);
  if (codes[0] && codes[1]) return equality(codes[0] === codes[1]);
  const countries = [birthPlace?.country ?? "", registered.birthCountryCode].map(countryKey);
  const names = [birthPlace?.name ?? "", registered.birthPlace].map(placeKey);
  if (countries[0] && countries[1] && countries[0] !== countries[1]) return "different";
  if (names[0] && names[1] && names[0] !== names[1]) return "different";
  return names.every(Boolean) && countries.every(Boolean) ? "equal" : "missing";
}

const equality = (holds: boolean): Agreement => (holds ? "equal" : "different");

/** Letters that no accent explains. */
const ligatures: Readonly<Record<string, string>> = {
  Œ: "OE",
  Æ: "AE",
  ẞ: "SS",
  Ø: "O",
  Ł: "L",
  Đ: "D",
  Ð: "D",
  Þ: "TH",
};

/** Capitals without accents; whatever is neither a letter nor a digit separates. Other scripts stay as they are. */
function wordsOf(text: string): string[] {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toUpperCase()
    .replaceAll(/[ŒÆẞØŁĐÐÞ]/g, (letter) => ligatures[letter] ?? letter)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** Particles that registers and documents write or leave out. *Le*, *La* and *L'* belong to the name: Le Goff. */
const particles: ReadonlySet<string> = new Set(["D", "DE", "DU", "DES"]);

/** A particle in front is left out, then spaces, hyphens and apostrophes. A name of particles alone is that name. */
function familyKey(name: string): string {
  const words = wordsOf(name);
  const from = words.findIndex((word) => !particles.has(word));
  return words.slice(Math.max(from, 0)).join("");
}

/** Every given name in its order, cut at hyphens too, and the first with all that a hyphen ties to it. */
function namesOf(listed: readonly string[]): { all: readonly string[]; first: readonly string[] } {
  const names = listed.map(wordsOf).filter((words) => words.length > 0);
  return { all: names.flat(), first: names[0] ?? [] };
}

const startsWith = (names: readonly string[], with_: readonly string[]) =>
  with_.every((name, at) => names[at] === name);

const beginAlike = (one: readonly string[], other: readonly string[]) =>
  one.length <= other.length ? startsWith(other, one) : startsWith(one, other);

const communeForm = /^(\d{2}|2[AB])\d{3}$/;

/** An arrondissement of Paris, Lyon or Marseille is its city: documents name the one or the other. */
function communeKey(code: string): string {
  if (!communeForm.test(code) || code.startsWith("99")) return "";
  if (/^751(0[1-9]|1\d|20)$/.test(code)) return "75056";
  if (/^6938[1-9]$/.test(code)) return "69123";
  if (/^132(0[1-9]|1[0-6])$/.test(code)) return "13055";
  return code;
}

const cities: ReadonlySet<string> = new Set(["PARIS", "LYON", "MARSEILLE"]);
const abbreviations: Readonly<Record<string, string>> = { ST: "SAINT", STE: "SAINTE" };

function placeKey(name: string): string {
  const words = wordsOf(name).map((word) => abbreviations[word] ?? word);
  return words[0] !== undefined && cities.has(words[0]) && /^\d{1,2}/.test(words[1] ?? "")
    ? words[0]
    : words.join("");
}

const isoCountries: ReadonlySet<string> = new Set(Object.values(isoOfCountryCode));

function countryKey(country: string): string {
  const iso = country.trim().toUpperCase();
  return isoCountries.has(iso) ? iso : (isoOfCountryCode[iso] ?? "");
}
