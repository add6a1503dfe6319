import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { escaped } from "@aval/design";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { pagePolicy, problem } from "#platform/http";

/**
 * The console's pages, on an origin of their own: one file for every address of its tree, and its assets. What each shows is asked
 * of the interface beside it; a page by itself tells nothing.
 */
export type ConsolePages = {
  /** Folder of the built pages, `index.html` and `assets/`. */
  readonly dist: string;
  readonly brand: string;
  readonly isSandbox: boolean;
};

/** The tree, which is the addresses: `state.ts` of the pages holds the same. */
const tree = [
  ...[
    "/",
    "/cles",
    "/equipe",
    "/inscription",
    "/guichet",
    "/guichet/:visit",
    "/lettres",
    "/annuaire",
    "/gels",
    "/appels",
    "/diagnostic",
    "/diagnostic/:reference",
    "/signalements",
    "/campagnes",
    "/avis",
    "/services",
    "/services/:stream",
    "/conservation",
    "/statistiques",
    "/effacements",
  ],
  ...["/coordonnees", "/coordonnees/:request", "/alertes", "/dossiers", "/dossiers/:case"],
] as const;

const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

async function readBuilt({ dist, brand, isSandbox }: ConsolePages) {
  const root = `<html lang="fr" data-aval-brand="${escaped(brand)}"${isSandbox ? " data-aval-sandbox" : ""}>`;
  const index = (await readFile(join(dist, "index.html"), "utf8")).replace(
    /<html[^>]*>/,
    () => root,
  );
  const assets = new Map<string, { type: string; bytes: Buffer }>();
  for (const name of await readdir(join(dist, "assets")).catch(() => [])) {
    const type = types[extname(name)];
    if (type) assets.set(name, { type, bytes: await readFile(join(dist, "assets", name)) });
  }
  return { index, assets };
}

export function consoleOriginRoutes(app: FastifyInstance, pages: ConsolePages): void {
  let read: ReturnType<typeof readBuilt> | undefined;
  // A failure is not remembered: pages that are being built are there a moment later.
  const built = () => {
    read ??= readBuilt(pages).catch((fault: unknown) => {
      read = undefined;
      throw fault;
    });
    return read;
  };
  const show = async (_request: FastifyRequest, reply: FastifyReply) =>
    reply
      .type("text/html; charset=utf-8")
      .headers({
        "content-security-policy": pagePolicy(),
        // No page of this origin has a use for one.
        "permissions-policy":
          "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        // The address of an enrolment goes nowhere else.
        "referrer-policy": "same-origin",
      })
      .send((await built()).index);
  for (const address of tree) app.get(address, show);
  app.get<{ Params: { name: string } }>("/assets/:name", async (request, reply) => {
    const asset = (await built()).assets.get(request.params.name);
    if (!asset) return problem(reply, "not_found");
    // Names carry a hash of the content.
    return reply
      .type(asset.type)
      .header("cache-control", "public, max-age=31536000, immutable")
      .send(asset.bytes);
  });
}
