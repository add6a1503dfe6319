import type { Json } from "./canonical.ts";
import type { EnrolmentId } from "./ids.ts";
import { type Signer, signCompact } from "./jws.ts";
import { type EnrolmentStatus, purposes } from "./messages.ts";
import type { EnrolmentWalletAnswer } from "./wallet.ts";

/** What the rest of the phone lends: its letters. */
type Lent = {
  readonly send: <T>(path: string, make: () => Promise<Json>) => Promise<T>;
  readonly stamp: () => Record<string, Json>;
};

/** The part of a phone that is about an identity wallet on it. */
export function phoneWallet({ send, stamp }: Lent) {
  const say = <T>(path: string, purpose: string, ik: Signer, more: Record<string, Json>) =>
    send<T>(path, async () => ({
      jws: await signCompact({ v: purpose, ...more, ...stamp() }, purpose, ik),
    }));
  return {
    /** *Avec mon portefeuille d'identité*: where this phone goes for it. */
    askWallet: (ik: Signer, enrolment: EnrolmentId, nationalId: string) =>
      say<EnrolmentWalletAnswer>("/api/enrolments/wallet", purposes.enrolmentWallet, ik, {
        enrolment,
        nationalId,
      }),
    /** The wallet sent this phone's browser back with this. */
    returnFromWallet: (ik: Signer, enrolment: EnrolmentId, returned: string) =>
      say<EnrolmentStatus>("/api/enrolments/wallet/return", purposes.enrolmentWalletReturn, ik, {
        enrolment,
        returned,
      }),
    /** This browser asked nothing of a wallet, and was sent back to: what it was sent with ends. */
    endWalletReturn: (returned: string) =>
      send<unknown>("/api/enrolments/wallet/end", async () => ({ returned })),
  };
}
