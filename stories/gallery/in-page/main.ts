import { bareButtons, focusRing } from "./colours.ts";
import { faultsOfLayout } from "./layout.ts";
import { controls, coveredControls, faultsOfStructure, smallTargets } from "./structure.ts";
import { transcript } from "./transcript.ts";

/**
 * What the gallery's tests ask of a page, run inside it by the debugger, which no content security policy concerns. Each
 * answers with the faults it found, in words; none is good.
 */
const judge = {
  structure: faultsOfStructure,
  targets: smallTargets,
  covered: coveredControls,
  layout: faultsOfLayout,
  focusRing,
  bareButtons,
  transcript,
  /** How many controls the Tab key must reach. */
  controls: () => controls().length,
  /** Puts the next Tab before the first control, as in a page just opened. */
  toTop: () => {
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.blur();
    document.body.removeAttribute("tabindex");
    scrollTo(0, 0);
  },
  /** Which control has the focus, counted in the order of the document; -1 for none of them. */
  focused: () => controls().indexOf(document.activeElement as HTMLElement),
  nameOf: (index: number) => named(controls()[index]),
  focus: (index: number) => controls()[index]?.focus(),
  /** The controls on which a key must do something that a count of taps or a changed page shows. */
  acting: () =>
    controls().flatMap((control, index) =>
      control instanceof HTMLButtonElement && control.getAttribute("aria-disabled") !== "true"
        ? [index]
        : [],
    ),
  /** Puts the focus on a control and remembers the page; `idle` then names the control if nothing has happened since. */
  aboutToAct: (index: number) => {
    before = { drawn: document.body.innerHTML, taps: taps() };
    controls()[index]?.focus();
  },
  idle: (index: number) =>
    hasMoved() || taps() !== before.taps ? undefined : named(controls()[index]),
  hasMoved: () => hasMoved(),
  /** What moves now. */
  animations: () =>
    document.getAnimations().map((animation) => {
      const { target } = animation.effect as KeyframeEffect;
      return `${(animation as CSSAnimation).animationName ?? "transition"} of ${target?.className}`;
    }),
  /** The reader's own spacing (WCAG 1.4.12), as a style of theirs would set it; and away again. */
  space: (on: boolean) => {
    document.adoptedStyleSheets = on ? [spacing()] : [];
  },
  /** The reader's own letters, twice as large (WCAG 1.4.4). */
  enlarge: (on: boolean) => {
    document.documentElement.style.fontSize = on ? "200%" : "";
  },
};

let before = { drawn: "", taps: 0 };
/** How many taps the drawn screen has reported. */
const taps = () => (globalThis as { gallery?: { taps: number } }).gallery?.taps ?? 0;
/** Whether the page has changed since: what was drawn is no longer what stands there. */
const hasMoved = () => document.body.innerHTML !== before.drawn;

function named(element: Element | undefined): string {
  return (element?.textContent || element?.getAttribute("name") || element?.tagName || "?").trim();
}

function spacing(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
     p { margin-bottom: 2em !important; }`,
  );
  return sheet;
}

Object.assign(globalThis, { judge });

export type Judge = typeof judge;
