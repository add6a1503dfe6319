import type { ReportOrigin } from "@aval/protocol";
import { limits } from "#lifetimes";

/**
 * Who may tell us of somebody, and how much, as data: the one table. What a report is worth, and whether it opens a case, says the row of its
 * alert (`cases/severities.ts`). A report is one reason of a closed list: it stops, refuses and opens nothing by itself.
 *
 * Who gains if a row is wrong: whoever wants somebody looked at again and again, or a desk that drowns.
 */
export const origins = {
  agent: { perMember: limits.reportsByAgent, perPerson: limits.reportsOnPerson },
  partner: { perMember: limits.reportsByPartner, perPerson: limits.reportsOnPerson },
} as const satisfies Readonly<
  Record<
    ReportOrigin,
    {
      /** In a day, by one member of staff. */
      readonly perMember: number;
      /** In a day, about one person, by one authority. */
      readonly perPerson: number;
    }
  >
>;
