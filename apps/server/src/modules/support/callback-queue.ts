import type { CallbackLine } from "@aval/protocol";
import { limits as bounds } from "#lifetimes";
import { initialsOf, maskedId } from "#modules/refusals";
import type { Visitor } from "#modules/staff";
import { epochSeconds } from "#platform/time";
import { listWaiting } from "./callback-store.ts";
import type { SupportDeps } from "./support.ts";

/** Who waits to be called back: by initials, until the reader has taken it. */
export async function queue(deps: SupportDeps, who: Visitor): Promise<readonly CallbackLine[]> {
  const { directory } = deps;
  const waiting = await listWaiting(deps.db, who.scope, bounds.casesListed);
  const takers = waiting.flatMap(({ member }) => (member === undefined ? [] : [member]));
  const names = await deps.staff.names([...new Set(takers)]);
  const lines: CallbackLine[] = [];
  for (const { id, professional, reason, askedAt, member, case: ofCase } of waiting) {
    const person = await directory.byId(professional);
    const name = person ? directory.displayName(person) : "";
    const isMine = member === who.member;
    lines.push({
      ...{ callback: id, reason, isMine, askedAt: epochSeconds(askedAt) },
      name: isMine ? name : initialsOf(name),
      nationalId: isMine ? (person?.nationalId ?? "") : maskedId(person?.nationalId ?? ""),
      ...(member === undefined ? {} : { by: names.get(member) ?? "" }),
      ...(isMine && ofCase !== undefined ? { case: ofCase, person: professional } : {}),
    });
  }
  return lines;
}
