import type {
  CampaignGiven,
  CampaignId,
  CampaignLine,
  CampaignList,
  CampaignPreview,
  CampaignTexts,
  PasskeyAssertion,
  StaffId,
} from "@aval/protocol";
import type { Refusal } from "#errors";
import { limits as bounds, lifetimes } from "#lifetimes";
import type { Audit } from "#modules/audit";
import { professionsOf, structureOf } from "#modules/directory";
import type { Limits } from "#modules/limits";
import type { Notices } from "#modules/notices";
import { type Console, everywhere, type Staff, type Visitor } from "#modules/staff";
import { type AnyTables, type Database, toInstant, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId, type Random } from "#platform/random";
import { type Clock, days, epochSeconds, hours, minutes } from "#platform/time";
import * as machine from "./campaign.ts";
import { countsOf } from "./drill-store.ts";
import * as store from "./store.ts";
import { faultsOf, filled, isByDay } from "./text.ts";

type Tx = Database<AnyTables>;

export type CampaignsDeps = {
  readonly db: Tx;
  readonly clock: Clock;
  readonly random: Random;
  readonly audit: Pick<Audit, "append">;
  readonly limits: Pick<Limits, "spend">;
  readonly notices: Pick<Notices, "tell" | "shown" | "takeBack" | "channels">;
  readonly staff: Pick<Staff, "mayAct" | "mayOperate" | "names">;
  readonly console: Pick<Console, "askSignature" | "signedExactly">;
  readonly brand: string;
};

/** Whom a scope reaches: its own professions, its own structure, or everybody for the national ones. */
function reachOf(scope: string): store.Reach {
  if (scope === everywhere) return { of: "everybody" };
  const structure = structureOf(scope);
  if (structure !== undefined) return { of: "structure", structure };
  const professions = professionsOf(scope);
  return professions ? { of: "professions", ...professions } : { of: "nobody" };
}

/** Channels that are there; an exercise is drawn by the application. */
const isGoneBy = ({ notices }: CampaignsDeps, { channels, drill }: CampaignGiven) =>
  channels.every((channel) => notices.channels().includes(channel)) &&
  (drill === undefined || channels.includes("app"));

/** What it would be: how many, and how each channel shows it. It changes nothing. */
export async function preview(
  deps: CampaignsDeps,
  who: Visitor,
  given: CampaignGiven,
): Promise<Outcome<CampaignPreview, Refusal>> {
  const now = deps.clock.now();
  if (
    !(await deps.limits.spend(
      deps.db,
      "campaign_preview",
      who.member,
      bounds.campaignPreviews,
      hours(1),
    ))
  )
    return deny("campaign_too_many");
  if (!isGoneBy(deps, given)) return deny("campaign_channel");
  const people = await store.countOf(deps.db, given.segment, reachOf(who.scope));
  const faults = faultsOf(given.texts);
  const digest = machine.digestOf({ ...given, scope: who.scope, people });
  if (faults.length > 0) return done({ people, faults, digest });
  const app = filled(given.texts, { brand: deps.brand, at: now });
  return done({ people, faults, digest, shown: { app, ...deps.notices.shown(app) } });
}

/** Somebody asks for it as it was previewed: `digest` is of what was on the screen. It waits for a second person. */
export async function ask(
  deps: CampaignsDeps,
  who: Visitor,
  { digest, ...given }: CampaignGiven & { readonly digest: string },
): Promise<Outcome<CampaignList, Refusal>> {
  if (!isGoneBy(deps, given)) return deny("campaign_channel");
  if (faultsOf(given.texts).length > 0) return deny("campaign_text");
  const by = who.member as StaffId;
  const { scope } = who;
  const asked = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    if (!(await deps.staff.mayAct(by, "make_campaigns", tx, [scope]))) return deny("staff_may_not");
    if (!(await deps.limits.spend(tx, "campaign", by, bounds.campaignsByMember, days(1))))
      return deny("campaign_too_many");
    const people = await store.countOf(tx, given.segment, reachOf(scope));
    if (people === 0) return deny("campaign_nobody");
    if (machine.digestOf({ ...given, scope, people }) !== digest) return deny("campaign_changed");
    const id = newId("cmp", deps.random);
    const segment = machine.inOrder(given.segment);
    await store.insertCampaign(tx, { ...given, segment, id, scope, people, digest, by });
    await deps.audit.append(tx, { fact: "campaign_asked", campaign: id, staff: by, scope, people });
    return done(undefined);
  });
  return asked.ok ? done(await view(deps, who)) : asked;
}

