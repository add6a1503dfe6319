import { framesOf, type Lang, type Wall } from "./wall.ts";

/** Longer than a busy machine takes to draw one. */
const longestFrameMs = 500;

/**
 * Hangs the states of one application on its page: `gallery.show(screen, state, lang)` draws one, `gallery.taps` counts what
 * the screens reported since.
 */
export function hang<State>(
  states: Wall<State>,
  draw: (state: State, lang: Lang, tapped: () => void) => void,
): void {
  const frames = new Map(
    framesOf(states).map((frame) => [`${frame.screen} ${frame.state}`, frame.shown] as const),
  );
  const gallery = {
    taps: 0,
    show: async (screen: string, state: string, lang: Lang) => {
      const shown = frames.get(`${screen} ${state}`);
      if (shown === undefined) throw new Error(`no such picture: ${screen} ${state}`);
      draw(shown, lang, () => {
        gallery.taps++;
      });
      gallery.taps = 0;
      await document.fonts.ready;
      // Effects run after the picture is drawn; a browser that owes nobody a frame may never give one.
      await new Promise((resolve) => setTimeout(resolve, 0));
      await new Promise((resolve) => {
        requestAnimationFrame(resolve);
        setTimeout(resolve, longestFrameMs);
      });
    },
  };
  // A button that opens the page anew has acted; the picture stays.
  navigation.addEventListener("navigate", (event) => {
    gallery.taps++;
    event.preventDefault();
  });
  Object.assign(globalThis, { gallery });
}
