import { createHmac } from "node:crypto";
import type { Random } from "#platform/random";
import { sameText } from "#platform/secret";
import { type Instant, instant } from "#platform/time";

// What a sign-in page asks a key to sign, of whoever it is: no row until a key has signed it, so that a stranger who asks for many costs
// nobody anything, and there is no count for them to use up in the name of their network.

const drawn = 16;
const mac = (shared: string, text: string) =>
  createHmac("sha256", shared).update(`aval.staff.sign-in.v1.${text}`).digest("base64url");

/** New, of this moment, and ours: one text in base64url. */
export function newDoorChallenge(shared: string, random: Random, now: Instant): string {
  const text = Buffer.concat([Buffer.from(random.bytes(drawn)), timeBytes(now)]).toString("hex");
  return Buffer.from(`${text}.${mac(shared, text)}`).toString("base64url");
}

/** When one of ours was drawn; of another's making: undefined. */
export function drawnAt(secrets: readonly string[], challenge: string): Instant | undefined {
  const [text = "", sealed = ""] = Buffer.from(challenge, "base64url").toString("utf8").split(".");
  if (!secrets.some((shared) => sameText(mac(shared, text), sealed))) return undefined;
  return instant(Number(Buffer.from(text, "hex").readBigInt64BE(drawn)));
}

function timeBytes(now: Instant): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(Math.trunc(now)));
  return bytes;
}
