/**
 * Whether everything can be read at the width there is: no scrolling sideways (WCAG 1.4.10), no text cut, none over
 * another, no control outside. Half a pixel is rounding.
 */
const slack = 1;

type Piece = { readonly words: string; readonly box: DOMRect; readonly of: Element };

export function faultsOfLayout(): string[] {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const pieces = texts();
  return [
    ...(wide > 0 ? [`scrolls ${wide} px sideways`] : []),
    ...pieces
      .filter(({ box, of }) => isOutside(box) && !scrolls(of))
      .map(({ words }) => `outside: ${words}`),
    ...cut(),
    ...overlaps(pieces),
  ];
}

/** Each line of each text that is seen. */
function texts(): Piece[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: Piece[] = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const of = node.parentElement;
    const words = (node.nodeValue ?? "").trim();
    if (!of || words === "" || !isSeen(of)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width > slack && box.height > slack)
        found.push({ words: words.slice(0, 60), box, of });
  }
  return found;
}

/** Seen by eyes: not hidden, and not the one point that is left for screen readers. */
function isSeen(element: Element): boolean {
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  for (let at: Element | null = element; at; at = at.parentElement) {
    if (isForReaders(at)) return false;
  }
  return true;
}

function isForReaders(element: Element): boolean {
  const { position, clipPath, overflow } = getComputedStyle(element);
  if (position !== "absolute" && position !== "fixed") return false;
  const { width, height, right, bottom } = element.getBoundingClientRect();
  // The link that jumps to the content waits above or beside the page until it has the focus.
  if (right <= 0 || bottom <= 0) return true;
  return (
    (width <= 1 && height <= 1) ||
    clipPath.startsWith("inset(50%") ||
    (overflow === "hidden" && width < 2)
  );
}

function isOutside({ left, right }: DOMRect): boolean {
  return left < -slack || right > document.documentElement.clientWidth + slack;
}

/** A table in a frame of its own may be wider than the page. */
function scrolls(element: Element): boolean {
  for (let at: Element | null = element; at && at !== document.body; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
  return false;
}

/** What hides a part of its own text, and buttons whose words stand over their edge. */
function cut(): string[] {
  return [...document.body.querySelectorAll("*")].flatMap((element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const isButton = element.matches("button, a.button");
    const hides = (value: string) => value === "hidden" || value === "clip" || isButton;
    if (!isSeen(element) || !element.textContent?.trim()) return [];
    const over =
      (hides(overflowX) && element.scrollWidth > element.clientWidth + slack) ||
      (hides(overflowY) && element.scrollHeight > element.clientHeight + slack);
    return over && element.clientWidth > 0
      ? [`cut: ${element.textContent.trim().slice(0, 60)}`]
      : [];
  });
}

function overlaps(pieces: readonly Piece[]): string[] {
  const still = pieces.filter(({ of }) => !floats(of));
  return still.flatMap((one, index) =>
    still
      .slice(index + 1)
      .filter((other) => one.of !== other.of && covers(one.box, other.box))
      .map((other) => `one over the other: ${one.words} / ${other.words}`),
  );
}

/** A bar that stays while the page scrolls stands over it on purpose. */
function floats(element: Element): boolean {
  for (let at: Element | null = element; at; at = at.parentElement)
    if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
  return false;
}

/** Lines of one paragraph touch; letters that overlap share a quarter of a line. */
function covers(one: DOMRect, other: DOMRect): boolean {
  const x = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const y = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return x > 2 && y > 0.35 * Math.min(one.height, other.height);
}
