import type { Json } from "./canonical.ts";
import { type PublicJwk, signCompact, signMulti } from "./jws.ts";
import { purposes } from "./messages.ts";
import type { ByPhone, Lent } from "./phone-lent.ts";
import type {
  CallAskAnswer,
  CallbackAnswer,
  CallbackReason,
  CallerCheckView,
  CallFacts,
  CallReportAnswer,
  CallReportId,
  CallStatus,
} from "./support.ts";

type Opened = (jws: string, root: PublicJwk, purpose: string) => Promise<Json | undefined>;

/** The part of a phone that is about calls: who calls, and saying that somebody should not have. */
export function phoneSupport<Identity extends ByPhone & { readonly root: PublicJwk }>(
  { say, send, stamp, tryCode }: Lent<Identity>,
  opened: Opened,
) {
  return {
    /**
     * Who calls, if the answer is signed by a key of ours and answers this very question; `undefined`: it cannot be known, which is
     * shown as such and never as that somebody calls.
     */
    callStatus: async (identity: Identity): Promise<CallStatus | undefined> => {
      const { ik, device } = identity;
      let asked = "";
      const { status } = await send<CallAskAnswer>("/api/calls/status", async () => {
        const stamped = stamp();
        asked = String(stamped["jti"]);
        const v = purposes.callAsk;
        return { jws: await signCompact({ v, device, ...stamped }, v, ik) };
      });
      const said = (await opened(status, identity.root, purposes.callStatus)) as
        | CallStatus
        | undefined;
      return said?.device === device && said.answers === asked ? said : undefined;
    },
    /** *Signaler cet appel*: no code, stopping is cheap. */
    reportCall: (identity: Identity, when: "now" | "earlier") =>
      say<CallReportAnswer>("/api/calls/report", identity, purposes.callReport, { when }),
    /** *Demander à être rappelé*: on the trusted number, which the phone neither names nor chooses. */
    askBack: (identity: Identity, reason: CallbackReason) =>
      say<CallbackAnswer>("/api/calls/back", identity, purposes.callbackAsk, { reason }),
    withdrawBack: (identity: Identity) =>
      say<CallbackAnswer>("/api/calls/back/withdraw", identity, purposes.callbackWithdraw),
    /** *Oui, je leur parle*: exactly what was shown, with the code. *Non* is `reportCall`. */
    confirmCaller: async (identity: Identity, shown: CallerCheckView, code: string) => {
      const { check, name, institution, case: ofCase, words } = shown;
      const { uk, evaluation } = await tryCode(identity, code);
      const v = purposes.callerCheck;
      return send<{ readonly confirmed: true }>("/api/calls/confirm", () =>
        signMulti(
          {
            ...{ v, device: identity.device, check, name, case: ofCase, words, evaluation },
            ...(institution ? { institution: institution.fr } : {}),
            ...stamp(),
          },
          v,
          [identity.ik, uk],
        ),
      );
    },
    /** What that caller asked for, and said. */
    tellCall: (identity: Identity, report: CallReportId, facts: CallFacts) =>
      say<{ readonly told: true }>("/api/calls/facts", identity, purposes.callFacts, {
        report,
        ...facts,
      }),
  };
}
