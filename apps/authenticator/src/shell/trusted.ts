import decodeWorker from "../approvals/decode-worker.ts?worker&url";

type TrustedScriptURL = string & { readonly __trusted: true };
type Policies = {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (address: string) => string },
  ) => { createScriptURL: (address: string) => TrustedScriptURL };
};

const known = new Set(["/sw.js", decodeWorker]);

/**
 * The one Trusted Types policy of this page (`trusted-types aval` in its Content-Security-Policy). It lets through two
 * addresses, both our own files; an injected script has no third to offer, and no HTML policy exists at all.
 */
const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
const policy = policies?.createPolicy("aval", {
  createScriptURL: (address) => {
    if (!known.has(address)) throw new TypeError("this page starts no such script");
    return address;
  },
});

/** Registers the service worker: the page then opens without a network, and browsers offer to install it. */
export async function registerServiceWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator)) return undefined;
  return navigator.serviceWorker.register(policy?.createScriptURL("/sw.js") ?? "/sw.js", {
    updateViaCache: "none",
  });
}

/** The worker that reads QR codes. */
export function startDecodeWorker(): Worker {
  return new Worker(policy?.createScriptURL(decodeWorker) ?? decodeWorker, {
    type: "module",
    name: "qr",
  });
}
