/**
 * Opens the page without a network, and does nothing else: it keeps the files of one release, and never an answer of the
 * server. Requests to `/api`, `/pin` and `/sandbox` pass by it untouched, so that no signed message and no context is
 * ever in a cache.
 *
 * A new release waits until every window of the old one is closed: a page never meets the files of another.
 */
declare const __SHELL__: readonly string[];
declare const __CACHE__: string;

type Waiting = Event & { waitUntil: (work: Promise<unknown>) => void };
type Fetching = Waiting & {
  readonly request: Request;
  respondWith: (answer: Promise<Response>) => void;
};
type Worker = {
  readonly location: Location;
  readonly clients: { claim: () => Promise<void> };
  addEventListener: ((type: "install" | "activate", listen: (event: Waiting) => void) => void) &
    ((type: "fetch", listen: (event: Fetching) => void) => void);
};

const worker = self as unknown as Worker;
const shell = new Set(__SHELL__);
/** What may change without a new release: asked of the network first. */
const fresh = new Set(["/", "/mode.json", "/manifest.webmanifest"]);
/** A network that answers nothing for this long is no network: the kept page opens and says so. */
const patienceMs = 3000;

worker.addEventListener("install", (event) => event.waitUntil(keepShell()));
worker.addEventListener("activate", (event) =>
  event.waitUntil(dropOldReleases().then(() => worker.clients.claim())),
);
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (
    request.method !== "GET" ||
    address.origin !== worker.location.origin ||
    !shell.has(address.pathname)
  )
    return;
  event.respondWith(
    fresh.has(address.pathname)
      ? networkFirst(request, address.pathname)
      : keptFirst(request, address.pathname),
  );
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(__CACHE__);
  await cache.addAll(
    __SHELL__.map((path) => new Request(path, { cache: "reload", credentials: "omit" })),
  );
}

async function dropOldReleases(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(
    names
      .filter((name) => name.startsWith("aval-") && name !== __CACHE__)
      .map((name) => caches.delete(name)),
  );
}

async function kept(path: string): Promise<Response | undefined> {
  return (await caches.open(__CACHE__)).match(path);
}

async function keptFirst(request: Request, path: string): Promise<Response> {
  return (await kept(path)) ?? fetch(request);
}

async function networkFirst(request: Request, path: string): Promise<Response> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, patienceMs));
  const answer = await Promise.race([fetch(request).catch(() => undefined), late]);
  if (answer?.ok) return answer;
  return (await kept(path)) ?? answer ?? Response.error();
}
