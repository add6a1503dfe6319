import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test, { after } from "node:test";
import {
  blindCode,
  fromBase64url,
  purposes,
  signerOfScalar,
  signMulti,
  toBase64url,
} from "@aval/protocol";
import { p256_oprf } from "@noble/curves/nist.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { connectOnce, sqlState } from "#platform/database";
import { createApp } from "#platform/http";
import { silentLog } from "#platform/log";
import { createSeal } from "./seal.ts";
import { readKeyFile, realPhone, speakTo } from "./testing/real-phone.ts";
import { openTrial, stamp } from "./testing/trial.ts";

/**
 * Law 8 against those who only read: `DbThief` has every table of both schemas, `DiskImager` a phone's storage. The
 * attacker here is `crack`, which tries whatever it was given as a key, in every reading of it; the last tests show that
 * it does find the code once it is given what it must not have.
 */
const trial = await openTrial();
after(trial.close);
const service = await trial.start();
const app = createApp({ log: silentLog, hosts: ["phone.test"] });
service.routes(app);
after(() => app.close());
const phone = speakTo(app, "phone.test");

const code = "246813";
const codes = ["135790", code, "975318"];
const victim = await realPhone(phone, service, code);
// A life before the theft: right codes, wrong codes, a decision on record.
const { uk, evaluation } = await phone.tryCode(victim.identity, code);
const decided = {
  v: purposes.decision,
  device: victim.identity.device,
  decision: "approve",
  evaluation,
  ...(await stamp(service)),
};
const kept = await signMulti(decided, purposes.decision, [victim.identity.ik, uk]);
assert.ok((await service.confirm(victim.identity.device, kept, purposes.decision)).ok);
await phone.tryCode(victim.identity, "135790");

/** Every value of every table of both schemas, as the owner reads them: what a stolen backup holds. */
async function dump(): Promise<string[]> {
  const client = await connectOnce(trial.database.url);
  const texts: string[] = [JSON.stringify(kept)]; // The server keeps decisions as evidence.
  const { rows: tables } = await client.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('aval', 'pin')",
  );
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: unknown }>(
      `select to_jsonb(t) as row from ${name} t`,
    );
    texts.push(...rows.flatMap(({ row }) => leaves(row)));
  }
  await client.end();
  return texts;
}

function leaves(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
  return [String(value)];
}

/** The bytes a text may stand for. */
function readings(text: string): Uint8Array[] {
  const hex = /^\\x([0-9a-f]*)$/.exec(text)?.[1];
  const parts = text.split(/[^A-Za-z0-9_-]+/).flatMap((part) => fromBase64url(part) ?? []);
  return [Buffer.from(text), ...parts, ...(hex === undefined ? [] : [Buffer.from(hex, "hex")])];
}

type Known = {
  readonly texts: readonly string[];
  readonly deviceSecrets: readonly Uint8Array[];
  readonly more?: readonly Uint8Array[];
};

/** The code, if anything known tells it from the others. */
function crack({ texts, deviceSecrets, more = [] }: Known): string | undefined {
  const known = [...more, ...texts.flatMap(readings)];
  const secrets = [
    ...known.filter((bytes) => bytes.length === 32),
    ...known.map((bytes) => createHash("sha256").update(bytes).digest()),
  ];
  const unwrapped = secrets.flatMap((secret) => openedBy(secret, known));
  const keys = distinct([...known.filter((bytes) => bytes.length === 32), ...unwrapped]);
  const verifiers = new Set(texts);
  for (const typed of codes) {
    for (const secret of deviceSecrets) {
      const { input } = blindCode(typed, secret);
      for (const key of keys) if (verifiers.has(publicHalf(input, key) ?? "")) return typed;
    }
  }
  return undefined;
}

const distinct = (all: readonly Uint8Array[]) =>
  [...new Set(all.map(toBase64url))].map((text) => fromBase64url(text) as Uint8Array);

/** Every wrapped key this secret opens, as if it were the key file. */
function openedBy(secret: Uint8Array, known: readonly Uint8Array[]): Uint8Array[] {
  const seal = createSeal(secret);
  const name = { device: victim.identity.device, keyId: victim.identity.pin.keyId };
  return known
    .filter((bytes) => bytes.length === 60)
    .flatMap((wrapped) => {
      try {
        return [seal.unwrap(name, wrapped)];
      } catch {
        return [];
      }
    });
}

/** RFC 9497's `Evaluate`, for whoever has the key: in the library, missing from its types. */
const withKey = p256_oprf.voprf as unknown as {
  evaluate(key: Uint8Array, input: Uint8Array): Uint8Array;
};
const orderMinusOne = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550n;

/** `x` of the `UK` this input gives if `key` is the OPRF key: the phone's derivation, as an attacker would write it. */
function publicHalf(input: Uint8Array, key: Uint8Array): string | undefined {
  try {
    const output = withKey.evaluate(key, input);
    const wide = BigInt(
      `0x${Buffer.from(hkdf(sha256, output, undefined, Buffer.from("aval-uk-v1"), 48)).toString("hex")}`,
    );
    const scalar = ((wide % orderMinusOne) + 1n).toString(16).padStart(64, "0");
    return signerOfScalar(new Uint8Array(Buffer.from(scalar, "hex"))).jwk.x;
  } catch {
    return undefined; // Not a scalar of P-256.
  }
}

