/**
 * A deliberate fault: one place of the source made wrong, and the test that must say so.
 *
 * A law that no fault can break is a law that no test holds: each line of the lists beside this file is a defence taken
 * away, in the words of what it defended.
 */
export type Fault = {
  /** What no longer holds, as a sentence. */
  readonly law: string;
  readonly file: string;
  /** Exact text, found once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Test files, of which one at least must go red. */
  readonly caughtBy: readonly string[];
};
