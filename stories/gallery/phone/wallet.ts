import { type WalletScreen, walletWho } from "../../../apps/authenticator/src/wallet/state.ts";
import type { Trouble } from "../../../apps/authenticator/src/trouble.ts";
import type { Refusal } from "../../../apps/server/src/errors.ts";

/** An identity wallet on a new phone: before it opens, and after it sent this browser back. */
type WalletState = {
  readonly screen: WalletScreen;
  readonly holder: undefined;
  readonly sandbox: false;
};
const state = (screen: WalletScreen): WalletState => ({
  screen,
  holder: undefined,
  sandbox: false,
});
const typed = { ...walletWho, nationalId: "899700000013" };

export const walletStates = (denied: (error: Refusal) => Trouble) =>
  ({
    "wallet-who": {
      "": state(walletWho),
      slip: state({ ...walletWho, slip: true }),
      asking: state({ ...typed, busy: "asking" }),
      opened: state({ ...typed, busy: "opened" }),
      closed: state({ ...typed, trouble: denied("wallet_closed") }),
      offline: state({ ...typed, trouble: { kind: "offline" } }),
    },
    "wallet-back": {
      "": state({ at: "wallet-back", trouble: undefined }),
      "not-enough": state({ at: "wallet-back", trouble: denied("wallet_not_enough") }),
      "not-accepted": state({ at: "wallet-back", trouble: denied("wallet_not_accepted") }),
      declined: state({ at: "wallet-back", trouble: denied("wallet_declined") }),
      late: state({ at: "wallet-back", trouble: denied("wallet_return_refused") }),
      locked: state({ at: "wallet-back", trouble: denied("enrolment_locked") }),
      offline: state({ at: "wallet-back", trouble: { kind: "offline" } }),
    },
    "wallet-foreign": { "": state({ at: "wallet-foreign" }) },
  }) as const satisfies Readonly<Record<WalletScreen["at"], Readonly<Record<string, WalletState>>>>;
