import type { CampaignTexts, PublicNoticeId, PublicNoticeState, StaffId } from "@aval/protocol";
import { sql } from "kysely";
import { type AnyTables, type Database, toInstant } from "#platform/database";
import type { Duration, Instant } from "#platform/time";

type Db = Database<AnyTables>;

export async function insertPublicNotice(
  tx: Db,
  given: {
    readonly id: PublicNoticeId;
    readonly isUrgent: boolean;
    readonly texts: CampaignTexts;
    readonly digest: string;
    readonly by: StaffId;
  },
): Promise<void> {
  await sql`
    insert into public_notice (id, state, is_urgent, texts, digest, by_member)
    values (${given.id}, 'waiting', ${given.isUrgent}, ${JSON.stringify(given.texts)}, ${given.digest}, ${given.by})`.execute(
    tx,
  );
}

/**
 * A second person, who did not write it, signed exactly this, in time: it is published, under the next number. False: it is over, changed
 * or theirs. Whoever calls holds the turn by which numbers are given.
 */
export async function recordPublished(
  tx: Db,
  given: {
    readonly id: PublicNoticeId;
    readonly digest: string;
    readonly second: StaffId;
    readonly signature: string;
  },
  within: Duration,
): Promise<boolean> {
  const result = await sql`
    update public_notice set state = 'published', second_member = ${given.second}, signature = ${given.signature},
      published_at = aval_now(), number = (select coalesce(max(number), 0) + 1 from public_notice)
    where id = ${given.id} and digest = ${given.digest} and state = 'waiting' and by_member <> ${given.second}
      and asked_at > aval_now() - ${within} * interval '1 millisecond'`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function recordNoticeWithdrawn(
  tx: Db,
  id: PublicNoticeId,
  by: StaffId,
): Promise<boolean> {
  const result = await sql`
    update public_notice set state = 'withdrawn' where id = ${id} and state = 'waiting' and by_member = ${by}`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

export async function recordRetired(tx: Db, id: PublicNoticeId, by: StaffId): Promise<boolean> {
  const result = await sql`
    update public_notice set state = 'retired', retired_at = aval_now(), retired_by = ${by}
    where id = ${id} and state = 'published'`.execute(tx);
  return result.numAffectedRows === 1n;
}

/** Those that nobody may sign any more. */
export async function recordNoticesOver(db: Db, within: Duration): Promise<void> {
  await sql`
    update public_notice set state = 'over'
    where state = 'waiting' and asked_at <= aval_now() - ${within} * interval '1 millisecond'`.execute(
    db,
  );
}

export type PublicNoticeRow = {
  readonly id: PublicNoticeId;
  readonly number: number | undefined;
  readonly state: PublicNoticeState;
  readonly isUrgent: boolean;
  readonly texts: CampaignTexts;
  readonly digest: string;
  readonly by: StaffId;
  readonly second: StaffId | undefined;
  readonly askedAt: Instant;
  readonly publishedAt: Instant | undefined;
  readonly retiredAt: Instant | undefined;
};

/** The last; one by its id; or, for everybody, what is or was published, or one of them by its number. */
export async function findPublicNotices(
  db: Db,
  by: { readonly id: PublicNoticeId } | { readonly number: number } | "published" | "all",
  most: number,
): Promise<readonly PublicNoticeRow[]> {
  const isPublished = sql`state in ('published', 'retired')`;
  const where =
    by === "all"
      ? sql`true`
      : by === "published"
        ? isPublished
        : "id" in by
          ? sql`id = ${by.id}`
          : sql`number = ${by.number} and ${isPublished}`;
  const { rows } = await sql<{
    id: PublicNoticeId;
    number: number | null;
    state: PublicNoticeState;
    is_urgent: boolean;
    texts: CampaignTexts;
    digest: string;
    by: StaffId;
    second: StaffId | null;
    asked_at: Date;
    published_at: Date | null;
    retired_at: Date | null;
  }>`
    select id, number, state, is_urgent, texts, digest, by_member as by, second_member as second, asked_at, published_at, retired_at
    from public_notice where ${where} order by coalesce(published_at, asked_at) desc, id limit ${most}`.execute(
    db,
  );
  return rows.map(({ id, state, texts, digest, by: maker, ...row }) => ({
    ...{ id, state, texts, digest, by: maker, isUrgent: row.is_urgent },
    number: row.number ?? undefined,
    second: row.second ?? undefined,
    askedAt: toInstant(row.asked_at),
    publishedAt: row.published_at ? toInstant(row.published_at) : undefined,
    retiredAt: row.retired_at ? toInstant(row.retired_at) : undefined,
  }));
}
