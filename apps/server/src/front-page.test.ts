import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { send } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

let server: WholeServer;
before(async () => {
  server = await startWhole();
});
after(() => server.stop());

const ask = (path: string, language: string) =>
  send(server.issuer, { path, headers: { accept: "text/html", "accept-language": language } });

test("the sign-in host says what it is to whoever opens it, in their language, and each link of it leads somewhere", async () => {
  const [french, english] = [await ask("/", "fr-FR"), await ask("/", "en-GB")];
  assert.deepEqual([french.status, english.status], [200, 200]);
  assert.match(french.text, /<html lang="fr">[\s\S]*Ici, on se connecte avec Aval/);
  assert.match(english.text, /<html lang="en">[\s\S]*This is where one signs in with Aval/);
  assert.equal((await ask("/?lang=en", "fr-FR")).text, english.text);

  const own = [...french.text.matchAll(/href="(\/[^"]*)"/g)].map(([, path = ""]) => path);
  assert.ok(own.includes("/mon-acces") && own.includes("/aide"), own.join(" "));
  for (const path of own)
    assert.ok((await ask(path, "fr")).status < 400, `${path} is linked and leads nowhere`);
});

test("it opens nothing: no form, no cookie, no script", async () => {
  const { text, headers } = await ask("/", "fr");
  assert.equal(headers["set-cookie"], undefined);
  assert.doesNotMatch(text, /<form|<script|<input/);
});
