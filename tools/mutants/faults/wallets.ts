import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/wallets", ["../../wallet.test.ts"]);

export const walletFaults = [
  fault(
    "what a wallet sent back is taken by the installation that asked alone",
    edit(
      "store.ts",
      "and enrolment = ${given.enrolment} and device = ${given.device} and ik = ${given.ik}",
      "",
    ),
  ),
  fault(
    "what a wallet sent back is worth a minute",
    edit("store.ts", "and answered_at > aval_now() - ${span(given.within)}", ""),
  ),
  fault(
    "what a wallet sent back is taken once",
    edit("store.ts", "set state = 'taken'", "set said = said"),
  ),
  fault(
    "a browser that asked for nothing ends what it was sent back with",
    edit("wallets.ts", "if (parts) await store.recordEnded(tx, parts);", ""),
  ),
  fault(
    "an answer that was made for another verifier does not count",
    edit(
      "presentation.ts",
      'if (kb?.payload.aud !== deps.audience) throw new Error("it was made for somebody else");',
      'if (!kb) throw new Error("nobody\'s");',
    ),
  ),
  fault(
    "a credential of an issuer that is not of the list does not count",
    edit(
      "trust.ts",
      "if (isValid(authority, now) && (await isSignedBy(certificate, authority))) return issuer;",
      "return issuer;",
    ),
  ),
  fault(
    "a credential that was taken back does not count",
    edit("presentation.ts", "if (status !== 0) throw", "if (status < 0) throw"),
  ),
];
