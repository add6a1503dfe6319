import { html } from "./html.ts";

/**
 * The mark: an A whose crossbar is a tick. To give one's *aval* is to approve.
 *
 * Two paths in a 32 × 32 box. Colours come from the classes `mark-leg` and `mark-tick` (`aval.css`), so that dark
 * mode and forced colours follow.
 */
export const markPaths = {
  leg: "M4 28 16 4l12 24",
  tick: "m9.5 18.5 5.5 5.5 12-13.5",
} as const;

/** The mark as HTML; decorative, since the name always stands beside it. */
export const logo = html`<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false"><path class="mark-leg" d="${markPaths.leg}"/><path class="mark-tick" d="${markPaths.tick}"/></svg>`;
