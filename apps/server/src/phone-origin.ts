import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { gzipSync } from "node:zlib";
import { enrolPath } from "@aval/protocol";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Refusal } from "#errors";
import type { Login } from "#modules/login";
import { readFormsAsBytes, utf8 } from "#platform/forms";
import { isTopLevelFormOf } from "#platform/http";

/**
 * The authenticator's pages, on the authenticator's origin, and nothing of anybody else's.
 *
 * The files of `dist` are read once, at start, and served from memory: no path of a request ever reaches the disk. Whoever
 * ships these files can take a holder's code when it is typed (law 8), so the policy below is what is left to a script
 * that got in: it can load nothing, send nothing elsewhere, and start no worker but ours.
 */
export type PhonePages = {
  /** Folder of the built pages. */
  readonly dist: string;
  /** In the sandbox there is a simulator, which frames the page several times. */
  readonly sandbox: boolean;
  /** The one origin whose pages may enter here, and that this origin's entry page goes back to. */
  readonly loginOrigin: string;
  readonly enter: Login["enter"];
};

type Page = "phone" | "simulator";

/**
 * What a page of this origin may do (P-56): no `unsafe-*`, no WebAssembly, no other origin, and only two script addresses
 * pass the one Trusted Types policy. Frames are ours and only in the sandbox: around a page that asks for a code, a frame
 * of somebody else's is a mask.
 */
function policy(page: Page, sandbox: boolean): string {
  const rules = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${page === "phone" && sandbox ? "'self'" : "'none'"}`,
    "require-trusted-types-for 'script'",
    "trusted-types aval",
  ];
  if (page === "simulator") rules.push("frame-src 'self'");
  return rules.join("; ");
}

function headers(page: Page, sandbox: boolean): Record<string, string> {
  return {
    "content-security-policy": policy(page, sandbox),
    "x-frame-options": page === "phone" && sandbox ? "SAMEORIGIN" : "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": `camera=(self), display-capture=(${sandbox ? "self" : ""}), geolocation=(), microphone=(), payment=(), usb=()`,
  };
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json; charset=utf-8",
};

type Served = {
  readonly page: Page;
  readonly type: string;
  readonly cache: string;
  readonly tag: string;
  readonly plain: Buffer;
  /** Present when it is smaller. */
  readonly packed: Buffer | undefined;
};

/** Serves the pages. Without a build there are none, and the device API answers all the same. */
export function phoneOriginRoutes(app: FastifyInstance, pages: PhonePages): void {
  const { dist, sandbox } = pages;
  const files = readPages(dist, sandbox);
  const index = files.get("/");
  if (index) entryRoutes(app, index.plain.toString(), pages);
  // Where a new phone's own camera arrives: the ordinary page, and what the QR said is behind the `#`.
  if (index)
    app.get(enrolPath, (request, reply) =>
      send(request, reply, index, headers(index.page, sandbox)),
    );
  for (const [path, file] of files) {
    app.get(path, (request, reply) => send(request, reply, file, headers(file.page, sandbox)));
  }
  const mode = JSON.stringify({ mode: sandbox ? "sandbox" : "production" });
  app.get("/mode.json", (_request, reply) => {
    return reply
      .headers({ ...headers("phone", sandbox), "cache-control": "no-cache" })
      .type("application/json; charset=utf-8")
      .send(mode);
  });
}

/**
 * The address at which the sign-in page of this phone's own browser enters. It is the same page as ever, told in an attribute
 * of its root what came: `pass` when our own sign-in page brought an entry that was good; else it says that nothing opens.
 *
 * A link is a GET, and brings nothing; a form of elsewhere has another `Origin`; a frame or a script is no document.
 * Who gains if one of them could enter: whoever wants a holder to approve a sign-in that is not the holder's own.
 */
