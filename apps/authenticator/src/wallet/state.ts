import {
  emptyWaiting,
  type EnrolmentCommand,
  type EnrolmentEvent,
  stepEnrolment,
} from "../enrolment/state.ts";
import type { AppEvent, Command, Model, Screen } from "../state.ts";
import type { Trouble } from "../trouble.ts";

/**
 * *Avec mon portefeuille d'identité*: a new phone's way by a wallet that is on this very phone. Its holder says who they are, the
 * wallet opens, and sends this browser back with what this installation alone can use.
 */
export type WalletWho = {
  readonly at: "wallet-who";
  readonly nationalId: string;
  /** Nothing that could be an identifier was typed. */
  readonly slip: boolean;
  /** `opened`: the wallet's address was followed; on a phone without a wallet nothing else happens. */
  readonly busy: "asking" | "opened" | undefined;
  readonly trouble: Trouble | undefined;
};
/** The wallet sent this browser back. */
export type WalletBack = { readonly at: "wallet-back"; readonly trouble: Trouble | undefined };
/** It sent a browser back that had asked for nothing: somebody else's request was opened here. */
export type WalletForeign = { readonly at: "wallet-foreign" };
export type WalletScreen = WalletWho | WalletBack | WalletForeign;

export type WalletEvent =
  | { readonly event: "wallet_tapped" }
  | { readonly event: "wallet_asked"; readonly nationalId: string }
  | { readonly event: "wallet_opened" }
  | { readonly event: "wallet_failed"; readonly trouble: Trouble }
  /** This page was opened by a wallet. `isOurs`: this browser holds a phone that has asked to be enrolled. */
  | { readonly event: "wallet_returned"; readonly returned: string; readonly isOurs: boolean }
  | { readonly event: "wallet_foreign_known" }
  | { readonly event: "wallet_left" };

export type WalletCommand =
  | { readonly command: "ask_wallet"; readonly nationalId: string }
  | { readonly command: "take_wallet"; readonly returned: string }
  | { readonly command: "end_wallet"; readonly returned: string }
  /** Opens the page anew, as it is without what a wallet sent. */
  | { readonly command: "leave_wallet" };

export const walletWho: WalletWho = {
  at: "wallet-who",
  nationalId: "",
  slip: false,
  busy: undefined,
  trouble: undefined,
};

type WalletStep = { readonly screen: Screen; readonly run: readonly Command[] };
const shows = (screen: Screen, ...run: (WalletCommand | EnrolmentCommand)[]): WalletStep => ({
  screen,
  run,
});

/** A national id, without the spaces that people put between digits. */
const form = /^[!-{}~]{3,100}$/;

/** What an event means to a wallet's way; `undefined` leaves it to the others. */
export function stepWallet(model: Model, event: AppEvent): WalletStep | undefined {
  const { screen } = model;
  if (event.event === "wallet_returned")
    return event.isOurs
      ? shows(
          { at: "wallet-back", trouble: undefined },
          { command: "take_wallet", returned: event.returned },
        )
      : shows({ at: "wallet-foreign" }, { command: "end_wallet", returned: event.returned });
  if (event.event === "wallet_foreign_known") return shows({ at: "wallet-foreign" });
  if (event.event === "wallet_left") return shows(screen, { command: "leave_wallet" });
  if (event.event === "wallet_tapped") return shows(walletWho);
  if (screen.at === "wallet-who") return stepWho(screen, event);
  if (screen.at === "wallet-back") return stepBack(screen, event, model);
  return undefined;
}

function stepWho(screen: WalletWho, event: AppEvent): WalletStep | undefined {
  switch (event.event) {
    case "wallet_asked": {
      const nationalId = event.nationalId.replaceAll(/\s/g, "");
      if (screen.busy === "asking") return shows(screen);
      if (!form.test(nationalId)) return shows({ ...walletWho, nationalId, slip: true });
      return shows(
        { ...walletWho, nationalId, busy: "asking" },
        { command: "ask_wallet", nationalId },
      );
    }
    case "wallet_opened":
      return shows({ ...screen, busy: "opened" });
    case "wallet_failed":
      return shows({ ...screen, busy: undefined, trouble: event.trouble });
    default:
      return undefined;
  }
}

function stepBack(screen: WalletBack, event: AppEvent, model: Model): WalletStep | undefined {
  switch (event.event) {
    case "wallet_failed":
      return shows({ ...screen, trouble: event.trouble });
    case "enrolment_failed":
      return shows(screen);
    case "enrolment_known": {
      // What was asked when the page opened answers too: it says what was so before.
      if (event.status.state === "requested") return shows(screen);
      const { sandbox, offer, now } = model;
      return stepEnrolment(emptyWaiting, event as EnrolmentEvent, { sandbox, offer, now });
    }
    default:
      return undefined;
  }
}