/** One that this member may read. */
async function found(
  { db }: CampaignsDeps,
  { scope }: Visitor,
  id: CampaignId,
): Promise<Outcome<machine.Campaign, Refusal>> {
  const [campaign] = await store.findCampaigns(db, { scope, id, most: 1 });
  return campaign ? done(campaign) : deny("not_found");
}

/** What a second person's key signs. */
const statementOf = ({ id, digest, people, by, scope }: machine.Campaign) => ({
  v: "aval.campaign.v1",
  campaign: id,
  list: digest,
  people,
  scope,
  askedBy: by,
});

export async function askSecond(deps: CampaignsDeps, who: Visitor, id: CampaignId) {
  const now = deps.clock.now();
  const campaign = await found(deps, who, id);
  if (!campaign.ok) return campaign;
  const begun = machine.begin(campaign.value, who.member as StaffId, now);
  return begun.ok ? done(await deps.console.askSignature(who, statementOf(campaign.value))) : begun;
}

/**
 * A second person signed exactly this: it begins, for whoever is in the segment at this moment, if they are as many as were signed for.
 * Both may make campaigns now, held until it has begun.
 */
export async function second(
  deps: CampaignsDeps,
  who: Visitor,
  id: CampaignId,
  assertion: PasskeyAssertion,
): Promise<Outcome<CampaignList, Refusal>> {
  const now = deps.clock.now();
  const campaign = await found(deps, who, id);
  if (!campaign.ok) return campaign;
  const member = who.member as StaffId;
  const { value: written } = campaign;
  const may = machine.begin(written, member, now);
  if (!may.ok) return may;
  const signed = await deps.console.signedExactly(who, assertion, statementOf(written));
  if (!signed.ok) return signed;
  const { digest, scope, people, by, segment } = written;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    for (const one of [member, by].sort())
      if (!(await deps.staff.mayAct(one, "make_campaigns", tx, [scope])))
        return deny(one === member ? "staff_may_not" : "campaign_over");
    const given = { id, digest, second: member, signature: JSON.stringify(signed.value) };
    if (!(await store.recordBegun(tx, given, lifetimes.campaignWaits)))
      return deny("campaign_over");
    if ((await store.insertRecipients(tx, id, segment, reachOf(scope))) !== people)
      return deny("campaign_changed");
    await deps.audit.append(tx, {
      fact: "campaign_begun",
      ...{ campaign: id, staff: by, second: member, scope, people, list: digest },
    });
    return done(undefined);
  });
  return outcome.ok ? done(await view(deps, who)) : outcome;
}

export async function withdraw(
  deps: CampaignsDeps,
  who: Visitor,
  id: CampaignId,
): Promise<Outcome<CampaignList, Refusal>> {
  const campaign = await found(deps, who, id);
  if (!campaign.ok) return campaign;
  const by = who.member as StaffId;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    if (!(await store.recordWithdrawn(tx, id, by))) return deny("campaign_over");
    await deps.audit.append(tx, { fact: "campaign_withdrawn", campaign: id, staff: by });
    return done(undefined);
  });
  return outcome.ok ? done(await view(deps, who)) : outcome;
}

/** At once, by one person: nobody more is told, and what has not left does not leave. */
export async function stop(
  deps: CampaignsDeps,
  who: Visitor,
  id: CampaignId,
): Promise<Outcome<CampaignList, Refusal>> {
  const campaign = await found(deps, who, id);
  if (!campaign.ok) return campaign;
  const by = who.member as StaffId;
  const outcome = await transactOrUndo(deps.db, async (tx): Promise<Outcome<void, Refusal>> => {
    if (!(await store.recordStopped(tx, id, by))) return deny("campaign_over");
    await deps.notices.takeBack(tx, id);
    await deps.audit.append(tx, { fact: "campaign_stopped", campaign: id, staff: by });
    return done(undefined);
  });
  return outcome.ok ? done(await view(deps, who)) : outcome;
}

