import { createToldBook, kept } from "../shared/told.ts";

/**
 * What the register's own surveillance keeps in memory: who was here lately, how many acts each tried to write, and what the provider
 * said of them. Pure but for its memory; whoever calls says what time it is.
 */

/** More acts than this within this time are no person's: what the register tells its provider of. */
export const volumeRule = { acts: 30, seconds: 120 } as const;

/** An alert that this register sent. */
export type Sent = {
  readonly at: number;
  readonly name: string;
  readonly acts: number;
  readonly isHeard: boolean;
};

export type Watch = ReturnType<typeof createWatch>;

export function createWatch(now: () => number) {
  const tried = new Map<string, number[]>();
  const sent: Sent[] = [];
  return {
    ...createToldBook(now),
    /** Counts an act that somebody tried to write at `at`. True: with it they crossed the rule, once in its time. */
    tries: (nationalId: string, at: number): boolean => {
      const before = tried.get(nationalId) ?? [];
      const lately = before.filter((one) => at - one < volumeRule.seconds * 1_000);
      lately.push(at);
      tried.delete(nationalId);
      tried.set(nationalId, lately);
      for (const [oldest] of tried) {
        if (tried.size <= kept) break;
        tried.delete(oldest);
      }
      return lately.length === volumeRule.acts + 1;
    },
    triedLately: (nationalId: string): number =>
      (tried.get(nationalId) ?? []).filter((at) => now() - at < volumeRule.seconds * 1_000).length,
    reported: (one: Sent): void => {
      sent.push(one);
      if (sent.length > kept) sent.shift();
    },
    /** The last first. */
    sent: (): readonly Sent[] => sent.toReversed(),
  };
}
