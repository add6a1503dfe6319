import { crc32 } from "node:zlib";
import { isId } from "@aval/protocol";
import type { Remembered } from "./counter.ts";

/**
 * One line of the journal: `<device> <version> <tries> <crc32 of these, hexadecimal>`.
 *
 * The checksum is for power cuts, not for attackers: a line torn in the middle could else read as fewer tries. Whoever
 * can write this file holds the host and the key file beside it.
 */
export type JournalLine = Remembered & { readonly device: string };

export function lineText({ device, version, tries }: JournalLine): string {
  const text = `${device} ${version} ${tries}`;
  return `${text} ${crc32(text).toString(16)}\n`;
}

/** The line, or `undefined` for a torn or foreign one. */
export function parseLine(line: string): JournalLine | undefined {
  const [, text, device, version, tries, sum] =
    /^((\S+) ([0-9]{1,15}) ([0-9]{1,2})) ([0-9a-f]{1,8})$/.exec(line) ?? [];
  if (!text || !isId("dev", device) || crc32(text).toString(16) !== sum) return undefined;
  return { device, version: Number(version), tries: Number(tries) };
}

/** What is remembered after one more line: the newest version; of the same version, the most tries. */
export function merged(remembered: Remembered | undefined, line: Remembered): Remembered {
  if (!remembered || line.version > remembered.version)
    return { version: line.version, tries: line.tries };
  if (line.version < remembered.version || line.tries <= remembered.tries) return remembered;
  return { version: line.version, tries: line.tries };
}