const image = { texts: leaves(victim.image), secret: victim.image.deviceSecret };
const keyOf = async () => {
  const row = await service.deps.db
    .selectFrom("oprf_key")
    .select("wrapped")
    .executeTakeFirstOrThrow();
  const seal = createSeal(await readKeyFile(trial.keyFile));
  return seal.unwrap(
    { device: victim.identity.device, keyId: victim.identity.pin.keyId },
    row.wrapped,
  );
};

test("P-36: every table of both schemas tells no code from another", async () => {
  const texts = await dump();
  assert.ok(
    texts.some((text) => text.includes(uk.jwk.x)),
    "the dump holds the public half of UK, to compare with",
  );
  const all = distinct(texts.flatMap(readings).filter((bytes) => bytes.length === 32));
  assert.ok(!all.some((bytes) => Buffer.from(bytes).equals(victim.image.deviceSecret)));
  assert.equal(crack({ texts, deviceSecrets: all.slice(0, 2) }), undefined);
  // Even with the key file: what makes a code this phone's is on this phone.
  const more = [await readKeyFile(trial.keyFile)];
  assert.equal(crack({ texts, deviceSecrets: all.slice(0, 2), more }), undefined);
});

test("P-37: a phone's storage tells no code from another", () => {
  assert.equal(crack({ texts: image.texts, deviceSecrets: [image.secret] }), undefined);
});

test("P-38: database and phone together, without the key file, tell no code from another; with it, they do", async () => {
  const texts = [...(await dump()), ...image.texts];
  assert.equal(crack({ texts, deviceSecrets: [image.secret] }), undefined);
  // The limit, said in the product: whoever holds the PIN service's key and a phone's storage can try every code.
  assert.equal(
    crack({ texts, deviceSecrets: [image.secret], more: [await readKeyFile(trial.keyFile)] }),
    code,
  );
});

test("the attacker of these tests is able: given the phone's OPRF key in any form, he finds the code", async () => {
  const texts = [...(await dump()), ...image.texts];
  assert.equal(crack({ texts, deviceSecrets: [image.secret], more: [await keyOf()] }), code);
  const stored = toBase64url(await keyOf());
  assert.equal(
    crack({ texts: [...texts, `{"key":"${stored}"}`], deviceSecrets: [image.secret] }),
    code,
  );
});

test("P-38: the phone cannot tell either: a wrong code gives a key as good as the right one, under a proof that holds", async () => {
  const other = await realPhone(phone, service, code);
  const [right, wrong] = [
    await phone.tryCode(other.identity, code),
    await phone.tryCode(other.identity, "135790"),
  ];
  assert.notEqual(right.uk.jwk.x, wrong.uk.jwk.x);
  assert.deepEqual(Object.keys(right).sort(), Object.keys(wrong).sort());
  assert.equal(wrong.triesLeft, right.triesLeft - 1);
});

test("P-39: a service whose key is not the one pinned at enrolment is refused by the phone", async () => {
  const [mine, other] = [
    await realPhone(phone, service, code),
    await realPhone(phone, service, code),
  ];
  const pinned = {
    ...mine.identity,
    pin: { ...mine.identity.pin, publicKey: other.identity.pin.publicKey },
  };
  await assert.rejects(phone.tryCode(pinned, code), { code: "phone_pin_proof" });
  await phone.tryCode(mine.identity, code);
});

/** What a role is refused by PostgreSQL, as the five characters of the error. */
async function refusal(url: string, statement: string): Promise<string | undefined> {
  const client = await connectOnce(url);
  try {
    await client.query(statement);
    return undefined;
  } catch (fault) {
    return sqlState(fault);
  } finally {
    await client.end();
  }
}

test("the server's role sees nothing of schema pin, and the PIN program's nothing of schema aval", async () => {
  const { serverUrl, pinUrl } = trial.database;
  const denied = "42501";
  for (const table of ["counter", "oprf_key", "announcement", "seen_message"]) {
    assert.equal(await refusal(serverUrl, `select * from pin.${table}`), denied, table);
    assert.equal(await refusal(serverUrl, `update pin.${table} set device = 'x'`), denied, table);
    assert.equal(await refusal(pinUrl, `select * from pin.${table}`), undefined, table);
  }
  for (const table of ["device", "approval", "fact", "clock_offset"]) {
    assert.equal(await refusal(pinUrl, `select * from aval.${table}`), denied, table);
  }
  assert.equal(await refusal(pinUrl, "create table pin.mine (id text)"), denied);
  assert.equal(await refusal(pinUrl, "select aval.aval_now()"), denied);
  assert.equal(await refusal(pinUrl, "select pin.pin_now()"), undefined);
});
