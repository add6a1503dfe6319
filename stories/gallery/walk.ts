import axe from "axe-core";
import jsqr from "jsqr";
import type { Page } from "playwright-core";
import { rules, rulesOfColour } from "../support/axe.ts";
import { readPng } from "../support/png.ts";
import type { Judge } from "./in-page/main.ts";
import type { Lang } from "./wall.ts";

/**
 * What each picture of the gallery must hold, one pass after another. A pass prepares the window (its width, the reader's
 * colours) once, then looks at one picture after another; passes that follow each other with the same preparation look at one drawing.
 */
export type Pass = {
  readonly name: string;
  /** Whether words may break it. What they cannot break, keys and colours, is looked at in one language; all in both in the long run. */
  readonly isOfWords: boolean;
  readonly prepare: (page: Page) => Promise<void>;
  /** The faults found, in words. `again` draws the picture anew. */
  readonly look: (page: Page, lang: Lang, again: () => Promise<void>) => Promise<readonly string[]>;
};

/** The two machines a page is read on. */
export type Machine = { readonly width: number; readonly height: number };
export const phone: Machine = { width: 390, height: 844 };
export const computer: Machine = { width: 1280, height: 800 };

type InPage = { readonly judge: Judge; readonly axe: typeof axe };
declare const judge: Judge;

/** Gives the page the judge and axe; once for each document. */
export async function arm(page: Page, script: string): Promise<void> {
  await page.evaluate(`${script}\n;globalThis.judge ??= judging;`);
  await page.evaluate(axe.source);
}

async function axeFaults(page: Page, runOnly: axe.RunOnly): Promise<string[]> {
  return page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as InPage;
    const { violations } = await axe.run(document, {
      runOnly: only,
      resultTypes: ["violations"],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `axe ${id}: ${target.join(" ")} ${failureSummary?.replaceAll(/\s+/g, " ")}`,
      ),
    );
  }, runOnly);
}

/** The same with something of the reader's own, which is put away again. */
async function layoutWith(page: Page, own: "space" | "enlarge"): Promise<string[]> {
  await page.evaluate((what) => judge[what](true), own);
  const faults = await layout(page);
  await page.evaluate((what) => judge[what](false), own);
  return faults;
}

const layout = (page: Page) => page.evaluate(() => [...judge.layout(), ...judge.covered()]);
const light = { colorScheme: "light", forcedColors: "none", reducedMotion: "reduce" } as const;

/** A window for the passes that follow: of that width, in the light. */
async function open(page: Page, size: Machine): Promise<void> {
  await page.setViewportSize(size);
  await page.emulateMedia(light);
}

/** The passes over pictures in this language, of those that are spoken. */
export function passesIn(
  lang: Lang,
  spoken: readonly Lang[],
  all: readonly Pass[],
): readonly Pass[] {
  const isWhole = lang === spoken[0] || process.env["AVAL_TEST_LONG"] !== undefined;
  return all.filter(({ isOfWords }) => isWhole || isOfWords);
}

/** The passes, those that share a window and its colours side by side. */
export function groupsOf(all: readonly Pass[]): readonly (readonly [Pass, ...Pass[]])[] {
  const groups: [Pass, ...Pass[]][] = [];
  for (const pass of all) {
    const group = groups.at(-1);
    if (group?.[0].prepare === pass.prepare) group.push(pass);
    else groups.push([pass]);
  }
  return groups;
}

