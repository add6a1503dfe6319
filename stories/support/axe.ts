import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4", "best-practice"];

/**
 * Fails when axe finds anything on the page as it stands.
 *
 * The rules are evaluated by the debugger, which a content security policy does not concern: the page keeps its own.
 */
export async function assertAccessible(page: Page, screen: string): Promise<void> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (wanted) => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    const { violations } = await run(document, { runOnly: { type: "tag", values: wanted } });
    return violations.map((violation) => ({
      rule: violation.id,
      help: violation.help,
      where: violation.nodes.map((node) => `${node.target.join(" ")} ${node.failureSummary ?? ""}`),
    }));
  }, tags);
  assert.deepEqual(found, [], `axe on "${screen}"`);
}
