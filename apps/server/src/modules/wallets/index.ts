/**
 * Identity wallets: what a European identity wallet on a new phone says about who holds it.
 *
 * A request of OpenID4VP 1.0, signed by a key of the deployment, asks for what is compared with the register and nothing else; its
 * nonce is made of the new phone's key. The answer comes encrypted, is verified (issuer, signature, holder's key, end, status) and
 * compared, and what it came to waits for the one installation that asked, which its browser comes back to with 128 bits.
 *
 * It promises: an answer is recorded once and taken once, by that installation, within a minute; no name and no birth is kept. It
 * refuses to say which trait differed, and to call an address that is not of the operator's list. Source: DESIGN section 6; decision 0035.
 */
import { setGlobalConfig } from "@openid4vc/oauth2";
import type { AnyTables, Database } from "#platform/database";
import { lifetimes } from "#lifetimes";
import { purge } from "./store.ts";
import * as wallets from "./wallets.ts";

export { walletRoutes } from "./routes.ts";
export { readWalletSettings, type WalletSettings } from "./settings.ts";

export type Wallets = ReturnType<typeof createWallets>;

export function createWallets(deps: wallets.WalletDeps) {
  // The library's, of the whole process: a sandbox's addresses are this machine's, in clear.
  if (deps.allowsPrivate) setGlobalConfig({ allowInsecureUrls: true });
  return {
    /** The address that opens the wallet on the phone that asks. */
    ask: (tx: Database<AnyTables>, asking: wallets.Asking, nationalId: string) =>
      wallets.ask(deps, tx, asking, nationalId),
    requestObject: (id: string) => wallets.requestObject(deps, id),
    receive: (id: string, answer: wallets.WalletAnswer) => wallets.receive(deps, id, answer),
    /** The installation that asked takes the answer: whose phone it is, if the wallet named its holder. */
    take: wallets.take,
    /** Another browser was sent back to. */
    end: (returned: string) => wallets.end(deps.db, returned),
    purge: () => purge(deps.db, lifetimes.enrolment),
  };
}
