import {
  type DeviceId,
  fromBase64url,
  isId,
  type PublicJwk,
  peekCompact,
  publicJwk,
  purposes,
} from "@aval/protocol";
import { z } from "zod";

/** The messages of phones to the PIN program, as they must be; anything more or less is refused. */
const deviceId = z.custom<DeviceId>((value) => isId("dev", value));
const keyId = z.string().regex(/^pky_[0-9a-z]{26}$/);
const bytes = (length: number) =>
  z.string().refine((text) => fromBase64url(text)?.length === length);
const jwk = z
  .strictObject({ kty: z.literal("EC"), crv: z.literal("P-256"), x: z.string(), y: z.string() })
  .refine((key) => publicJwk(key) !== undefined) satisfies z.ZodType<PublicJwk>;
const stamp = { iat: z.int().nonnegative(), jti: bytes(16) };
/** A P-256 element, compressed. Whether it is on the curve is for `evaluator` to say. */
const blinded = bytes(33);

export const registerMessage = z.strictObject({
  v: z.literal(purposes.pinRegister),
  device: deviceId,
  ik: jwk,
  blinded,
  ...stamp,
});

export const commitMessage = z.strictObject({
  v: z.literal(purposes.pinCommit),
  device: deviceId,
  keyId,
  uk: jwk,
  ...stamp,
});

export const evaluateMessage = z.strictObject({
  v: z.literal(purposes.pinEvaluate),
  device: deviceId,
  keyId,
  blinded,
  ...stamp,
});

export const renewMessage = z.strictObject({
  v: z.literal(purposes.pinRenew),
  device: deviceId,
  blinded,
  evaluation: z.string().min(1),
  ...stamp,
});

/** `onCall`: for the server, which asked its question. */
export const codeChangeMessage = z.strictObject({
  v: z.literal(purposes.codeChange),
  device: deviceId,
  onCall: z.literal(false),
  keyId,
  uk: jwk,
  evaluation: z.string().min(1),
  /** The server's business: for the PIN program it is one key in place of another. */
  isRenewal: z.literal(true).optional(),
  ...stamp,
});

/**
 * What a decision, an activation or the lifting of a stop says to the PIN program. The rest of it is for those who asked: of a message that
 * refuses there is nothing to confirm.
 */
export const confirmedMessage = z.union([
  z.looseObject({
    v: z.literal(purposes.decision),
    device: deviceId,
    decision: z.literal("approve"),
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.activate),
    device: deviceId,
    keyId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.enrolmentMeanwhile),
    device: deviceId,
    keyId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.placeConfirm),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.locumAnnounce),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.softwareAdd),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.installationConfirm),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.enrolmentOpen),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.enrolmentMine),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.raise),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.ownContactChange),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.phoneRename),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.phoneRemove),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.phoneDisown),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.phoneKeyAdd),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.callerCheck),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
  z.looseObject({
    v: z.literal(purposes.lift),
    device: deviceId,
    evaluation: z.string().min(1),
  }),
]);

export type ConfirmedMessage = z.infer<typeof confirmedMessage>;
export type ConfirmPurpose =
  | typeof purposes.decision
  | typeof purposes.activate
  | typeof purposes.enrolmentMeanwhile
  | typeof purposes.placeConfirm
  | typeof purposes.locumAnnounce
  | typeof purposes.softwareAdd
  | typeof purposes.installationConfirm
  | typeof purposes.enrolmentOpen
  | typeof purposes.enrolmentMine
  | typeof purposes.raise
  | typeof purposes.ownContactChange
  | typeof purposes.phoneRename
  | typeof purposes.phoneRemove
  | typeof purposes.phoneDisown
  | typeof purposes.phoneKeyAdd
  | typeof purposes.callerCheck
  | typeof purposes.lift;

/** A compact message of this shape, its signature **not yet verified**. */
export function peek<T>(jws: string, shape: z.ZodType<T>): T | undefined {
  const parsed = shape.safeParse(peekCompact(jws)?.payload);
  return parsed.success ? parsed.data : undefined;
}
