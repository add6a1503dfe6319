import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { isRegistered, schemeSource, withParameters } from "./redirect.ts";

const registered = [
  "https://service.example/callback",
  "http://localhost/callback",
  "http://localhost:5000/fixed",
];

test("an address matches only itself, character by character", () => {
  assert.ok(isRegistered("https://service.example/callback", registered));
  const nearMisses = [
    "https://service.example/callback/",
    "https://service.example/callback?",
    "https://service.example/callback?x=1",
    "https://service.example/callback#",
    "https://service.example/callback#x",
    "https://service.example/Callback",
    "https://SERVICE.example/callback",
    "HTTPS://service.example/callback",
    "https://service.example:443/callback",
    "https://service.example./callback",
    "https://service.example/a/../callback",
    "https://service.example//callback",
    "https://service.example/%63allback",
    "https://service.example\\callback",
    "https://service.example/callback\u0000",
    "https://service.example/callback ",
    " https://service.example/callback",
    "https://service.example.evil.test/callback",
    "https://service.example@evil.test/callback",
    "https://evil.test/https://service.example/callback",
    "https://user@service.example/callback",
    "http://service.example/callback",
    "//service.example/callback",
    "https:service.example/callback",
    "https://service.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://xn--srvice-dva.example/callback",
    "https://service.example/callback%00",
    "https://service.example/callback%0d%0aLocation: x",
    "",
  ];
  for (const address of nearMisses)
    assert.ok(!isRegistered(address, registered), JSON.stringify(address));
});

test("loopback without a registered port matches any port, on the same name and path only", () => {
  for (const port of [1, 80, 5000, 49_152, 65_535])
    assert.ok(isRegistered(`http://localhost:${port}/callback`, registered));
  assert.ok(isRegistered("http://localhost/callback", registered));
  const misses = [
    "http://127.0.0.1:5000/callback",
    "http://[::1]:5000/callback",
    "https://localhost:5000/callback",
    "http://localhost:5000/callback/",
    "http://localhost:5000/other",
    "http://localhost:0/callback",
    "http://localhost:65536/callback",
    "http://localhost:08080/callback",
    "http://localhost:/callback",
    "http://localhost:5000@evil.test/callback",
    "http://user@localhost:5000/callback",
    "http://localhost:5000#/callback",
    "http://localhost.evil.test:5000/callback",
    "http://LOCALHOST:5000/callback",
    "http://register.localhost:5000/callback",
  ];
  for (const address of misses) assert.ok(!isRegistered(address, registered), address);
});

test("only loopback names have any port: an http address elsewhere, were one ever registered, keeps its own", () => {
  const elsewhere = ["http://intranet.example/callback", "https://localhost/callback"];
  for (const address of [
    "http://intranet.example:8080/callback",
    "https://localhost:8080/callback",
  ])
    assert.ok(!isRegistered(address, elsewhere), address);
});

test("a loopback address registered with its port keeps that port", () => {
  assert.ok(isRegistered("http://localhost:5000/fixed", registered));
  assert.ok(!isRegistered("http://localhost:5001/fixed", registered));
  assert.ok(!isRegistered("http://localhost/fixed", registered));
});

test("whatever is asked is accepted only if some registered address differs from it by nothing but a loopback port", () => {
  const part = fc.constantFrom(
    "http://",
    "https://",
    "localhost",
    "127.0.0.1",
    ":80",
    ":5000",
    "/callback",
    "/fixed",
    "@",
    "#",
    "?",
    "..",
    "%2e",
    "evil.test",
  );
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 6 }).map((parts) => parts.join("")),
      (asked) => {
        const expected =
          registered.includes(asked) || /^http:\/\/localhost:[1-9]\d*\/callback$/.test(asked);
        assert.equal(isRegistered(asked, registered), expected, asked);
      },
    ),
    { numRuns: 2_000 },
  );
});

test("parameters are added to whatever query an address has, encoded", () => {
  assert.equal(
    withParameters("https://s.example/out?x=1", { state: "a&b=c" }),
    "https://s.example/out?x=1&state=a%26b%3Dc",
  );
  assert.equal(
    withParameters("https://s.example/out", { state: undefined }),
    "https://s.example/out",
  );
});

test("a form's policy names a scheme and nothing that could end the directive", () => {
  assert.equal(schemeSource("https://s.example/cb"), "https:");
  assert.equal(schemeSource("http://localhost:1/cb"), "http:");
  for (const odd of [undefined, "", "nothing", "; script-src *"])
    assert.equal(schemeSource(odd), undefined);
});
