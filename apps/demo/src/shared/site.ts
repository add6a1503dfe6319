import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import type { Lang } from "@aval/design";

/**
 * The small site that each demonstration is: plain HTTP, pages of its own, cookies for its own host, nothing shared with
 * Aval but a stylesheet.
 */
export type SiteSettings = {
  /** Before each line of the log, and in the names of its cookies. */
  readonly name: string;
  readonly origin: string;
  readonly port: number;
  readonly host: string;
  /** Where its forms may lead besides itself: the provider's origin. */
  readonly issuer: string;
  /** Whether its pages run a script of its own, which asks this origin how things stand. */
  readonly hasScript?: boolean;
};

/** What a demonstration is started with, beside its registration. */
export type Started = {
  readonly port: number;
  readonly host: string;
  /** The clock of the sandbox it is part of, which can be moved: milliseconds since the epoch. Absent: this machine's. */
  readonly now?: () => number;
};

/** One request, read once. */
export type Asked = {
  readonly method: string;
  readonly url: URL;
  readonly lang: Lang;
  readonly cookies: ReadonlyMap<string, string>;
  readonly form: URLSearchParams;
  /** What it came with, as it came: programs post more than forms. */
  readonly text: string;
  /** The bearer token it came with, if any: programs call without cookies. */
  readonly bearer: string | undefined;
};

export type Answer = {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly location?: string;
  readonly cookies?: readonly string[];
};

export type SiteAnswers = {
  readonly answer: (asked: Asked) => Promise<Answer>;
  /** A form of another site's. */
  readonly forged: (lang: Lang) => Answer;
  /** What was thrown, as a page; `undefined` for a bug, which is logged. */
  readonly known: (fault: unknown, lang: Lang) => Answer | undefined;
  readonly broken: (lang: Lang) => Answer;
};

/** Starts it. `close` ends its connections. */
export async function startSite(
  settings: SiteSettings,
  answers: SiteAnswers,
): Promise<{ close(): Promise<void> }> {
  const hosts = new Set([
    new URL(settings.origin).host,
    `127.0.0.1:${settings.port}`,
    `localhost:${settings.port}`,
  ]);
  const policy = policyOf(settings);
  const server = createServer((request, response) => {
    respond({ settings, answers, hosts, policy }, request, response).catch((fault: unknown) => {
      console.error(`${settings.name}:`, fault);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.port, settings.host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The stylesheet of every demonstration. */
export async function readStylesheet(): Promise<Answer> {
  const body = await readFile(fileURLToPath(import.meta.resolve("@aval/design/aval.css")));
  return { status: 200, body, type: "text/css; charset=utf-8" };
}

type Standing = {
  readonly settings: SiteSettings;
  readonly answers: SiteAnswers;
  readonly hosts: ReadonlySet<string>;
  readonly policy: string;
};

async function respond(
  { settings, answers, hosts, policy }: Standing,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A name that is not ours pointing here is somebody rebinding DNS.
  if (!hosts.has(request.headers.host ?? ""))
    return send(response, policy, { status: 421, body: "Misdirected Request", type: "text/plain" });
  const url = URL.parse(request.url ?? "/", settings.origin);
  if (!url) return send(response, policy, { status: 400, body: "Bad Request", type: "text/plain" });
  const cookies = readCookies(request.headers.cookie);
  const langCookie = `__Host-${settings.name}-lang`;
  const wanted = url.searchParams.get("lang") ?? cookies.get(langCookie);
  const lang = languageOf(wanted, request.headers["accept-language"]);
  try {
    const [, bearer] = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? "") ?? [];
    const asked = { method: request.method ?? "GET", url, lang, cookies, bearer };
    const answer = isForged(request, settings.origin)
      ? answers.forged(lang)
      : await answerTo(answers, request, asked);
    const chosen = url.searchParams.has("lang") ? [cookie(langCookie, lang, 31_536_000)] : [];
    send(response, policy, { ...answer, cookies: [...(answer.cookies ?? []), ...chosen] });
  } catch (fault) {
    // Whoever asked left before the end of what they had to say: there is nobody to answer.
    if (request.destroyed && !request.complete) return;
    const known = answers.known(fault, lang);
    if (!known) console.error(`${settings.name}:`, fault);
    send(response, policy, known ?? answers.broken(lang));
  }
}

/** Told before the body is read: nothing of another site's form is waited for. */
function isForged({ method, headers }: IncomingMessage, origin: string): boolean {
  return method === "POST" && headers.origin !== undefined && headers.origin !== origin;
}

async function answerTo(
  answers: SiteAnswers,
  request: IncomingMessage,
  asked: Omit<Asked, "form" | "text">,
): Promise<Answer> {
  const text = await readText(request);
  return text === undefined
    ? { status: 413, body: "", type: "text/plain" }
    : answers.answer({ ...asked, text, form: new URLSearchParams(text) });
}

/** A cookie for this host alone, not for scripts, sent when the provider sends the browser back. */
export function cookie(name: string, value: string, maxAgeSeconds?: number): string {
  const age = maxAgeSeconds === undefined ? "" : `; Max-Age=${maxAgeSeconds}`;
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${age}`;
}

/** Chosen here before, else the browser's first of ours, else French. */
function languageOf(wanted: string | null | undefined, accepted: string | undefined): Lang {
  if (wanted === "fr" || wanted === "en") return wanted;
  const first = /(?:^|,)\s*(fr|en)\b/i.exec(accepted ?? "")?.[1];
  return first?.toLowerCase() === "en" ? "en" : "fr";
}

/** The longest here is a security event token: three signatures long. */
const formMax = 4_096;

/** What a form or a token says; `undefined` when it is longer than any of ours. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  let text = "";
  for await (const part of request.setEncoding("latin1")) {
    text += part;
    if (text.length > formMax) return undefined;
  }
  return text;
}

function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const pairs = (header ?? "")
    .split(";")
    .map((pair) => pair.trim().split("=", 2) as [string, string?]);
  return new Map(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** Signing out is a form whose answer leads to the provider and back. */
function policyOf({ issuer, hasScript }: SiteSettings): string {
  const script = hasScript ? " script-src 'self'; connect-src 'self';" : "";
  const { origin } = new URL(issuer);
  return `default-src 'none'; style-src 'self';${script} form-action 'self' ${origin}; base-uri 'none'; frame-ancestors 'none'`;
}

function send(response: ServerResponse, policy: string, answer: Answer): void {
  const isFile = /^text\/(css|javascript)/.test(answer.type ?? "");
  response.writeHead(answer.status, {
    "content-type": answer.type ?? "text/html; charset=utf-8",
    "cache-control": isFile ? "public, max-age=300" : "no-store",
    "content-security-policy": policy,
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    ...(answer.location === undefined ? {} : { location: answer.location }),
    ...(answer.cookies?.length ? { "set-cookie": [...answer.cookies] } : {}),
  });
  response.end(answer.body);
}
