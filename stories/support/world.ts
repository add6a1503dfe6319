import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { assertAccessible } from "./axe.ts";
import { cacheFolder, type Launch, launchChromium } from "./browser.ts";
import { type Camera, createCamera } from "./camera.ts";
import { knowLoopbackNames } from "./loopback-names.ts";
import { type Server, startServer } from "./server.ts";
import { type VirtualPhone, virtualPhone } from "./virtual-phone.ts";

/**
 * What a story happens in: a running sandbox, one computer, and as many phones as it has people.
 *
 * Everything is stopped after the story, and a story fails when any page complained (a script error, a refused
 * content, a policy that was not met), whatever else it proved.
 */
export type World = {
  readonly server: Server;
  /** A new window of the computer. Another `person` is another browser profile: other cookies, another browser key. */
  readonly openComputer: (options?: WindowOptions) => Promise<Window>;
  /** A phone: a browser process of its own, with a camera, and storage that outlives its page. */
  readonly openPhone: (options?: WindowOptions) => Promise<Window & { readonly camera: Camera }>;
  readonly virtualPhone: () => VirtualPhone;
  readonly people: () => Promise<readonly Person[]>;
  /** Moves the sandbox's clock: "90s", "8d". */
  readonly advance: (span: string) => Promise<void>;
};

export type WindowOptions = {
  readonly lang?: "fr" | "en";
  readonly width?: number;
  readonly height?: number;
  /** Points of the screen a CSS pixel is drawn with. */
  readonly scale?: number;
  readonly javaScript?: boolean;
  /** Answers to fingers, as a phone's own browser does. */
  readonly touch?: boolean;
  /** A computer of its own, which shares the tab that asks for a screen. */
  readonly sharesTab?: boolean;
  /**
   * A smart card in the computer's reader: a PKCS#12 file, for the card's host. Playwright holds it, in a proxy of its own between
   * browser and host; `"none"`: a reader without a card. Either way the browser takes the sandbox's own certificate.
   */
  readonly card?: { readonly file: string; readonly passphrase: string } | "none";
};

export type Window = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Keeps a picture of the screen, and fails if axe finds anything on it or if it does not fit 320 pixels. */
  readonly screen: (name: string) => Promise<void>;
  /** Forgets what the page complained of so far: for a story that makes it complain on purpose. */
  readonly forgive: () => void;
};

export type Person = { readonly nationalId: string; readonly name: string; readonly story: string };

export async function startWorld(story: string): Promise<World> {
  const server = await startServer();
  const closing: (() => Promise<unknown>)[] = [];
  const complaints: string[] = [];
  const folder = await mkdtemp(join(tmpdir(), "aval-windows-"));
  const pictures = join(cacheFolder, "stories", story);
  await rm(pictures, { recursive: true, force: true });
  await mkdir(pictures, { recursive: true });

  after(async () => {
    // How each window was left, and what the server said: what one looks at first when a story fails.
    await Promise.all(
      shared.windows.map(({ name, page }) =>
        page.screenshot({ path: join(pictures, `left-${name}.png`) }).catch(() => undefined),
      ),
    );
    await writeFile(join(pictures, "server.log"), server.log());
    await Promise.all(closing.map((close) => close()));
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    assert.deepEqual(complaints, [], "what the pages complained of");
  });

  const shared: Shared = { cardOrigin: server.card, pictures, complaints, windows: [] };
  let computer: Promise<Browser> | undefined;
  let phones = 0;

  return {
    server,
    openComputer: async (options = {}) => {
      const start = async (launch: Launch) => {
        const browser = await launchChromium(launch);
        closing.push(() => browser.close());
        return browser;
      };
      if (!options.sharesTab) computer ??= start({});
      return openWindow(
        await (options.sharesTab ? start({ sharesTab: true }) : (computer as Promise<Browser>)),
        { width: 1280, height: 800, ...options },
        shared,
        "computer",
      );
    },
    openPhone: async (options = {}) => {
      const name = `phone-${++phones}`;
      const camera = await createCamera(join(folder, `${name}.y4m`));
      const browser = await launchChromium({ camera: camera.file });
      closing.push(async () => {
        await camera.close();
        await browser.close();
      });
      const window = await openWindow(
        browser,
        { width: 390, height: 844, ...options },
        shared,
        name,
      );
      await window.context.grantPermissions(["camera"], { origin: server.authenticator });
      return { ...window, camera };
    },
    virtualPhone: () => virtualPhone(server.loginOrigin, join(folder, `phone-${++phones}.json`)),
    people: async () => {
      const answer = await fetch(`${server.loginOrigin}/developer/people.json`);
      return (await answer.json()) as Person[];
    },
    advance: async (span) => {
      await server.avalJson("sandbox", "clock", "--advance", span);
    },
  };
}

type Shared = {
  readonly cardOrigin: string;
  readonly pictures: string;
  readonly complaints: string[];
  readonly windows: { name: string; page: Page }[];
};

async function openWindow(
  browser: Browser,
  options: WindowOptions & { readonly width: number; readonly height: number },
  shared: Shared,
  name: string,
): Promise<Window> {
  const context = await browser.newContext({
    viewport: { width: options.width, height: options.height },
    deviceScaleFactor: options.scale ?? 1,
    locale: options.lang === "en" ? "en-GB" : "fr-FR",
    timezoneId: "Europe/Paris",
    javaScriptEnabled: options.javaScript ?? true,
    hasTouch: options.touch ?? false,
    isMobile: options.touch ?? false,
    reducedMotion: "reduce",
    ...cardOf(options, shared.cardOrigin),
  });
  // A machine at work may be slow, and a story waits for states: what hangs is found a little later.
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  shared.windows.push({ name: `${name}-${shared.windows.length}`, page });
  listenFor(page, (complaint) => shared.complaints.push(`${name}: ${complaint}`));
  return {
    page,
    context,
    screen: async (screen) => {
      await page.screenshot({ path: join(shared.pictures, `${screen}.png`) });
      // axe is a script too.
      if (options.javaScript !== false) await assertAccessible(page, screen);
    },
    forgive: () => {
      shared.complaints.length = 0;
    },
  };
}

function cardOf({ card }: WindowOptions, origin: string) {
  if (!card) return {};
  knowLoopbackNames();
  const clientCertificates =
    card === "none" ? [] : [{ origin, pfxPath: card.file, passphrase: card.passphrase }];
  return { ignoreHTTPSErrors: true, clientCertificates };
}

/** A refused request is an answer, not a fault: the browser's own line about its status is left out. */
function listenFor(page: Page, hear: (complaint: string) => void): void {
  page.on("pageerror", (error) => hear(String(error)));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    if (/^Failed to load resource/.test(message.text())) return;
    hear(message.text());
  });
}
