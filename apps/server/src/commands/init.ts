import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Halt } from "#platform/halt";
import { makeKeys } from "#platform/keys";
import { systemRandom } from "#platform/random";
import { openKeyFile } from "../pin/key-file.ts";
import { makeInternalSecret } from "../pin/main.ts";
import { missing, readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";
import { requiredConfig } from "./settings.ts";

type Made = {
  readonly root: string;
  readonly keys: string;
  readonly pinKey: string;
  readonly pinSecret: string;
};

const instructions = ({ root, keys, pinKey, pinSecret }: Made): readonly string[] => [
  `${root}`,
  "  la racine : hors de cette machine, deux copies / the root: off this machine, two copies",
  `${keys}`,
  "  les clés des serveurs, les mêmes sur chaque nœud / the servers' keys, the same on every node",
  `${pinKey}`,
  "  la clé du service PIN, pour lui seul ; une copie ailleurs, puis aval pin-copy",
  "  the PIN program's key, for it alone; a copy elsewhere, then aval pin-copy",
  `${pinSecret}`,
  "  partagé avec le service PIN : AVAL_PIN_SECRET_FILE chez lui / shared with the PIN program: its AVAL_PIN_SECRET_FILE",
];

export const command: Command = {
  usage: `aval init --root FILE [--json]

Makes the keys of a new production deployment, once for all nodes: the root in FILE, the keys it certifies in AVAL_KEYS_DIR,
the PIN program's key in AVAL_PIN_KEY_FILE, and the secret by which that program and the servers know each other.

Then take FILE off this machine and keep it offline with a copy: phones trust it for good, and it is needed only to rotate keys.
Keep a copy of AVAL_PIN_KEY_FILE elsewhere, away from every backup of the database: without it every holder enrols anew.`,
  run: async (argv, io) => {
    const { values } = readArguments(argv, {
      root: { type: "string" },
      json: { type: "boolean", default: false },
    });
    const config = requiredConfig(io);
    if (config.mode !== "production") {
      throw new Halt(
        "Le bac à sable fait ses clés lui-même ; aval init est pour AVAL_MODE=production.",
        "The sandbox makes its own keys; aval init is for AVAL_MODE=production.",
      );
    }
    if (!values.root) throw missing("--root FILE");
    const rootFile = resolve(values.root);
    if (dirname(rootFile) === resolve(config.keysDir)) {
      throw new Halt(
        `La racine ne va pas dans ${config.keysDir}, que chaque nœud reçoit : donnez à --root un fichier d'un autre dossier.`,
        `The root does not go into ${config.keysDir}, which every node is given: give --root a file of another folder.`,
      );
    }
    if (existsSync(rootFile) || existsSync(`${config.keysDir}/root.json`)) {
      throw new Halt(
        "Des clés existent déjà : aval init n'en remplace pas.",
        "There are keys already: aval init replaces none.",
      );
    }
    await makeKeys({ folder: config.keysDir, mode: config.mode, rootFile });
    await openKeyFile({
      path: config.pinKeyFile,
      make: true,
      random: systemRandom,
    });
    await makeInternalSecret(config.pinSecretFile);
    const made = {
      root: rootFile,
      keys: config.keysDir,
      pinKey: config.pinKeyFile,
      pinSecret: config.pinSecretFile,
    };
    if (values.json) io.out(JSON.stringify(made));
    else for (const line of instructions(made)) io.out(line);
    return 0;
  },
};
