import { appendFile } from "node:fs/promises";
import type { BrowserContext } from "playwright-core";
import { type ActCounter, countActs } from "./acts.ts";

/**
 * What a path asks of somebody's attention, counted in the browsers of its story: every line that stood on a screen, read once;
 * buttons and links pressed; characters typed. `npm run bench -- --only effort` collects it; a plain run of the story keeps nothing.
 */
export type Attention = {
  /** Does what the path does not ask: a wrong word, a look at another page. Not counted. */
  readonly aside: (work: () => Promise<void>) => Promise<void>;
  /** The path's end. */
  readonly done: () => Promise<void>;
};

const file = process.env["AVAL_ATTENTION_FILE"];

/** Counts what `who` does in these windows, from their next page on; pages that are open already are not seen. */
export async function attend(
  path: string,
  who: string,
  ...contexts: readonly BrowserContext[]
): Promise<Attention> {
  const lines = new Set<string>();
  let isCounted = true;
  for (const context of contexts) {
    await context.exposeFunction("avalRead", (text: string) => {
      if (isCounted) for (const line of text.split("\n")) lines.add(line.replaceAll(/\d+/g, "0"));
    });
    await context.addInitScript(read);
  }
  const count: ActCounter = await countActs(...contexts);
  let [presses, characters] = [0, 0];
  const take = () => {
    const acts = count();
    presses += acts.presses;
    characters += acts.characters;
  };
  return {
    aside: async (work) => {
      take();
      isCounted = false;
      await work();
      count();
      isCounted = true;
    },
    done: async () => {
      take();
      const words = [...lines].join(" ").split(/\s+/).filter(Boolean).length;
      if (file)
        await appendFile(file, `${JSON.stringify({ path, who, words, presses, characters })}\n`);
    },
  };
}

/** Runs in each page, before its own scripts: says what stands in its main part, whenever that has changed. */
function read(): void {
  const page = globalThis as unknown as { avalRead: (text: string) => void };
  let last = "";
  const say = () => {
    const text = (document.querySelector("main") ?? document.body)?.innerText ?? "";
    if (text === last) return;
    last = text;
    page.avalRead(text);
  };
  addEventListener("DOMContentLoaded", () => {
    say();
    new MutationObserver(say).observe(document, { subtree: true, childList: true });
  });
}
