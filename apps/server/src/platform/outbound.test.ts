import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import test, { after, before } from "node:test";
import { createFetch, createPostForm, isPrivate } from "./outbound.ts";
import { ms, seconds } from "./time.ts";

let server: Server;
let port = 0;
let heard: string[] = [];
before(async () => {
  server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += String(part);
    heard.push(`${request.method} ${request.url} ${request.headers["content-type"]} ${body}`);
    if (request.url === "/moved") response.writeHead(302, { location: "/elsewhere" });
    if (request.url === "/short") return response.end("short");
    if (request.url === "/never") return;
    if (request.url === "/slow") {
      // Says something again and again and comes to no end: a head that is never whole.
      const drip = setInterval(() => request.socket.write("X"), 20);
      request.socket.on("close", () => clearInterval(drip));
      return;
    }
    response.end("x".repeat(1_000_000));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
after(() => {
  server.close();
  server.closeAllConnections();
});

const inside = createPostForm({ allowsPrivate: true });
const outside = createPostForm({ allowsPrivate: false });
const how = { within: seconds(2), mayBePrivate: false };
const at = (path: string, host = "127.0.0.1") => `http://${host}:${port}${path}`;

test("a form is posted, and the status is the answer, whatever the body", async () => {
  heard = [];
  assert.equal(await inside(at("/here"), { a: "1 2", b: "é" }, how), 200);
  assert.deepEqual(heard, ["POST /here application/x-www-form-urlencoded a=1+2&b=%C3%A9"]);
});

test("a redirect is told and not followed", async () => {
  heard = [];
  assert.equal(await inside(at("/moved"), {}, how), 302);
  assert.equal(heard.length, 1);
});

test("who does not answer in time, or drips, or is not there, has no status", async () => {
  const soon = { ...how, within: ms(150) };
  assert.equal(await inside(at("/never"), {}, soon), undefined);
  assert.equal(await inside(at("/slow"), {}, soon), undefined);
  assert.equal(await inside("http://127.0.0.1:9/", {}, how), undefined);
  assert.equal(await inside("not an address", {}, how), undefined);
});

test("this machine is reached from a sandbox, by each of its names", async () => {
  assert.equal(await inside(at("/", "localhost"), {}, how), 200);
  assert.equal(await inside(at("/", "register.localhost"), {}, how), 200);
});

test("a private address is not called, by number or by name, unless it was registered as one", async () => {
  heard = [];
  for (const host of ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433"])
    assert.equal(await outside(at("/", host), {}, how), undefined, host);
  assert.deepEqual(heard, []);
  assert.equal(await outside(at("/"), {}, { ...how, mayBePrivate: true }), 200);
});

test("what a library fetches is called by the same rules, and its answer is read to a length", async () => {
  const get = { method: "GET", headers: {}, ...how };
  const open = createFetch({ allowsPrivate: true });
  const closed = createFetch({ allowsPrivate: false });
  for (const host of ["127.0.0.1", "localhost", "[::1]"])
    await assert.rejects(closed(at("/moved", host), get), host);
  const moved = await closed(at("/short"), { ...get, mayBePrivate: true });
  assert.deepEqual([moved.status, await moved.text()], [200, "short"]);
  assert.equal((await open(at("/short", "register.localhost"), get)).status, 200);
  await assert.rejects(open(at("/here"), get), /too long/);
  await assert.rejects(open(at("/never"), { ...get, within: ms(150) }));
});

test("what is private and what is public, by the special-purpose registries", () => {
  for (const address of [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.9.9.9",
    "169.254.169.254",
    "172.31.0.1",
    "192.168.1.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "fe80::1",
    "fd00::1",
    "ff02::1",
    "2001:db8::1",
    "2002:a00:1::1",
  ])
    assert.equal(isPrivate(address), true, address);
  for (const address of ["9.9.9.9", "172.32.0.1", "100.128.0.1", "2606:4700::1", "2001:4860::8888"])
    assert.equal(isPrivate(address), false, address);
});
