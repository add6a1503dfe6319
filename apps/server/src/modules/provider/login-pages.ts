import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file as it is sent. */
export type Asset = { readonly type: string; readonly bytes: Buffer };

export type LoginPages = {
  readonly index: string;
  /** By name; what is not listed at the start is not served, so that no address can walk out of the folder. */
  readonly assets: ReadonlyMap<string, Asset>;
  readonly stylesheet: Asset;
  /** Sends the one form of a page; the button does the same without script. */
  readonly submit: Asset;
};

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".png": "image/png",
};

/** Reads the built login page once. `folder`: `index.html` and `assets/`, as Vite leaves them. */
export async function readLoginPages(folder: string): Promise<LoginPages> {
  const index = await readFile(join(folder, "index.html"), "utf8");
  const names = await readdir(join(folder, "assets")).catch(() => []);
  const assets = new Map<string, Asset>();
  for (const name of names) {
    const type = types[extname(name)];
    if (type) assets.set(name, { type, bytes: await readFile(join(folder, "assets", name)) });
  }
  const css = await readFile(fileURLToPath(import.meta.resolve("@aval/design/aval.css")));
  return {
    index,
    assets,
    stylesheet: { type: "text/css; charset=utf-8", bytes: css },
    submit: {
      type: "text/javascript; charset=utf-8",
      bytes: Buffer.from("document.forms[0].submit();\n"),
    },
  };
}
