import type { PushPayload } from "@aval/protocol";
import type { Language } from "../settings/state.ts";

/**
 * What the service worker does with a push: it shows that something waits, and opens the page. The push itself says nothing (no
 * name, no request: P-55), so that whoever runs the push service, and whoever looks at a locked screen, learns nothing.
 *
 * A notification has no button: nothing is ever accepted, or refused, from one (law 3).
 */

/** What the worker tells the page. `id`: what the push was for, as its payload names it. */
export type WakeMessage =
  | { readonly wake: "arrived"; readonly id: string }
  | { readonly wake: "opened" }
  /** The browser gave this phone another address for its pushes. */
  | { readonly wake: "moved" };

/** One notification at a time: a newer one takes the older one's place. */
const tag = "aval";
const icon = "/icons/aval-192.png";

type Words = readonly [title: string, body: string];
type Kind = "ring" | "notice" | "trial";
const texts: Readonly<Record<Language, Readonly<Record<Kind, Words>>>> = {
  fr: {
    ring: ["Une demande attend sur Aval", "Ouvrez Aval pour la lire. Rien ne s'accepte d'ici."],
    notice: ["Un avis vous attend sur Aval", "Ouvrez Aval, puis Réglages, Mes avis."],
    trial: ["L'essai est arrivé", "Ce téléphone peut sonner."],
  },
  en: {
    ring: ["A request waits in Aval", "Open Aval to read it. Nothing is accepted from here."],
    notice: ["A notice waits for you in Aval", "Open Aval, then Settings, My notices."],
    trial: ["The test has arrived", "This phone can ring."],
  },
};

/** The start of an id says what it is the id of; anything else is told as what is worth looking at soonest. */
function kindOf(id: string): Kind {
  if (id.startsWith("ntc_")) return "notice";
  return id.startsWith("tst_") ? "trial" : "ring";
}

/** `renotify`: a newer one sounds too. The language's own types do not know it yet. */
type Shown = NotificationOptions & { readonly renotify: boolean };
type OpenWindow = {
  readonly url: string;
  readonly focus: () => Promise<unknown>;
  readonly postMessage: (message: WakeMessage) => void;
};
/** The part of a service worker's world that is used here. */
export type WakeWorld = {
  readonly location: { readonly origin: string };
  readonly clients: {
    readonly matchAll: (options: {
      type: "window";
      includeUncontrolled: boolean;
    }) => Promise<readonly OpenWindow[]>;
    readonly openWindow: (address: string) => Promise<unknown>;
  };
  readonly registration: {
    readonly showNotification: (title: string, options: Shown) => Promise<void>;
    readonly pushManager: {
      readonly subscribe: (options: PushSubscriptionOptionsInit) => Promise<unknown>;
    };
  };
};

/** A push arrived. `read`: what it says, once decrypted; it throws on what is not ours. */
export async function showWake(
  { registration, clients, location }: WakeWorld,
  read: () => unknown,
  language: Language,
): Promise<void> {
  const id = idIn(read);
  const [title, body] = texts[language][kindOf(id)];
  // Every push is shown, also while the page is open: browsers end the subscription of who stays silent.
  await registration.showNotification(title, { body, tag, icon, lang: language, renotify: true });
  for (const window of await windows({ clients, location }))
    window.postMessage({ wake: "arrived", id });
}

/** The notification was tapped: the page that is open comes to the front, else it is opened. That is all a tap can do. */
export async function openFromWake({ clients, location }: WakeWorld): Promise<void> {
  const [open] = await windows({ clients, location });
  if (!open) {
    await clients.openWindow("/");
    return;
  }
  open.postMessage({ wake: "opened" });
  await open.focus();
}

/** The browser dropped the address that pushes went to. The new one is told by the page, whose key alone may: now, or when it is opened next. */
export async function moveWake(
  { registration, clients, location }: WakeWorld,
  old: PushSubscriptionOptionsInit | undefined,
): Promise<void> {
  if (old) await registration.pushManager.subscribe(old);
  for (const window of await windows({ clients, location })) window.postMessage({ wake: "moved" });
}

/** The telephone's own pages: a phone of the simulator has an address of its own, and is no telephone. */
async function windows({
  clients,
  location,
}: Pick<WakeWorld, "clients" | "location">): Promise<readonly OpenWindow[]> {
  const all = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter(({ url }) => {
    const { origin, pathname, search } = new URL(url);
    return origin === location.origin && !/^\/simulator/.test(pathname) && search === "";
  });
}

function idIn(read: () => unknown): string {
  try {
    const { id } = read() as Partial<PushPayload>;
    return typeof id === "string" ? id : "";
  } catch {
    return "";
  }
}
