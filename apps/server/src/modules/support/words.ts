/** What institutions are called on the telephone and on the phone's screen; a structure by the directory's name of it. */
const institutions: Readonly<Record<string, { readonly fr: string; readonly en: string }>> = {
  "order:medecins": { fr: "Ordre des médecins", en: "Order of physicians" },
  "order:pharmaciens": { fr: "Ordre des pharmaciens", en: "Order of pharmacists" },
  "order:chirurgiens-dentistes": {
    fr: "Ordre des chirurgiens-dentistes",
    en: "Order of dental surgeons",
  },
  "order:sages-femmes": { fr: "Ordre des sages-femmes", en: "Order of midwives" },
  "order:infirmiers": { fr: "Ordre des infirmiers", en: "Order of nurses" },
  "order:masseurs-kinesitherapeutes": {
    fr: "Ordre des masseurs-kinésithérapeutes",
    en: "Order of physiotherapists",
  },
  "order:pedicures-podologues": {
    fr: "Ordre des pédicures-podologues",
    en: "Order of podiatrists",
  },
  "agency:ars": { fr: "agence régionale de santé", en: "regional health agency" },
};

/** Whose agent this is. `structure`: what the directory calls the structure that the scope names. */
export function institutionOf(
  scope: string,
  structure: string | undefined,
): { readonly fr: string; readonly en: string } {
  const known = institutions[scope];
  if (known) return known;
  const name = structure ?? scope.slice(scope.indexOf(":") + 1);
  return { fr: name, en: name };
}

/** What a caller says on the telephone, and the phone shows: first name and initial. */
export function publicName(name: string): string {
  const [first = "", ...rest] = name
    .replace(/\s*\(.*$/, "")
    .trim()
    .split(/\s+/);
  const initial = rest.at(-1)?.charAt(0).toUpperCase();
  return initial ? `${first} ${initial}.` : first;
}
