import { limits as bounds } from "#lifetimes";
import type { Refused } from "#platform/http";
import { type Clock, hours, type Instant } from "#platform/time";
import { type Step, stepOf } from "./steps.ts";

/** A refusal as it is kept: of what was typed or asked, nothing. */
export type Kept = Pick<Refused, "reference" | "refusal" | "professional" | "service"> & {
  readonly step: Step;
};

export type Intake = ReturnType<typeof createIntake>;

/**
 * What waits to be written, and how much of it there may be: by this node, in an hour. A flood of strangers costs so many rows and no more;
 * whatever it does, what concerns a person has a share of its own, and addresses that lead nowhere never take the share of pages.
 *
 * Who gains if a row is wrong: whoever fills a disk, or hides one attempt among many.
 */
const shares = {
  person: { all: bounds.refusalsOfPeople, each: bounds.refusalsOfPerson },
  stranger: { all: bounds.refusalsOfStrangers, each: bounds.refusalsOfNetwork },
  lost: { all: bounds.refusalsLost, each: bounds.refusalsOfNetwork },
} as const;
type Share = keyof typeof shares;

/** `networkOf`: an address without its end. It is counted, and kept nowhere. */
export function createIntake(clock: Clock, networkOf: (address: string) => string) {
  let waiting: Kept[] = [];
  let began: Instant = clock.now();
  let counts = new Map<string, number>();
  const isWithin = (name: string, most: number): boolean => {
    const count = (counts.get(name) ?? 0) + 1;
    if (count > most) return false;
    counts.set(name, count);
    return true;
  };
  return {
    keep(refused: Refused, otherwise?: Step): void {
      const step = stepOf(refused.route, otherwise);
      if (step === undefined) return;
      const now = clock.now();
      if (now - began >= hours(1) || now < began) {
        began = now;
        counts = new Map();
      }
      const { reference, refusal, professional, service, address } = refused;
      const share: Share = professional ? "person" : step === "lost" ? "lost" : "stranger";
      const subject = professional ?? networkOf(address);
      // The one who asks first: past theirs, they take nothing of the share.
      if (!isWithin(`${share} ${subject}`, shares[share].each)) return;
      if (!isWithin(share, shares[share].all)) return;
      waiting.push({
        ...{ reference, refusal, step },
        ...(professional && { professional }),
        ...(service && { service }),
      });
    },
    /** All that waits, once. */
    take(): readonly Kept[] {
      const taken = waiting;
      waiting = [];
      return taken;
    },
  };
}
