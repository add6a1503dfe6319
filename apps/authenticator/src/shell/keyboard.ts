/** A stretch of the page from top to bottom, in pixels of the layout viewport. */
export type Stretch = { readonly top: number; readonly bottom: number };

/** Room left around what is brought into sight. */
const margin = 12;

/**
 * How far to scroll so that a form is wholly in what is left of the screen; when it is taller than that, so that its
 * field is, as near the top as the form allows.
 */
export function scrollNeeded(form: Stretch, field: Stretch, sight: Stretch): number {
  const room = sight.bottom - sight.top - 2 * margin;
  const wanted = form.bottom - form.top <= room ? form : { top: field.top, bottom: field.bottom };
  if (wanted.bottom > sight.bottom - margin) return wanted.bottom - sight.bottom + margin;
  return wanted.top < sight.top + margin ? wanted.top - sight.top - margin : 0;
}

/**
 * The keyboard on the screen covers the lower half, where the field and its button are. Browsers bring the field into
 * sight and leave the button below: this brings both. Where the keyboard does not shrink the page (iPhone), the page is
 * made longer by what it covers, so that there is somewhere to scroll to.
 */
export function keepFieldInSight(window: Window): void {
  const { visualViewport: visible, document } = window;
  if (!visible) return;
  visible.addEventListener("resize", () => {
    const covered = Math.max(0, window.innerHeight - visible.height - visible.offsetTop);
    document.documentElement.style.setProperty("--covered", `${Math.round(covered)}px`);
    const field = document.activeElement;
    const form = field?.closest("form");
    // A pinch also resizes it, and whoever zooms looks where they want.
    if (!(field instanceof HTMLInputElement) || !form || visible.scale > 1.01) return;
    const top = visible.offsetTop;
    const by = scrollNeeded(form.getBoundingClientRect(), field.getBoundingClientRect(), {
      top,
      bottom: top + visible.height,
    });
    if (by !== 0) window.scrollBy({ top: by });
  });
}
