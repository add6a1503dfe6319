/** A sentence in the two languages of every screen; French first. */
export type Words = { readonly fr: string; readonly en: string };
export type Lang = "fr" | "en";

/** The language of a page: what the service asks (`ui_locales`), else what the browser says, else French. */
export function languageOf(
  uiLocales: string | undefined,
  acceptLanguage: string | undefined,
): Lang {
  const wanted = (uiLocales ?? "").split(" ").concat((acceptLanguage ?? "").split(","));
  for (const tag of wanted) {
    const language = /^\s*(fr|en)\b/i.exec(tag)?.[1]?.toLowerCase();
    if (language === "fr" || language === "en") return language;
  }
  return "fr";
}
