import { limits as bounds } from "#lifetimes";
import { everywhere } from "#modules/staff";

/**
 * Who calls for whom, and how often in a day: the one table. Ours call anybody a case is about; an institution's, its own members only.
 *
 * Who gains if a cap is too high: an agent, ours or an institution's, who keeps somebody from adding a phone all day, or trains people to
 * expect calls.
 */
export const caps = {
  ours: { toPerson: bounds.callsToPerson, byMember: bounds.callsByMember, byScope: undefined },
  partner: {
    toPerson: bounds.partnerCallsToPerson,
    byMember: bounds.callsByMember,
    byScope: bounds.partnerCalls,
  },
} as const;

export const capOf = (scope: string): (typeof caps)[keyof typeof caps] =>
  scope === everywhere ? caps.ours : caps.partner;
