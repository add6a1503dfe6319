import { escaped } from "@aval/design";
import type { PageFrame } from "./pages.ts";

/**
 * The built sign-in page, told what it cannot know: in which language its reader is first met, whose page it is, and
 * whether everybody here is fictional. Attributes of its root, since the page's policy allows no inline script.
 * `arrival`: this is the page at which a return from a phone's own authenticator arrived, the page on which a key is added, that of a
 * workstation, or the one for a phone that forgot everything.
 */
export function loginPage(
  index: string,
  { lang, brand = "Aval", isSandbox }: PageFrame,
  arrival?:
    | { readonly signIn: string; readonly pass: string }
    | "passkeys"
    | "workstation"
    | "wiped",
): string {
  const name = escaped(brand);
  const arrived = arrival ? toldOf(arrival) : "";
  const root = `<html lang="${lang}" data-aval-brand="${name}"${isSandbox ? " data-aval-sandbox" : ""}${arrived}>`;
  // Functions, since a brand may hold what `replace` reads as a pattern.
  return index
    .replace(/<html[^>]*>/, () => root)
    .replaceAll(
      '<span class="brand-name">Aval</span>',
      () => `<span class="brand-name">${name}</span>`,
    )
    .replace(/<title>[^<]*<\/title>/, () => `<title>${titles[lang]} – ${name}</title>`);
}

function toldOf(
  arrival:
    | { readonly signIn: string; readonly pass: string }
    | "passkeys"
    | "workstation"
    | "wiped",
): string {
  if (typeof arrival === "string") return ` data-aval-${arrival}`;
  return ` data-aval-sign-in="${escaped(arrival.signIn)}" data-aval-pass="${escaped(arrival.pass)}"`;
}

const titles = { fr: "Connexion", en: "Sign-in" } as const;
