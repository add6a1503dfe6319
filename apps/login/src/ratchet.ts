import { keys, openBrowser, settled } from "./browser-key.ts";

/**
 * The value that lies beside the browser's key and changes at each sign-in page. Whoever copies this browser's disk copies
 * both; the first of the two to be used leaves the other with a value that was already replaced, which the server notices.
 *
 * A browser that keeps nothing has a new key each time, hence no value to show.
 */
export type Ratchet = {
  readonly kept: () => Promise<string | undefined>;
  readonly keep: (value: string) => Promise<void>;
};

const rowName = "ratchet";

export function browserRatchet(indexed: IDBFactory | undefined): Ratchet {
  return {
    kept: () => inStore(indexed, "readonly", (store) => store.get(rowName)),
    keep: async (value) => {
      await inStore(indexed, "readwrite", (store) => store.put(value, rowName));
    },
  };
}

async function inStore(
  indexed: IDBFactory | undefined,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<string | undefined> {
  try {
    if (!indexed) return undefined;
    const database = await openBrowser(indexed);
    try {
      return (await settled(act(keys(database, mode)))) as string | undefined;
    } finally {
      database.close();
    }
  } catch {
    // Private browsing may refuse storage: the key is not kept either.
    return undefined;
  }
}
