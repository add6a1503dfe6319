import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import {
  idFrom,
  newKeyPair,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  signMulti,
  toBase64url,
} from "@aval/protocol";
import { phoneAt, sandboxPeople, send } from "./testing/driver.ts";
import { type Operation, operationsOf } from "./testing/operations.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/*
 * A phone that waits opens nothing: signed for at a desk, with the code chosen on it, its every message is refused at every address that
 * takes a phone's, by the guard that all share. A new address is in it by being described; what a phone needs before it is active is named here.
 */

/** What only serves to become active, or answers about that; none of them acts for a holder. */
const itsOwn = [
  "/api/enrolments",
  "/api/enrolments/activate",
  "/api/enrolments/eid",
  "/api/enrolments/key",
  "/api/enrolments/key/begin",
  "/api/enrolments/again",
  "/api/enrolments/letter",
  "/api/enrolments/status",
  "/api/enrolments/wallet",
  "/api/enrolments/wallet/return",
] as const;

/** Where it is refused in other words, or heard: what it can take away there is its own wake-up alone. */
const inOtherWords: Readonly<Record<string, string>> = {
  "/api/cards/lost": "card_report_refused",
  "/api/push/unsubscribe": "answered 200",
};

let server: WholeServer;
let phone: { readonly device: string; readonly ik: Signer; readonly uk: Signer };

before(async () => {
  server = await startWhole();
  const at = phoneAt(() => server.phone);
  const ik = await signerOf(await newKeyPair());
  const { device, enrolment } = await at.enrol(ik, "Téléphone qui attend");
  const [nationalId] = await sandboxPeople(server.issuer);
  const registrars = JSON.parse(
    (await send(server.phone, { path: "/sandbox/registrars" })).text,
  ) as { readonly id: string; readonly scope: string }[];
  const two = registrars.filter(({ scope }) => scope === "national").slice(0, 2);
  const proven = await send(server.phone, {
    method: "POST",
    path: "/sandbox/desk",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ enrolment, nationalId, registrars: two.map(({ id }) => id) }),
  });
  assert.equal(proven.status, 200, proven.text);
  await at.setCode(ik, device, "246813", new Uint8Array(randomBytes(32)));
  phone = { device, ik, uk: await signerOf(await newKeyPair()) };
});
after(() => server.stop());

const approval = idFrom("apr", randomBytes(17));
const stop = idFrom("stp", randomBytes(17));

/** The same message as the address takes it: by the phone's key, and where a code enables it, by a code's key too. */
async function bodyFor({ fields, path }: Operation, v: string): Promise<object | undefined> {
  const { device, ik, uk } = phone;
  const stamp = { iat: Math.floor(Date.now() / 1000), jti: toBase64url(randomBytes(16)) };
  const asked = { approval, stop, reason: "not_me", onCall: false, keyId: "none", uk: uk.jwk };
  const payload = { v, device, ...asked, ...stamp };
  if (fields.includes("jws")) return { jws: await signCompact(payload, v, ik) };
  const credential = { id: "a", clientDataJSON: "a", attestationObject: "a", transports: [] };
  if (fields.includes("decision"))
    return {
      decision: await signMulti(payload, v, [ik, uk]),
      ...(fields.includes("credential") ? { credential } : {}),
    };
  // The old code's key and the new one's.
  const keys = path === "/api/code" ? [ik, uk, uk] : [ik, uk];
  return fields.includes("signatures") ? signMulti(payload, v, keys) : undefined;
}

/** What the address says to each kind of message, until the phone is known there for one that is not active. */
async function answersAt(operation: Operation): Promise<readonly string[]> {
  const answers = new Set<string>();
  for (const v of Object.values(purposes)) {
    const body = await bodyFor(operation, v);
    if (!body) break;
    const { status, text } = await send(server.phone, {
      method: operation.method,
      path: operation.path.replaceAll(/\{[^}]*\}/g, approval),
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const { error } = JSON.parse(text === "" ? "{}" : text) as { readonly error?: string };
    answers.add(status < 400 ? `answered ${status}` : (error ?? String(status)));
    if (answers.has("device_not_active")) break;
  }
  return [...answers];
}

test("a phone that waits is refused by every address that takes a phone's message", async () => {
  let refusing = 0;
  const others: string[] = [];
  for (const operation of await operationsOf(server.phone)) {
    const { path } = operation;
    if (!path.startsWith("/api/")) continue;
    const answers = await answersAt(operation);
    if (answers.length === 0) continue;
    if (itsOwn.some((own) => own === path)) {
      if (answers.includes("device_not_active")) others.push(`${path} is named without need`);
      continue;
    }
    const expected = inOtherWords[path] ?? "device_not_active";
    const isHeard = answers.some((one) => one.startsWith("answered") && one !== expected);
    if (answers.includes(expected) && !isHeard) refusing++;
    else others.push(`${path}: ${answers.join(", ")}`);
  }
  assert.deepEqual(others, []);
  assert.ok(refusing > 50, `${refusing} addresses`);
});
