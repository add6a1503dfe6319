/** What `aval doctor` says of one thing. */
export type Finding = {
  readonly check: string;
  /** Whether nothing has to be mended: `warn` is ok, and worth knowing. */
  readonly ok: boolean;
  readonly level: "ok" | "warn" | "wrong";
  /** Empty when all is well. */
  readonly fr: string;
  readonly en: string;
};

/** A sentence in both languages that says what to do. */
export type Sentence = { readonly fr: string; readonly en: string };

export const fine = (check: string): Finding => ({
  check,
  ok: true,
  level: "ok",
  fr: "",
  en: "",
});

export const warn = (check: string, { fr, en }: Sentence): Finding => ({
  check,
  ok: true,
  level: "warn",
  fr,
  en,
});

export const wrong = (check: string, { fr, en }: Sentence): Finding => ({
  check,
  ok: false,
  level: "wrong",
  fr,
  en,
});

/** `holds`, or what is wrong. */
export function unless(holds: boolean, check: string, sentence: Sentence): Finding {
  return holds ? fine(check) : wrong(check, sentence);
}

const signs = { ok: "ok ", warn: "!  ", wrong: "NON" } as const;

/** A line; with what to do, in French and in English, below it. */
export function describeFinding({ check, level, fr, en }: Finding): readonly string[] {
  if (level === "ok") return [`${signs.ok} ${check}`];
  return [`${signs[level]} ${check.padEnd(12)} ${fr}`, `${" ".repeat(17)}${en}`];
}
