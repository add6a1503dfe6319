/** A sentence in the two languages of every screen; French first. */
export type Words = { readonly fr: string; readonly en: string };
export type Lang = "fr" | "en";
