import { moveWake, openFromWake, showWake, type WakeWorld } from "./bells/wake.ts";
import { openVault, vaultName } from "./keys/vault.ts";
import { type Language, languageOf } from "./settings/state.ts";
import { helpFiles } from "./shell/help.ts";
import { takeOver } from "./shell/updates.ts";

/**
 * Opens the page without waiting for a network, and shows that something waits when a push says so (`bells/wake.ts`). It keeps
 * the files of one release, and never an answer of the server. Requests to `/api`, `/pin` and `/sandbox` pass by it untouched, so that no signed message and no
 * context is ever in a cache.
 *
 * A page only ever meets the files of its own release. A new one waits until every window of the old one is closed, or
 * until the holder, told of it, lets it take over.
 */
declare const __SHELL__: readonly string[];
declare const __CACHE__: string;

type Waiting = Event & { waitUntil: (work: Promise<unknown>) => void };
type Told = Event & { readonly data: unknown };
type Fetching = Waiting & {
  readonly request: Request;
  respondWith: (answer: Promise<Response>) => void;
};
type Pushed = Waiting & { readonly data: { readonly json: () => unknown } | null };
type Tapped = Waiting & { readonly notification: { readonly close: () => void } };
type Moved = Waiting & { readonly oldSubscription?: PushSubscription | null };
type Worker = WakeWorld & {
  readonly location: Location;
  readonly clients: { claim: () => Promise<void> };
  readonly skipWaiting: () => Promise<void>;
  addEventListener: ((type: "install" | "activate", listen: (event: Waiting) => void) => void) &
    ((type: "message", listen: (event: Told) => void) => void) &
    ((type: "push", listen: (event: Pushed) => void) => void) &
    ((type: "notificationclick", listen: (event: Tapped) => void) => void) &
    ((type: "pushsubscriptionchange", listen: (event: Moved) => void) => void) &
    ((type: "fetch", listen: (event: Fetching) => void) => void);
};

const worker = self as unknown as Worker;
const shell = new Set(__SHELL__);
/** What may change without a new release: answered from here, then asked of the network for the next time. */
const changing = new Set(["/mode.json", "/manifest.webmanifest", ...helpFiles]);

worker.addEventListener("install", (event) => event.waitUntil(keepShell()));
worker.addEventListener("activate", (event) =>
  event.waitUntil(dropOldReleases().then(() => worker.clients.claim())),
);
worker.addEventListener("message", ({ data }) => {
  if (data === takeOver) void worker.skipWaiting();
});
worker.addEventListener("push", (event) => {
  const { data } = event;
  event.waitUntil(language().then((lang) => showWake(worker, () => data?.json(), lang)));
});
worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openFromWake(worker));
});
worker.addEventListener("pushsubscriptionchange", (event) =>
  event.waitUntil(moveWake(worker, event.oldSubscription?.options)),
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
  event.respondWith(keptFirst(request, address.pathname));
  if (changing.has(address.pathname)) event.waitUntil(renew(address.pathname));
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

/** Without a network the answer that was kept stays. */
async function renew(path: string): Promise<void> {
  const answer = await fetch(path, { cache: "no-store", credentials: "omit" }).catch(
    () => undefined,
  );
  if (answer?.ok) await (await caches.open(__CACHE__)).put(path, answer);
}

/** What this phone's holder chose, else what the browser speaks. */
async function language(): Promise<Language> {
  const kept = await openVault(indexedDB, vaultName(undefined))
    .then((vault) => vault.language())
    .catch(() => undefined);
  return kept ?? languageOf(navigator.languages);
}
