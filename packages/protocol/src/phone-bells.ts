import type {
  BellEndAnswer,
  BellsAnswer,
  BellView,
  NoticeItem,
  NoticesAnswer,
  PushStateAnswer,
  PushTestAnswer,
  QuietHours,
  QuietHoursAnswer,
  RingRefuseAnswer,
  RingsAnswer,
} from "./bells.ts";
import type { Json } from "./canonical.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import type { BellId, DeviceId, PlaceId, RingId } from "./ids.ts";
import { type PublicJwk, type Signer, thumbprint, verifyCompact } from "./jws.ts";
import { type KeyCertificate, type KeySet, purposes, type RefusalReason } from "./messages.ts";

/** Whose phone speaks, and by what it signs. */
type ByPhone = { readonly ik: Signer; readonly device: DeviceId };

/** What `PushManager.subscribe` gave, and the server's key it was given. */
export type PushSubscribed = {
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  readonly key: string;
};

/** The server's key for pushes. `applicationServerKey`: as `PushManager.subscribe` takes it, base64url. */
export type PushKey = { readonly key: string; readonly applicationServerKey: string };

/**
 * The part of a phone that is about bells. `say` sends a message of this purpose, signed by the phone, and gives the answer;
 * `keys` are the server's, as they are published now.
 */
export function phoneBells<Identity extends ByPhone & { readonly root: PublicJwk }>(
  say: <T>(
    path: string,
    identity: Identity,
    purpose: string,
    more?: Record<string, Json>,
  ) => Promise<T>,
  keys: () => Promise<KeySet>,
) {
  return {
    /** The holder's bells, newest first, and those that one tap would set. */
    bells: (identity: Identity) => say<BellsAnswer>("/api/bells", identity, purposes.bells),
    setBell: (identity: Identity, bell: { place: PlaceId; service: string }) =>
      say<BellView>("/api/bells/set", identity, purposes.bellSet, bell),
    endBell: (identity: Identity, bell: BellId) =>
      say<BellEndAnswer>(`/api/bells/${bell}/end`, identity, purposes.bellEnd, { bell }),
    /** What rings now: one ring at most. */
    rings: (identity: Identity) => say<RingsAnswer>("/api/rings", identity, purposes.rings),
    refuseRing: (identity: Identity, ring: RingId, reason: RefusalReason) =>
      say<RingRefuseAnswer>(`/api/rings/${ring}/refuse`, identity, purposes.ringRefuse, {
        ring,
        reason,
      }),
    /** The key to subscribe with, once its certificate under the pinned root holds. */
    pushKey: async ({ root }: Identity) => newestPushKey(await keys(), root),
    pushState: (identity: Identity) =>
      say<PushStateAnswer>("/api/push", identity, purposes.pushState),
    subscribePush: (identity: Identity, subscribed: PushSubscribed) =>
      say<PushStateAnswer>("/api/push/subscribe", identity, purposes.pushSubscribe, subscribed),
    unsubscribePush: (identity: Identity) =>
      say<PushStateAnswer>("/api/push/unsubscribe", identity, purposes.pushUnsubscribe),
    /** A wake-up to this very phone, five an hour. */
    testPush: (identity: Identity) =>
      say<PushTestAnswer>("/api/push/test", identity, purposes.pushTest),
    quietHours: (identity: Identity) =>
      say<QuietHoursAnswer>("/api/quiet-hours", identity, purposes.quietHours),
    setQuietHours: (identity: Identity, hours: QuietHours | null) =>
      say<QuietHoursAnswer>("/api/quiet-hours", identity, purposes.quietHours, { hours }),
    /** What the holder was told lately, newest first. */
    notices: async (identity: Identity): Promise<readonly NoticeItem[]> =>
      (await say<NoticesAnswer>("/api/notices", identity, purposes.notices)).notices,
  };
}

async function newestPushKey(
  { certificates }: KeySet,
  root: PublicJwk,
): Promise<PushKey | undefined> {
  let newest: KeyCertificate | undefined;
  for (const certificate of certificates) {
    const read = (await verifyCompact(certificate, purposes.key, root)) as
      | KeyCertificate
      | undefined;
    if (read?.use !== "vapid" || (await thumbprint(read.jwk)) !== read.kid) continue;
    if (!newest || read.iat >= newest.iat) newest = read;
  }
  if (!newest) return undefined;
  const x = fromBase64url(newest.jwk.x);
  const y = fromBase64url(newest.jwk.y);
  if (!x || !y) return undefined;
  return { key: newest.kid, applicationServerKey: toBase64url(Uint8Array.of(4, ...x, ...y)) };
}
