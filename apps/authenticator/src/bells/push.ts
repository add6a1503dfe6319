import type { PushKey, PushSubscribed } from "@aval/protocol";
import type { PushPermission } from "./request.ts";

/** What this browser lets a page be woken by. Nothing of Aval depends on it: what rings can always be scanned. */
export type Push = {
  readonly permission: () => PushPermission;
  /** The browser's own question, only ever asked after a tap that said what for. */
  readonly ask: () => Promise<PushPermission>;
  /** Where pushes for this phone go. Asks the browser's push service, which may not answer: then it throws. */
  readonly subscribe: (key: PushKey) => Promise<PushSubscribed>;
  readonly isSubscribed: () => Promise<boolean>;
  readonly unsubscribe: () => Promise<void>;
};

/** `name`: the phone's name in the simulator, whose phones share one browser and hence one address. */
export function createPush(
  window: Window & Pick<typeof globalThis, "Notification">,
  registration: Promise<ServiceWorkerRegistration | undefined>,
  name: string | undefined,
  needsInstalling: boolean,
): Push {
  const permission = (): PushPermission => {
    if (name !== undefined) return "simulated";
    const { navigator } = window;
    const able = "Notification" in window && "PushManager" in window;
    if (!able || !("serviceWorker" in navigator))
      return needsInstalling ? "only_installed" : "impossible";
    return permissions[window.Notification.permission];
  };
  const manager = async () => {
    if (!(await registration)) throw new Error("this browser keeps no service worker");
    // A worker that is still being installed takes no subscription.
    return (await window.navigator.serviceWorker.ready).pushManager;
  };
  const kept = async () =>
    permission() === "allowed" ? (await manager()).getSubscription() : undefined;

  return {
    permission,
    ask: async () => {
      if (permission() === "unasked") await window.Notification.requestPermission();
      return permission();
    },
    subscribe: async ({ key, applicationServerKey }) => {
      const asked = { userVisibleOnly: true, applicationServerKey };
      const pushes = await manager();
      const found = await pushes.subscribe(asked).catch(async (cause: unknown) => {
        // A subscription under a key of the server's that is no longer: it is given up first.
        const old = await pushes.getSubscription();
        if (!old) throw cause;
        await old.unsubscribe();
        return pushes.subscribe(asked);
      });
      return { ...addressOf(found), key };
    },
    isSubscribed: async () => Boolean(await kept()),
    unsubscribe: async () => {
      await (await kept())?.unsubscribe();
    },
  };
}

const permissions = { granted: "allowed", denied: "refused", default: "unasked" } as const;

function addressOf(subscription: PushSubscription): Omit<PushSubscribed, "key"> {
  const { endpoint, keys } = subscription.toJSON();
  const { p256dh, auth } = keys ?? {};
  if (!endpoint || !p256dh || !auth) throw new Error("a push subscription without its keys");
  return { endpoint, p256dh, auth };
}
