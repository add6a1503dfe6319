import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";
import { cacheFolder, launchChromium } from "../support/browser.ts";

/**
 * The applications' screens on pages of their own, built as the applications are and opened in a real browser. The page
 * is the application's own `index.html`; only what starts it differs: instead of asking a server where things stand, it
 * draws the state it is told to.
 */
const here = fileURLToPath(new URL(".", import.meta.url));
const apps = fileURLToPath(new URL("../../apps", import.meta.url));
const output = join(cacheFolder, "gallery");

export type Application = "phone" | "login" | "account" | "console";
const folders = {
  phone: join(apps, "authenticator"),
  login: join(apps, "login"),
  account: join(apps, "account"),
  console: join(apps, "console"),
} as const;

export async function buildApplication(name: Application): Promise<string> {
  const outDir = join(output, name);
  await build({
    configFile: false,
    root: folders[name],
    logLevel: "error",
    publicDir: false,
    define: { __VERSION__: JSON.stringify("0.0.0") },
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    plugins: [startWith(`${here}${name}/main.ts`)],
    build: { outDir, emptyOutDir: true, target: "es2022", modulePreload: false },
  });
  return outDir;
}

function startWith(file: string): Plugin {
  return {
    name: "gallery",
    transformIndexHtml: {
      order: "pre",
      handler: (page) => page.replace(/src="\/src\/main\.tsx"/, `src="${file}"`),
    },
  };
}

/** What a browser that runs no script shows of an application's page: what it hides then is left out, as it is for a reader. */
export async function withoutScript(folder: string): Promise<string> {
  const [browser, { origin, close }] = await Promise.all([launchChromium(), serve(folder)]);
  try {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(origin);
    const shown = await page.evaluate(() => {
      for (const script of document.querySelectorAll("script")) script.remove();
      for (const element of document.body.querySelectorAll("*")) {
        // An element without a box of its own shows what it holds.
        const isBoxless = getComputedStyle(element).display === "contents";
        if (!isBoxless && !element.checkVisibility()) element.remove();
      }
      return document.documentElement.outerHTML;
    });
    return `<!doctype html>${shown.replaceAll(/<\/?noscript>/g, "")}`;
  } finally {
    await browser.close();
    close();
  }
}

/** The judge as one script, to be run in any page. */
export async function buildJudge(): Promise<string> {
  const [built] = (await build({
    configFile: false,
    root: here,
    logLevel: "error",
    publicDir: false,
    // What the reader's library asks of Node, and a page has not.
    define: { "process.env.NODE_ENV": JSON.stringify("production"), "process.env": "{}" },
    build: {
      write: false,
      target: "es2022",
      lib: { entry: join(here, "in-page/main.ts"), formats: ["iife"], name: "judging" },
    },
  })) as { output: { code: string }[] }[];
  return built?.output[0]?.code ?? "";
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Serves a folder on this machine, at a port nobody else has, and `pages` by their addresses. */
export async function serve(
  folder: string,
  pages: ReadonlyMap<string, string> = new Map(),
): Promise<{ origin: string; close: () => void }> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const page = pages.get(path);
    if (page !== undefined) {
      response.setHeader("content-type", types[extname(path)] ?? "text/plain").end(page);
      return;
    }
    const file = join(folder, path === "/" ? "index.html" : path);
    readFile(file).then(
      (bytes) =>
        response.setHeader("content-type", types[extname(file)] ?? "text/plain").end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://localhost:${port}`, close: () => server.close() };
}
