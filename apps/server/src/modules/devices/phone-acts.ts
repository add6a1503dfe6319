import type { OwnPhoneAct } from "@aval/protocol";
import type { DeviceState, Level } from "./device.ts";

/**
 * What one phone of a holder's may do to another, as data: DESIGN section 6, *a phone younger than 7 days cannot remove, rename, silence
 * or freeze an older one*, and *a `limited` phone opens nothing*. Code reads this table and holds no second copy; the test beside the
 * routes walks every row with phones of each age and level.
 *
 * `code`: whether the act takes it. What only stops does not (law 5); what cannot be taken back, or weakens what protects the holder,
 * does. `to`: `itself_or_others`, or others only; of those older than a phone of this week none, and `younger`: only those that came
 * after it, to a phone that is older than a week. `of`: in which states.
 *
 * Who gains if a row is wrong: whoever brought a phone in a fraud, and could then take away the one that lifts stops.
 */
type Row = {
  readonly code: boolean;
  readonly to: "itself_or_others" | "others" | "younger";
  readonly of: readonly DeviceState[];
};

export const phoneActs = {
  rename: { code: true, to: "itself_or_others", of: ["active", "suspended", "disabled"] },
  lost: { code: false, to: "others", of: ["active"] },
  remove: { code: true, to: "others", of: ["active", "suspended", "disabled"] },
  disown: { code: true, to: "younger", of: ["active", "suspended", "disabled", "revoked"] },
} as const satisfies Readonly<Record<OwnPhoneAct, Row>>;

/** A phone as far as these rules look at it. `isOld`: first active more than seven days ago. */
export type PhoneAmong = {
  readonly id: string;
  readonly level: Level;
  readonly state: DeviceState;
  readonly isOld: boolean;
  readonly activatedAt: number;
};

/** Whether this phone may do this to that one. */
export function mayDo(act: OwnPhoneAct, by: PhoneAmong, to: PhoneAmong): boolean {
  const row: Row = phoneActs[act];
  if (by.level !== "full" || by.state !== "active" || !row.of.includes(to.state)) return false;
  if (by.id === to.id) return row.to === "itself_or_others";
  const isOlder = to.activatedAt < by.activatedAt;
  return row.to === "younger" ? by.isOld && !isOlder : by.isOld || !isOlder;
}
