/** What a page tells a newer version that waits: nobody else is using the old one. */
export const takeOver = "take_over";

/** A newer version of the page: known when it is whole on this phone, opened when the holder says so. */
export type Updates = {
  /** Lets it take over and opens it; without one, opens the page again. */
  readonly apply: () => Promise<void>;
};

type Parts = {
  /** Absent where the browser has no service workers. */
  readonly container: Pick<ServiceWorkerContainer, "controller" | "addEventListener"> | undefined;
  readonly registration: Promise<ServiceWorkerRegistration | undefined>;
  readonly reload: () => void;
  readonly ready: () => void;
};

/**
 * Follows the service worker. A first installation is no update: nothing ran before it. The page is opened again only
 * after somebody here asked: a request in the middle of its answer is never interrupted by a release.
 */
export function followUpdates({ container, registration, reload, ready }: Parts): Updates {
  let asked = false;
  container?.addEventListener("controllerchange", () => asked && reload());

  const watch = (worker: ServiceWorker | null) =>
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && container?.controller) ready();
    });
  void registration.then((found) => {
    if (!found) return;
    if (found.waiting && container?.controller) ready();
    watch(found.installing);
    found.addEventListener("updatefound", () => watch(found.installing));
  });

  return {
    apply: async () => {
      const waiting = (await registration)?.waiting;
      if (!waiting) return reload();
      asked = true;
      waiting.postMessage(takeOver);
    },
  };
}
