import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { readConfig } from "#platform/config";
import { smsFindings } from "./sms.ts";

const told = async (environment: Record<string, string>) => {
  const config = readConfig(environment);
  assert.ok(config.ok, JSON.stringify(config));
  return (await smsFindings(config.value)).map(({ check, level }) => [check, level]);
};
const settings = { AVAL_SMS_ACCOUNT: "AC1", AVAL_SMS_TOKEN: "token", AVAL_SMS_FROM: "Aval" };

test("the doctor says whether the operator of short messages knows us, and asks nobody where there is none", async () => {
  assert.deepEqual(await told({}), []);
  for (const status of ["active", "closed"]) {
    const operator = createServer((_request, response) => response.end(JSON.stringify({ status })));
    await new Promise<void>((resolve) => operator.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(operator.address() as AddressInfo).port}`;
    const level = status === "active" ? "ok" : "wrong";
    assert.deepEqual(await told({ ...settings, AVAL_SMS_URL: url }), [["sms", level]]);
    operator.close();
    operator.closeAllConnections();
  }
  assert.deepEqual(await told({ ...settings, AVAL_SMS_URL: "http://127.0.0.1:9" }), [
    ["sms", "wrong"],
  ]);
});
