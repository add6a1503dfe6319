import type { OnboardingStep } from "../onboarding/state.ts";
import type { Making } from "../places/request.ts";
import type { Language } from "../settings/state.ts";
import type { Activity } from "../state.ts";
import type { KeptPhone } from "./kept.ts";

/** Everything the page keeps, in one IndexedDB database. Nothing is in cookies, `localStorage` or the caches. */
export type Vault = {
  readonly phone: () => Promise<KeptPhone | undefined>;
  readonly keepPhone: (phone: KeptPhone) => Promise<void>;
  readonly activity: () => Promise<Activity | undefined>;
  readonly keepActivity: (activity: Activity) => Promise<void>;
  readonly language: () => Promise<Language | undefined>;
  readonly keepLanguage: (language: Language) => Promise<void>;
  /** The place being added, while its holder waits. */
  readonly making: () => Promise<Making | undefined>;
  readonly keepMaking: (making: Making | undefined) => Promise<void>;
  /** The step of the first minutes that comes next. */
  readonly onboarding: () => Promise<OnboardingStep | undefined>;
  readonly keepOnboarding: (step: OnboardingStep | undefined) => Promise<void>;
  /** Until when the home screen does not say that there is only this phone. */
  readonly meansLater: () => Promise<number | undefined>;
  readonly keepMeansLater: (until: number) => Promise<void>;
  /** Erases everything but the language. */
  readonly forget: () => Promise<void>;
};

const store = "kept";

/**
 * The name of a phone's database. The simulator holds several phones on one origin, one database each; anything that
 * is not a plain short name is the ordinary phone.
 */
export function vaultName(phone: string | undefined): string {
  return phone === undefined ? "aval" : `aval.phone.${phone}`;
}

/** A phone's name in the simulator's address (`/?phone=A`), if it is one. */
export function phoneName(search: string): string | undefined {
  const name = new URLSearchParams(search).get("phone");
  return name !== null && /^[A-Za-z0-9-]{1,20}$/.test(name) ? name : undefined;
}

/** Opens the vault. Rejects where the browser keeps nothing (some private windows). */
export async function openVault(factory: IDBFactory, name: string): Promise<Vault> {
  const opening = factory.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store);
  const database = await answer(opening);
  // Another tab that removes the phone must not wait for this one.
  database.onversionchange = () => database.close();

  const get = <T>(key: string) =>
    answer(database.transaction(store).objectStore(store).get(key)) as Promise<T | undefined>;
  const change = async (act: (kept: IDBObjectStore) => void) => {
    // "strict": the key of a phone the server has just been told about must survive the battery dying.
    const transaction = database.transaction(store, "readwrite", { durability: "strict" });
    act(transaction.objectStore(store));
    await finished(transaction);
  };

  return {
    phone: () => get<KeptPhone>("phone"),
    keepPhone: (phone) => change((kept) => kept.put(phone, "phone")),
    activity: () => get<Activity>("activity"),
    keepActivity: (activity) => change((kept) => kept.put(activity, "activity")),
    language: () => get<Language>("language"),
    keepLanguage: (language) => change((kept) => kept.put(language, "language")),
    making: () => get<Making>("making"),
    keepMaking: (making) =>
      change((kept) => (making ? kept.put(making, "making") : kept.delete("making"))),
    onboarding: () => get<OnboardingStep>("onboarding"),
    keepOnboarding: (step) =>
      change((kept) => (step ? kept.put(step, "onboarding") : kept.delete("onboarding"))),
    meansLater: () => get<number>("means-later"),
    keepMeansLater: (until) => change((kept) => kept.put(until, "means-later")),
    forget: () =>
      change((kept) => {
        kept.delete("means-later");
        kept.delete("onboarding");
        kept.delete("phone");
        kept.delete("activity");
        kept.delete("making");
      }),
  };
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser's storage refused"));
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () =>
      reject(transaction.error ?? new Error("the browser's storage aborted"));
  });
}
