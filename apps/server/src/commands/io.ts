/** What a command may touch of the terminal it runs in. */
export type Io = {
  /** A line on standard output: what was asked for. */
  readonly out: (line: string) => void;
  /** A line on standard error: progress and what went wrong. */
  readonly err: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/**
 * A command: what `--help` says, and what it does. It returns the exit status, 0 only on success, and throws what it refuses
 * (`misuse.ts`), which `run.ts` tells.
 */
export type Command = {
  /** Its page. The first paragraph is how it is written. */
  readonly usage: string;
  /** Pages of its actions, by the words after the command's own. */
  readonly pages?: Readonly<Record<string, string>>;
  readonly run: (argv: readonly string[], io: Io) => Promise<number>;
};
