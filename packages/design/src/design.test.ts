import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import fc from "fast-check";
import {
  actionForm,
  colours,
  drawings,
  errorPage,
  escaped,
  href,
  html,
  icon,
  icons,
  logo,
  page,
  pairs,
} from "./index.ts";

const css = readFileSync(new URL("./aval.css", import.meta.url), "utf8");

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

test("every pair of colours that meets on a screen keeps its contrast, by day and by night", () => {
  for (const { on, ink, least } of pairs) {
    for (const scheme of ["light", "dark"] as const) {
      const ratio = contrast(colours[on][scheme], colours[ink][scheme]);
      assert.ok(ratio >= least, `${ink} on ${on}, ${scheme}: ${ratio.toFixed(2)} < ${least}`);
    }
  }
});

test("docs/design.md tells the contrasts that the tokens have", () => {
  const page = readFileSync(new URL("../../../docs/design.md", import.meta.url), "utf8");
  const rows = page.matchAll(/^\| `([a-z-]+)`[^|]*\|([^|]*)\| ([\d.]+) \| ([\d.]+) \|$/gm);
  let count = 0;
  for (const [, ink, where = "", byDay, byNight] of rows) {
    const on = /`([a-z-]+)`/.exec(where)?.[1];
    const met = pairs.filter((pair) => pair.ink === ink && (on ? pair.on === on : true));
    const least = (scheme: "light" | "dark") =>
      Math.min(
        ...met.map((pair) => contrast(colours[pair.on][scheme], colours[pair.ink][scheme])),
      ).toFixed(1);
    assert.deepEqual([byDay, byNight], [least("light"), least("dark")], ink);
    count += 1;
  }
  assert.equal(count, 8);
});

test("the stylesheet and the tokens name the same colours", () => {
  const [light, dark] = [/:root \{([^}]*)\}/, /dark\) \{\s*:root \{([^}]*)\}/].map(
    (pattern) => pattern.exec(css)?.[1] ?? "",
  );
  for (const [name, { light: byDay, dark: byNight }] of Object.entries(colours)) {
    assert.ok(light?.includes(`--${name}: ${byDay};`), `--${name} by day`);
    assert.ok(dark?.includes(`--${name}: ${byNight};`), `--${name} by night`);
  }
});

test("whatever is interpolated never becomes markup, in content or in an attribute", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (name) => {
      const { text } = html`<p title="${name}">${name}</p>`;
      assert.equal(text, `<p title="${escaped(name)}">${escaped(name)}</p>`);
      assert.ok(!/[<>"']/.test(escaped(name)));
    }),
  );
});

test("pieces made by html nest without being escaped twice, and absence says nothing", () => {
  const names = ["Zoé", "<b>"];
  assert.equal(
    html`<ul>${names.map((name) => html`<li>${name}</li>`)}</ul>${undefined}${false}`.text,
    "<ul><li>Zoé</li><li>&lt;b&gt;</li></ul>",
  );
});

test("an object that looks like a piece but was not made by html is not trusted", () => {
  const forged = JSON.parse('{"text":"<script>"}') as never;
  assert.throws(() => html`${forged}`);
});

test("an address that could run script, or leave by a trick, is not a link", () => {
  for (const address of [
    "javascript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "/\\evil.example",
    "relative",
    "",
  ]) {
    assert.equal(href(address), "#", address);
  }
  assert.equal(href("/login/x?y=1"), "/login/x?y=1");
  assert.equal(href("https://service.example/back"), "https://service.example/back");
});

test("server pages carry no inline style or script and one heading, and say their language", () => {
  const pages = [
    errorPage({
      lang: "fr",
      title: { fr: "Recommencez", en: "Start again" },
      message: { fr: "Cassé.", en: "Broken." },
      advice: { fr: "Retournez au service.", en: "Go back to the service." },
      reference: "K7Q2-MD",
      detail: "invalid_request",
    }),
    page({
      lang: "en",
      title: "T",
      body: html`<h1>T</h1>${actionForm("/out", "Go")}`,
      otherLanguage: "?lang=fr",
    }),
  ];
  for (const text of pages) {
    assert.doesNotMatch(text, /\sstyle=|<style|<script|\son[a-z]+=/);
    assert.equal(text.match(/<h1/g)?.length, 1);
    assert.match(text, /<html lang="(fr|en)">/);
    assert.match(
      text,
      /<meta name="referrer" content="same-origin">/,
      "forms of these pages must say their origin",
    );
  }
  assert.match(pages[0] as string, /<div [^>]*lang="en">[\s\S]*Broken\. Go back to the service\./);
  assert.match(pages[0] as string, /K7Q2-MD/);
});

test("the tab's title and the brand are escaped", () => {
  const text = page({
    lang: "fr",
    title: "</title><script>",
    brand: '"><script>',
    otherLanguage: '"><script>',
    help: '"><script>',
    body: html`<h1>x</h1>`,
  });
  assert.doesNotMatch(text, /<script/);
});

test("no colour is written outside the tokens, but the black and white of codes and the shadow", () => {
  const rules = css.replace(/:root \{[^}]*\}/g, "");
  const found = [...rules.matchAll(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\([^)]*\)/gi)];
  for (const [colour] of found) assert.match(colour, /^#(000000|ffffff)$/);
});

test("every colour and measure the stylesheet asks for is one it defines", () => {
  const defined = new Set([...css.matchAll(/^\s+(--[a-z0-9-]+):/gm)].map(([, name]) => name));
  for (const [, name] of css.matchAll(/var\((--[a-z0-9-]+)\)/g)) assert.ok(defined.has(name), name);
});

test("drawn by a library or written by the server, an icon and the mark are the same drawing", () => {
  const written = (
    tag: string,
    properties: Readonly<Record<string, string>>,
    ...inside: string[]
  ) =>
    `<${tag}${Object.entries(properties)
      .map(([name, value]) => ` ${name}="${value}"`)
      .join("")}${inside.length > 0 ? `>${inside.join("")}</${tag}>` : "/>"}`;
  const { Icon, Mark } = drawings(written, { own: "M0 0h1" });
  assert.equal(Icon({ name: "clock" }), icon("clock").text);
  assert.equal(Icon({ name: "clock", large: true }), icon("clock", "large").text);
  assert.match(Icon({ name: "own" }), /d="M0 0h1"/);
  assert.equal(Mark(), logo.text);
});

test("icons are single paths, so that both renderers can draw them", () => {
  for (const [name, d] of Object.entries(icons)) assert.match(d, /^[Mm][-0-9a-zA-Z .]+$/, name);
});
