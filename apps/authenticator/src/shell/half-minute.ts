/** The half minute before an act that opens: nothing is taken earlier, nor once its time has passed. The server counts too. */
export type HalfMinute = {
  /** Seconds since the epoch, as is `until`. */
  readonly notBefore: number;
  readonly until: number;
};

export type HalfMinuteWords = Readonly<Record<"ready" | "over", string>> & {
  readonly left: (seconds: number) => string;
};

/** Whether what ends it is taken now: the server refuses an earlier one, and a later one. */
export function isTaken({ notBefore, until }: HalfMinute, now: number): boolean {
  return now >= notBefore && now < until;
}

/** What is shown of it, second by second; the live region says less (announcement.ts). */
export function halfMinuteWords(half: HalfMinute, now: number, words: HalfMinuteWords): string {
  if (now >= half.until) return words.over;
  return isTaken(half, now) ? words.ready : words.left(Math.ceil(half.notBefore - now));
}

/** The same for a screen reader: at the start, at ten seconds, and when it is over. */
export function spokenHalfMinute(half: HalfMinute, now: number, words: HalfMinuteWords): string {
  const left = Math.ceil(half.notBefore - now);
  if (left <= 0) return halfMinuteWords(half, now, words);
  return words.left(left <= 10 ? 10 : 30);
}
