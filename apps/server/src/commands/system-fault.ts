/**
 * What the machine answered, in sentences: a path that is wrong, a folder that cannot be written, a port that is taken are
 * the reader's to mend, not bugs. Keyed by the system's own code; what is not here keeps its stack.
 */
type Sentence = { readonly fr: string; readonly en: string };

const causes: Readonly<Record<string, Sentence>> = {
  ENOENT: {
    fr: "ce fichier, ou son dossier, n'existe pas.",
    en: "there is no such file or folder.",
  },
  EACCES: { fr: "ce compte n'y a pas droit.", en: "this account may not use it." },
  EPERM: { fr: "ce compte n'y a pas droit.", en: "this account may not use it." },
  EISDIR: { fr: "c'est un dossier, pas un fichier.", en: "it is a folder, not a file." },
  ENOTDIR: {
    fr: "une partie de ce chemin est un fichier, pas un dossier.",
    en: "a part of this path is a file, not a folder.",
  },
  EEXIST: { fr: "ce nom est déjà pris.", en: "that name is taken already." },
  ENOSPC: {
    fr: "il n'y a plus de place sur ce disque.",
    en: "there is no room left on that disk.",
  },
  EDQUOT: {
    fr: "ce compte n'a plus de place sur ce disque.",
    en: "this account has no room left on that disk.",
  },
  EROFS: { fr: "ce disque ne peut qu'être lu.", en: "that disk can only be read." },
  ENAMETOOLONG: { fr: "ce nom est trop long.", en: "that name is too long." },
  ELOOP: { fr: "ce lien mène à lui-même.", en: "that link leads to itself." },
  EADDRINUSE: { fr: "un autre programme y écoute.", en: "another program listens there." },
  EADDRNOTAVAIL: {
    fr: "cette adresse n'est pas à cette machine.",
    en: "that address is not this machine's.",
  },
};

/** The sentences for a fault of the system, or `undefined` for a bug. */
export function systemFault(fault: unknown): Sentence | undefined {
  if (!(fault instanceof Error)) return undefined;
  const {
    code = "",
    path,
    address,
    port,
  } = fault as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  const cause = Object.hasOwn(causes, code) ? causes[code] : undefined;
  const where = path ?? (port === undefined ? undefined : `${address ?? ""}:${port}`);
  if (!cause) return undefined;
  if (where !== undefined)
    return { fr: `« ${where} » : ${cause.fr}`, en: `"${where}": ${cause.en}` };
  // A disk that fills up while a file is written is told without the file's name; whatever else has no path is a bug.
  return code === "ENOSPC" || code === "EDQUOT"
    ? { fr: `Rien n'est fini : ${cause.fr}`, en: `Nothing is finished: ${cause.en}` }
    : undefined;
}
