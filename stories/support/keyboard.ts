import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/**
 * Goes on with the Tab key until the control of that name has the focus; fails if it cannot be reached, or if nothing on
 * the screen shows where the focus is.
 */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const wanted = page
    .getByRole("button", { name })
    .or(page.getByRole("link", { name }))
    .or(page.getByLabel(name))
    .first();
  await wanted.waitFor();
  for (let step = 0; step < 60; step++) {
    const focus = await wanted.evaluate((element) => {
      if (document.activeElement !== element) return "elsewhere";
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const isOutlined = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
      return isOutlined || boxShadow !== "none" ? "visible" : "invisible";
    });
    assert.notEqual(focus, "invisible", `the focus on "${name}" cannot be seen`);
    if (focus === "visible") return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`"${name}" cannot be reached with the Tab key`);
}

/** Reaches a button or link and presses Enter. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}

/** Reaches a field, types, and presses Enter if asked. */
export async function write(
  page: Page,
  name: string | RegExp,
  text: string,
  key?: "Enter",
): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.type(text);
  if (key) await page.keyboard.press(key);
}
