import { checkpointVerifier, verify } from "#modules/audit";
import { connect } from "#platform/database";
import { openMigrated } from "#platform/deployment";
import { openKeys } from "#platform/keys";
import { readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";
import { requiredConfig, requireStarted } from "./settings.ts";
import { verifyFile } from "./verify-file.ts";

export const command: Command = {
  usage: `aval audit verify [FILE] [--root FILE] [--witness KEY] [--json]

Without a file: walks the whole audit log, every fact against its leaf, every checkpoint against the leaves, every signature against the
certified keys. Status 0 only when nothing is wrong.

With a file of proofs (docs/proof.md): verifies it by itself, without a database, a network or a key of this host, and says what it proves.

  --root FILE                the root, as "aval audit key" prints it or AVAL_KEYS_DIR/root.json; without it the file's own is taken, with a warning
  --witness KEY              a witness you trust, any number of times; without it those that the file names are counted, with a warning`,
  run: async (argv, io) => {
    const { values, words } = readArguments(
      argv,
      {
        root: { type: "string" },
        witness: { type: "string", multiple: true },
        json: { type: "boolean", default: false },
      },
      1,
    );
    const [file] = words;
    if (file !== undefined) return verifyFile(file, values, io);
    const config = requiredConfig(io);
    requireStarted(config);
    const keys = await openKeys({ folder: config.keysDir, mode: config.mode, followMs: 0 });
    const database = await openMigrated(config);
    const db = connect(database.urls.server, { searchPath: "aval", max: 2 });
    try {
      const found = await verify(
        db,
        checkpointVerifier(keys.checkpointKeys()),
        (facts) => values.json || io.err(`… ${facts}`),
      );
      if (values.json) io.out(JSON.stringify(found));
      else {
        io.out(
          `${found.facts} faits / facts, ${found.checkpoints} points de contrôle / checkpoints`,
        );
        for (const [fact, count] of Object.entries(found.erasedBy))
          io.out(`${count} effacés par / erased by ${fact}`);
        for (const fault of found.faults) io.err(fault);
        if (found.faults.length === 0) io.out("Journal intact. / The log is whole.");
      }
      return found.faults.length === 0 ? 0 : 1;
    } finally {
      keys.stop();
      await db.destroy();
      await database.close();
    }
  },
};
