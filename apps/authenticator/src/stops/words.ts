import type { DeviceId, StopView } from "@aval/protocol";
import { type Messages, timeWords } from "../messages.ts";

/** Who lifts this stop, a line each; this phone first, while it does. */
export function wayWords(stop: StopView, now: number, t: Messages): readonly string[] {
  const others = stop.thisPhone
    ? stop.ways.filter(({ means }) => means.length > 1 || means[0] !== "phone")
    : stop.ways;
  return [
    ...(stop.thisPhone ? [thisPhone(stop, now, t)] : []),
    ...others.map((way) => sentence(way, now, t)),
  ];
}

function thisPhone({ until }: StopView, now: number, t: Messages): string {
  if (until === undefined) return t.stopped.thisPhone;
  return t.stopped.left(Math.max(1, Math.ceil((until - now) / 60)));
}

function sentence({ means, from }: StopView["ways"][number], now: number, t: Messages): string {
  const names = means.map((one) => t.stopped.means[one]);
  const listed = new Intl.ListFormat(t.language, { type: "conjunction" }).format(names);
  const all = names.length > 1 ? t.stopped.together(listed) : listed;
  const told = from > now ? t.stopped.from(all, momentWords(from, t)) : all;
  return `${told.charAt(0).toUpperCase()}${told.slice(1)}.`;
}

function momentWords(at: number, t: Messages): string {
  const locale = t.language === "fr" ? "fr-FR" : "en-GB";
  const date = new Date(at * 1000).toLocaleDateString(locale, { day: "numeric", month: "long" });
  return t.stopped.fromDay(date, timeWords(at, t));
}

/** What a registrar finds this phone by: its id in groups. No secret, and it opens nothing. */
export function referenceWords(id: DeviceId): string {
  return (id.slice(4).match(/.{1,4}/g) ?? []).join(" ");
}
