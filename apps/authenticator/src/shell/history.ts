import { canGoBack, type Screen } from "../state.ts";

/**
 * The telephone's *back* button and the page's own arrow do the same thing.
 *
 * One entry lies above the page's own from the first screen that has somewhere to go back to. *Back* takes it away and
 * is told; it is put back if there is still somewhere to go, and where there is not, *back* leaves the page. The address
 * never changes: an address that opened a screen would let a sent link open it.
 */
export function followHistory(window: Window, back: () => void): (screen: Screen) => void {
  const { history } = window;
  let above = (history.state as { above?: boolean } | null)?.above === true;
  let leads = false;
  window.addEventListener("popstate", () => {
    if (!above) return;
    above = false;
    if (leads) back();
    else history.back();
  });
  return (screen) => {
    leads = canGoBack(screen);
    if (!leads || above) return;
    above = true;
    history.pushState({ above: true }, "");
  };
}
