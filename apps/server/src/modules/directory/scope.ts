/**
 * Whose a professional is: the authority that keeps their file, and whose registrars may enrol them.
 *
 * A scope is one word: `order:<name>`, `agency:<name>`, `structure:<technical id>` or `national`. This table is the only
 * place where a profession names its Order. Source: facts/psc-contract 6.5 (TRE_G15), Code de la santé publique book IV.
 */
const orderOfProfession: Readonly<Record<string, string>> = {
  "10": "order:medecins",
  "21": "order:pharmaciens",
  "40": "order:chirurgiens-dentistes",
  "50": "order:sages-femmes",
  "60": "order:infirmiers",
  "69": "order:infirmiers",
  "70": "order:masseurs-kinesitherapeutes",
  "80": "order:pedicures-podologues",
};

/** Professions without an Order are registered by the regional health agencies. */
const agencyScope = "agency:ars";

/** The authority of a profession (a code of TRE_G15, or empty). */
export function scopeOfProfession(professionCode: string): string {
  return orderOfProfession[professionCode] ?? agencyScope;
}

/** The scope of a structure, for the registrars it names. */
export function scopeOfStructure(technicalId: string): string {
  return `structure:${technicalId}`;
}

/** The professions whose authority this is: these codes, or all but these. `undefined`: it keeps no profession. */
export function professionsOf(
  scope: string,
): { readonly codes: readonly string[]; readonly areExcluded: boolean } | undefined {
  const known = Object.keys(orderOfProfession);
  if (scope === agencyScope) return { codes: known, areExcluded: true };
  const codes = known.filter((code) => orderOfProfession[code] === scope);
  return codes.length > 0 ? { codes, areExcluded: false } : undefined;
}

/** Every authority that keeps professions, as `professionsOf` says. */
export const authorities = () =>
  [...new Set(Object.values(orderOfProfession)), agencyScope].map((scope) => {
    const { codes = [], areExcluded = false } = professionsOf(scope) ?? {};
    return { scope, codes, excluded: areExcluded };
  });

/** The technical id of the structure that this scope names. */
export const structureOf = (scope: string): string | undefined =>
  scope.startsWith("structure:") ? scope.slice("structure:".length) : undefined;

/** Whether an authority speaks for somebody of these scopes. */
export const isInScope = (authority: string, scopes: readonly string[]): boolean =>
  authority === "national" || scopes.includes(authority);

/** Whether a source of contacts is an authority's own word, and no extract of the registers. */
export const isAuthority = (source: string): boolean =>
  source === "national" ||
  (structureOf(source) ?? "").trim() !== "" ||
  professionsOf(source) !== undefined;