export function passes(machine: Machine, isTitledByState = true): readonly Pass[] {
  const asItIs = (page: Page) => open(page, machine);
  const narrow = (page: Page) => open(page, { width: 320, height: 568 });
  const dark = (page: Page) => page.emulateMedia({ ...light, colorScheme: "dark" });
  return [
    {
      name: "structure",
      isOfWords: true,
      prepare: asItIs,
      look: async (page, lang) => [
        ...(await page.evaluate((wanted) => judge.structure(...wanted), [
          lang,
          isTitledByState,
        ] as const)),
        ...(await page.evaluate(() => judge.targets())),
        ...(await page.evaluate(() =>
          judge.animations().map((name) => `moves although the reader asked for rest: ${name}`),
        )),
        ...(await layout(page)),
      ],
    },
    {
      name: "letters enlarged twice",
      isOfWords: true,
      prepare: asItIs,
      look: (page) => layoutWith(page, "enlarge"),
    },
    {
      // What words may break of it is heard in each language: every name is in the transcripts.
      name: "axe",
      isOfWords: false,
      prepare: asItIs,
      look: (page) => axeFaults(page, rules),
    },
    {
      name: "keyboard",
      isOfWords: false,
      prepare: asItIs,
      look: keyboard,
    },
    {
      name: "dark",
      isOfWords: false,
      prepare: dark,
      look: (page) => axeFaults(page, rulesOfColour),
    },
    {
      name: "keyboard, dark",
      isOfWords: false,
      prepare: dark,
      look: rings,
    },
    {
      name: "320 px wide",
      isOfWords: true,
      prepare: narrow,
      look: layout,
    },
    {
      name: "320 px wide, spaced letters",
      isOfWords: true,
      prepare: narrow,
      look: (page) => layoutWith(page, "space"),
    },
    {
      name: "enlarged twice",
      isOfWords: true,
      prepare: (page) => open(page, { width: computer.width / 2, height: computer.height / 2 }),
      look: layout,
    },
    {
      name: "the reader's own colours",
      isOfWords: false,
      prepare: async (page) => {
        await open(page, machine);
        await page.emulateMedia({ ...light, forcedColors: "active", colorScheme: "dark" });
      },
      look: async (page) => [
        ...(await page.evaluate(() => judge.bareButtons())),
        ...(await unreadableCodes(page)),
      ],
    },
  ];
}

/** Each code on the page, as a camera in front of the window would see it. */
async function unreadableCodes(page: Page): Promise<string[]> {
  const codes = page.locator(".qr svg");
  const faults: string[] = [];
  for (let index = 0; index < (await codes.count()); index++) {
    const { width, height, luma } = readPng(await codes.nth(index).screenshot({ type: "png" }));
    const points = new Uint8ClampedArray(luma.length * 4);
    for (const [at, value] of luma.entries()) points.set([value, value, value, 255], at * 4);
    // A frame, or the address that the camera of a new phone opens.
    if (!jsqr.default(points, width, height)?.data.match(/^(AVALL?1\.|https?:)/))
      faults.push("the code cannot be read");
  }
  return faults;
}

/** Tab goes through every control in the order of the page and out again; each shows that it has the focus; Enter or Space acts. */
async function keyboard(page: Page): Promise<string[]> {
  const faults: string[] = [];
  const count = await page.evaluate(() => judge.controls());
  await page.evaluate(() => judge.toTop());
  for (let index = 0; index < count; index++) {
    await page.keyboard.press("Tab");
    const [at, ring, name] = await page.evaluate(() => {
      const focused = judge.focused();
      return [focused, judge.focusRing(), judge.nameOf(focused)] as const;
    });
    if (at !== index)
      return [...faults, `Tab number ${index + 1} of ${count} leads to ${at + 1} (${name})`];
    if (ring) faults.push(`${ring} shows the focus: ${name}`);
  }
  await page.keyboard.press("Tab");
  if (count > 0 && (await page.evaluate(() => judge.focused())) === count - 1)
    faults.push("Tab cannot leave");
  return faults;
}

/** For screens that are drawn: Enter and Space, in turn, on each button do something. */
export const keysAct: Pass = {
  name: "keys act",
  isOfWords: false,
  prepare: (page) => page.emulateMedia(light),
  look: async (page, _lang, again) => {
    const faults: string[] = [];
    for (const index of await page.evaluate(() => judge.acting())) {
      await page.evaluate((at) => judge.aboutToAct(at), index);
      const key = index % 2 === 0 ? "Enter" : "Space";
      await page.keyboard.press(key);
      const idle = await page.evaluate((at) => judge.idle(at), index);
      if (idle) faults.push(`${key} does nothing: ${idle}`);
      if (await page.evaluate(() => judge.hasMoved())) await again();
    }
    return faults;
  },
};

/** The focus alone, without the keys: in the dark it is other colours. */
async function rings(page: Page): Promise<string[]> {
  // Who touched a mouse last sees no ring.
  await page.keyboard.press("Shift");
  return page.evaluate(() => {
    const faults: string[] = [];
    for (let index = 0; index < judge.controls(); index++) {
      judge.focus(index);
      const ring = judge.focusRing();
      if (ring) faults.push(`${ring} shows the focus: ${judge.nameOf(index)}`);
    }
    return faults;
  });
}
