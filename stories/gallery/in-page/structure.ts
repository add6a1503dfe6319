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
  const group = [
    ...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${element.name}"]`),
  ];
  return element !== (group.find(({ checked }) => checked) ?? group[0]);
}

/** The language, one heading of the first level, a title that names the state, the landmarks, natural tab order. */
export function faultsOfStructure(lang: string, isTitledByState: boolean): string[] {
  const faults: string[] = [];
  const { documentElement: html, title } = document;
  if (html.lang !== lang) faults.push(`lang is "${html.lang}"`);
  const headings = seen("h1");
  const [heading] = headings;
  if (headings.length !== 1) faults.push(`${headings.length} headings of level 1`);
  if (isTitledByState && heading && !plain(title).includes(plain(heading.textContent ?? "")))
    faults.push(`the title "${title}" does not say "${heading.textContent}"`);
  if (seen("main, [role=main]").length !== 1) faults.push("no single <main>");
  if (seen("header").length === 0) faults.push("no banner");
  const regions = document.querySelectorAll("[role=status], [aria-live=polite]");
  if (document.querySelector("script[type=module]") && regions.length === 0)
    faults.push("nothing announces a change");
  if (document.querySelector("[tabindex]:not([tabindex='0']):not([tabindex='-1'])"))
    faults.push("a positive tabindex");
  return faults;
}

const seen = (selector: string) =>
  [...document.querySelectorAll(selector)].filter(
    // An element without a box of its own shows what it holds.
    (element) => element.checkVisibility() || getComputedStyle(element).display === "contents",
  );

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

/** Controls that something else covers although they have the focus (WCAG 2.4.11): a bar that stays in its place, mostly. */
export function coveredControls(): string[] {
  return controls()
    .filter(isCovered)
    .map((control) => `covered: ${control.textContent || control.id}`);
}

function isCovered(control: HTMLElement): boolean {
  if (control instanceof HTMLIFrameElement) return false;
  control.focus();
  const { left, right, top, bottom } = control.getBoundingClientRect();
  const y = (top + bottom) / 2;
  return [left + 4, (left + right) / 2, right - 4].every((x) => {
    const found = document.elementFromPoint(x, y);
    return !found || !(control.contains(found) || found.contains(control));
  });
}
