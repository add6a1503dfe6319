import type { Page } from "playwright-core";

/**
 * What a page's live regions say from now on, one entry each time their words change: what somebody hears who does not see
 * the screen. Heard by the test process, so that it outlives the page.
 */
export async function listenTo(page: Page): Promise<readonly string[]> {
  const heard: string[] = [];
  await page.exposeFunction("hearAnnouncement", (words: string) => {
    heard.push(words);
  });
  await page.addInitScript(() => {
    const { hearAnnouncement } = globalThis as unknown as {
      hearAnnouncement: (words: string) => void;
    };
    let last = "";
    new MutationObserver(() => {
      const regions = document.querySelectorAll("[role=status], [role=alert], [aria-live]");
      const words = [...regions]
        .map((region) => region.textContent?.trim())
        .join(" ")
        .trim();
      if (words !== "" && words !== last) hearAnnouncement(words);
      last = words;
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return heard;
}
