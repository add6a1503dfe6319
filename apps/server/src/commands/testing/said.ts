import type { Command, Io } from "../io.ts";
import { runCommand } from "../run.ts";

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

/** Runs a command as `aval` does: what it throws is told, as a terminal sees it. */
export function saidByCommand(
  command: Command,
  argv: readonly string[],
  env: Io["env"] = {},
): Promise<Said> {
  return saidBy((io) => runCommand("test", command, argv, { ...io, env }));
}

/** The last line of standard output: what `--json` answers. */
export const lastJson = ({ out }: Said) => JSON.parse(out.at(-1) ?? "null");
