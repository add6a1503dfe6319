/** Settings: nothing here but which page is open; the language lives in the model, the rest in the vault. */
export type SettingsScreen =
  | { readonly at: "settings" }
  /** What this phone keeps. */
  | { readonly at: "stored" }
  /** The question before everything this phone keeps is erased. */
  | { readonly at: "remove"; readonly busy: boolean };

export type Language = "fr" | "en";
export const languages: readonly Language[] = ["fr", "en"];

/** French unless the person's own list of languages puts English before it. */
export function languageOf(preferred: readonly string[]): Language {
  const known = preferred
    .map((tag) => tag.slice(0, 2).toLowerCase())
    .find((tag) => tag === "fr" || tag === "en");
  return known === "en" ? "en" : "fr";
}
