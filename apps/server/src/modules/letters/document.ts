import { drawQr, type Lang } from "@aval/design";
import type { Manuscript } from "#platform/typeset";
import type { Instant } from "#platform/time";
import { words } from "./words.ts";

/** What one letter says, and to whom. */
export type LetterGiven = {
  readonly lines: readonly string[];
  readonly madeAt: Instant;
  readonly expiresAt: Instant;
  /** What the QR says. */
  readonly address: string;
  readonly brand: string;
  /** Whom to tell, from the settings. */
  readonly call: string | undefined;
  /** The page of help, which everybody may read. */
  readonly help: string;
};

/** The letter, as it is set: a page in French, a page in English. Every text comes by a file that the source reads as data. */
export function letterDocument(given: LetterGiven): Manuscript {
  const pages = (["fr", "en"] as const).map((lang) => pageIn(lang, given));
  return {
    source,
    files: {
      "letter.json": JSON.stringify({ brand: given.brand, lines: given.lines, pages }),
      "code.svg": qrImage(given.address),
    },
  };
}

const dayIn = (lang: Lang, at: Instant): string =>
  new Intl.DateTimeFormat(lang === "fr" ? "fr-FR" : "en-GB", {
    dateStyle: "long",
    timeZone: "Europe/Paris",
  }).format(at);

function pageIn(lang: Lang, { madeAt, expiresAt, brand, call, help }: LetterGiven) {
  const day = dayIn(lang, madeAt);
  return {
    lang,
    day,
    title: words.title[lang],
    asked: words.asked[lang]({ day, brand }),
    yours: words.yours[lang],
    steps: words.steps[lang].map((step) => step(brand)),
    code: words.code[lang](dayIn(lang, expiresAt)),
    codeAlt: words.codeAlt[lang],
    keep: words.keep[lang],
    keepText: words.keepText[lang](brand),
    notYours: words.notYours[lang],
    notYoursText: words.notYoursText[lang](call ?? words.authority[lang]),
    help: words.help[lang](help),
  };
}

function qrImage(text: string): string {
  const { size, d } = drawQr(text);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${d}"/></svg>`;
}

/**
 * A4. The address stands in the window of a French envelope (NF Z11-001: 110 mm from the left, 50 mm from the top), on the first page
 * only. Headings, lists and the code's alternative make the tags that a screen reader goes by.
 */
const source = `
#let letter = json("letter.json")
#set document(title: letter.pages.at(0).title, author: letter.brand)
#set page(paper: "a4", margin: (x: 20mm, top: 20mm, bottom: 18mm))
#set text(font: "DejaVu Sans", size: 10.5pt, fill: rgb("#12211c"))
#set par(leading: 0.68em, spacing: 0.95em)
#show heading.where(level: 1): set text(size: 17pt, fill: rgb("#0f4a3a"))
#show heading.where(level: 2): set text(size: 12pt, fill: rgb("#0f4a3a"))
#show heading: set block(above: 1.2em, below: 0.7em)
#let body(one) = [
  #set text(lang: one.lang)
  = #one.title
  #one.asked
  == #one.yours
  #enum(..one.steps)
  #block(breakable: false, grid(
    columns: (46mm, 1fr), column-gutter: 6mm, align: (left, horizon),
    image("code.svg", width: 46mm, alt: one.codeAlt),
    [*#one.code*],
  ))
  #block(breakable: false, width: 100%, inset: 4mm, radius: 2mm, stroke: 1pt + rgb("#9c2f1f"))[
    == #one.keep
    #one.keepText
  ]
  == #one.notYours
  #one.notYoursText

  #one.help
]
#for (at, one) in letter.pages.enumerate() [
  #if at > 0 { pagebreak() }
  #text(size: 15pt, weight: "bold", fill: rgb("#0f4a3a"), letter.brand)

  #if at == 0 {
    place(top + left, dx: 90mm, dy: 30mm, box(width: 80mm, par(leading: 0.55em, letter.lines.join(linebreak()))))
    v(58mm)
  }
  #text(lang: one.lang, one.day)
  #body(one)
]
`;
