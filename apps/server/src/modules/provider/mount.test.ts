import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import test from "node:test";
import { type EngineRequest, engineMessage } from "./mount.ts";

const request = (more: Partial<EngineRequest> = {}): EngineRequest => ({
  method: "POST",
  path: "/protocol/openid-connect/token",
  parameters: new Map([["code", "a b&c=é"]]),
  origin: "https://login.example",
  mountPath: "/auth/realms/esante-wallet",
  headers: {
    host: "evil.example",
    authorization: "Basic x",
    "x-forwarded-host": "evil.example",
    "x-forwarded-proto": "http",
    forwarded: "host=evil.example",
    cookie: "engine_resume=stolen",
    "content-type": "application/json",
    "content-length": "1",
    "transfer-encoding": "chunked",
  },
  cookie: "__Host-aval_session=mine",
  address: "192.0.2.1",
  ...more,
});

test("the engine is given our Host, our cookies and our form, and nothing of a proxy's word", async () => {
  const message = engineMessage(request());
  assert.deepEqual(message.headers, {
    host: "login.example",
    authorization: "Basic x",
    cookie: "__Host-aval_session=mine",
    "content-type": "application/x-www-form-urlencoded",
    "content-length": "21",
  });
  assert.equal(await text(message), "code=a+b%26c%3D%C3%A9");
  assert.deepEqual(
    [message.url, (message as unknown as { originalUrl: string }).originalUrl],
    ["/protocol/openid-connect/token", "/auth/realms/esante-wallet/protocol/openid-connect/token"],
  );
  assert.equal((message.socket as unknown as { encrypted: boolean }).encrypted, true);
});

test("a GET carries its parameters in its address, and no body", async () => {
  const message = engineMessage(
    request({ method: "GET", path: "/auth", origin: "http://localhost:4400", cookie: undefined }),
  );
  assert.deepEqual(
    [message.url, message.headers["content-length"], message.headers.cookie],
    ["/auth?code=a+b%26c%3D%C3%A9", undefined, undefined],
  );
  assert.equal(await text(message), "");
  assert.equal((message.socket as unknown as { encrypted: boolean }).encrypted, false);
});
