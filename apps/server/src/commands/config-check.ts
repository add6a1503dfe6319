import { type Config, describeConfig, readConfig, settingsTable } from "#platform/config";
import { type PinConfig, readPinConfig } from "#platform/pin-config";
import { readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";

const settings = Object.entries(settingsTable)
  .map(([name, meaning]) => `  ${name.padEnd(26)} ${meaning}`)
  .join("\n");

export const command: Command = {
  usage: `aval config check [--pin] [--json]

Reads the settings and lists every problem at once, without starting anything. --pin: those of the PIN program apart, in production.
Each is read from the environment, or from the file that <NAME>_FILE names:

${settings}`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, {
      pin: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
    });
    const outcome = values.pin ? readPinConfig(io.env) : readConfig(io.env);
    const problems = outcome.ok ? [] : outcome.problems;
    const warnings = outcome.ok ? outcome.warnings : [];
    if (values.json) io.out(JSON.stringify({ ok: outcome.ok, problems, warnings }));
    else {
      if (outcome.ok) for (const line of described(outcome.value)) io.out(line);
      for (const { setting, fr, en } of [...problems, ...warnings])
        io.err(`${setting} ${fr}\n${setting} ${en}`);
    }
    return outcome.ok ? 0 : 1;
  },
};

function described(config: Config | PinConfig): readonly string[] {
  return "mode" in config ? describeConfig(config) : [`pin key        ${config.keyFile}`];
}
