import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { Undeliverable } from "./mail.ts";
import { createFetch } from "./outbound.ts";
import { Secret } from "./secret.ts";
import { readReceipt, twilioSms } from "./sms.ts";
import { seconds } from "./time.ts";

/** An operator as its documentation says it speaks: Messages API, version 2010-04-01. */
const operator = {
  account: "ACxxxxxxxxxxxxxxxx",
  token: "an auth token of the operator",
  isActive: true,
  status: "queued",
  answers: undefined as { readonly status: number; readonly body: object } | undefined,
  taken: [] as URLSearchParams[],
};
const bodyOf = async (request: IncomingMessage) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
};
const server = createServer(async (request, response) => {
  const { account, token } = operator;
  const basic = `Basic ${Buffer.from(`${account}:${token}`).toString("base64")}`;
  const body = await bodyOf(request);
  const answer = (status: number, value: object) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  if (request.headers.authorization !== basic) return answer(401, { code: 20003, status: 401 });
  const path = request.url ?? "";
  const base = `/2010-04-01/Accounts/${account}`;
  if (operator.answers) return answer(operator.answers.status, operator.answers.body);
  if (request.method === "GET" && path === `${base}.json`)
    return answer(200, { sid: account, status: operator.isActive ? "active" : "suspended" });
  if (request.method === "POST" && path === `${base}/Messages.json`) {
    assert.equal(request.headers["content-type"], "application/x-www-form-urlencoded");
    operator.taken.push(new URLSearchParams(body));
    return answer(201, { sid: "SM0001", status: "queued" });
  }
  if (request.method === "GET" && path === `${base}/Messages/SM0001.json`)
    return answer(200, { sid: "SM0001", status: operator.status });
  return answer(404, { code: 20404, status: 404 });
});

let url = "";
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());

const receipts = "https://acces.example.org/sms/recus";
const settingsWith = (token: string) => ({
  url,
  account: operator.account,
  token: new Secret(token),
  from: "Aval",
});
const sms = (token = operator.token) =>
  twilioSms({
    settings: settingsWith(token),
    fetch: createFetch({ allowsPrivate: true }),
    within: seconds(5),
    receipts,
  });
const message = { to: "+33639981234", id: "dlv_1", text: "Aval: un essai é" };

test("a message is handed over as the operator documents, with where its receipt goes", async () => {
  assert.equal(await sms().send(message), "SM0001");
  assert.deepEqual(Object.fromEntries(operator.taken.at(-1) ?? []), {
    To: "+33639981234",
    From: "Aval",
    Body: "Aval: un essai é",
    StatusCallback: receipts,
  });
});

test("handed over is not arrived: only the operator's last words end it", async () => {
  const told = {
    queued: "under_way",
    sending: "under_way",
    sent: "under_way",
    delivered: "arrived",
  };
  for (const [status, standing] of Object.entries({
    ...told,
    undelivered: "failed",
    failed: "failed",
    unheard: "under_way",
  })) {
    operator.status = status;
    assert.equal(await sms().standing("SM0001"), standing, status);
  }
});

test("a number that is refused is refused for good; an operator that is busy, broken or knows us no longer is tried again", async () => {
  operator.answers = { status: 400, body: { code: 21211, message: "Invalid 'To' Phone Number" } };
  await assert.rejects(sms().send(message), Undeliverable);
  for (const status of [401, 429, 500, 503]) {
    operator.answers = { status, body: {} };
    await assert.rejects(sms().send(message), (fault) => !(fault instanceof Undeliverable));
  }
  operator.answers = undefined;
  await assert.rejects(sms("another token").send(message), /401/);
});

test("a check says whether the account would send, and in which words it would not", async () => {
  assert.deepEqual(await sms().check(), { ok: true });
  assert.deepEqual(await sms("another token").check(), { ok: false, why: "HTTP 401" });
  operator.isActive = false;
  assert.deepEqual(await sms().check(), { ok: false, why: "account suspended" });
  operator.isActive = true;
});

/** As the operator signs: the address it calls, then every field by name. */
const signed = (fields: Record<string, string>, token = operator.token, at = receipts) => {
  const text = Object.keys(fields)
    .sort()
    .map((name) => name + fields[name])
    .join("");
  return createHmac("sha1", token)
    .update(at + text)
    .digest("base64");
};

test("a receipt counts when the operator signed it for this address, and in no other way", () => {
  const fields = {
    MessageSid: "SM0001",
    MessageStatus: "delivered",
    To: "+33639981234",
    ApiVersion: "2010-04-01",
  };
  const form = new URLSearchParams(fields).toString();
  const read = (signature: unknown, text = form) =>
    readReceipt({ settings: settingsWith(operator.token), receipts }, text, signature);
  assert.deepEqual(read(signed(fields)), { as: "SM0001", standing: "arrived" });
  const forged = new URLSearchParams({ ...fields, MessageSid: "SM0002" }).toString();
  for (const [given, text] of [
    [undefined, form],
    ["", form],
    ["AAAA", form],
    [signed(fields, "another token"), form],
    [signed(fields, operator.token, "https://elsewhere.example.org/sms/recus"), form],
    [signed(fields), forged],
    [signed(fields), `${form}&MessageStatus=failed`],
  ] as const)
    assert.equal(read(given, text), undefined);
});

test("the operator's own documented example verifies", () => {
  // "Webhooks security": the address, the fields and the token of its guide, and the signature it prints.
  const fields = {
    CallSid: "CA1234567890ABCDE",
    Caller: "+14158675310",
    Digits: "1234",
    From: "+14158675310",
    To: "+18005551212",
    MessageSid: "SM1",
  };
  const { MessageSid: _, ...documented } = fields;
  assert.equal(
    signed(documented, "12345", "https://mycompany.com/myapp.php?foo=1&bar=2"),
    "GvWf1cFY/Q7PnoempGyD5oXAezc=",
  );
});
