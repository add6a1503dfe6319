/** What a reader asks of the form of an answer. We speak one: JSON of FHIR 4.0. */
const jsonFormats = ["json", "application/json", "application/fhir+json", "text/json"];
const jsonRanges = ["*/*", "application/*", "application/json", "application/fhir+json"];

/** Whether JSON is acceptable. `_format` decides over `Accept` (FHIR R4, 3.1.0.1.11). */
export function acceptsJson(accept: string | undefined, format: string | undefined): boolean {
  if (format !== undefined && format !== "")
    return isJson(format.replaceAll(" ", "+"), jsonFormats);
  if (accept === undefined || accept.trim() === "") return true;
  return accept.split(",").some((range) => isJson(range, jsonRanges));
}

function isJson(range: string, known: readonly string[]): boolean {
  const [type = "", ...parameters] = range
    .toLowerCase()
    .split(";")
    .map((part) => part.trim());
  if (!known.includes(type)) return false;
  return parameters.every((parameter) => {
    const [name, value = ""] = parameter.split("=").map((part) => part.trim());
    if (name === "q") return Number(value) > 0;
    return name !== "fhirversion" || /^"?4\.0(\.\d)?"?$/.test(value);
  });
}

/** `Prefer: handling=strict`. */
export function isStrict(prefer: string | undefined): boolean {
  return (prefer ?? "")
    .split(/[,;]/)
    .some((part) => part.replaceAll(/[\s"]/g, "").toLowerCase() === "handling=strict");
}

/** The id and secret of `Authorization: Basic`, spelt as OAuth spells them (RFC 6749 2.3.1). */
export function basicCredentials(
  authorization: string | undefined,
): { readonly id: string; readonly secret: string } | undefined {
  const encoded = /^basic +([A-Za-z0-9+/=_-]{1,2000})$/i.exec(authorization ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString("utf8");
  const at = text.indexOf(":");
  if (at < 0) return undefined;
  try {
    const decoded = (part: string) => decodeURIComponent(part.replaceAll("+", " "));
    return { id: decoded(text.slice(0, at)), secret: decoded(text.slice(at + 1)) };
  } catch {
    return undefined;
  }
}
