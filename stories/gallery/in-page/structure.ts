/** What the Tab key must reach, in the order of the document; of a group of radio buttons, one. */
export function controls(): HTMLElement[] {
  const all = document.querySelectorAll<HTMLElement>(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex='0']",
  );
  const seen = [...all].filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.closest("[inert]") &&
      !(element as HTMLButtonElement).disabled &&
      element.tabIndex >= 0,
  );
  return seen.filter((element) => !isOtherRadio(element));
}

function isOtherRadio(element: HTMLElement): boolean {
  if (!(element instanceof HTMLInputElement) || element.type !== "radio") return false;
  return !element.checked;
}

/** The language, one heading of the first level, a title that names the state, the landmarks, natural tab order. */
export function faultsOfStructure(lang: string): string[] {
  const faults: string[] = [];
  const { documentElement: html, title } = document;
  if (html.lang !== lang) faults.push(`lang is "${html.lang}"`);
  const headings = [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility());
  const [heading] = headings;
  if (headings.length !== 1) faults.push(`${headings.length} headings of level 1`);
  if (heading && !plain(title).includes(plain(heading.textContent ?? "")))
    faults.push(`the title "${title}" does not say "${heading.textContent}"`);
  if (document.querySelectorAll("main, [role=main]").length !== 1) faults.push("no single <main>");
  if (!document.querySelector("header")) faults.push("no banner");
  const regions = document.querySelectorAll("[role=status], [aria-live=polite]");
  if (document.querySelector("script[type=module]") && regions.length === 0)
    faults.push("nothing announces a change");
  if (document.querySelector("[tabindex]:not([tabindex='0']):not([tabindex='-1'])"))
    faults.push("a positive tabindex");
  return faults;
}

const plain = (text: string) => text.replaceAll(/\s+/g, " ").trim();

/**
 * Controls too small for a finger: 48 px for what a screen is for (buttons, fields), 24 for the rest (WCAG 2.5.8), but a
 * link inside a sentence, and a box whose label is the target.
 */
export function smallTargets(): string[] {
  return controls().flatMap((control) => {
    const isBox = control.matches("[type=radio], [type=checkbox]");
    const target = (isBox && control.closest("label")) || control;
    const { width, height, right, bottom } = target.getBoundingClientRect();
    if (right <= 0 || bottom <= 0 || control.matches(".skip, iframe, [role=region]")) return [];
    const isInSentence = getComputedStyle(control).display === "inline" && control.matches("a");
    const isMain =
      control.matches("button, .button, input, select, textarea") &&
      !control.matches(".language, .brand");
    const least = isMain ? 48 : 24;
    const isSmall = height < least - 0.5 || width < Math.min(least, 44) - 0.5;
    return isSmall && !isInSentence
      ? [
          `${Math.round(width)}x${Math.round(height)} px: ${(control.textContent || control.id).trim()}`,
        ]
      : [];
  });
}