/**
 * Goes on with what is being sent: one person at a time, each in a transaction of their own with the notice that tells them, so that each
 * is told once, whichever node goes on and wherever another stopped. Returns how many it told.
 */
export async function run(deps: CampaignsDeps): Promise<number> {
  const now = deps.clock.now();
  await store.recordOver(deps.db, lifetimes.campaignWaits);
  const most = bounds.campaignOnTheWay;
  if ((await store.onTheWay(deps.db, most)) >= most) return 0;
  let told = 0;
  for (const due of await store.dueIn(deps.db, bounds.campaignRound, isByDay(now))) {
    const reached = await reach(deps, due);
    if (!reached.ok) break;
    told += reached.value;
  }
  await store.recordDone(deps.db);
  return told;
}

const reach = (deps: CampaignsDeps, due: store.Due): Promise<Outcome<number, "too_many">> =>
  transactOrUndo(deps.db, async (tx) => {
    const taken = await store.takeRecipient(tx, due);
    if (!taken) return done(0);
    if (!(await deps.limits.spend(tx, "campaign_pace", "all", bounds.campaignPace, minutes(1))))
      return deny("too_many");
    const state = taken.isStopped ? "skipped" : "told";
    if (!(await store.recordReached(tx, due, state)))
      throw new Error(`campaign ${due.campaign} reached ${due.professional} twice`);
    if (state === "skipped") return done(0);
    const { campaign, professional } = due;
    const channels = taken.channels.filter((one) => one !== "app");
    await deps.notices.tell(tx, { professional, event: "campaign", about: campaign, channels });
    await deps.audit.append(tx, { fact: "campaign_told", professional, campaign });
    return done(1);
  });

/** What its recipients read: the words of one that has begun, as of the day it began. */
export async function wordsOf(
  { db, brand }: Pick<CampaignsDeps, "db" | "brand">,
  campaign: string,
): Promise<CampaignTexts | undefined> {
  const read = await store.textsOf(db, campaign);
  return read && filled(read.texts, { brand, at: toInstant(read.begunAt) });
}

/** The campaigns of this member's authority, the last first. */
export async function view(deps: CampaignsDeps, who: Visitor): Promise<CampaignList> {
  const { db, staff, notices } = deps;
  const all = await store.findCampaigns(db, { scope: who.scope, most: bounds.campaignsShown });
  const ids = all.map(({ id }) => id);
  const progress = await store.progressOf(db, ids);
  const receipts = await store.receiptsOf(db, ids);
  const counts = await countsOf(
    db,
    all.flatMap(({ id, drill }) => (drill ? [id] : [])),
  );
  const names = await staff.names(
    all.flatMap((one) => ("second" in one ? [one.by, one.second] : [one.by])),
  );
  const lines = all.map((one): CampaignLine => {
    const { id, state, segment, channels, texts, drill, people, by, askedAt } = one;
    return {
      ...{ campaign: id, state, segment, channels, texts, people },
      ...(progress.get(id) ?? { told: 0, skipped: 0 }),
      by: names.get(by) ?? "",
      isMine: by === who.member,
      at: epochSeconds(askedAt),
      ...("second" in one ? { secondedBy: names.get(one.second) ?? "" } : {}),
      ...(state === "waiting" ? { until: epochSeconds(machine.signableUntil(one)) } : {}),
      receipts: (receipts.get(id) ?? []).filter(({ channel }) => channels.includes(channel)),
      ...(drill ? { drill, counts: counts.get(id) ?? [] } : {}),
    };
  });
  return { campaigns: lines, channels: notices.channels() };
}

/** How the exercise of a campaign went, for a spreadsheet: masked as on the page. */
export async function drillTable(
  deps: CampaignsDeps,
  who: Visitor,
  id: CampaignId,
): Promise<Outcome<string, Refusal>> {
  const campaign = await found(deps, who, id);
  if (!campaign.ok) return campaign;
  if (!campaign.value.drill) return deny("not_found");
  const counts = (await countsOf(deps.db, [id])).get(id) ?? [];
  const fewer = `<${bounds.drillFewest}`;
  const lines = counts.map(({ profession, refused, wentOn }) =>
    [profession, refused ?? fewer, wentOn ?? fewer].join(";"),
  );
  return done(["profession;ce_n_est_pas_moi;continuer", ...lines, ""].join("\r\n"));
}
