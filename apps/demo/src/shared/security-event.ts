import { type JWTVerifyGetKey, jwtVerify } from "jose";
import { isAboutKeys } from "./logout-token.ts";

/** Whom an event concerns: nobody, when it is about the stream itself. */
export type Subject = {
  readonly sub: string | undefined;
  /** One session of theirs; absent: the person. */
  readonly session: string | undefined;
};

/** One thing that the provider says of somebody (RFC 8417), verified. */
export type SecurityEvent = {
  readonly jti: string;
  /** Milliseconds since the epoch, by the provider's clock. */
  readonly at: number;
  /** Its type's address. */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly about: Subject;
};

/**
 * A security event token; `undefined` when it is no event of this provider for us. It may be days old: what could not be delivered is
 * sent again, so that its age says nothing against it. It has no end, and its header's type keeps every other token of these keys from
 * being taken for one. Throws when the keys cannot be had.
 */
export async function readSecurityEvent(
  token: string,
  expected: {
    readonly issuer: string;
    readonly audience: string;
    readonly keys: JWTVerifyGetKey;
  },
): Promise<SecurityEvent | undefined> {
  const { issuer, audience, keys } = expected;
  try {
    const { payload } = await jwtVerify(token, keys, {
      ...{ issuer, audience },
      typ: "secevent+jwt",
      algorithms: ["RS256"],
      requiredClaims: ["jti", "iat", "events"],
    });
    const { jti, iat, exp } = payload;
    const [[type, body] = ["", undefined], ...more] = Object.entries(record(payload["events"]));
    if (jti === undefined || iat === undefined || exp !== undefined) return undefined;
    if (type === "" || more.length > 0) return undefined;
    return {
      ...{ jti, at: iat * 1_000, type, body: record(body) },
      about: subjectOf(record(payload["sub_id"]), issuer),
    };
  } catch (fault) {
    if (isAboutKeys(fault)) throw fault;
    return undefined;
  }
}

/** RFC 9493: the person as this provider names them, and perhaps one session of theirs. */
function subjectOf(id: Readonly<Record<string, unknown>>, issuer: string): Subject {
  const isComplex = id["format"] === "complex";
  const user = isComplex ? record(id["user"]) : id;
  const isPerson = user["format"] === "iss_sub" && user["iss"] === issuer;
  return {
    sub: isPerson ? text(user["sub"]) : undefined,
    session: isComplex ? text(record(id["session"])["id"]) : undefined,
  };
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
