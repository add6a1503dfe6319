import { toBase64url } from "./base64url.ts";
import type { Json } from "./canonical.ts";
import { parseFrame } from "./frame.ts";
import type {
  ApprovalId,
  DeviceId,
  EnrolmentId,
  LocumId,
  PasskeyId,
  PlaceId,
  SessionId,
  StopId,
} from "./ids.ts";
import {
  hashDocument,
  type MultiSigned,
  type PublicJwk,
  peekCompact,
  type Signer,
  signCompact,
  signerOfScalar,
  signMulti,
  thumbprint,
  verifyCompact,
} from "./jws.ts";
import {
  type CardLostAnswer,
  type ClaimAnswer,
  type ComeBackAnswer,
  type Context,
  type DecisionAnswer,
  type EnrolAnswer,
  type EnrolmentStatus,
  type HistoryItem,
  type KeyCertificate,
  type KeySet,
  type LocumEndAnswer,
  type LocumFound,
  type LocumView,
  type PendingItem,
  type PinEvaluateAnswer,
  type PinRegisterAnswer,
  type PlaceEndAnswer,
  type PlaceOfferAnswer,
  type PlacePeople,
  type PlacesAnswer,
  type PlaceView,
  type Problem,
  purposes,
  type RefusalReason,
  type RefusalReasonAnswer,
  type SessionItem,
  type StopsAnswer,
} from "./messages.ts";
import type { AccountHistory } from "./account.ts";
import type { PasskeysAnswer } from "./passkeys.ts";
import { phoneBells } from "./phone-bells.ts";
import { phoneContacts } from "./phone-contacts.ts";
import { phoneEnrolment } from "./phone-enrolment.ts";
import { phoneDrills } from "./phone-drills.ts";
import { phoneLetters } from "./phone-letters.ts";
import { phoneOwn } from "./phone-own.ts";
import { phoneSoftware } from "./phone-software.ts";
import { phoneSupport } from "./phone-support.ts";
import { phoneWallet } from "./phone-wallet.ts";
import { blindCode, blindedText, unlock } from "./pin.ts";

/**
 * A phone's side of the device protocol. The phone page and `aval phone` both speak through these functions, so the
 * command can do nothing the page cannot.
 *
 * The world is passed in: `post` and `get` reach the authenticator's origin; `now` is this machine's clock in
 * milliseconds, corrected by what the server says (`clock_skew` answers carry its time).
 */
export type PhoneWorld = {
  /** POST JSON to a path of the authenticator's origin; the parsed answer with its status. Throws when offline. */
  readonly post: (
    path: string,
    body: Json | MultiSigned,
  ) => Promise<{ status: number; body: unknown }>;
  readonly get: (path: string) => Promise<{ status: number; body: unknown }>;
  readonly now: () => number;
  readonly randomBytes: (length: number) => Uint8Array;
};

/** The PIN program's key for this phone, pinned. `next`: of a code that was being changed when something broke: which counts, that program says. */
export type PhonePin = PinnedKey & { readonly next?: PinnedKey };
type PinnedKey = { readonly keyId: string; readonly publicKey: string };

/** What a phone keeps. `ik` is held as a key that scripts cannot read; the rest may be stored as it is. */
export type PhoneIdentity = {
  readonly ik: Signer;
  readonly device: DeviceId;
  readonly enrolment: EnrolmentId;
  /** base64url, 32 bytes: enters the derivation of the code's key, never leaves. */
  readonly deviceSecret: Uint8Array;
  readonly pin: PhonePin;
  readonly root: PublicJwk;
};

/** The code's key, the evaluation that gave it, and the PIN program's key that counted it. */
type TriedCode = {
  readonly uk: Signer;
  readonly evaluation: string;
  readonly triesLeft: number;
  readonly pinned: PinnedKey;
};

/** A refusal by the server, or by the phone's own checks (`code` then starts with `phone_`). */
export class PhoneRefusal extends Error {
  readonly code: string;
  readonly problem: Problem | undefined;
  constructor(code: string, problem?: Problem) {
    super(problem?.message?.en ?? code);
    this.code = code;
    this.problem = problem;
  }
}

