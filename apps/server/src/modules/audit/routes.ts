import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Database } from "#platform/database";
import { problem } from "#platform/http";
import { published } from "./seen-store.ts";
import type { AuditTables } from "./store.ts";
import { isWithin, parseTilePath } from "./tile.ts";
import { hashesAt, tileWidth } from "./tree.ts";

/** Where the log is seen on the issuer's origin; its notes name this place (`logOrigin`). */
export const logPrefix = "/log";

const tileName = z.object({ level: z.string().max(8), "*": z.string().max(32) });

/**
 * The log as anybody may see it: the checkpoint of the hour and the hashes under it, at the addresses of C2SP `tlog-tiles`. A leaf is keyed,
 * so a hash says nothing of its fact; facts themselves are served nowhere, and what came since the hour is nobody's to count
 * (law 7).
 */
export function logRoutes(app: FastifyInstance, { db }: { db: Database<AuditTables> }): void {
  app.get(`${logPrefix}/checkpoint`, async (_request, reply) => {
    const seen = await published(db);
    if (!seen) return problem(reply, "not_found");
    return openTo(reply)
      .type("text/plain; charset=utf-8")
      .header("cache-control", "no-cache")
      .send(seen.note);
  });

  app
    .withTypeProvider<ZodTypeProvider>()
    .get(`${logPrefix}/tile/:level/*`, { schema: { params: tileName } }, async (request, reply) => {
      const tile = parseTilePath(`${request.params.level}/${request.params["*"]}`);
      const seen = tile && (await published(db));
      if (!seen || !isWithin(tile, seen.size)) return problem(reply, "not_found");
      const { level, place, width } = tile;
      const hashes = await hashesAt(db, level, place * tileWidth, width);
      if (hashes.length !== width) return problem(reply, "not_found");
      return openTo(reply)
        .type("application/octet-stream")
        .header("cache-control", "public, max-age=31536000, immutable")
        .send(Buffer.concat(hashes));
    });
}

/** A verifier may be a page of anybody's. */
const openTo = (reply: FastifyReply) => reply.header("access-control-allow-origin", "*");
