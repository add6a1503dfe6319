/** What a command may touch of the terminal it runs in. */
export type Io = {
  /** A line on standard output: what was asked for. */
  readonly out: (line: string) => void;
  /** A line on standard error: progress and what went wrong. */
  readonly err: (line: string) => void;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** A command: its words, what `--help` says, and what it does. It returns the exit status, 0 only on success. */
export type Command = {
  readonly usage: string;
  readonly run: (argv: readonly string[], io: Io) => Promise<number>;
};
