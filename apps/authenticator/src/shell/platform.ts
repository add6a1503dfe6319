import type { InstallOffer } from "../enrolment/state.ts";

/** What a browser offers besides pages: installing, keeping, vibrating. Each may be missing, and nothing depends on it. */
export type Platform = {
  readonly offer: () => InstallOffer;
  readonly onOfferChanged: (tell: (offer: InstallOffer) => void) => void;
  readonly askToInstall: () => Promise<void>;
  readonly persist: () => Promise<void>;
  readonly vibrate: (milliseconds: number) => void;
};

type InstallPrompt = Event & { readonly prompt: () => Promise<unknown> };

/** `name`: the phone's name in the simulator, where nothing is installed. */
export function createPlatform(window: Window, name: string | undefined): Platform {
  const { navigator } = window;
  let prompt: InstallPrompt | undefined;
  let installed = name !== undefined || isStandalone(window);

  const offer = (): InstallOffer => {
    if (installed) return "installed";
    if (prompt) return "prompt";
    return isApple(navigator) ? "ios" : "menu";
  };

  return {
    offer,
    onOfferChanged: (tell) => {
      window.addEventListener("beforeinstallprompt", (event) => {
        // Kept for the moment the holder asks: a browser's own bar would appear in the middle of a request.
        event.preventDefault();
        prompt = event as InstallPrompt;
        tell(offer());
      });
      window.addEventListener("appinstalled", () => {
        installed = true;
        tell(offer());
      });
    },
    askToInstall: async () => {
      const asked = prompt;
      prompt = undefined;
      await asked?.prompt();
    },
    persist: async () => {
      await navigator.storage?.persist?.().catch(() => false);
    },
    vibrate: (milliseconds) => {
      // Refused, and complained of, where nobody has touched this page yet: one that a notification has just opened.
      if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.(milliseconds);
    },
  };
}

function isStandalone(window: Window): boolean {
  const apple = (window.navigator as { standalone?: boolean }).standalone === true;
  return apple || window.matchMedia("(display-mode: standalone)").matches;
}

/** iPhone and iPad (which says it is a Mac, with fingers): installing is in the Share menu, and nothing may ask for it. */
function isApple(navigator: Navigator): boolean {
  return (
    /iPhone|iPad|iPod/.test(navigator.userAgent) ||
    (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1)
  );
}

/** What this phone calls itself, at most 60 characters. Shown to its holder, believed by nobody. */
export function phoneLabel(userAgent: string, name: string | undefined): string {
  const kinds: readonly (readonly [RegExp, string])[] = [
    [/iPad/, "iPad"],
    [/iPhone|iPod/, "iPhone"],
    [/Android.*Mobile/, "Téléphone Android"],
    [/Android/, "Tablette Android"],
    [/Windows/, "Ordinateur Windows"],
    [/Macintosh/, "Ordinateur Mac"],
    [/Linux/, "Ordinateur Linux"],
  ];
  const kind = kinds.find(([shape]) => shape.test(userAgent))?.[1] ?? "Appareil";
  return name === undefined ? kind : `${kind}, téléphone simulé ${name}`;
}
