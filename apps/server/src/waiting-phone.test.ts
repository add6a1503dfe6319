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
import { type Model, newModel } from "#platform/testing/authenticator";
import { newColleague } from "./testing/colleague.ts";
import { sandboxPeople, send } from "./testing/driver.ts";
import { type Operation, operationsOf } from "./testing/operations.ts";
import { provenPhone, servingPhone, withCode } from "./testing/waiting-phone.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/*
 * A phone that waits opens nothing: signed for at a desk, with the code chosen on it, its every message is refused at every address that
 * takes a phone's, by the guard that all share. Given its holder's own places by that code, it is heard at three, and at the end of a sign-in. A new address is in it by being described; what a phone needs before it is active is named here.
 */

/** What only serves to become active, or answers about that; none of them acts for a holder. */
const itsOwn = [
  "/api/enrolments",
  "/api/enrolments/activate",
  "/api/enrolments/eid",
  "/api/enrolments/key",
  "/api/enrolments/key/begin",
  "/api/enrolments/again",
  "/api/enrolments/meanwhile",
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

/** What a phone that was given its holder's own places is heard at beside those; the rest of the way is a sign-in page's. */
const letThrough = ["/api/claims", "/api/approvals/{id}/decision", "/api/pending"] as const;

let server: WholeServer;
type Keys = { readonly device: string; readonly ik: Signer; readonly uk: Signer };
/** One that waits, its code chosen; the same, after its holder said by that code that it may open their own places. */
let waiting: Keys;
let serving: Keys;

before(async () => {
  const model: Model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  const people = await sandboxPeople(server.issuer);
  const registrar = (name: string) => newColleague(server, { model, scope: "national", name });
  const two = [await registrar("Odile ESSAI"), await registrar("Paul ESSAI")] as const;
  const uk = await signerOf(await newKeyPair());
  const first = await provenPhone(server, people[30] ?? "", two);
  await withCode(first);
  waiting = { device: first.device, ik: first.ik, uk };
  const second = await provenPhone(server, people[31] ?? "", two);
  await servingPhone(second);
  serving = { device: second.device, ik: second.ik, uk };
});
after(() => server?.stop());

const approval = idFrom("apr", randomBytes(17));
const stop = idFrom("stp", randomBytes(17));

/** The same message as the address takes it: by the phone's key, and where a code enables it, by a code's key too. */
async function bodyFor(
  { device, ik, uk }: Keys,
  { fields, path }: Operation,
  v: string,
): Promise<object | undefined> {
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
async function answersAt(phone: Keys, operation: Operation): Promise<readonly string[]> {
  const answers = new Set<string>();
  for (const v of Object.values(purposes)) {
    const body = await bodyFor(phone, operation, v);
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

/** Where this phone is heard, and how many addresses refuse it; those by which it becomes active apart. */
async function walk(phone: Keys) {
  let refusing = 0;
  const others: string[] = [];
  const heard: string[] = [];
  for (const operation of await operationsOf(server.phone)) {
    const { path } = operation;
    if (!path.startsWith("/api/")) continue;
    const answers = await answersAt(phone, operation);
    if (answers.length === 0) continue;
    if (itsOwn.some((own) => own === path)) {
      if (answers.includes("device_not_active")) others.push(`${path} is named without need`);
      continue;
    }
    const expected = inOtherWords[path] ?? "device_not_active";
    const isHeard = answers.some((one) => one.startsWith("answered") && one !== expected);
    if (answers.includes(expected) && !isHeard) refusing++;
    else {
      heard.push(path);
      others.push(`${path}: ${answers.join(", ")}`);
    }
  }
  return { refusing, others, heard };
}

test("a phone that waits is refused by every address that takes a phone's message", async () => {
  const { refusing, others } = await walk(waiting);
  assert.deepEqual(others, []);
  assert.ok(refusing > 50, `${refusing} addresses`);
});

test("one that was given its holder's own places is heard at a frame's claim, a decision and what waits for one, and nowhere else", async () => {
  const { refusing, heard } = await walk(serving);
  assert.deepEqual(heard.sort(), [...letThrough].sort());
  assert.ok(refusing > 50 - letThrough.length, `${refusing} addresses`);
});
