import type { Lang } from "@aval/design";

/**
 * The language of a page: the first of ours in what was asked for it (tags between spaces, as OpenID's `ui_locales`), else in what the
 * browser says, else French.
 */
export function languageOf(
  asked: string | null | undefined,
  acceptLanguage: string | undefined,
): Lang {
  const wanted = (asked ?? "").split(" ").concat((acceptLanguage ?? "").split(","));
  for (const tag of wanted) {
    const language = /^\s*(fr|en)\b/i.exec(tag)?.[1]?.toLowerCase();
    if (language === "fr" || language === "en") return language;
  }
  return "fr";
}
