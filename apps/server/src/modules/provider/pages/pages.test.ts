import assert from "node:assert/strict";
import test from "node:test";
import { escaped, french } from "@aval/design";
import { languageOf } from "#platform/language";
import { errors, type Refusal } from "#errors";
import { loginPage } from "./login-page.ts";
import { closedPage, confirmPage, formPostPage, refusedPage } from "./pages.ts";
import { guidanceFor } from "./refusals.ts";

const frame = {
  lang: "fr",
  brand: "Aval",
  isSandbox: false,
  stylesheet: "/design/aval.css",
} as const;
const hostile = '"><script>alert(1)</script>';

const pages = {
  refused: refusedPage(frame, {
    refusal: "invalid_request",
    reference: "k7qf-2m9d",
    detail: hostile,
  }),
  confirm: confirmPage(frame, { action: "/out/confirm", fields: { state: hostile, proof: "p" } }),
  closed: closedPage({ ...frame, lang: "en" }),
  form: formPostPage(frame, {
    action: "https://s.example/cb",
    fields: { code: hostile },
    script: "/design/submit.js",
  }),
};

test("no page holds inline script or style, and nothing given to it becomes markup", () => {
  for (const [name, text] of Object.entries(pages)) {
    assert.doesNotMatch(text, /<script>|<style|\sstyle=|\son[a-z]+=|javascript:/, name);
    assert.ok(!text.includes(hostile), name);
    assert.match(text, /<link rel="stylesheet" href="\/design\/aval\.css">/, name);
  }
});

test("every page speaks French and English", () => {
  for (const [name, text] of Object.entries(pages))
    assert.match(text, /class="other-language[^>]*lang="(en|fr)"/, name);
  assert.match(pages.closed, /<html lang="en">/);
});

test("a refusal says its reference, so that the log can be found", () => {
  assert.match(pages.refused, /<code[^>]*>k7qf-2m9d<\/code>/);
});

test("every refusal that a page may say has a heading, a sentence and a way on, short, in both languages", () => {
  const words = (text: string) => text.split(/\s+/).length;
  for (const refusal of Object.keys(errors) as Refusal[]) {
    const { title, advice } = guidanceFor(refusal);
    for (const lang of ["fr", "en"] as const) {
      const text = refusedPage({ ...frame, lang }, { refusal, reference: "k7qf-2m9d" });
      const { fr, en } = errors[refusal];
      const sentence = { fr: french(fr), en }[lang];
      for (const said of [title[lang], sentence, advice[lang]])
        assert.ok(text.includes(escaped(said)), `${refusal}: ${said}`);
      assert.ok(words(title[lang]) <= 8, title[lang]);
      for (const one of advice[lang].split(/(?<=[.?])\s/)) assert.ok(words(one) <= 15, one);
      assert.doesNotMatch(`${title[lang]} ${advice[lang]}`, /!|authentifi|token|jeton/i);
    }
    assert.notEqual(title.fr, title.en);
  }
});

test("a sandbox says what it is beside the brand, and nothing else does", () => {
  assert.match(closedPage({ ...frame, isSandbox: true }), /<span class="chip">Bac à sable<\/span>/);
  for (const text of Object.values(pages)) assert.doesNotMatch(text, /Bac à sable|Sandbox/);
});

test("the sign-in page is told its language, its brand and its sandbox, and nothing given becomes markup", () => {
  const built =
    '<!doctype html><html lang="fr"><title>Connexion – Aval</title><span class="brand-name">Aval</span>';
  const plain = loginPage(built, frame);
  assert.match(plain, /<html lang="fr" data-aval-brand="Aval"><title>Connexion – Aval</);
  const brand = `$& ${hostile}`;
  const told = loginPage(built, { ...frame, lang: "en", brand, isSandbox: true });
  assert.match(told, /<html lang="en" data-aval-brand="[^"]*" data-aval-sandbox>/);
  assert.equal(told.split(escaped(brand)).length, 4);
  assert.doesNotMatch(told, /<script>/);
});

test("a form is posted where it must go, and to no address that runs script", () => {
  assert.match(pages.form, /<form method="post" action="https:\/\/s\.example\/cb">/);
  assert.match(
    formPostPage(frame, { action: "javascript:alert(1)", fields: {}, script: "/s.js" }),
    /action="#"/,
  );
});

test("the language is the service's wish, then the browser's first that we speak, then French", () => {
  assert.equal(languageOf("en", "fr"), "en");
  assert.equal(languageOf(undefined, "de-DE,de;q=0.9,en;q=0.8,fr;q=0.7"), "en");
  assert.equal(languageOf("de", undefined), "fr");
  assert.equal(languageOf(undefined, undefined), "fr");
});
