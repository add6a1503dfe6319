/**
 * A witness: a small program for a body outside the deployment (an Order, a CERT), which keeps the checkpoints of logs and signs each that
 * continues the last (C2SP `tlog-witness`). It needs no database, and knows of a log only its public key.
 *
 *   node tools/witness/main.ts key NAME --key FILE            makes its key, and prints the public half for the deployment
 *   node tools/witness/main.ts serve --key FILE --kept FOLDER --log KEY… [--port 5480]
 *   node tools/witness/main.ts forget ORIGIN --kept FOLDER    begins a log anew, once its operator has been asked why
 *
 * It listens on this machine alone: a proxy with a certificate stands before it. docs/operate.md says how to run one.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey as NodeJwk,
} from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fromBase64url } from "../../packages/protocol/src/base64url.ts";
import {
  type NoteKey,
  noteKeyText,
  parseNoteKey,
  signatureTypes,
} from "../../apps/server/src/modules/audit/signed-note.ts";
import { cosigner } from "./judge.ts";
import { setAside } from "./kept.ts";
import { serveWitness } from "./serve.ts";

type StoredWitness = { readonly name: string; readonly jwk: NodeJwk };

const nowSeconds = () => Math.floor(Date.now() / 1000);

function keyOf({ name, jwk }: StoredWitness): NoteKey {
  const publicKey = fromBase64url(jwk.x ?? "");
  if (publicKey?.length !== 32) throw new Error("the key file is not a witness's");
  return { name, type: signatureTypes.cosignature, publicKey };
}

function required(value: string | undefined, name: string): string {
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: "string" },
      kept: { type: "string" },
      log: { type: "string", multiple: true },
      port: { type: "string", default: "5480" },
    },
  });
  const [act, name] = positionals;
  if (act === "key") {
    const { privateKey } = generateKeyPairSync("ed25519");
    const stored = { name: required(name, "NAME"), jwk: privateKey.export({ format: "jwk" }) };
    const flag = "wx"; // Never over another.
    writeFileSync(required(values.key, "--key FILE"), JSON.stringify(stored), {
      mode: 0o600,
      flag,
    });
    console.log(noteKeyText(keyOf(stored)));
  } else if (act === "forget") {
    const origin = required(name, "ORIGIN");
    const isKnown = await setAside(required(values.kept, "--kept FOLDER"), origin, nowSeconds());
    console.log(isKnown ? `${origin} begins anew` : `nothing was kept of ${origin}`);
  } else if (act === "serve") {
    const path = required(values.key, "--key FILE");
    const stored = JSON.parse(readFileSync(path, "utf8")) as StoredWitness;
    const secret = createPrivateKey({ format: "jwk", key: stored.jwk });
    createPublicKey(secret); // Of a file that is cut short it throws here, and not at the first checkpoint.
    const logs = (values.log ?? []).map((text) => {
      const key = parseNoteKey(text);
      if (key?.type !== signatureTypes.log) throw new Error(`${text} is no log's key`);
      return key;
    });
    serveWitness({
      ...{ folder: required(values.kept, "--kept FOLDER"), logs, nowSeconds },
      cosign: cosigner(keyOf(stored), secret, nowSeconds),
      tell: console.log,
    }).listen(Number(values.port), "127.0.0.1", () =>
      console.log(`${noteKeyText(keyOf(stored))} on 127.0.0.1:${values.port}`),
    );
  } else throw new Error("key NAME | serve | forget ORIGIN");
}

await main().catch((fault: Error) => {
  console.error(fault.message);
  process.exitCode = 1;
});
