import { setTimeout as delay } from "node:timers/promises";
import { readKeys } from "#platform/key-files";
import { type KeyPurpose, keyPurposes, retireKey, rotateKey, rotationSeenMs } from "#platform/keys";
import { momentText } from "../phone/moment.ts";
import { actionOf, oneOf, readArguments, takeWords } from "./arguments.ts";
import type { Command, Io } from "./io.ts";
import { requiredConfig } from "./settings.ts";

const purposeList = keyPurposes.join(", ");

const pages = {
  list: `aval keys list [--json]

Lists the keys in AVAL_KEYS_DIR: purpose, identifier, since when, and whether it was retired.`,
  rotate: `aval keys rotate PURPOSE [--root FILE] [--json]

Adds a key that signs from then on; running servers take it up by themselves, and the older ones stay published for verification.
PURPOSE: ${purposeList}.

  --root FILE   the file of the root key, when it is kept apart (production)`,
  retire: `aval keys retire PURPOSE KID [--json]

Takes an older key out of use and erases its secret half. KID is what aval keys list shows.
PURPOSE: ${purposeList}.`,
};

type Given = {
  readonly words: readonly string[];
  readonly root: string | undefined;
  readonly folder: string;
  readonly io: Io;
  readonly asJson: boolean;
};

const actions: Readonly<Record<string, (given: Given) => Promise<number>>> = {
  list: ({ words, folder, io, asJson }) => {
    takeWords(words, []);
    return list(folder, io, asJson);
  },
  rotate: ({ words, root, folder, io, asJson }) => {
    const [purpose] = takeWords(words, ["PURPOSE"]);
    return rotate(folder, oneOf("PURPOSE", purpose, keyPurposes), root, io, asJson);
  },
  retire: ({ words, folder, io, asJson }) => {
    const [purpose, kid] = takeWords(words, ["PURPOSE", "KID"]);
    return retire(folder, oneOf("PURPOSE", purpose, keyPurposes), kid, io, asJson);
  },
};

export const command: Command = {
  usage: Object.values(pages).join("\n\n"),
  pages,
  run: async (argv, io) => {
    const { values, words } = readArguments(
      argv,
      { root: { type: "string" }, json: { type: "boolean", default: false } },
      3,
    );
    const [name, ...rest] = words;
    const act = actionOf(name, actions);
    const { root, json: asJson } = values;
    return act({ words: rest, root, asJson, io, folder: requiredConfig(io).keysDir });
  },
};

async function list(folder: string, io: Io, asJson: boolean): Promise<number> {
  const keys = await readKeys(folder);
  if (asJson) io.out(JSON.stringify(keys.map(told)));
  else
    for (const { purpose, kid, usableFrom, retired } of keys) {
      const from = momentText(usableFrom);
      io.out(`${purpose.padEnd(10)} ${kid} ${from}${retired ? " retirée/retired" : ""}`);
    }
  return 0;
}

const told = ({
  purpose,
  kid,
  usableFrom,
  retired,
}: Awaited<ReturnType<typeof readKeys>>[number]) => ({
  purpose,
  kid,
  usableFrom: new Date(usableFrom).toISOString(),
  retired,
});

async function rotate(
  folder: string,
  purpose: KeyPurpose,
  root: string | undefined,
  io: Io,
  asJson: boolean,
): Promise<number> {
  const { kid } = await rotateKey(folder, purpose, root);
  if (!asJson) io.err("Les serveurs en marche la prennent… / Running servers take it up…");
  await delay(rotationSeenMs);
  io.out(asJson ? JSON.stringify({ purpose, kid }) : `${purpose} ${kid}`);
  return 0;
}

async function retire(
  folder: string,
  purpose: KeyPurpose,
  kid: string,
  io: Io,
  asJson: boolean,
): Promise<number> {
  await retireKey(folder, purpose, kid);
  io.out(
    asJson
      ? JSON.stringify({ purpose, kid, retired: true })
      : `${purpose} ${kid} : retirée / retired`,
  );
  return 0;
}
