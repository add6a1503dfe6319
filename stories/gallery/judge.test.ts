import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../support/browser.ts";
import { buildJudge } from "./drawn.ts";
import { arm, keysAct, type Pass, passes, phone } from "./walk.ts";

/*
 * A judge that finds nothing proves nothing: each fault it is there for, planted alone on a page that has no other.
 */
let browser: Browser;
let page: Page;

before(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
  page.on("pageerror", (error) => assert.fail(error));
});
after(() => browser.close());

const style = `body { margin: 0; font: 16px/1.5 sans-serif; color: #111; background: #fff }
  button { min-height: 48px; min-width: 48px; border: 2px solid #111; background: #fff; color: #111; font: inherit }
  @media (prefers-color-scheme: dark) { body, button { background: #111; color: #eee; border-color: #eee } }
  :focus-visible { outline: 3px solid #0050d0 } @media (prefers-color-scheme: dark) { :focus-visible { outline-color: #fff } }`;

type Parts = {
  readonly main?: string;
  readonly css?: string;
  readonly title?: string;
  readonly lang?: string;
};

const document = ({ main = "", css = "", title = "Ici – Aval", lang = "fr" }: Parts) =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
  <title>${title}</title><style>${style}${css}</style></head><body><header><p>Aval</p></header>
  <main><h1>Ici</h1>${main}</main></body></html>`;

async function faultsOn(parts: Parts): Promise<string[]> {
  const found: string[] = [];
  await page.setContent(document(parts));
  await arm(page, await judge);
  for (const pass of [...passes(phone), keysAct]) {
    await pass.prepare(page);
    found.push(...(await pass.look(page, "fr", async () => {})).map((fault) => told(pass, fault)));
  }
  return found;
}

const judge = buildJudge();
const told = (pass: Pass, fault: string) => `${pass.name}: ${fault}`;
const act = `onclick="this.dataset.on = Date.now()"`;

test("a page without a fault has none", async () => {
  const main = `<p>Un mot.</p><button ${act}>Continuer</button><label>Nom <input style="height:48px"></label>`;
  assert.deepEqual(await faultsOn({ main }), []);
});

const planted: readonly (readonly [fault: string, says: RegExp, parts: Parts])[] = [
  ["the other language", /lang is "en"/, { lang: "en" }],
  ["two headings", /2 headings of level 1/, { main: "<h1>Là</h1>" }],
  ["a title that says something else", /the title "Aval" does not say/, { title: "Aval" }],
  [
    "a jump in the tab order",
    /a positive tabindex/,
    { main: `<button ${act} tabindex="3">Un</button>` },
  ],
  [
    "a small button",
    /\d+x20 px: Non/,
    { main: `<button ${act} style="min-height:20px;height:20px;padding:0">Non</button>` },
  ],
  [
    "pale text",
    /axe: axe color-contrast/,
    { main: `<p style="color:#bbb;background:#fff">pâle</p>` },
  ],
  [
    "text pale in the dark",
    /dark: axe color-contrast/,
    { css: "@media (prefers-color-scheme: dark) { p { color: #444 } }", main: "<p>pâle</p>" },
  ],
  [
    "a picture without words",
    /axe image-alt/,
    { main: `<img src="data:," width="50" height="50">` },
  ],
  [
    "a column of fixed width",
    /320 px wide: scrolls \d+ px sideways/,
    { main: `<p style="width:350px">large</p>` },
  ],
  [
    "a word that leaves the window",
    /320 px wide: outside: Mot/,
    { main: `<p style="font-size:40px;white-space:nowrap">Mot qui ne se coupe pas du tout</p>` },
  ],
  [
    "a line that is cut",
    /320 px wide: cut: Une phrase/,
    {
      main: `<p style="white-space:nowrap;overflow:hidden">Une phrase qui est bien trop longue pour la ligne</p>`,
    },
  ],
  [
    "a box too low for spaced letters",
    /spaced letters: cut: Une phrase/,
    {
      main: `<p style="width:280px;height:24px;overflow:hidden;line-height:24px;margin:0">Une phrase de trente lettres !</p>`,
    },
  ],
  [
    "words over the button's edge",
    /letters enlarged twice: cut: Enregistrer/,
    {
      main: `<button ${act} style="width:180px;white-space:nowrap;font-size:1rem">Enregistrer ce geste</button>`,
    },
  ],
  [
    "two texts in one place",
    /one over the other/,
    { main: `<p>Dessous</p><p style="margin-top:-44px">Dessus</p>` },
  ],
  [
    "a button that borders do not mark",
    /no border in forced colours: Oui/,
    { css: "button { border: 0 }", main: `<button ${act}>Oui</button>` },
  ],
  [
    "a code that others' colours hide",
    /the code cannot be read/,
    {
      main: `<div class="qr"><svg viewBox="0 0 9 9" width="90" height="90" role="img" aria-label="code"><rect width="9" height="9"/></svg></div>`,
    },
  ],
  [
    "an order for the eye only",
    /Tab number 1 of 2 leads to 2/,
    {
      main: `<button ${act} onfocus="document.querySelectorAll('button')[1].focus()">Un</button><button ${act}>Deux</button>`,
    },
  ],
  [
    "a focus nobody sees",
    /keyboard: no outline shows the focus: Oui/,
    { css: "button:focus-visible { outline: none }", main: `<button ${act}>Oui</button>` },
  ],
  [
    "a pale focus",
    /keyboard: an outline of contrast 1\.\d shows the focus: Oui/,
    { css: "button:focus-visible { outline-color: #ddd }", main: `<button ${act}>Oui</button>` },
  ],
  [
    "a focus lost in the dark",
    /dark: an outline of contrast 1\.\d/,
    {
      css: "@media (prefers-color-scheme: dark) { button:focus-visible { outline-color: #222 } }",
      main: `<button ${act}>Oui</button>`,
    },
  ],
  [
    "a trap",
    /Tab cannot leave/,
    {
      main: `<button ${act} onkeydown="if (event.key === 'Tab') event.preventDefault()">Oui</button>`,
    },
  ],
  [
    "a button for mice",
    /Enter does nothing: Oui/,
    { main: `<button onmousedown="this.dataset.on = 1">Oui</button>` },
  ],
  [
    "a button under a bar",
    /320 px wide: covered: Oui/,
    {
      main: `<button ${act}>Oui</button><p style="position:fixed;inset:0;background:#fff;margin:0">Devant</p>`,
    },
  ],
  [
    "unrest",
    /moves although the reader asked for rest: spin/,
    {
      css: "@keyframes spin { to { rotate: 1turn } } p { animation: spin 1s infinite }",
      main: "<p>o</p>",
    },
  ],
];

for (const [fault, says, parts] of planted) {
  test(`the gallery finds ${fault}`, async () => {
    const found = await faultsOn(parts);
    assert.ok(
      found.some((one) => says.test(one)),
      `found only: ${found.join("\n")}`,
    );
  });
}
