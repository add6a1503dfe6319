import type { PublicJwk } from "@aval/protocol";
import { compactVerify, createLocalJWKSet, decodeJwt } from "jose";
import { z } from "zod";
import { limits, lifetimes } from "#lifetimes";
import { epochSeconds, type Instant } from "#platform/time";

/** What a service says that it has seen, in one word each: a reason for somebody to look, and never for a machine to refuse. */
const alertReasons = {
  "urn:aval:secevent:event-type:service-volume-anomaly": "volume",
  "https://schemas.openid.net/secevent/risc/event-type/credential-compromise": "compromise",
  "https://schemas.openid.net/secevent/risc/event-type/account-disabled": "disabled",
  "https://schemas.openid.net/secevent/caep/event-type/risk-level-change": "risk",
} as const;
export type AlertReason = (typeof alertReasons)[keyof typeof alertReasons];

/** Whom an alert names: a session issued to its sender, or somebody by the `sub` that the sender was given. */
export type Named = { readonly session: string } | { readonly sub: string };

export type ServiceAlert = {
  readonly jti: string;
  /** Absent: no event that we know, or nobody named in a way that we read. It is taken, and does nothing. */
  readonly says?: { readonly reason: AlertReason; readonly named: Named };
};

const opaque = z.object({ format: z.literal("opaque"), id: z.string().max(64) });
const issSub = z.object({
  format: z.literal("iss_sub"),
  iss: z.string().max(500),
  sub: z.string().max(255),
});
const subjectIds = z.union([
  opaque,
  issSub,
  z.object({ format: z.literal("complex"), session: opaque, user: issSub.optional() }),
  z.object({ format: z.literal("complex"), user: issSub }),
]);
const claims = z.object({
  jti: z.string().min(1).max(128),
  iat: z.number(),
  aud: z.union([z.string(), z.array(z.string()).max(5)]),
  sub_id: z.unknown().optional(),
  events: z.record(z.string().max(200), z.unknown()),
  exp: z.undefined().optional(),
  sub: z.undefined().optional(),
});

/** Who says that they sent it, before anything is verified: only to choose by whose keys it will be. */
export function senderOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** The alert, if one of these keys signed it, for us, lately. Who gains by a check less: whoever wants somebody looked at. */
export async function readAlert(
  token: string,
  given: {
    readonly keys: readonly PublicJwk[];
    readonly sender: string;
    readonly issuer: string;
    readonly now: Instant;
  },
): Promise<ServiceAlert | undefined> {
  if (given.keys.length === 0) return undefined;
  const payload = await verified(token, given.keys);
  const read = claims.safeParse(payload);
  if (!read.success || (payload as { iss?: unknown }).iss !== given.sender) return undefined;
  const { jti, iat, aud, sub_id: subject, events } = read.data;
  if (![aud].flat().includes(given.issuer)) return undefined;
  const age = epochSeconds(given.now) - iat;
  if (age * 1000 < -lifetimes.assertionSkew || age * 1000 > lifetimes.alertAge) return undefined;
  const [type, ...more] = Object.keys(events);
  const reason = more.length === 0 ? alertReasons[type as keyof typeof alertReasons] : undefined;
  const named = namedBy(subject, given.issuer);
  return { jti, ...(reason && named ? { says: { reason, named } } : {}) };
}

async function verified(token: string, keys: readonly PublicJwk[]): Promise<unknown> {
  for (const key of keys)
    try {
      const { payload, protectedHeader } = await compactVerify(
        token,
        createLocalJWKSet({ keys: [{ ...key }] }),
        { algorithms: ["ES256"] },
      );
      if (protectedHeader.typ?.toLowerCase() !== "secevent+jwt") return undefined;
      return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
    } catch {
      // Another of its keys, or none.
    }
  return undefined;
}

function namedBy(subject: unknown, issuer: string): Named | undefined {
  const read = subjectIds.safeParse(subject);
  if (!read.success) return undefined;
  const given = read.data;
  if (given.format === "opaque") return { session: given.id };
  if (given.format === "complex" && "session" in given) return { session: given.session.id };
  const user = given.format === "complex" ? given.user : given;
  return user.iss === issuer ? { sub: user.sub } : undefined;
}

/** How often one service may say something of anybody, and of one person. */
export const alertCaps = {
  sender: { max: limits.alertsOfService, window: lifetimes.alertWindow },
  holder: { max: limits.alertsOfHolder, window: lifetimes.alertHolderWindow },
} as const;
