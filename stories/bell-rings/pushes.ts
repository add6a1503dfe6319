import assert from "node:assert/strict";
import type { BrowserContext, CDPSession, Page, Worker } from "playwright-core";
import type { PushService } from "../../apps/server/src/testing/push-sink.ts";

/**
 * What reaches a telephone by push, as far as no machine of ours can go: Chromium's own push service is in another company's hands,
 * and the headless one shows no notification. So three things stand in, and no other: the address that `PushManager.subscribe`
 * gives is one of this story's own push service; the browser's question is answered by the story; a notification is written down
 * instead of drawn. Aval's server encrypts and posts as ever, the push service decrypts as the telephone would, and the debugger
 * hands the clear bytes to the page's own service worker, whose code runs.
 */
export type Pushes = {
  readonly service: PushService;
  /** Waits for the push of that number, and hands it to the telephone's worker. Gives what it says. */
  readonly deliver: (number: number) => Promise<string>;
  /** What the worker showed so far. */
  readonly shown: () => Promise<readonly Notice[]>;
  /** The holder taps the notification. */
  readonly tap: () => Promise<void>;
};
export type Notice = { readonly title: string; readonly body: string; readonly actions: number };

/** Before the phone's page is opened for the first time. */
export async function standIn(context: BrowserContext, service: PushService): Promise<void> {
  await context.addInitScript((given) => {
    let permission: NotificationPermission = "default";
    let subscribed = false;
    const { endpoint, ...keys } = given;
    const subscription = {
      toJSON: () => ({ endpoint, keys }),
      unsubscribe: async () => {
        subscribed = false;
        return true;
      },
    };
    Object.defineProperty(Notification, "permission", { get: () => permission });
    Notification.requestPermission = async () => {
      permission = "granted";
      return permission;
    };
    Object.assign(PushManager.prototype, {
      subscribe: async () => {
        subscribed = true;
        return subscription;
      },
      getSubscription: async () => (subscribed ? subscription : null),
    });
  }, service.subscribe());
}

/** Once the phone's page has its service worker. */
export async function pushesTo(page: Page, service: PushService): Promise<Pushes> {
  const context = page.context();
  await page.evaluate(() => navigator.serviceWorker.ready);
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));
  await writeNotificationsDown(worker);
  const debug = await context.newCDPSession(page);
  const registrationId = await registrationOf(debug, page);
  const origin = new URL(page.url()).origin;
  return {
    service,
    deliver: async (number) => {
      await until(async () => service.carried.length >= number, "no push was sent");
      const { clear } = service.carried[number - 1] ?? assert.fail();
      await debug.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data: clear });
      const wasShown = async () => (await notices(worker)).length >= number;
      await until(wasShown, "the worker shows nothing");
      return clear;
    },
    shown: () => notices(worker),
    tap: () =>
      worker.evaluate(() => {
        const notification = { close: () => {} };
        self.dispatchEvent(
          Object.assign(new Event("notificationclick"), { notification, waitUntil: () => {} }),
        );
      }),
  };
}

async function registrationOf(debug: CDPSession, page: Page): Promise<string> {
  const found = new Promise<string>((resolve) => {
    debug.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => page.url().startsWith(scopeURL));
      if (ours) resolve(ours.registrationId);
    });
  });
  await debug.send("ServiceWorker.enable");
  return found;
}

type Written = { notices: Notice[] };

async function writeNotificationsDown(worker: Worker): Promise<void> {
  await worker.evaluate(() => {
    const scope = self as unknown as Written & { registration: ServiceWorkerRegistration };
    scope.notices = [];
    scope.registration.showNotification = async (title, options = {}) => {
      const { body = "", actions = [] } = options as { body?: string; actions?: unknown[] };
      scope.notices.push({ title, body, actions: actions.length });
    };
  });
}

const notices = (worker: Worker) =>
  worker.evaluate(() => (self as unknown as Written).notices) as Promise<readonly Notice[]>;

async function until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 200) assert.fail(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
