import { readFile } from "node:fs/promises";
import { Halt } from "#platform/halt";
import { instant } from "#platform/time";
import { testKeyCopy } from "../pin/key-copy.ts";
import { readKeyFile } from "../pin/key-file.ts";
import { missing, readArguments } from "./arguments.ts";
import type { Command } from "./io.ts";

export const command: Command = {
  usage: `aval pin-copy COPY [--json]

Compares COPY, brought back from where it is kept, with AVAL_PIN_KEY_FILE, and remembers that it was seen: "aval doctor" fails
until then, because without that key every holder enrols anew. Run it as the PIN program's user, with AVAL_PIN_KEY_FILE set. Then
take COPY away again.`,
  run: async (argv, io) => {
    const { values, words } = readArguments(argv, { json: { type: "boolean", default: false } }, 1);
    const [copy] = words;
    const keyFile = io.env["AVAL_PIN_KEY_FILE"];
    if (!copy) throw missing("COPY");
    if (!keyFile)
      throw new Halt(
        "Où est la clé du service PIN ? Donnez AVAL_PIN_KEY_FILE.",
        "Where is the PIN program's key? Give AVAL_PIN_KEY_FILE.",
      );
    const key = await readKeyFile(keyFile);
    if (!(await testKeyCopy(keyFile, key, await readFile(copy), instant(Date.now()))))
      throw new Halt(
        `${copy} n'est pas la clé du service PIN. Faites-en une vraie copie tout de suite.`,
        `${copy} is not the PIN program's key. Make a true copy of it at once.`,
      );
    io.out(
      values.json
        ? JSON.stringify({ same: true })
        : "La copie est la bonne. Remportez-la. / The copy is the right one. Take it away again.",
    );
    return 0;
  },
};
