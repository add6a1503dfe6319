import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../support/browser.ts";
import { type Application, buildApplication, buildJudge, serve } from "./drawn.ts";
import { type Progress, Stuck, unlessStuck } from "./stuck.ts";
import { isLooked, settleTranscripts } from "./transcripts.ts";
import { arm, groupsOf, keysAct, type Machine, type Pass, passes, passesIn } from "./walk.ts";
import { framesOf, type Lang, langs, type Wall } from "./wall.ts";

declare const gallery: { show: (screen: string, state: string, lang: Lang) => Promise<void> };
declare const judge: { transcript: () => Promise<string> };

/** How the pictures of a part come onto a page. */
type Hung = {
  /** Names the transcripts. */
  readonly part: string;
  readonly pictures: readonly { readonly screen: string; readonly state: string }[];
  readonly spoken: readonly Lang[];
  readonly machine: Machine;
  /** Where a window begins. */
  readonly open: (page: Page) => Promise<void>;
  readonly show: (page: Page, screen: string, state: string, lang: Lang) => Promise<void>;
  readonly isTitledByState: boolean;
  /** Beside what every page must hold. */
  readonly more: readonly Pass[];
};

/** Walks through every screen of an application, drawn from its list of states. */
export async function walkThroughDrawn(
  part: Application,
  wall: Wall<unknown>,
  machine: Machine,
): Promise<void> {
  const [folder, script] = await Promise.all([buildApplication(part), buildJudge()]);
  const { origin, close } = await serve(folder);
  await walkThrough({
    part,
    pictures: framesOf(wall),
    spoken: langs,
    machine,
    open: async (page) => {
      await page.goto(origin);
      await arm(page, script);
    },
    show: (page, screen, state, lang) =>
      page.evaluate(([a, b, c]) => gallery.show(a, b, c), [screen, state, lang] as const),
    more: [keysAct],
    isTitledByState: true,
  }).finally(close);
}

type Written = {
  readonly part: string;
  readonly wall: Wall<(lang: Lang) => string>;
  /** The styles the pages ask for, by address. */
  readonly styles?: ReadonlyMap<string, string>;
  /** Where else their files are. */
  readonly folder?: string;
  readonly machine: Machine;
  /** Those of the pages that speak one language first, whoever reads. */
  readonly spoken?: readonly Lang[];
  /** A page that no script changes keeps the title of the page it stands in for. */
  readonly isTitledByState?: boolean;
};

/** Walks through pages that are complete as they are sent. */
export async function walkThroughWritten(written: Written): Promise<void> {
  const { part, wall, styles = new Map(), folder = "", machine } = written;
  const { spoken = langs, isTitledByState = true } = written;
  const pages = new Map([
    ...styles,
    ...framesOf(wall).flatMap(({ screen, state, shown }) =>
      spoken.map((lang) => [addressOf(screen, state, lang), shown(lang)] as const),
    ),
  ]);
  const [{ origin, close }, script] = await Promise.all([serve(folder, pages), buildJudge()]);
  await walkThrough({
    part,
    pictures: framesOf(wall),
    spoken,
    machine,
    open: async (page) => {
      await page.goto(origin + [...pages.keys()].find((address) => address.endsWith(".html")));
      await arm(page, script);
    },
    show: (page, screen, state, lang) =>
      turnTo(page, pages.get(addressOf(screen, state, lang)) ?? ""),
    more: [],
    isTitledByState,
  }).finally(close);
}

/** Another page in the place of the one that is open: they share their styles, and one that is loaded takes longer than all there is to look at. */
function turnTo(page: Page, text: string): Promise<void> {
  return page.evaluate((wanted) => {
    const next = new DOMParser().parseFromString(wanted, "text/html");
    document.documentElement.lang = next.documentElement.lang;
    document.title = next.title;
    document.body.replaceWith(next.body);
  }, text);
}

const addressOf = (screen: string, state: string, lang: Lang) => `/${screen}-${state}.${lang}.html`;

/**
 * Every picture in both languages, in one window a language, through every pass, and what a screen reader says against what
 * is kept. One failure tells every fault of every picture.
 */
async function walkThrough(whole: Hung): Promise<void> {
  const hung = { ...whole, pictures: whole.pictures.filter(({ screen }) => isLooked(screen)) };
  const faults = await walkOnce(hung).catch((fault: unknown) => {
    if (!(fault instanceof Stuck)) throw fault;
    // A browser that stands still says nothing of the screens. One more; if that one does too, it is the screen.
    console.error(`${fault.message}; walking again with another browser`);
    return walkOnce(hung);
  });
  assert.deepEqual(faults, [], `${faults.length} faults`);
}

async function walkOnce(hung: Hung): Promise<string[]> {
  const browser = await launchChromium();
  try {
    const found = await Promise.all(
      hung.spoken.map((lang) => unlessStuck((at) => walkIn(browser, hung, lang, at))),
    );
    return found.flat();
  } finally {
    await browser.close();
  }
}

/** Every pass over every picture in one language; `at` is told where it has got to. */
async function walkIn(browser: Browser, hung: Hung, lang: Lang, at: Progress): Promise<string[]> {
  const context = await browser.newContext({
    locale: lang === "fr" ? "fr-FR" : "en-GB",
    timezoneId: "Europe/Paris",
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`${lang}: ${error}`));
  await hung.open(page);
  faults.push(...(await settleTranscripts(hung.part, lang, await read(page, hung, lang, at))));
  const all = [...passes(hung.machine, hung.isTitledByState), ...hung.more];
  for (const group of groupsOf(passesIn(lang, hung.spoken, all)))
    faults.push(...(await walk(page, hung, lang, group, at)));
  return faults;
}

/** The faults of a page that a real server has sent, as it stands; its frames are pages of their own, where Tab goes through. */
export async function faultsOn(page: Page, machine: Machine, lang: Lang): Promise<string[]> {
  await arm(page, await buildJudge());
  const faults: string[] = [];
  for (const pass of passes(machine).filter(({ name }) => name !== "keyboard")) {
    await pass.prepare(page);
    const seen = await pass.look(page, lang, async () => {});
    faults.push(...seen.map((fault) => `${lang}, ${pass.name}: ${fault}`));
  }
  return faults;
}

async function walk(
  page: Page,
  hung: Hung,
  lang: Lang,
  group: readonly [Pass, ...Pass[]],
  at: Progress,
): Promise<string[]> {
  const faults: string[] = [];
  await group[0].prepare(page);
  for (const { screen, state } of hung.pictures) {
    const again = () => hung.show(page, screen, state, lang);
    const where = [screen, state, lang].filter(Boolean).join(" ");
    await again();
    for (const { name, look } of group) {
      at(`${name}: ${screen} ${state} ${lang}`);
      const seen = await look(page, lang, again);
      faults.push(...new Set(seen.map((fault) => `${where}, ${name}: ${fault}`)));
    }
  }
  return faults;
}

/** What a screen reader says on each, screen by screen. */
async function read(
  page: Page,
  hung: Hung,
  lang: Lang,
  at: Progress,
): Promise<Map<string, string>> {
  const said = new Map<string, string>();
  for (const { screen, state } of hung.pictures) {
    at(`transcript: ${screen} ${state} ${lang}`);
    await hung.show(page, screen, state, lang);
    const phrases = `== ${state || "ordinary"}\n${await page.evaluate(() => judge.transcript())}\n`;
    said.set(screen, (said.get(screen) ?? "") + phrases);
  }
  return said;
}
