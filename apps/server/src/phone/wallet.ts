import { type EnrolmentStatus, walletReturnIn } from "@aval/protocol";
import { type Phoning, requireCode } from "./acts.ts";
import { PhoneFault } from "./fault.ts";
import { beginPhone, keepPhone } from "./new-phone.ts";
import { sandboxBrowser } from "./sandbox-browser.ts";

/**
 * A new phone by its holder's identity wallet: the program that `aval sandbox wallet` runs, to which this goes as the phone's browser would and
 * presses *share* for its holder. It stops where the rules make it wait; `aval phone activate` goes on.
 */
export async function enrolByWallet(
  at: Phoning,
  given: {
    readonly nationalId: string;
    readonly code: string;
    readonly label: string;
  },
): Promise<EnrolmentStatus> {
  const { phone } = at;
  const { nationalId, code } = given;
  requireCode(code);
  const begun = await beginPhone(phone, given.label);
  const { ik, enrolment } = begun;
  const { address } = await phone.askWallet(ik, enrolment, nationalId);
  const shared = await sandboxBrowser()
    .ask(address, {
      body: new URLSearchParams({ act: "share", person: nationalId, kind: "good" }).toString(),
    })
    .catch((cause: unknown) => {
      throw new PhoneFault("phone_no_wallet", { cause, about: new URL(address).origin });
    });
  // Where the wallet sends the phone's browser back to: the authenticator, by the name it has in a browser.
  const returned = shared.location && walletReturnIn(shared.location, originOf(shared.location));
  if (!returned) throw new PhoneFault("phone_wallet_refused");
  const status = await phone.returnFromWallet(ik, enrolment, returned);
  await keepPhone(at, begun, { nationalId, code, status });
  return status;
}

const originOf = (address: string): string => new URL(address).origin;
