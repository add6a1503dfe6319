/**
 * The values of search parameters, read as FHIR R4 writes them (search.html, 2.21.1). What cannot be read is `undefined`:
 * the search is refused, never widened.
 */

/** Splits at an unescaped separator and keeps the escapes. A comma is OR, a bar stands between system and code. */
export function split(text: string, separator: "," | "|"): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === "\\" && at + 1 < text.length) part += character + text[++at];
    else if (character === separator) {
      parts.push(part);
      part = "";
    } else part += character;
  }
  return [...parts, part];
}

/** `\,`, `\|`, `\$` and `\\` mean the character itself. */
export const unescaped = (text: string) => text.replaceAll(/\\([,|$\\])/g, "$1");

export type Token = {
  /** Absent: any system. Empty: codes that have none. */
  readonly system: string | undefined;
  readonly code: string;
};

/** `code`, `system|code`, `|code`. All codes of a system (`system|`) cannot be asked for. */
export function readToken(text: string): Token | undefined {
  const [first = "", second, ...more] = split(text, "|").map(unescaped);
  const token =
    second === undefined ? { system: undefined, code: first } : { system: first, code: second };
  return more.length > 0 || token.code === "" ? undefined : token;
}

/** `true` or `false`, with the system that FHIR gives booleans or without. */
export function readBoolean(text: string): boolean | undefined {
  const token = readToken(text);
  const known =
    !token?.system || token.system === "http://terminology.hl7.org/CodeSystem/special-values";
  if (!known) return undefined;
  return token?.code === "true" ? true : token?.code === "false" ? false : undefined;
}

const datePrefixes = ["eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"] as const;
export type DatePrefix = (typeof datePrefixes)[number];

export type DateRange = {
  readonly prefix: DatePrefix;
  /** The moments the value stands for, from `from` until before `until`: a day is a day long. RFC 3339. */
  readonly from: string;
  readonly until: string;
};

const dateForm =
  /^([a-z]{2})?(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?(Z|[+ -]\d\d:\d\d)?)?)?)?$/;

/**
 * A prefix and a date of any precision. Without a time zone it is UTC; a `+` that a careless client did not escape comes
 * as a space.
 */
export function readDate(text: string): DateRange | undefined {
  const match = dateForm.exec(text);
  if (!match) return undefined;
  const [, prefix = "eq", year, month, day, hour, minute, second, fraction, zone] = match;
  const known = datePrefixes.find((one) => one === prefix);
  const start = startOf(year as string, month, day, hour, minute, second, fraction);
  if (!known || start === undefined) return undefined;
  const end = endOf(start, { month, day, hour, second, fraction });
  const offset = offsetOf(zone);
  if (offset === undefined || !Number.isFinite(end)) return undefined;
  const iso = (moment: number) => new Date(moment - offset).toISOString();
  const [from, until] = [iso(start), iso(end)];
  // A zone may push a moment out of the years that FHIR and the database write with four digits, and 9999 ends beyond them.
  if (![from, until].every((moment) => /^(?!0000)\d{4}-/.test(moment))) return undefined;
  return { prefix: known, from, until };
}

function startOf(
  year: string,
  month = "01",
  day = "01",
  hour = "00",
  minute = "00",
  second = "00",
  fraction = "0",
): number | undefined {
  const milliseconds = fraction.padEnd(3, "0");
  const moment = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`);
  // 31 February would be read as a day of March.
  const isReal =
    Number.isFinite(moment) && new Date(moment).toISOString().slice(8, 10) === day && year > "0000";
  return isReal && hour < "24" ? moment : undefined;
}

type Precision = Readonly<
  Record<"month" | "day" | "hour" | "second" | "fraction", string | undefined>
>;

function endOf(start: number, { month, day, hour, second, fraction }: Precision): number {
  if (fraction !== undefined) return start + 10 ** (3 - Math.min(fraction.length, 3));
  if (second !== undefined) return start + 1000;
  if (hour !== undefined) return start + 60_000;
  if (day !== undefined) return start + 86_400_000;
  const date = new Date(start);
  const [years, months] = month === undefined ? [1, 0] : [0, 1];
  // Not Date.UTC, which takes the years before 100 for those of the last century.
  return date.setUTCFullYear(date.getUTCFullYear() + years, date.getUTCMonth() + months, 1);
}

function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined || zone === "Z") return 0;
  const [hours = 0, minutes = 0] = zone.slice(1).split(":").map(Number);
  if (hours > 14 || minutes > 59) return undefined;
  return (zone[0] === "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** The id a reference names: `id`, `Type/id`, or our own address of it. Another server's is `undefined`: we do not hold it. */
export function readReference(text: string, type: string, base: string): string | undefined {
  const value = unescaped(text);
  const local = value.startsWith(`${base}/`) ? value.slice(base.length + 1) : value;
  const id = local.startsWith(`${type}/`) ? local.slice(type.length + 1) : local;
  return /^[A-Za-z0-9.-]{1,64}$/.test(id) ? id : undefined;
}
