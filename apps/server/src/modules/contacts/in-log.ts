import { createHash } from "node:crypto";
import type { MultiSigned } from "@aval/protocol";
import type { SignedStatement } from "#modules/staff";

/*
 * What the log keeps of a signature over a contact: everything but what was signed. The key signed a SHA-256 of it, which holds 128 random bits
 * at least: nobody finds the value by trying addresses, and whoever has the request's row checks the signature as before. When the row
 * goes, the value has gone.
 */

/** Of a member's: the assertion, whose challenge is the SHA-256 of the statement. */
export const keyInLog = ({ member, assertion }: SignedStatement): string =>
  JSON.stringify({ member, assertion });

/** Of a phone's: its signatures, and the SHA-256 of the payload that they are over, base64url. */
export const phoneInLog = ({ payload, signatures }: MultiSigned): string =>
  JSON.stringify({
    payloadSha256: createHash("sha256").update(payload).digest("base64url"),
    signatures,
  });
