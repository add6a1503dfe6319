import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";

/** All that a page is held to. */
export const rules: axe.RunOnly = {
  type: "tag",
  values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"],
};
/** What the colour of the sky changes: the rest is found in the light. */
export const rulesOfColour: axe.RunOnly = {
  type: "rule",
  values: ["color-contrast", "link-in-text-block"],
};
const schemes = [
  ["dark", rulesOfColour],
  ["light", rules],
] as const;

/**
 * Fails when axe finds anything on the page as it stands, in light or in dark, or when at 320 CSS pixels (a phone's
 * width, or 400 % zoom on a computer) it must be scrolled sideways (WCAG 1.4.10).
 *
 * The rules are evaluated by the debugger, which a content security policy does not concern: the page keeps its own.
 */
export async function assertAccessible(page: Page, screen: string): Promise<void> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  for (const [colorScheme, runOnly] of schemes) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page, runOnly), [], `axe on "${screen}", ${colorScheme}`);
  }
  assert.equal(await overflowAt320(page), 0, `"${screen}" overflows 320 pixels`);
}

async function violations(page: Page, runOnly: axe.RunOnly) {
  return page.evaluate(async (wanted) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    const found = await run(document, { runOnly: wanted, resultTypes: ["violations"] });
    return found.violations.map((violation) => ({
      rule: violation.id,
      help: violation.help,
      where: violation.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`),
    }));
  }, runOnly);
}

async function overflowAt320(page: Page): Promise<number> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: before?.height ?? 800 });
  const wide = await page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );
  if (before) await page.setViewportSize(before);
  return wide;
}
