import { enrolPath } from "./enrolment.ts";
import type { EnrolmentId } from "./ids.ts";
import type { purposes } from "./messages.ts";

/**
 * What a new phone and the server say about an identity wallet on that very phone.
 *
 * The wallet answers the server, and sends its phone's browser back to the authenticator with 128 bits behind a `#`, worth a minute,
 * once, and only in a message of the installation that asked: whoever relays the request to somebody else's phone gets nothing
 * back (OpenID4VP 1.0, 13.3).
 */
type Stamped = { readonly iat: number; readonly jti: string };

/** By the new `IK`: my holder shows their identity wallet, on this phone, and says who they are by their public identifier. */
export type EnrolmentWalletMessage = Stamped & {
  readonly v: typeof purposes.enrolmentWallet;
  readonly enrolment: EnrolmentId;
  readonly nationalId: string;
};

/** By the same `IK`: the wallet sent this phone's browser back with this. */
export type EnrolmentWalletReturnMessage = Stamped & {
  readonly v: typeof purposes.enrolmentWalletReturn;
  readonly enrolment: EnrolmentId;
  readonly returned: string;
};

/** Where this phone goes: an address that its wallet opens. */
export type EnrolmentWalletAnswer = { readonly address: string };

/** Where a wallet sends its phone's browser back to. `origin`: the authenticator's. */
export const walletReturnAddress = (origin: string, returned: string): string =>
  `${origin}${enrolPath}#w=${returned}`;

/** What a wallet sent back in the address of this page, if it is this very authenticator's; `undefined` for any other. */
export function walletReturnIn(address: string, origin: string): string | undefined {
  const prefix = walletReturnAddress(origin, "");
  if (!address.startsWith(prefix)) return undefined;
  const returned = address.slice(prefix.length);
  return /^wlr_[0-9a-hjkmnp-tv-z]{26}\.[A-Za-z0-9_-]{22}$/.test(returned) ? returned : undefined;
}
