import { type LookupAddress, type LookupOptions, lookup } from "node:dns";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { BlockList, isIP } from "node:net";
import type { Duration } from "./time.ts";

/**
 * Requests to addresses that somebody else has registered.
 *
 * Only an address of the public internet is called, unless whoever runs this house says that this one is inside it: else a
 * registration would be a way to reach what only this server can (a database's port, a cloud's metadata). The address is looked
 * at when the connection opens, after its name was resolved, so that a name which changes its mind is caught. A redirect is not
 * followed, the answer's body is not read, and nothing lasts longer than `within`.
 */
export type Post = (
  address: string,
  message: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array;
    readonly within: Duration;
    readonly mayBePrivate: boolean;
  },
) => Promise<number | undefined>;

/** The same, of a form. */
export type PostForm = (
  address: string,
  form: Readonly<Record<string, string>>,
  how: { readonly within: Duration; readonly mayBePrivate: boolean },
) => Promise<number | undefined>;

export function createPostForm(how: { readonly allowsPrivate: boolean }): PostForm {
  const post = createPost(how);
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return (address, form, { within, mayBePrivate }) =>
    post(address, {
      headers,
      body: new URLSearchParams(form).toString(),
      within,
      mayBePrivate,
    });
}

/** `allowsPrivate`: a sandbox, whose services are all on this machine. Resolves with the status, or `undefined` without one. */
export function createPost({ allowsPrivate }: { readonly allowsPrivate: boolean }): Post {
  return (address, { headers, body, within, mayBePrivate }) =>
    new Promise((resolve) => {
      const url = URL.parse(address);
      const isOpen = allowsPrivate || mayBePrivate;
      if (!url || (!isOpen && isPrivateLiteral(url.hostname))) return resolve(undefined);
      const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
        method: "POST",
        headers: {
          ...headers,
          "content-length": Buffer.byteLength(body),
          accept: "*/*",
          connection: "close",
        },
        agent: false,
        lookup: isOpen ? loopbackToo : publicOnly,
        // Of the whole exchange, and not of a pause in it: a byte now and then holds nothing.
        signal: AbortSignal.timeout(within),
      });
      request.on("response", (response) => {
        response.on("error", () => {});
        resolve(response.statusCode);
        request.destroy();
      });
      request.on("error", () => resolve(undefined));
      request.on("close", () => resolve(undefined));
      request.end(body);
    });
}

/**
 * `fetch`, as libraries call it, by the same rules: the answer's body is read, up to what a provider's metadata and keys may be.
 * It throws when nothing came.
 */
export type OutboundFetch = (
  address: string,
  how: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly within: Duration;
    readonly mayBePrivate: boolean;
  },
) => Promise<Response>;

/** Longer answers are not read: a provider's metadata and keys are some thousand characters. */
const answerMax = 262_144;

export function createFetch({ allowsPrivate }: { readonly allowsPrivate: boolean }): OutboundFetch {
  return (address, { method, headers, body, within, mayBePrivate }) =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const isOpen = allowsPrivate || mayBePrivate;
      const { hostname } = url;
      if (!isOpen && isPrivateLiteral(hostname)) throw new Error("a private address");
      const sent = body === undefined || body === null ? "" : String(body);
      const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
        method,
        headers: { ...headers, "content-length": Buffer.byteLength(sent), connection: "close" },
        agent: false,
        lookup: isOpen ? loopbackToo : publicOnly,
        signal: AbortSignal.timeout(within),
      });
      request.on("error", reject);
      request.on("response", (response) => {
        const parts: Buffer[] = [];
        let length = 0;
        response.on("error", reject);
        response.on("data", (part: Buffer) => {
          parts.push(part);
          length += part.length;
          if (length > answerMax) request.destroy(new Error("too long an answer"));
        });
        response.on("end", () => {
          const type = response.headers["content-type"] ?? "";
          const { statusCode: status = 500 } = response;
          const text = status === 204 || status === 304 ? null : Buffer.concat(parts);
          resolve(new Response(text, { status, headers: { "content-type": type } }));
        });
      });
      request.end(sent);
    });
}

type Found = (
  fault: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** Names under `localhost` are this machine (RFC 6761 6.3), whatever its resolver knows of them. */
function loopbackToo(hostname: string, options: LookupOptions, found: Found): void {
  lookup(hostname.endsWith(".localhost") ? "localhost" : hostname, options, found);
}

/** Finds a name's addresses, and refuses all of them when one is not of the public internet. */
function publicOnly(hostname: string, options: LookupOptions, found: Found): void {
  lookup(hostname, options, (fault, address, family) => {
    if (fault) return found(fault, address, family);
    const all = typeof address === "string" ? [address] : address.map((one) => one.address);
    if (!all.some(isPrivate)) return found(null, address, family);
    found(Object.assign(new Error("a private address"), { code: "EACCES" }), "", 0);
  });
}

function isPrivateLiteral(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return isIP(bare) !== 0 && isPrivate(bare);
}

/** What no public server has as its address. Source: IANA's special-purpose registries (RFC 6890), multicast. */
const special = new BlockList();
for (const [net, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  special.addSubnet(net, bits, "ipv4");
/** Public IPv6 is 2000::/3; in it, these lead elsewhere: documentation, Teredo and 6to4, which carry IPv4 inside. */
const publicIpv6 = new BlockList();
publicIpv6.addSubnet("2000::", 3, "ipv6");
for (const [net, bits] of [
  ["2001:db8::", 32],
  ["2001::", 23],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  special.addSubnet(net, bits, "ipv6");

/** Whether an address, of either family, is not of the public internet. */
export function isPrivate(address: string): boolean {
  if (isIP(address) === 4) return special.check(address, "ipv4");
  return special.check(address, "ipv6") || !publicIpv6.check(address, "ipv6");
}
