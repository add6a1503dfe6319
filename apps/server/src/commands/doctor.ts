import { instant } from "#platform/time";
import { examine } from "../operate/examine.ts";
import { describeFinding, type Finding } from "../operate/finding.ts";
import { readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";
import { requiredConfig, requireStarted } from "./settings.ts";

export const command: Command = {
  usage: `aval doctor [--json]

Looks at this deployment as it stands: Node, files, keys, database, rights of each role, schema, clock, standby, PIN program,
server on this machine, disk, test accounts, audit log, lists of revoked cards. It changes nothing.

Each line is "ok", "!" (works, and you should know) or "NON" (mend it: the sentence says how). The last one counts them. Status 0
only when no line is "NON".

  --json                     one array of {check, ok, level, fr, en}; level: ok | warn | wrong; fr and en are empty when ok`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, { json: { type: "boolean", default: false } });
    const config = requiredConfig(io);
    requireStarted(config);
    const findings: readonly Finding[] = await examine(config, instant(Date.now()));
    if (values.json) io.out(JSON.stringify(findings));
    else
      for (const line of [...findings.flatMap(describeFinding), ...verdict(findings)]) io.out(line);
    return findings.some(({ level }) => level === "wrong") ? 1 : 0;
  },
};

/** One line that can be read first, at night: how much is to be mended. */
function verdict(findings: readonly Finding[]): readonly string[] {
  const count = (level: Finding["level"]) => findings.filter((one) => one.level === level).length;
  const [wrong, warn] = [count("wrong"), count("warn")];
  return [
    "",
    `${findings.length} points : ${wrong} à réparer (NON), ${warn} à savoir (!).`,
    `${findings.length} things: ${wrong} to mend (NON), ${warn} to know (!).`,
  ];
}
