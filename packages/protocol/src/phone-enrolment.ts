import type { Json } from "./canonical.ts";
import type {
  EnrolmentAskAnswer,
  EnrolmentListAnswer,
  EnrolmentMineAnswer,
  EnrolmentPageAnswer,
  RaiseAnswer,
} from "./enrolment.ts";
import type { EnrolmentId, EnrolmentPageId } from "./ids.ts";
import { toBase64url } from "./base64url.ts";
import { type Signer, signCompact, signMulti } from "./jws.ts";
import { type EnrolmentStatus, purposes } from "./messages.ts";
import type { PasskeyAssertion, PasskeyChallenge, PasskeyCreation } from "./passkeys.ts";
import type { MadeKey, PhoneKeyAdded, PhoneKeyKind } from "./phone-keys.ts";
import type { ByPhone, Lent } from "./phone-lent.ts";

/** The part of a phone that is about its holder's other phones. */
export function phoneEnrolment<Identity extends ByPhone>({
  say,
  send,
  stamp,
  tryCode,
}: Lent<Identity>) {
  return {
    /** *Ajouter un autre téléphone*, by whoever has just said that nobody is on the telephone with them. */
    askEnrolmentPage: (identity: Identity) =>
      say<EnrolmentAskAnswer>("/api/enrolments/pages", identity, purposes.enrolmentAsk, {
        onCall: false,
      }),
    /** Half a minute later, with the code. Throws `wrong_code` with `triesLeft` when the code was not the one. */
    openEnrolmentPage: async (
      identity: Identity,
      page: EnrolmentPageId,
      code: string,
    ): Promise<EnrolmentPageAnswer> => {
      const { uk, evaluation } = await tryCode(identity, code);
      const { ik, device } = identity;
      return send("/api/enrolments/pages/open", async () => ({
        decision: (await signMulti(
          { v: purposes.enrolmentOpen, device, page, onCall: false, evaluation, ...stamp() },
          purposes.enrolmentOpen,
          [ik, uk],
        )) as unknown as Json,
      }));
    },
    /** What that page shows in this second, and how far it is. */
    watchEnrolmentPage: (identity: Identity, page: EnrolmentPageId) =>
      say<EnrolmentPageAnswer>("/api/enrolments/pages/watch", identity, purposes.enrolmentPage, {
        page,
      }),
    /** The four words that the new phone shows. Throws `enrolment_words_wrong` with `triesLeft`. */
    typeEnrolmentWords: (identity: Identity, page: EnrolmentPageId, words: string) =>
      say<EnrolmentPageAnswer>("/api/enrolments/pages/words", identity, purposes.enrolmentWords, {
        page,
        words,
      }),
    /** What a key of the holder's is to sign for this new phone, which has scanned their page. */
    askEnrolmentKey: (ik: Signer, enrolment: EnrolmentId) =>
      send<PasskeyChallenge>("/api/enrolments/key/begin", async () => ({
        jws: await signCompact(
          { v: purposes.enrolmentKeyAsk, enrolment, ...stamp() },
          purposes.enrolmentKeyAsk,
          ik,
        ),
      })),
    /** What it signed. Throws `enrolment_key_synced` for a key that may be copied, after which the enrolment goes on without. */
    useEnrolmentKey: (ik: Signer, enrolment: EnrolmentId, assertion: PasskeyAssertion) =>
      send<EnrolmentStatus>("/api/enrolments/key", async () => ({
        jws: await signCompact(
          { v: purposes.enrolmentKey, enrolment, assertion, ...stamp() },
          purposes.enrolmentKey,
          ik,
        ),
      })),
    /** A key of the authenticator's host, by whoever has just said that nobody is on the telephone with them. */
    beginPhoneKey: (identity: Identity, kind: PhoneKeyKind) =>
      say<PasskeyCreation>("/api/keys/begin", identity, purposes.phoneKeyBegin, {
        kind,
        onCall: false,
      }),
    /** What the browser made of it, with the code. */
    addPhoneKey: async (
      identity: Identity,
      key: { readonly kind: PhoneKeyKind; readonly name: string; readonly made: MadeKey },
      code: string,
    ): Promise<PhoneKeyAdded> => {
      const { kind, name, made } = key;
      const { uk, evaluation } = await tryCode(identity, code);
      const { ik, device } = identity;
      const attestation = await digestOf(made.attestationObject);
      return send("/api/keys/add", async () => ({
        credential: { ...made, transports: [...made.transports] },
        decision: (await signMulti(
          { v: purposes.phoneKeyAdd, device, kind, name, attestation, evaluation, ...stamp() },
          purposes.phoneKeyAdd,
          [ik, uk],
        )) as unknown as Json,
      }));
    },
    /** Phones that are about to be this holder's. */
    enrolments: (identity: Identity) =>
      say<EnrolmentListAnswer>("/api/enrolments/under-way", identity, purposes.enrolments),
    /** *C'est le mien*, by whoever has just said that nobody is on the telephone with them. */
    askMine: (identity: Identity, enrolment: EnrolmentId) =>
      say<EnrolmentMineAnswer>("/api/enrolments/mine/ask", identity, purposes.enrolmentMineAsk, {
        enrolment,
        onCall: false,
      }),
    /** Half a minute later, with the code. Throws `wrong_code` with `triesLeft` when the code was not the one. */
    sayMine: async (
      identity: Identity,
      enrolment: EnrolmentId,
      code: string,
    ): Promise<EnrolmentListAnswer> => {
      const { uk, evaluation } = await tryCode(identity, code);
      const { ik, device } = identity;
      return send("/api/enrolments/mine", async () => ({
        decision: (await signMulti(
          { v: purposes.enrolmentMine, device, enrolment, onCall: false, evaluation, ...stamp() },
          purposes.enrolmentMine,
          [ik, uk],
        )) as unknown as Json,
      }));
    },
    /** This phone is held and scanned a desk's page: it is shown there again. Throws `enrolment_not_ready` where it is not held. */
    showAgain: (ik: Signer, enrolment: EnrolmentId, binding: string) =>
      send<EnrolmentStatus>("/api/enrolments/again", async () => ({
        jws: await signCompact(
          { v: purposes.enrolmentAgain, enrolment, binding, ...stamp() },
          purposes.enrolmentAgain,
          ik,
        ),
      })),
    /** This phone to be confirmed scanned a page of a desk or a card: it is to open everything. */
    askRaise: (identity: Identity, binding?: string) =>
      say<RaiseAnswer>(
        "/api/enrolments/raise/ask",
        identity,
        purposes.raiseAsk,
        binding === undefined ? {} : { binding },
      ),
    /** What this phone opens, and how far it is to opening everything. */
    raiseStatus: (identity: Identity) =>
      say<RaiseAnswer>("/api/enrolments/raise/status", identity, purposes.raiseStatus),
    /** Once its wait is over, with the code. Throws `wrong_code` with `triesLeft` when the code was not the one. */
    raise: async (
      identity: Identity,
      enrolment: EnrolmentId,
      code: string,
    ): Promise<RaiseAnswer> => {
      const { uk, evaluation } = await tryCode(identity, code);
      const { ik, device } = identity;
      return send("/api/enrolments/raise", async () => ({
        decision: (await signMulti(
          { v: purposes.raise, device, enrolment, evaluation, ...stamp() },
          purposes.raise,
          [ik, uk],
        )) as unknown as Json,
      }));
    },
    /** *Arrêter*: no code, stopping is cheap. */
    stopEnrolment: (identity: Identity, enrolment: EnrolmentId) =>
      say<EnrolmentListAnswer>("/api/enrolments/stop", identity, purposes.enrolmentStop, {
        enrolment,
      }),
  };
}

/** SHA-256 of a text, base64url. */
async function digestOf(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return toBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}
