import type { Lang, Said } from "./page.ts";

/** A refusal of the server, as the page that shows it needs it. */
type Refused = { readonly message?: Said; readonly reference?: string };

/** How a question to the server ended. */
export type Answer<Problem extends Refused = Refused> =
  | { readonly kind: "ok"; readonly body: unknown }
  | { readonly kind: "refused"; readonly problem: Problem }
  | { readonly kind: "offline" };

/** Longer than a server that works takes, shorter than its reader waits. */
const longestAnswerMs = 10_000;

/** For a document, which is set while its reader waits: one after the other, on a server that does other things. */
export const documentMs = 60_000;

/** A GET without a body, a POST with one, to the page's own origin. */
export async function ask<Problem extends Refused>(
  path: string,
  body?: object,
  longestMs: number = longestAnswerMs,
): Promise<Answer<Problem>> {
  const sent = body && {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
  try {
    const answer = await fetch(path, {
      ...sent,
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(longestMs),
    });
    const told = (await answer.json().catch(() => undefined)) as unknown;
    if (answer.ok) return { kind: "ok", body: told };
    return told ? { kind: "refused", problem: told as Problem } : { kind: "offline" };
  } catch {
    return { kind: "offline" };
  }
}

const langKey = "aval-lang";

/** What was chosen in this browser, else what it speaks first, else French. */
export function firstLang(): Lang {
  try {
    const kept = localStorage.getItem(langKey);
    if (kept === "en" || kept === "fr") return kept;
  } catch {
    // Storage refused: the browser's own language holds.
  }
  const spoken = navigator.languages.find((one) => /^(fr|en)/i.test(one));
  return spoken?.toLowerCase().startsWith("en") ? "en" : "fr";
}

/** Kept in this browser: the reader's own choice, for every visit. */
export function rememberLang(lang: Lang): void {
  try {
    localStorage.setItem(langKey, lang);
  } catch {
    // Storage refused: the choice holds for this page.
  }
}

/** The browser's own buttons move the page; one that is brought back whole may show what is over, and is asked for again. */
export function followBrowser(moved: () => void): void {
  addEventListener("popstate", moved);
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

/** Base64, with padding, as bytes. */
export const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

/** A link that its own page presses puts a file among the downloads: no address serves it, so that no other page can ask for it. */
export function saveFile(name: string, content: string | Uint8Array<ArrayBuffer>, type: string) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
