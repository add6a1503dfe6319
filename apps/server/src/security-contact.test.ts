import assert from "node:assert/strict";
import { request } from "node:https";
import { after, before, test } from "node:test";
import { readConfig } from "#platform/config";
import { consoleOf } from "./testing/colleague.ts";
import { send } from "./testing/driver.ts";
import { cardHostOf } from "./testing/inserted-card.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

const path = "/.well-known/security.txt";
const AVAL_SECURITY_CONTACT = "security@example.org, https://example.org/security";

let server: WholeServer;
before(async () => {
  server = await startWhole({ AVAL_SECURITY_CONTACT });
});
after(() => server.stop());

test("whoever found a weakness is told whom to write to, on every origin, for as long as the operator says so", async () => {
  for (const place of [server.issuer, server.phone, consoleOf(server)]) {
    const { status, headers, text } = await send(place, { path });
    assert.equal(status, 200);
    assert.equal(headers["content-type"], "text/plain; charset=utf-8");
    const lines = text.split("\n");
    assert.deepEqual(
      lines.filter((line) => line.startsWith("Contact:")),
      ["Contact: mailto:security@example.org", "Contact: https://example.org/security"],
    );
    assert.ok(lines.includes(`Canonical: http://${place.host}${path}`), text);
    const expires = Date.parse(/^Expires: (.*)$/m.exec(text)?.[1] ?? "");
    const days = (expires - Date.now()) / 86_400_000;
    assert.ok(days > 28 && days < 31, `${days} days: RFC 9116 asks for less than a year`);
  }
});

test("so is whoever stands on the card's host", async () => {
  const place = cardHostOf(server);
  const text = await new Promise<string>((resolve, reject) => {
    const given = { host: "127.0.0.1", port: place.port, path, headers: { host: place.host } };
    request({ ...given, servername: "card.localhost", rejectUnauthorized: false }, (answer) =>
      answer
        .setEncoding("utf8")
        .toArray()
        .then((parts) => resolve(parts.join("")), reject),
    )
      .on("error", reject)
      .end();
  });
  assert.ok(text.includes("Contact: mailto:security@example.org\n"), text);
  assert.ok(text.includes(`Canonical: https://${place.host}${path}`), text);
});

test("without the setting there is no such page, and what nobody can safely write to is refused at the start", async () => {
  const none = readConfig({});
  assert.deepEqual(none.ok && none.value.securityContacts, []);
  for (const given of ["http://example.org/security", "security", "tel:call me", "mailto:x"]) {
    const outcome = readConfig({ AVAL_SECURITY_CONTACT: given });
    const told = outcome.ok ? [] : outcome.problems.map(({ setting }) => setting);
    assert.deepEqual(told, ["AVAL_SECURITY_CONTACT"], given);
  }
});
