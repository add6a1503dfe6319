import assert from "node:assert/strict";
import test from "node:test";
import { closedPage, confirmPage, formPostPage, refusedPage } from "./pages.ts";
import { languageOf } from "./words.ts";

const frame = { lang: "fr", brand: "Aval", stylesheet: "/design/aval.css" } as const;
const hostile = '"><script>alert(1)</script>';

const pages = {
  refused: refusedPage(frame, {
    message: { fr: `Non ${hostile}`, en: `No ${hostile}` },
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
    assert.match(text, /<p[^>]*lang="(en|fr)"/, name);
  assert.match(pages.closed, /<html lang="en">/);
});

test("a refusal says its reference, so that the log can be found", () => {
  assert.match(pages.refused, /<code[^>]*>k7qf-2m9d<\/code>/);
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
