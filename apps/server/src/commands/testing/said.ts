import type { Io } from "../io.ts";

/** What a command said on each stream, a line each. */
export type Said = {
  readonly status: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
};

/** Runs a command that speaks to nobody but the test. */
export async function saidBy(run: (io: Io) => Promise<number>): Promise<Said> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    env: {},
  };
  return { status: await run(io), out, err };
}

/** The last line of standard output: what `--json` answers. */
export const lastJson = ({ out }: Said) => JSON.parse(out.at(-1) ?? "null");
