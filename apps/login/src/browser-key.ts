import { newKeyPair, type Signer, signerOf } from "@aval/protocol";

/**
 * `BK`, the key of this browser: made once, kept in IndexedDB as a key that scripts can use and never read.
 *
 * It proves that the page asking for frames, and the page that concludes, are the browser that began (DESIGN 5.1). A
 * copy of the disk copies it: it is no proof of being there, and opens nothing alone.
 *
 * Database `aval-browser`, store `keys`, rows `bk` and `ratchet`, kept until the browser's data of this site is cleared.
 */
export async function browserSigner(indexed: IDBFactory | undefined): Promise<Signer> {
  return signerOf(await keptKeyPair(indexed));
}

async function keptKeyPair(indexed: IDBFactory | undefined): Promise<CryptoKeyPair> {
  try {
    if (!indexed) return await newKeyPair();
    const database = await openBrowser(indexed);
    try {
      const kept = await settled<CryptoKeyPair | undefined>(
        keys(database, "readonly").get(rowName),
      );
      return kept ?? (await firstOf(database, await newKeyPair()));
    } finally {
      database.close();
    }
  } catch {
    // Private browsing may refuse storage. A key for this page's life still ties the request to this page.
    return newKeyPair();
  }
}

const storeName = "keys";
const rowName = "bk";

/** What this browser keeps of itself on this site. */
export function openBrowser(indexed: IDBFactory): Promise<IDBDatabase> {
  const request = indexed.open("aval-browser", 1);
  request.onupgradeneeded = () => request.result.createObjectStore(storeName);
  return settled(request);
}

/** Its rows: the key, and beside it the value of `ratchet.ts`. */
export function keys(database: IDBDatabase, mode: IDBTransactionMode): IDBObjectStore {
  return database.transaction(storeName, mode).objectStore(storeName);
}

/** Two tabs opened together make two keys; both must end with the one that was written first. */
async function firstOf(database: IDBDatabase, made: CryptoKeyPair): Promise<CryptoKeyPair> {
  const store = keys(database, "readwrite");
  const kept = await settled<CryptoKeyPair | undefined>(store.get(rowName));
  if (kept) return kept;
  await settled(store.add(made, rowName));
  return made;
}

/** The answer to one request of IndexedDB. */
export function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB refused"));
  });
}
