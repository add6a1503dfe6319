import { createHash } from "node:crypto";
import { canonicalJson, type CaseId, type DeviceId, type MeasureKind } from "@aval/protocol";

/**
 * What analysts stop, as data: which rule of law 5 each stands on and how it ends again. Code reads this table and holds no second copy.
 *
 * Stopping is cheap: one person, for a few people. For many it takes a second one's key over exactly that list, since a list is what a
 * hurried hand gets wrong. Nothing here opens: what is lifted, is lifted by whom the row of its stop names (`stops/rules.ts`).
 *
 * Who gains if a row is wrong: whoever persuades, or is, an analyst, and wants many people shut out at once. Source: DESIGN sections 2
 * law 5, and 7; facts/attacks-and-properties P-45.
 */
export const measures = {
  /** Whatever is open, everywhere; its services are told. What comes next asks again. */
  close_sessions: { undoneBy: "holder_signs_in" },
  /** Places with their bells, keys and what is open on them: the next scan makes others. */
  end_places: { undoneBy: "holder_scans" },
  /** One phone of one person, which may be somebody else's: it approves nothing, what it opened and made ends. */
  suspend_phone: { undoneBy: "what_brought_it" },
  /** As from an alert: nothing new rings, joins or enrols; sessions elsewhere close. */
  pause: { undoneBy: "rule_of_the_stop" },
  /** Nobody enters or enrols until two analysts have cleared it. Whoever froze is neither. */
  freeze: { undoneBy: "two_analysts" },
} as const satisfies Readonly<
  Record<
    MeasureKind,
    {
      readonly undoneBy:
        | "holder_signs_in"
        | "holder_scans"
        | "what_brought_it"
        | "rule_of_the_stop"
        | "two_analysts";
    }
  >
>;

/** The SHA-256 of a list, base64url: of which case, what, and whom, in the order of their ids; and which phone. */
export function digestOf(list: {
  readonly case: CaseId;
  readonly kind: MeasureKind;
  readonly people: readonly string[];
  readonly phone?: DeviceId | undefined;
}): string {
  const people = [...new Set(list.people)].sort();
  const text = canonicalJson({
    v: "aval.measure-list.v1",
    case: list.case,
    kind: list.kind,
    people,
    ...(list.phone ? { phone: list.phone } : {}),
  });
  return createHash("sha256").update(text).digest("base64url");
}