/** How long the keys last heard open contexts: a key withdrawn since is believed no longer than this. */
const keysLastMs = 5 * 60_000;

export function createPhone(world: PhoneWorld) {
  let offsetMs = 0;
  let heard: { readonly keys: KeySet; readonly at: number } | undefined;

  const stamp = () => ({
    iat: Math.floor((world.now() + offsetMs) / 1000),
    jti: toBase64url(world.randomBytes(16)),
  });

  /** Sends; on `clock_skew` sets the clock by the server's and sends once more, newly signed. */
  async function send<T>(path: string, make: () => Promise<Json | MultiSigned>): Promise<T> {
    for (let attempt = 0; ; attempt++) {
      const answer = await world.post(path, await make());
      if (answer.status >= 200 && answer.status < 300) return answer.body as T;
      const problem = answer.body as Problem | undefined;
      if (problem?.error === "clock_skew" && problem.now !== undefined && attempt === 0) {
        offsetMs = problem.now * 1000 - world.now();
        continue;
      }
      throw new PhoneRefusal(problem?.error ?? `http_${answer.status}`, problem);
    }
  }

  const signed = (payload: () => Json, typ: string, ik: Signer) => async () => ({
    jws: await signCompact(payload(), typ, ik),
  });

  async function fetchKeys(): Promise<KeySet> {
    const answer = await world.get("/api/keys");
    if (answer.status === 200) {
      heard = { keys: answer.body as KeySet, at: world.now() };
      return heard.keys;
    }
    const problem = answer.body as Problem | undefined;
    throw new PhoneRefusal(problem?.error ?? `http_${answer.status}`, problem);
  }

  /** Asks for the keys ahead, so that the next context opens without one more journey; silent when nobody answers. */
  async function prepare(): Promise<void> {
    await fetchKeys().catch(() => undefined);
  }

  /** The context, once its signature by a key certified under the pinned root holds. */
  async function openContext(jws: string, root: PublicJwk): Promise<Context> {
    const context = await openSaid(jws, root, purposes.context);
    if (!context) throw new PhoneRefusal("phone_context_not_signed");
    return context as unknown as Context;
  }

  /** What a context key certified under the pinned root has signed for this purpose, whatever it says. */
  async function openSaid(jws: string, root: PublicJwk, purpose: string) {
    const isRecent = heard && Math.abs(world.now() - heard.at) < keysLastMs;
    const known = isRecent && heard ? await saidUnder(heard.keys, jws, root, purpose) : undefined;
    return known ?? (await saidUnder(await fetchKeys(), jws, root, purpose));
  }

  async function saidUnder(
    keys: KeySet,
    jws: string,
    root: PublicJwk,
    purpose: string,
  ): Promise<Json | undefined> {
    const kid = peekCompact(jws)?.kid;
    for (const certificate of keys.certificates) {
      const verified = (await verifyCompact(certificate, purposes.key, root)) as
        | KeyCertificate
        | undefined;
      if (verified?.use !== "context" || verified.kid !== kid) continue;
      if ((await thumbprint(verified.jwk)) !== verified.kid) continue;
      const said = await verifyCompact(jws, purpose, verified.jwk);
      if (said !== undefined) return said as Json;
    }
    return undefined;
  }

  /** Step 1 of an enrolment: the server learns the phone's key. `binding`: of the page that this phone scanned; without, nobody is named. */
  async function enrol(
    ik: Signer,
    label: string,
    binding?: string,
  ): Promise<EnrolAnswer & { root: PublicJwk }> {
    const bound = binding === undefined ? {} : { binding };
    const { root } = await fetchKeys();
    const answer = await send<EnrolAnswer>(
      "/api/enrolments",
      signed(
        () => ({ v: purposes.enrol, ik: ik.jwk, label, ...bound, ...stamp() }),
        purposes.enrol,
        ik,
      ),
    );
    return { ...answer, root };
  }

  async function enrolmentStatus(ik: Signer, enrolment: EnrolmentId): Promise<EnrolmentStatus> {
    return send(
      "/api/enrolments/status",
      signed(
        () => ({ v: purposes.enrolmentStatus, enrolment, ...stamp() }),
        purposes.enrolmentStatus,
        ik,
      ),
    );
  }

  /** The holder chooses the code: makes the phone's PIN key and gives the public half of `UK` to the PIN service. */
  async function setCode(
    ik: Signer,
    device: DeviceId,
    code: string,
    deviceSecret: Uint8Array,
  ): Promise<PhoneIdentity["pin"]> {
    const hidden = blindCode(code, deviceSecret);
    const made = await send<PinRegisterAnswer>(
      "/pin/register",
      signed(
        () => ({
          v: purposes.pinRegister,
          device,
          ik: ik.jwk,
          blinded: blindedText(hidden),
          ...stamp(),
        }),
        purposes.pinRegister,
        ik,
      ),
    );
    const scalar = unlock(hidden, made, made.publicKey);
    if (!scalar) throw new PhoneRefusal("phone_pin_proof");
    const uk = signerOfScalar(scalar);
    await send("/pin/commit", () =>
      signMulti(
        { v: purposes.pinCommit, device, keyId: made.keyId, uk: uk.jwk, ...stamp() },
        purposes.pinCommit,
        [ik, uk],
      ),
    );
    return { keyId: made.keyId, publicKey: made.publicKey };
  }

  /** One counted try: the key `UK` for this code. A wrong code gives a wrong key, which only the server can tell. */
  async function tryCode(identity: PhoneIdentity, code: string): Promise<TriedCode> {
    const { next, ...known } = identity.pin;
    if (!next) return tryWith(identity, code, known);
    // A key that does not count yet is refused before anything is counted.
    return tryWith(identity, code, next).catch((thrown: unknown) => {
      if (thrown instanceof PhoneRefusal && thrown.code === "pin_unknown_key")
        return tryWith(identity, code, known);
      throw thrown;
    });
  }

  async function tryWith(
    { ik, device, deviceSecret }: PhoneIdentity,
    code: string,
    pinned: PinnedKey,
  ): Promise<TriedCode> {
    const { keyId, publicKey } = pinned;
    const hidden = blindCode(code, deviceSecret);
    const answer = await send<PinEvaluateAnswer>(
      "/pin/evaluate",
      signed(
        () => ({
          v: purposes.pinEvaluate,
          device,
          keyId,
          blinded: blindedText(hidden),
          ...stamp(),
        }),
        purposes.pinEvaluate,
        ik,
      ),
    );
    const scalar = unlock(hidden, answer, publicKey);
    if (!scalar) throw new PhoneRefusal("phone_pin_proof");
    return {
      uk: signerOfScalar(scalar),
      evaluation: answer.evaluation,
      triesLeft: answer.triesLeft,
      pinned,
    };
  }

  /**
   * A new code, with the old one. `keep` puts what the phone keeps of it where it survives: first both keys, of which the PIN program
   * says which one counts, and at the end the new one alone. Throws `wrong_code` with `triesLeft`. `isRenewal`: the same code, by a new key.
   */
  async function changeCode(
    identity: PhoneIdentity,
    codes: { readonly before: string; readonly after: string },
    keep: (pin: PhonePin) => Promise<void>,
    { isRenewal = false } = {},
  ): Promise<PhonePin> {
    const { ik, device, deviceSecret } = identity;
    const { uk, evaluation, pinned } = await tryCode(identity, codes.before);
    const hidden = blindCode(codes.after, deviceSecret);
    const made = await send<PinRegisterAnswer>("/pin/renew", () =>
      signMulti(
        {
          v: purposes.pinRenew,
          device,
          blinded: blindedText(hidden),
          evaluation,
          ...stamp(),
        },
        purposes.pinRenew,
        [ik, uk],
      ),
    );
    const scalar = unlock(hidden, made, made.publicKey);
    if (!scalar) throw new PhoneRefusal("phone_pin_proof");
    const next = { keyId: made.keyId, publicKey: made.publicKey };
    const fresh = signerOfScalar(scalar);
    await keep({ ...pinned, next });
    await send("/api/code", () =>
      signMulti(
        {
          ...{ v: purposes.codeChange, device, onCall: false, keyId: next.keyId },
          ...{ uk: fresh.jwk, evaluation, ...stamp() },
          ...(isRenewal ? { isRenewal } : {}),
        },
        purposes.codeChange,
        [ik, uk, fresh],
      ),
    );
    await keep(next);
    return next;
  }

  /** The code chosen on this phone counts from here on: for its enrolment's end, or for its wait. */
  async function sayWithCode(
    path: string,
    purpose: typeof purposes.activate | typeof purposes.enrolmentMeanwhile,
    identity: PhoneIdentity,
    code: string,
  ): Promise<EnrolmentStatus> {
    const { uk, evaluation } = await tryCode(identity, code);
    return send(path, () =>
      signMulti(
        {
          v: purpose,
          enrolment: identity.enrolment,
          device: identity.device,
          keyId: identity.pin.keyId,
          uk: uk.jwk,
          evaluation,
          ...stamp(),
        },
        purpose,
        [identity.ik, uk],
      ),
    );
  }

  const activate = (identity: PhoneIdentity, code: string): Promise<EnrolmentStatus> =>
    sayWithCode("/api/enrolments/activate", purposes.activate, identity, code);

  /** While it waits for what two registrars signed: it opens its holder's own aged places meanwhile. */
  const serveMeanwhile = (identity: PhoneIdentity, code: string): Promise<EnrolmentStatus> =>
    sayWithCode("/api/enrolments/meanwhile", purposes.enrolmentMeanwhile, identity, code);

  async function opened(
    identity: PhoneIdentity,
    answer: ClaimAnswer,
  ): Promise<{ approval: ApprovalId; context: Context }> {
    const context = await openContext(answer.context, identity.root);
    if (context.approval !== answer.approval) throw new PhoneRefusal("phone_context_not_signed");
    return { approval: answer.approval, context };
  }

  /** Claims the request whose frame was seen. `text`: what the QR said. */
  async function claim(identity: PhoneIdentity, text: string) {
    const frame = parseFrame(text);
    if (!frame) throw new PhoneRefusal("phone_not_a_frame");
    const answer = await send<ClaimAnswer>(
      "/api/claims",
      signed(
        () => ({
          v: purposes.claim,
          device: identity.device,
          approval: frame.approval,
          frame: frame.number,
          mac: frame.mac,
          ...stamp(),
        }),
        purposes.claim,
        identity.ik,
      ),
    );
    return opened(identity, answer);
  }

  async function claimDigits(identity: PhoneIdentity, digits: string) {
    const answer = await send<ClaimAnswer>(
      "/api/claims/digits",
      signed(
        () => ({ v: purposes.claimDigits, device: identity.device, digits, ...stamp() }),
        purposes.claimDigits,
        identity.ik,
      ),
    );
    return opened(identity, answer);
  }

  /** Claims the request of this phone's own browser, whose sign-in page entered here. `pass`: what the entry gave. */
  async function claimHere(identity: PhoneIdentity, pass: string) {
    const answer = await send<ClaimAnswer>(
      "/api/claims/here",
      signed(
        () => ({ v: purposes.claimHere, device: identity.device, pass, ...stamp() }),
        purposes.claimHere,
        identity.ik,
      ),
    );
    return opened(identity, answer);
  }

  /** After approving such a request: where to go back to, and the secret of the return. Ten seconds, once. */
  async function comeBack(identity: PhoneIdentity, approval: ApprovalId): Promise<ComeBackAnswer> {
    return send(
      "/api/come-back",
      signed(
        () => ({ v: purposes.comeBack, device: identity.device, approval, ...stamp() }),
        purposes.comeBack,
        identity.ik,
      ),
    );
  }

  /** Begins an exercise: a request of this phone's own, to be refused, which opens nothing whatever is answered. */
  async function practice(identity: PhoneIdentity) {
    const answer = await send<ClaimAnswer>(
      "/api/practice",
      signed(
        () => ({ v: purposes.practice, device: identity.device, ...stamp() }),
        purposes.practice,
        identity.ik,
      ),
    );
    return opened(identity, answer);
  }

  async function pending(
    identity: PhoneIdentity,
  ): Promise<{ approval: ApprovalId; context: Context }[]> {
    const items = await send<PendingItem[]>(
      "/api/pending",
      signed(
        () => ({ v: purposes.pending, device: identity.device, ...stamp() }),
        purposes.pending,
        identity.ik,
      ),
    );
    return Promise.all(items.map((item) => opened(identity, item)));
  }

  async function history(identity: PhoneIdentity): Promise<HistoryItem[]> {
    return send(
      "/api/history",
      signed(
        () => ({ v: purposes.history, device: identity.device, ...stamp() }),
        purposes.history,
        identity.ik,
      ),
    );
  }

  /** What happened, newest first, a page at a time. */
  async function events(identity: PhoneIdentity, before?: string): Promise<AccountHistory> {
    return send(
      "/api/events",
      signed(
        () => ({
          v: purposes.events,
          device: identity.device,
          ...(before === undefined ? {} : { before }),
          ...stamp(),
        }),
        purposes.events,
        identity.ik,
      ),
    );
  }

  /** *Ce n'était pas moi*, of a sign-in: its session closes everywhere. No code, stopping is cheap. */
  async function disown(identity: PhoneIdentity, session: SessionId): Promise<{ done: true }> {
    return send(
      "/api/events/disown",
      signed(
        () => ({ v: purposes.disown, device: identity.device, session, ...stamp() }),
        purposes.disown,
        identity.ik,
      ),
    );
  }

  async function sessions(identity: PhoneIdentity): Promise<SessionItem[]> {
    return send(
      "/api/sessions",
      signed(
        () => ({ v: purposes.sessions, device: identity.device, ...stamp() }),
        purposes.sessions,
        identity.ik,
      ),
    );
  }

  /** Closes one session, or all: no code, stopping is cheap. Gives the list as it is then. */
  async function closeSession(
    identity: PhoneIdentity,
    session: SessionId | "all",
  ): Promise<SessionItem[]> {
    return send(
      "/api/sessions/close",
      signed(
        () => ({ v: purposes.sessionClose, device: identity.device, session, ...stamp() }),
        purposes.sessionClose,
        identity.ik,
      ),
    );
  }

  /** Approves exactly the context that was shown. Throws `wrong_code` with `triesLeft` when the code was not the one. */
  async function approve(
    identity: PhoneIdentity,
    context: Context,
    code: string,
  ): Promise<DecisionAnswer> {
    const { uk, evaluation } = await tryCode(identity, code);
    const hash = await hashDocument(context as unknown as Json);
    return send(`/api/approvals/${context.approval}/decision`, async () => ({
      decision: (await signMulti(
        {
          v: purposes.decision,
          device: identity.device,
          approval: context.approval,
          context: hash,
          decision: "approve",
          evaluation,
          ...stamp(),
        },
        purposes.decision,
        [identity.ik, uk],
      )) as unknown as Json,
    }));
  }

  /** Refuses: no code, stopping is cheap. */
  async function refuse(
    identity: PhoneIdentity,
    context: Context,
    reason: RefusalReason,
  ): Promise<DecisionAnswer> {
    const hash = await hashDocument(context as unknown as Json);
    return send(`/api/approvals/${context.approval}/decision`, async () => ({
      decision: (await signMulti(
        {
          v: purposes.decision,
          device: identity.device,
          approval: context.approval,
          context: hash,
          decision: "refuse",
          reason,
          ...stamp(),
        },
        purposes.decision,
        [identity.ik],
      )) as unknown as Json,
    }));
  }

  /** After a refusal, what had happened: no code. `mistake` takes back what followed from it. */
  async function explainRefusal(
    identity: PhoneIdentity,
    approval: ApprovalId,
    reason: RefusalReason,
  ): Promise<RefusalReasonAnswer> {
    return send(
      `/api/approvals/${approval}/reason`,
      signed(
        () => ({
          v: purposes.refusalReason,
          device: identity.device,
          approval,
          reason,
          ...stamp(),
        }),
        purposes.refusalReason,
        identity.ik,
      ),
    );
  }

  /** The holder's places, newest first. */
  async function places(identity: PhoneIdentity): Promise<readonly PlaceView[]> {
    const answer = await send<PlacesAnswer>(
      "/api/places",
      signed(
        () => ({ v: purposes.places, device: identity.device, ...stamp() }),
        purposes.places,
        identity.ik,
      ),
    );
    return answer.places;
  }

  /** "Je travaille ici", after the call question. The place may be made from `notBefore` on. */
  async function offerPlace(
    identity: PhoneIdentity,
    approval: ApprovalId,
    onCall: boolean,
  ): Promise<PlaceOfferAnswer> {
    return send(
      "/api/places/offer",
      signed(
        () => ({ v: purposes.placeOffer, device: identity.device, approval, onCall, ...stamp() }),
        purposes.placeOffer,
        identity.ik,
      ),
    );
  }

  /** Makes the place that was offered. */
  async function makePlace(
    identity: PhoneIdentity,
    approval: ApprovalId,
    people: PlacePeople,
  ): Promise<PlaceView> {
    return send(
      "/api/places/make",
      signed(
        () => ({ v: purposes.placeMake, device: identity.device, approval, people, ...stamp() }),
        purposes.placeMake,
        identity.ik,
      ),
    );
  }

  /** "Oui, j'y travaille", with the code. Throws `wrong_code` with `triesLeft` when the code was not the one. */
  async function confirmPlace(
    identity: PhoneIdentity,
    place: PlaceId,
    code: string,
  ): Promise<PlaceView> {
    const { uk, evaluation } = await tryCode(identity, code);
    return send(`/api/places/${place}/confirm`, async () => ({
      decision: (await signMulti(
        { v: purposes.placeConfirm, device: identity.device, place, evaluation, ...stamp() },
        purposes.placeConfirm,
        [identity.ik, uk],
      )) as unknown as Json,
    }));
  }

  /** Ends a place and the sessions on it: no code, stopping is cheap. */
  async function endPlace(identity: PhoneIdentity, place: PlaceId): Promise<PlaceEndAnswer> {
    return send(
      `/api/places/${place}/end`,
      signed(
        () => ({ v: purposes.placeEnd, device: identity.device, place, ...stamp() }),
        purposes.placeEnd,
        identity.ik,
      ),
    );
  }

  /** Who has this national identifier, before they are announced at this place. */
  async function findLocum(
    identity: PhoneIdentity,
    place: PlaceId,
    nationalId: string,
  ): Promise<LocumFound> {
    return send(
      `/api/places/${place}/locums/find`,
      signed(
        () => ({ v: purposes.locumFind, device: identity.device, place, nationalId, ...stamp() }),
        purposes.locumFind,
        identity.ik,
      ),
    );
  }

  /** Announces a locum at a place, by whoever has just said that nobody on the telephone asked for it. Gives the place. */
  async function announceLocum(
    identity: PhoneIdentity,
    place: PlaceId,
    locum: Pick<LocumView, "nationalId" | "from" | "until">,
    code: string,
  ): Promise<PlaceView> {
    const { uk, evaluation } = await tryCode(identity, code);
    const { nationalId, from, until } = locum;
    return send(`/api/places/${place}/locums`, async () => ({
      decision: (await signMulti(
        {
          v: purposes.locumAnnounce,
          device: identity.device,
          place,
          nationalId,
          from,
          until,
          onCall: false,
          evaluation,
          ...stamp(),
        },
        purposes.locumAnnounce,
        [identity.ik, uk],
      )) as unknown as Json,
    }));
  }

  /** A locum is announced no longer, and their sessions there end: no code, stopping is cheap. */
  async function endLocum(identity: PhoneIdentity, locum: LocumId): Promise<LocumEndAnswer> {
    return send(
      `/api/locums/${locum}/end`,
      signed(
        () => ({ v: purposes.locumEnd, device: identity.device, locum, ...stamp() }),
        purposes.locumEnd,
        identity.ik,
      ),
    );
  }

  const byPhone = (
    identity: PhoneIdentity,
    purpose: typeof purposes.block | typeof purposes.stops | typeof purposes.cardLost,
  ) => signed(() => ({ v: purpose, device: identity.device, ...stamp() }), purpose, identity.ik);

  /** What is stopped of this holder's, and who lifts it. */
  async function stops(identity: PhoneIdentity): Promise<StopsAnswer> {
    return send("/api/stops", byPhone(identity, purposes.stops));
  }

  /** Blocks everything of the holder's: no code, stopping is cheap. */
  async function block(identity: PhoneIdentity): Promise<StopsAnswer> {
    return send("/api/stops/block", byPhone(identity, purposes.block));
  }

  /** Refuses the holder's cards from now on, and ends what they opened: no code, stopping is cheap. A newer card works. */
  async function cardLost(identity: PhoneIdentity): Promise<CardLostAnswer> {
    return send("/api/cards/lost", byPhone(identity, purposes.cardLost));
  }

  /** The holder's keys: a full phone is told all of them. */
  async function passkeys(identity: PhoneIdentity): Promise<PasskeysAnswer> {
    return say("/api/passkeys", identity, purposes.passkeys);
  }

  /** Removes a key and ends what it opened: no code, stopping is cheap. */
  async function endPasskey(identity: PhoneIdentity, passkey: PasskeyId): Promise<PasskeysAnswer> {
    return say(`/api/passkeys/${passkey}/end`, identity, purposes.passkeyEnd, { passkey });
  }

  /** Begins to lift a block together with a desk and the holder's card. */
  async function reopen(identity: PhoneIdentity, stop: StopId): Promise<StopsAnswer> {
    return say("/api/stops/reopen", identity, purposes.reopen, { stop });
  }

  /** Lifts a stop, by whoever has just said that nobody is on the telephone with them. */
  async function lift(identity: PhoneIdentity, stop: StopId, code: string): Promise<StopsAnswer> {
    const { uk, evaluation } = await tryCode(identity, code);
    return send("/api/stops/lift", () =>
      signMulti(
        {
          v: purposes.lift,
          device: identity.device,
          stop,
          onCall: false,
          evaluation,
          ...stamp(),
        },
        purposes.lift,
        [identity.ik, uk],
      ),
    );
  }

  /** One message of this purpose, by the phone alone. */
  const say = <T>(
    path: string,
    { ik, device }: PhoneIdentity,
    purpose: string,
    more: Record<string, Json> = {},
  ): Promise<T> =>
    send<T>(
      path,
      signed(() => ({ v: purpose, device, ...more, ...stamp() }), purpose, ik),
    );

  return {
    ...phoneBells<PhoneIdentity>(say, fetchKeys),
    ...phoneEnrolment<PhoneIdentity>({ say, send, stamp, tryCode }),
    ...phoneContacts<PhoneIdentity>({ say, send, stamp, tryCode }),
    ...phoneOwn<PhoneIdentity>({ say, send, stamp, tryCode }),
    ...phoneWallet({ send, stamp }),
    ...phoneLetters({ send, stamp }),
    ...phoneSoftware({ say, send, stamp, tryCode, opened }),
    ...phoneSupport<PhoneIdentity>({ say, send, stamp, tryCode }, openSaid),
    ...phoneDrills<PhoneIdentity>({ say, send }, openSaid),
    cardLost,
    stops,
    block,
    lift,
    reopen,
    places,
    offerPlace,
    makePlace,
    confirmPlace,
    endPlace,
    findLocum,
    announceLocum,
    endLocum,
    prepare,
    enrol,
    enrolmentStatus,
    setCode,
    changeCode,
    /** The same code by a new key, which the server asked for after a right code. */
    renewCode: (identity: PhoneIdentity, code: string, keep: (pin: PhonePin) => Promise<void>) =>
      changeCode(identity, { before: code, after: code }, keep, { isRenewal: true }),
    tryCode,
    activate,
    serveMeanwhile,
    claim,
    claimDigits,
    claimHere,
    comeBack,
    practice,
    pending,
    history,
    events,
    disown,
    sessions,
    passkeys,
    endPasskey,
    closeSession,
    approve,
    refuse,
    explainRefusal,
    openContext,
  };
}

export type Phone = ReturnType<typeof createPhone>;