function entryRoutes(
  app: FastifyInstance,
  index: string,
  { loginOrigin, enter }: PhonePages,
): void {
  const show = (reply: FastifyReply, entry: Entry): FastifyReply =>
    reply
      .headers(entryHeaders(loginOrigin))
      .type("text/html; charset=utf-8")
      .send(entryPage(index, entry));
  const refuse = (
    reply: FastifyReply,
    status: number,
    refusal: Refusal,
    why: "foreign" | "spent",
  ) => {
    reply.refused = { refusal, reference: app.problemStamp().reference };
    return show(reply.code(status), { why });
  };

  app.get("/this-phone", (_request, reply) => show(reply, { why: "link" }));
  void app.register(async (scope) => {
    readFormsAsBytes(scope);
    scope.post("/this-phone", async (request, reply) => {
      if (!isTopLevelFormOf(loginOrigin, request))
        return refuse(reply, 403, "wrong_origin", "foreign");
      const entered = await enter(secretOf(request));
      return entered.ok
        ? show(reply, { pass: entered.value })
        : refuse(reply, 410, entered.refusal, "spent");
    });
  });
}

type Entry = { readonly pass: string } | { readonly why: "link" | "foreign" | "spent" };

const secretOf = ({ body }: FastifyRequest): string =>
  new URLSearchParams(body instanceof Uint8Array ? utf8(body) : "").get("secret") ?? "";

/** Both values are ours: base64url, or one of three words. The page goes back by a form that must say whose it is. */
function entryPage(index: string, entry: Entry): string {
  const attribute =
    "pass" in entry ? `data-aval-pass="${entry.pass}"` : `data-aval-entry="${entry.why}"`;
  return index
    .replace(/<html\b/, `<html ${attribute}`)
    .replace('name="referrer" content="no-referrer"', 'name="referrer" content="strict-origin"');
}

/** As the phone's page elsewhere, but that nobody frames it and that its form may go back to the sign-in page. */
function entryHeaders(loginOrigin: string): Record<string, string> {
  const all = headers("phone", false);
  return {
    ...all,
    "content-security-policy": policy("phone", false).replace(
      "form-action 'none'",
      `form-action ${loginOrigin}`,
    ),
    "referrer-policy": "strict-origin",
    "cache-control": "no-store",
  };
}

/** Every address and its file. The simulator is an address of the sandbox only: elsewhere it is an unknown one. */
function readPages(dist: string, sandbox: boolean): Map<string, Served> {
  const pages = new Map<string, Served>();
  if (!existsSync(dist)) return pages;
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const name = relative(dist, join(entry.parentPath, entry.name)).split(sep).join("/");
    const type = types[extname(name)];
    if (!entry.isFile() || !type) continue;
    if (name.includes("simulator") && !sandbox) continue;
    pages.set(addressOf(name), served(name, type, readFileSync(join(dist, name))));
  }
  return pages;
}

function addressOf(name: string): string {
  if (name === "index.html") return "/";
  return name === "simulator.html" ? "/simulator" : `/${name}`;
}

function served(name: string, type: string, plain: Buffer): Served {
  const packed = type.startsWith("image/png") ? undefined : gzipSync(plain, { level: 9 });
  return {
    page: name === "simulator.html" ? "simulator" : "phone",
    type,
    cache: cacheOf(name),
    // Weak: the same tag for the plain and the packed form.
    tag: `W/"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
    plain,
    packed: packed && packed.length < plain.length ? packed : undefined,
  };
}

/** A file whose name is made of its content never changes; everything else is asked for again each time. */
function cacheOf(name: string): string {
  if (/^assets\/.+-[A-Za-z0-9_-]{8}\.[a-z]+$/.test(name))
    return "public, max-age=31536000, immutable";
  return name.startsWith("icons/") ? "public, max-age=86400" : "no-cache";
}

function send(
  request: FastifyRequest,
  reply: FastifyReply,
  file: Served,
  all: Record<string, string>,
): FastifyReply {
  reply
    .headers({ ...all, "cache-control": file.cache, etag: file.tag, vary: "accept-encoding" })
    .type(file.type);
  if (request.headers["if-none-match"] === file.tag) return reply.code(304).send();
  const packed =
    file.packed && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")
      ? file.packed
      : undefined;
  if (packed) reply.header("content-encoding", "gzip");
  return reply.send(packed ?? file.plain);
}
