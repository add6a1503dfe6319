import { createHash } from "node:crypto";
import {
  canonicalJson,
  type Json,
  type PasskeyAssertion,
  type PublicNoticeGiven,
  type PublicNoticeId,
  type PublicNoticeList,
  type PublicNoticePreview,
  type StaffId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Visitor } from "#modules/staff";
import { transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { after, days, epochSeconds } from "#platform/time";
import { takeTurn } from "#platform/turns";
import type { CampaignsDeps } from "./campaigns.ts";
import type { NoticeBoard } from "./public-notice-board.ts";
import * as store from "./public-notice-store.ts";
import { faultsOf, filled } from "./text.ts";

/* What everybody may read: written by one operator, published by another's key, retired by one. */

export type PublicNoticesDeps = Pick<
  CampaignsDeps,
  "db" | "clock" | "random" | "audit" | "limits" | "staff" | "console" | "brand"
> & {
  /** Where everybody reads it. */
  readonly origin: string;
  /** What this node keeps of it for some seconds. */
  readonly board: Pick<NoticeBoard, "changed">;
};

/** Numbers are given one at a time: an address is never two notices'. */
const publishingTurn = "public_notice";

/** What a second person's key signs: every word, and whether it stands on the pages' top. */
const digestOf = ({ isUrgent, texts }: PublicNoticeGiven): string =>
  createHash("sha256")
    .update(
      canonicalJson({
        v: "aval.public-notice-text.v1",
        isUrgent,
        texts: texts as unknown as Json,
      }),
    )
    .digest("base64url");

const faultsIn = ({ texts }: PublicNoticeGiven) => faultsOf(texts, bounds.publicNoticeText);

export function preview(
  { clock, brand }: PublicNoticesDeps,
  given: PublicNoticeGiven,
): PublicNoticePreview {
  const now = clock.now();
  const faults = faultsIn(given);
  const digest = digestOf(given);
  return faults.length > 0
    ? { faults, digest }
    : { faults, digest, shown: filled(given.texts, { brand, at: now }) };
}

export async function ask(
  deps: PublicNoticesDeps,
  who: Visitor,
  { digest, ...given }: PublicNoticeGiven & { readonly digest: string },
): Promise<Outcome<PublicNoticeList, Refusal>> {
  if (faultsIn(given).length > 0) return deny("campaign_text");
  if (digestOf(given) !== digest) return deny("campaign_changed");
  const by = who.member as StaffId;
  const asked = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    if (!(await deps.staff.mayOperate(by, tx))) return deny("staff_may_not");
    if (!(await deps.limits.spend(tx, "public_notice", by, bounds.campaignsByMember, days(1))))
      return deny("campaign_too_many");
    const id = newId("ntp", deps.random);
    await store.insertPublicNotice(tx, { ...given, id, digest, by });
    await deps.audit.append(tx, { fact: "public_notice_asked", notice: id, staff: by });
    return done(undefined);
  });
  return asked.ok ? done(await view(deps, who)) : asked;
}

async function signable(
  { db, clock }: PublicNoticesDeps,
  who: Visitor,
  id: PublicNoticeId,
): Promise<Outcome<store.PublicNoticeRow, Refusal>> {
  const now = clock.now();
  const [found] = await store.findPublicNotices(db, { id }, 1);
  if (!found) return deny("not_found");
  if (found.by === who.member) return deny("campaign_two_people");
  const isOver = found.state !== "waiting" || now >= after(found.askedAt, lifetimes.campaignWaits);
  return isOver ? deny("campaign_over") : done(found);
}

const statementOf = ({ id, digest, by }: store.PublicNoticeRow) => ({
  v: "aval.public-notice.v1",
  notice: id,
  text: digest,
  askedBy: by,
});

export async function askSecond(deps: PublicNoticesDeps, who: Visitor, id: PublicNoticeId) {
  const found = await signable(deps, who, id);
  return found.ok ? done(await deps.console.askSignature(who, statementOf(found.value))) : found;
}

/** A second operator signed exactly this: everybody reads it. */
export async function publish(
  deps: PublicNoticesDeps,
  who: Visitor,
  id: PublicNoticeId,
  assertion: PasskeyAssertion,
): Promise<Outcome<PublicNoticeList, Refusal>> {
  const found = await signable(deps, who, id);
  if (!found.ok) return found;
  const signed = await deps.console.signedExactly(who, assertion, statementOf(found.value));
  if (!signed.ok) return signed;
  const second = who.member as StaffId;
  const { digest, by } = found.value;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    await takeTurn(tx, publishingTurn);
    for (const one of [second, by].sort())
      if (!(await deps.staff.mayOperate(one, tx)))
        return deny(one === second ? "staff_may_not" : "campaign_over");
    const given = { id, digest, second, signature: JSON.stringify(signed.value) };
    if (!(await store.recordPublished(tx, given, lifetimes.campaignWaits)))
      return deny("campaign_over");
    await deps.audit.append(tx, {
      fact: "public_notice_published",
      ...{ notice: id, staff: by, second, text: digest },
    });
    return done(undefined);
  });
  if (!outcome.ok) return outcome;
  deps.board.changed();
  return done(await view(deps, who));
}

/** Before it is signed its maker takes it back; once it is published any operator retires it: it stays, and says so. */
export async function end(
  deps: PublicNoticesDeps,
  who: Visitor,
  id: PublicNoticeId,
): Promise<Outcome<PublicNoticeList, Refusal>> {
  const by = who.member as StaffId;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    const ended = (await store.recordRetired(tx, id, by))
      ? "public_notice_retired"
      : (await store.recordNoticeWithdrawn(tx, id, by))
        ? "public_notice_withdrawn"
        : undefined;
    if (!ended) return deny("campaign_over");
    await deps.audit.append(tx, { fact: ended, notice: id, staff: by });
    return done(undefined);
  });
  if (!outcome.ok) return outcome;
  deps.board.changed();
  return done(await view(deps, who));
}

export async function view(deps: PublicNoticesDeps, who: Visitor): Promise<PublicNoticeList> {
  await store.recordNoticesOver(deps.db, lifetimes.campaignWaits);
  const all = await store.findPublicNotices(deps.db, "all", bounds.campaignsShown);
  const names = await deps.staff.names(
    all.flatMap(({ by, second }) => (second ? [by, second] : [by])),
  );
  return {
    notices: all.map(
      ({ id, state, isUrgent, texts, by, askedAt, second, number, publishedAt, retiredAt }) => ({
        ...{ notice: id, state, isUrgent, texts, by: names.get(by) ?? "" },
        ...{ isMine: by === who.member, at: epochSeconds(askedAt) },
        ...(second ? { secondedBy: names.get(second) ?? "" } : {}),
        ...(publishedAt === undefined ? {} : { publishedAt: epochSeconds(publishedAt) }),
        ...(retiredAt === undefined ? {} : { retiredAt: epochSeconds(retiredAt) }),
        ...(number === undefined ? {} : { address: `${deps.origin}/avis/${number}` }),
        ...(state === "waiting"
          ? { until: epochSeconds(after(askedAt, lifetimes.campaignWaits)) }
          : {}),
      }),
    ),
  };
}
