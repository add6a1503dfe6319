import type { BrowserContext } from "playwright-core";

/** What a person was asked to do: buttons and links pressed, characters typed into fields. */
export type Acts = { readonly presses: number; readonly characters: number };

/** How fast one reads with care, and what a press costs on top: found, decided, made. DESIGN section 6. */
export const wordsAMinute = 180;
export const secondsAPress = 2;

/** Counts what a person does in a browser; each reading begins anew. */
export type ActCounter = () => Acts;

/**
 * Counts on the pages themselves, so that nothing a story's own words hide is left out: a press is a click that the browser, not a
 * script, made on something that can be pressed (a tick in a box too); a character is one more in a field than before.
 */
export async function countActs(...contexts: readonly BrowserContext[]): Promise<ActCounter> {
  let [presses, characters] = [0, 0];
  for (const context of contexts) {
    await context.exposeFunction("avalPressed", () => {
      presses++;
    });
    await context.exposeFunction("avalTyped", (count: number) => {
      characters += count;
    });
    await context.addInitScript(listen);
  }
  return () => {
    const acts = { presses, characters };
    [presses, characters] = [0, 0];
    return acts;
  };
}

/** Runs in each page, before its own scripts. */
function listen(): void {
  const page = globalThis as unknown as {
    avalPressed: () => void;
    avalTyped: (count: number) => void;
  };
  const lengths = new WeakMap<EventTarget, number>();
  addEventListener(
    "click",
    (event) => {
      if (event.isTrusted && event.detail > 0) page.avalPressed();
    },
    true,
  );
  addEventListener(
    "input",
    ({ target }) => {
      if (!(target instanceof HTMLInputElement)) return;
      const more = target.value.length - (lengths.get(target) ?? 0);
      lengths.set(target, target.value.length);
      if (more > 0) page.avalTyped(more);
    },
    true,
  );
}
