import { logKey, logOrigin, noteKeyText } from "#modules/audit";
import { openKeys } from "#platform/keys";
import { readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";
import { requiredConfig, requireStarted } from "./settings.ts";

export const command: Command = {
  usage: `aval audit key [--json]

Prints the key that signs the log's checkpoints, as witnesses and verifiers of C2SP signed notes are given it, and the root to compare files of
proofs with.`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, { json: { type: "boolean", default: false } });
    const config = requiredConfig(io);
    requireStarted(config);
    const keys = await openKeys({ folder: config.keysDir, mode: config.mode, followMs: 0 });
    keys.stop();
    const key = logKey(logOrigin(config.issuer), keys.checkpointSigner());
    if (!key) throw new Error("the checkpoint key is not Ed25519");
    const log = noteKeyText(key);
    if (values.json) io.out(JSON.stringify({ log, root: keys.root }));
    else {
      io.out(log);
      io.out(JSON.stringify(keys.root));
    }
    return 0;
  },
};
