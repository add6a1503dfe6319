import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { deskAddresses, helpAddress, helpPath, helpTopics, otherLanguageBelow } from "@aval/design";
import { consoleOf } from "../../apps/server/src/testing/colleague.ts";
import { sendWithCard } from "../../apps/server/src/testing/card-reader.ts";
import { send } from "../../apps/server/src/testing/driver.ts";
import { cardHostOf } from "../../apps/server/src/testing/inserted-card.ts";
import { startWhole, type WholeServer } from "../../apps/server/src/testing/whole.ts";
import { framesOf, type Lang, langs } from "./wall.ts";
import { writtenPages } from "./written/pages.ts";

/*
 * Whoever is lost finds help on the page they are on, in their language, and the link leads somewhere whatever host they are on.
 */
let server: WholeServer;
before(async () => {
  server = await startWhole();
});
after(() => server.stop());

/** Pages of services that sign in through Aval, which are not Aval; and help itself. */
const isOthers = (screen: string) => /^(register|results|pharmacy)-/.test(screen);
const isHelp = (screen: string) => screen === "help" || screen === "desks";

const helpWords: Readonly<Record<Lang, string>> = { fr: "Aide", en: "Help" };
const otherThan = (lang: Lang): Lang => (lang === "fr" ? "en" : "fr");
const addresses = langs.flatMap((lang) => [
  ...(["all", ...helpTopics] as const).map((topic) => helpAddress(topic, lang)),
  deskAddresses[lang],
]);

const written = framesOf(writtenPages)
  .filter(({ screen }) => !isOthers(screen))
  .flatMap((frame) => langs.map((lang) => ({ ...frame, lang, text: frame.shown(lang) })));

test("every page that a server of Aval writes links its help, in the language it is read in", () => {
  const pages = written.filter(({ screen }) => !isHelp(screen));
  assert.ok(pages.length > 60);
  for (const { screen, state, lang, text } of pages) {
    const link = /<a class="language" href="([^"]+)" target="_blank" rel="noreferrer">(\w+)/.exec(
      text,
    );
    assert.ok(link?.[1] && addresses.includes(link[1]), `${screen} ${state} ${lang}: ${link?.[1]}`);
    assert.equal(link[2], helpWords[lang]);
  }
});

test("every page that a server of Aval writes leads to the other language, and loses nothing on the way", () => {
  for (const { screen, state, lang, text } of written) {
    const other = otherThan(lang);
    const where = `${screen} ${state} ${lang}`;
    const asked = new RegExp(`<a class="language" href="([^"]+)" lang="${other}"`).exec(text)?.[1];
    // The answer to a form is a form's, or is there already: an address would open something else.
    const form = new RegExp(`name="lang" value="${other}"><button class="language"`).test(text);
    assert.ok(asked !== undefined || form, where);
    if (asked === otherLanguageBelow)
      assert.match(text, new RegExp(`id="${asked.slice(1)}" lang="${other}"`), where);
  }
});

test("on every screen of every application a screen reader finds the help", () => {
  const folder = fileURLToPath(new URL("../transcripts", import.meta.url));
  const parts = new Set<string>();
  for (const file of readdirSync(folder)) {
    const [name = "", lang = ""] = file.split(".");
    const [part = ""] = name.split("-");
    if (!["phone", "login", "account", "console", "no"].includes(part)) continue;
    const [, ...states] = readFileSync(join(folder, file), "utf8").split(/^== /m);
    for (const state of states)
      assert.match(
        state,
        new RegExp(`^link, ${helpWords[lang as Lang]}`, "m"),
        `${file}: ${state.split("\n", 1)[0]}`,
      );
    parts.add(part);
  }
  assert.deepEqual([...parts].sort(), ["account", "console", "login", "no", "phone"]);
});

test("every page of help is there on each host that people read, and nothing of it stands elsewhere", async () => {
  const headers = { accept: "text/html", "accept-language": "fr" };
  const asks = {
    login: (path: string) => send(server.issuer, { path, headers }),
    phone: (path: string) => send(server.phone, { path, headers }),
    console: (path: string) => send(consoleOf(server), { path, headers }),
    card: (path: string) =>
      sendWithCard(cardHostOf(server), undefined, { method: "GET", path, headers }),
  };
  for (const [host, ask] of Object.entries(asks))
    for (const path of [helpPath, ...addresses]) {
      const { status, text } = await ask(path);
      assert.equal(status, 200, `${host} ${path}`);
      // A desk's own number is on the operator's list.
      for (const [, to = ""] of text.matchAll(/(?:href|src)="([^"]*)"/g))
        assert.match(to, /^(\/aide\b|#|tel:)/, `${host} ${path}`);
    }
});
