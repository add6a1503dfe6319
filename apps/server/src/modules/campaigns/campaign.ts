import { createHash } from "node:crypto";
import {
  type CampaignGiven,
  type CampaignId,
  type CampaignSegment,
  canonicalJson,
  type Json,
  type StaffId,
} from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import { deny, done, type Outcome } from "#platform/outcome";
import { after, type Instant } from "#platform/time";

/** What every campaign is, whatever became of it. `people`: how many its segment held when it was asked for. */
type Written = CampaignGiven & {
  readonly id: CampaignId;
  readonly scope: string;
  readonly people: number;
  readonly digest: string;
  readonly by: StaffId;
  readonly askedAt: Instant;
};
type Begun = Written & { readonly second: StaffId; readonly begunAt: Instant };

/** A campaign: written by one, begun by another, sent to each once, or stopped. */
export type Campaign =
  | (Written & { readonly state: "waiting" })
  | (Written & { readonly state: "withdrawn" | "over"; readonly endedAt: Instant })
  | (Begun & { readonly state: "sending" })
  | (Begun & { readonly state: "done"; readonly endedAt: Instant })
  | (Begun & { readonly state: "stopped"; readonly endedAt: Instant; readonly stoppedBy: StaffId });

export const signableUntil = ({ askedAt }: Pick<Campaign, "askedAt">): Instant =>
  after(askedAt, lifetimes.campaignWaits);

/** A second person begins it: never who wrote it, and in time. */
export function begin(
  campaign: Campaign,
  second: StaffId,
  now: Instant,
): Outcome<Extract<Campaign, { state: "sending" }>, "campaign_two_people" | "campaign_over"> {
  if (campaign.by === second) return deny("campaign_two_people");
  if (campaign.state !== "waiting" || now >= signableUntil(campaign)) return deny("campaign_over");
  return done({ ...campaign, state: "sending", second, begunAt: now });
}

/** Whoever may make campaigns of its scope stops it: one person, at once. */
export function stop(
  campaign: Campaign,
  stoppedBy: StaffId,
  now: Instant,
): Outcome<Extract<Campaign, { state: "stopped" }>, "campaign_over"> {
  if (campaign.state !== "sending") return deny("campaign_over");
  return done({ ...campaign, state: "stopped", endedAt: now, stoppedBy });
}

/** Its maker takes it back before anybody signed. */
export function withdraw(
  campaign: Campaign,
  by: StaffId,
  now: Instant,
): Outcome<Extract<Campaign, { state: "withdrawn" | "over" }>, "campaign_over"> {
  if (campaign.state !== "waiting" || campaign.by !== by) return deny("campaign_over");
  return done({ ...campaign, state: "withdrawn", endedAt: now });
}

/** A segment as it is counted and signed: each criterion once, in order. */
export const inOrder = (segment: CampaignSegment): CampaignSegment => ({
  professions: [...new Set(segment.professions)].sort(),
  departments: [...new Set(segment.departments)].sort(),
  ...(segment.structure ? { structure: segment.structure } : {}),
  phone: segment.phone,
});

/** The SHA-256 of what a second person signs, base64url: whom, how many, by what, and every word. */
export function digestOf(
  given: CampaignGiven & { readonly scope: string; readonly people: number },
): string {
  const text = canonicalJson({
    v: "aval.campaign-list.v1",
    scope: given.scope,
    segment: { ...inOrder(given.segment) },
    channels: [...new Set(given.channels)].sort(),
    texts: given.texts as unknown as Json,
    ...(given.drill ? { drill: given.drill } : {}),
    people: given.people,
  });
  return createHash("sha256").update(text).digest("base64url");
}
