import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { enablingIn } from "@aval/protocol";
import type { Lang } from "@aval/design";
import { guidePage, helpPage } from "./pages.ts";
import { guides, topicNames } from "./topics.ts";

const frame = { brand: "Aval", isSandbox: false };
const languages: readonly Lang[] = ["fr", "en"];
const linesOf = (lang: Lang) =>
  topicNames.flatMap((topic) => {
    const { title, lead, now, know } = guides[lang][topic];
    return [title, lead, ...now, ...know];
  });

test("every topic is said in both languages, with as many steps, in sentences one can read aloud", () => {
  for (const topic of topicNames) {
    assert.equal(guides.fr[topic].now.length, guides.en[topic].now.length, topic);
    assert.equal(guides.fr[topic].know.length, guides.en[topic].know.length, topic);
    assert.ok(guides.fr[topic].now.length <= 5, topic);
  }
  for (const lang of languages)
    for (const line of linesOf(lang))
      for (const sentence of line.split(/(?<=[.?!])\s/)) {
        const count = sentence.split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length;
        assert.ok(count <= 17, `${count} words: ${sentence}`);
      }
});

/** Not a button's name: a word that fraudsters use. */
const quoted = ["annuler", "cancel"];

test("a button that help names has that very name on the phone, the sign-in page, in mail or in Mon accès", () => {
  const root = fileURLToPath(new URL("../../../../..", import.meta.url));
  const sources = globSync(
    [
      "apps/{authenticator,account,login}/src/**/messages*.ts",
      "apps/server/src/modules/notices/words.ts",
    ],
    { cwd: root },
  ).map((path) => readFileSync(`${root}/${path}`, "utf8"));
  const texts = sources.join("\n").replaceAll("\u00a0", " ");
  for (const lang of languages)
    for (const line of linesOf(lang))
      for (const [, name = ""] of line
        .replaceAll("\u00a0", " ")
        .matchAll(lang === "fr" ? /« ([^»]+) »/g : /“([^”]+)”/g))
        if (!quoted.includes(name))
          assert.ok(texts.includes(`"${name}"`), `no button is called ${name}`);
});

test("help holds nothing to dictate, no number to call, and no address but its own", () => {
  for (const lang of languages)
    for (const text of [
      helpPage(frame, lang),
      ...topicNames.map((topic) => guidePage(frame, lang, topic)),
    ]) {
      assert.deepEqual(enablingIn(text.replace(/<[^>]*>/g, " ")), []);
      assert.doesNotMatch(text, /tel:|mailto:|https?:|<script|<form/);
      assert.doesNotMatch(text.replace(/<[^>]*>/g, " "), /\d{2}[ .]\d{2}/);
      for (const [, to = ""] of text.matchAll(/href="([^"]*)"/g))
        assert.match(to, /^(\/aide|#main$)/);
    }
});
