import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Halt } from "#platform/halt";
import { readKeys } from "#platform/key-files";
import { type KeyPurpose, keyPurposes, retireKey, rotateKey, rotationSeenMs } from "#platform/keys";
import type { Command, Io } from "./io.ts";
import { requiredConfig } from "./settings.ts";

const purposeList = keyPurposes.join(", ");

export const command: Command = {
  usage: `aval keys list [--json]
aval keys rotate PURPOSE [--root FILE] [--json]
aval keys retire PURPOSE KID [--json]

PURPOSE: ${purposeList}.
rotate adds a key that signs from then on; running servers take it up by themselves, and the older ones stay published for
verification. --root: the file of the root key, when it is kept apart (production).
retire takes an older key out of use and erases its secret half.`,
  run: async (argv, io) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { root: { type: "string" }, json: { type: "boolean", default: false } },
    });
    const [action, purpose, kid] = positionals;
    const folder = requiredConfig(io).keysDir;
    if (action === "list") return list(folder, io, values.json);
    if (action === "rotate")
      return rotate(folder, requiredPurpose(purpose), values.root, io, values.json);
    if (action === "retire" && kid)
      return retire(folder, requiredPurpose(purpose), kid, io, values.json);
    io.err(command.usage);
    return 2;
  },
};

function requiredPurpose(text: string | undefined): KeyPurpose {
  const purpose = keyPurposes.find((one) => one === text);
  if (purpose) return purpose;
  throw new Halt(`Quelle clé ? ${purposeList}.`, `Which key? ${purposeList}.`);
}

async function list(folder: string, io: Io, asJson: boolean): Promise<number> {
  const keys = (await readKeys(folder)).map(({ purpose, kid, usableFrom, retired }) => ({
    purpose,
    kid,
    usableFrom: new Date(usableFrom).toISOString(),
    retired,
  }));
  if (asJson) io.out(JSON.stringify(keys));
  else
    for (const { purpose, kid, usableFrom, retired } of keys)
      io.out(`${purpose.padEnd(10)} ${kid} ${usableFrom}${retired ? " retirée/retired" : ""}`);
  return 0;
}

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
