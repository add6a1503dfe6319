import { isId, type LocumFound, type LocumView, type PlaceView } from "@aval/protocol";
import type { Phoning } from "./acts.ts";
import { PhoneMisuse } from "./fault.ts";
import { momentText } from "./moment.ts";
import { identityOf, readState } from "./state-file.ts";

/**
 * Announces a locum at a place, from the first of these days to the end of the last, by this machine's clock. The command asks
 * nobody whether a caller wants it: whoever types it has answered.
 */
export async function announceLocum(
  { phone, path }: Phoning,
  given: { place: string; nationalId: string; from: string; until: string; code: string },
): Promise<{ readonly found: LocumFound; readonly place: PlaceView }> {
  const { place, nationalId, code } = given;
  if (!isId("plc", place)) throw notAllowed("--place", place, "plc_…");
  const [from, until] = [dayAt("--from", given.from, 0), dayAt("--until", given.until, 1)];
  const identity = await identityOf(await readState(path));
  const found = await phone.findLocum(identity, place, nationalId);
  const days = { nationalId: found.nationalId, from, until };
  return { found, place: await phone.announceLocum(identity, place, days, code) };
}

/** Ends an announcement and what is open by it: no code. */
export async function endLocum({ phone, path }: Phoning, locum: string) {
  if (!isId("loc", locum)) throw notAllowed("--locum", locum, "loc_…");
  return phone.endLocum(await identityOf(await readState(path)), locum);
}

/** The beginning of a day, or of the one after, in seconds since the epoch. */
function dayAt(option: string, text: string, later: 0 | 1): number {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const at = new Date(Number(year), Number(month) - 1, Number(day) + later).getTime();
  if (Number.isNaN(at)) throw notAllowed(option, text, "2026-11-23");
  return at / 1000;
}

const notAllowed = (option: string, given: string, allowed: string) =>
  new PhoneMisuse(
    `${option} : « ${given} » n'est pas permis (${allowed}).`,
    `${option}: "${given}" is not allowed (${allowed}).`,
  );

/** One line on a locum, in each language. */
export const locumLine = ({ id, name, until }: LocumView) =>
  `  ${id} : ${name} → ${momentText(until * 1000)}`;
