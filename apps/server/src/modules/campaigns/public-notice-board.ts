import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { AnyTables, Database } from "#platform/database";
import { after, type Clock, type Instant } from "#platform/time";
import type { Published } from "./public-notice-pages.ts";
import { findPublicNotices, type PublicNoticeRow } from "./public-notice-store.ts";
import { filled } from "./text.ts";

/*
 * What everybody may read, kept for some seconds: on the day of an attack half a million people open one page, and the database has other
 * things to do. A notice that is published or retired here is there at once; at other nodes within `lifetimes.noticesKept`.
 */

export type NoticeBoard = ReturnType<typeof createNoticeBoard>;

export function createNoticeBoard(deps: {
  readonly db: Database<AnyTables>;
  readonly clock: Clock;
  readonly brand: string;
}) {
  const { db, clock, brand } = deps;
  let kept: { readonly until: Instant; readonly all: Promise<readonly Published[]> } | undefined;
  const published = async (by: "published" | { readonly number: number }) =>
    (await findPublicNotices(db, by, bounds.campaignsShown)).flatMap((row) => shown(row, brand));
  const all = (): Promise<readonly Published[]> => {
    const now = clock.now();
    if (kept && now < kept.until) return kept.all;
    const asked = { until: after(now, lifetimes.noticesKept), all: published("published") };
    kept = asked;
    // A failure is not remembered.
    asked.all.catch(() => {
      if (kept === asked) kept = undefined;
    });
    return asked.all;
  };
  return {
    all,
    /** One by its number: a number that none has had yet asks the database nothing. */
    one: async (number: number): Promise<Published | undefined> => {
      const known = await all();
      const found = known.find((one) => one.number === number);
      const last = Math.max(0, ...known.map((one) => one.number));
      return found ?? (number < last ? (await published({ number }))[0] : undefined);
    },
    /** Something was published or retired. */
    changed: (): void => {
      kept = undefined;
    },
  };
}

const shown = (
  { number, publishedAt, texts, isUrgent, retiredAt }: PublicNoticeRow,
  brand: string,
): readonly Published[] =>
  number === undefined || publishedAt === undefined
    ? []
    : [
        {
          ...{ number, publishedAt, isUrgent, retiredAt },
          texts: filled(texts, { brand, at: publishedAt }),
        },
      ];

/** The same for everybody, for some seconds; whoever has it already is told so. */
export function sendKept(
  { headers }: Pick<FastifyRequest, "headers">,
  reply: FastifyReply,
  { type, text }: { readonly type: string; readonly text: string },
): FastifyReply {
  const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  reply
    .header("etag", tag)
    .header("cache-control", `public, max-age=${lifetimes.noticesKept / 1000}`)
    .header("vary", "accept-language");
  return headers["if-none-match"] === tag ? reply.code(304).send() : reply.type(type).send(text);
}
