/**
 * French spacing, applied to a whole catalogue of messages at once: a no-break space before `: ; ? !` and inside « »,
 * so that no sign ever starts a line alone. Written by hand it would be invisible in the source and forgotten.
 *
 * A catalogue holds sentences, lists of them, and functions that make them.
 */
export function french<T>(messages: T): T {
  if (typeof messages === "string") return spaced(messages) as T;
  if (typeof messages === "function") {
    const write = messages as unknown as (...given: unknown[]) => string;
    return ((...given: unknown[]) => spaced(write(...given))) as T;
  }
  if (Array.isArray(messages)) return messages.map((message) => french(message)) as T;
  return Object.fromEntries(
    Object.entries(messages as object).map(([name, message]) => [name, french(message)]),
  ) as T;
}

const noBreak = "\u00a0";

function spaced(text: string): string {
  return text
    .replace(/ ([:;?!»])/g, `${noBreak}$1`)
    .replace(/« /g, `«${noBreak}`)
    .replace(
      /(\d) (h|min|s|minutes?|secondes?|heures?|jours?|essais?|chiffres)\b/g,
      `$1${noBreak}$2`,
    );
}
