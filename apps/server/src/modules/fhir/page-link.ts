import { createCipheriv, createDecipheriv, createHash } from "node:crypto";
import type { Random } from "#platform/random";
import type { ResourceType } from "./search-parameters.ts";
import type { Cursor } from "./store.ts";

/**
 * What a `next` link carries: the search and where its page ended, sealed for one service by AES-256-GCM.
 *
 * Sealed and not only signed, because links stand in logs of proxies, and a search by `POST` was sent so that its values would
 * not. Another service's link, an altered one, and one sealed before its key was retired open nothing.
 */
export type PageLink = {
  readonly type: ResourceType;
  /** The search, in its one spelling. */
  readonly query: string;
  readonly after: Cursor;
  /** Counted on the first page. */
  readonly total?: number;
};

const label = "aval fhir page link v1";
const nonceLength = 12;
const tagLength = 16;

/** A key for this purpose alone, from a secret that all nodes share. */
const keyOf = (secret: string) => createHash("sha256").update(`${label}\0${secret}`).digest();
const audienceOf = (service: string) => Buffer.from(`${label}\0${service}`);

export function seal(link: PageLink, service: string, secret: string, random: Random): string {
  const nonce = random.bytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secret), nonce);
  cipher.setAAD(audienceOf(service));
  const body = Buffer.concat([cipher.update(JSON.stringify(link), "utf8"), cipher.final()]);
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString("base64url");
}

/** The link, if this service was given it. `secrets`: the one in use and those it replaced. */
export function open(
  text: string,
  service: string,
  secrets: readonly string[],
): PageLink | undefined {
  const bytes = Buffer.from(text, "base64url");
  // Only one spelling: what decodes to the same bytes is not the link that was given.
  if (bytes.length <= nonceLength + tagLength || bytes.toString("base64url") !== text)
    return undefined;
  for (const secret of secrets) {
    const link = openWith(bytes, service, secret);
    if (link) return link;
  }
  return undefined;
}

function openWith(bytes: Buffer, service: string, secret: string): PageLink | undefined {
  const decipher = createDecipheriv("aes-256-gcm", keyOf(secret), bytes.subarray(0, nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(audienceOf(service));
  decipher.setAuthTag(bytes.subarray(-tagLength));
  const body = decipher.update(bytes.subarray(nonceLength, -tagLength));
  try {
    return JSON.parse(Buffer.concat([body, decipher.final()]).toString("utf8")) as PageLink;
  } catch {
    return undefined;
  }
}
