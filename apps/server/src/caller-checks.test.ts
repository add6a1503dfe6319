import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type {
  CallerCheckId,
  CallerCheckLine,
  CallerCheckState,
  CallerCheckView,
  CallList,
  CaseId,
  ProfessionalId,
  StaffId,
} from "@aval/protocol";
import { sql } from "kysely";
import { limits as bounds } from "#lifetimes";
import {
  checkMoves,
  recordConfirmed,
  recordRefused,
  recordSpent,
} from "./modules/support/check-store.ts";
import {
  type Called,
  refusalOf,
  startSupportWorld,
  type SupportWorld,
} from "./testing/support-world.ts";

// A caller verified in the app: what the agent sees, what the holder's phone shows, and the one block that may come of it.

let world: SupportWorld;
before(async () => {
  world = await startSupportWorld();
});
after(() => world?.stop());

type Colleague = Awaited<ReturnType<SupportWorld["colleague"]>>;
const ask = (who: Colleague, id: CaseId, { person }: { readonly person: string }) =>
  who.browser.said<CallList & { error?: string }>(`/api/cases/${id}/caller`, { person });
const block = (who: Colleague, { check }: CallerCheckLine) =>
  who.browser.said<CallList & { error?: string }>(`/api/callers/${check}/block`, {});
const first = ({ checks, error }: CallList & { error?: string }) =>
  checks?.[0] ?? assert.fail(error ?? "nobody was asked");
const seenBy = async (who: Colleague) => first(await who.browser.said<CallList>("/api/calls"));
const shownTo = async ({ phone, identity }: Called) => (await phone.callStatus(identity))?.check;
const asked = async (holder: Called): Promise<CallerCheckView> =>
  (await shownTo(holder)) ?? assert.fail("nothing is shown");
const confirm = ({ phone, identity, code }: Called, shown: CallerCheckView, typed = code) =>
  phone.confirmCaller(identity, shown, typed);
const stopsOf = async ({ phone, identity }: Called) =>
  (await phone.stops(identity)).stops.map(({ kind }) => kind);
/** As if it had been asked, or confirmed, so many minutes ago. */
const later = ({ person }: Called, minutes: number) =>
  sql`update caller_check set over_at = over_at - ${minutes} * interval '1 minute' where professional = ${person}`.execute(
    world.db(),
  );

test("an agent asks who is on the line: the holder confirms with the code what both screens show, and only then that agent blocks, once; nothing opens", async () => {
  const holder = await world.somebody();
  const id = await world.caseOf(holder);
  const [alix, odile] = [await world.colleague(), await world.colleague("agent", "national", "O")];
  const line = first(await ask(alix, id, holder));
  assert.equal(line.state, "asked");
  const shown = await asked(holder);
  assert.deepEqual([shown.name, shown.words], ["Alix M.", line.words], "both see the same");
  assert.match(line.words, /^\p{L}+ \p{L}+$/u);
  assert.equal((await holder.phone.callStatus(holder.identity))?.heldUntil, undefined);
  assert.equal((await ask(odile, id, holder)).error, "check_waits");
  assert.equal((await block(alix, line)).error, "check_over", "nobody confirmed");

  assert.equal(await refusalOf(confirm(holder, shown, "000000")), "wrong_code");
  const other = { ...shown, words: "lune lune" };
  assert.equal(await refusalOf(confirm(holder, other)), "check_over", "what was shown is signed");
  const stranger = await world.somebody();
  assert.equal(await refusalOf(confirm(stranger, shown)), "check_over");
  assert.deepEqual(await confirm(holder, shown), { confirmed: true });
  assert.equal(await refusalOf(confirm(holder, shown)), "check_over", "once");
  assert.equal(await shownTo(holder), undefined);
  assert.equal((await seenBy(alix)).state, "confirmed");
  assert.deepEqual(await stopsOf(holder), [], "a confirmation does nothing by itself");
  assert.equal((await block(odile, line)).error, "not_found", "it was said to another");
  assert.equal((await block(await world.colleague("insurer"), line)).error, "staff_may_not");

  assert.equal(first(await block(alix, line)).state, "spent");
  assert.equal((await block(alix, line)).error, "check_over", "once");
  assert.deepEqual(await stopsOf(holder), ["block"]);
  const { rows } = await sql<{ kind: string }>`
    select kind from fact where professional = ${holder.person} and kind like 'caller_%' order by kind`.execute(
    world.db(),
  );
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ["caller_asked", "caller_blocked", "caller_confirmed"],
  );
  const [stop] = (await holder.phone.stops(holder.identity)).stops;
  assert.equal(stop?.thisPhone, true, "lifted as any block of the holder's, within minutes");
});

test("a holder who says no has reported a call: nothing is added any more, and nobody blocks; what was confirmed is taken back as well", async () => {
  for (const hasConfirmed of [false, true]) {
    const holder = await world.somebody();
    const id = await world.caseOf(holder);
    const alix = await world.colleague();
    const line = first(await ask(alix, id, holder));
    if (hasConfirmed) await confirm(holder, await asked(holder));
    const { held } = await holder.phone.reportCall(holder.identity, "now");
    assert.equal(held, true);
    assert.equal((await seenBy(alix)).state, "refused");
    assert.equal((await block(alix, line)).error, "check_over");
    assert.deepEqual(await stopsOf(holder), ["pause"]);
  }
});

test("an answer is of minutes and of that call: late, after its end, or once the case is closed, there is nothing to confirm or to block by", async () => {
  const holder = await world.somebody();
  const id = await world.caseOf(holder);
  const alix = await world.colleague();
  first(await ask(alix, id, holder));
  const shown = await asked(holder);
  await later(holder, 5);
  assert.equal(await shownTo(holder), undefined);
  assert.equal(await refusalOf(confirm(holder, shown)), "check_over");
  assert.equal((await seenBy(alix)).state, "over");

  const line = first(await ask(alix, id, holder));
  await confirm(holder, await asked(holder));
  await later(holder, 10);
  assert.equal((await block(alix, line)).error, "check_over");

  const { calls } = await world.announce(alix, id, holder);
  const inCall = first(await ask(alix, id, holder));
  await confirm(holder, await asked(holder));
  await alix.browser.said(`/api/calls/${calls[0]?.call}/end`, {});
  assert.equal((await seenBy(alix)).state, "over", "with its call");
  assert.equal((await block(alix, inCall)).error, "check_over");

  const last = first(await ask(alix, id, holder));
  await confirm(holder, await asked(holder));
  const close = sql`update fraud_case set state = 'closed', owner = null, outcome = 'harmless', closed_at = aval_now() where id = ${id}`;
  await close.execute(world.db());
  assert.equal((await block(alix, last)).error, "check_over");
  assert.equal((await ask(alix, id, holder)).error, "not_found");
  assert.deepEqual(await stopsOf(holder), []);
});

test("whether a person has a phone is told to nobody: the agent sees the same, and a phone that is not full, or of another case, is asked nothing", async () => {
  const holder = await world.somebody();
  const id = await world.caseOf(holder);
  const alix = await world.colleague();
  const stranger = await world.somebody();
  assert.equal((await ask(alix, id, stranger)).error, "not_found", "nobody of this case");
  const insurer = await world.colleague("insurer");
  assert.equal((await ask(insurer, id, holder)).error, "staff_may_not");
  const order = await world.colleague("agent", "agency:ars");
  assert.equal((await ask(order, id, holder)).error, "not_found", "another authority's");
  await sql`update device set level = 'limited' where id = ${holder.identity.device}`.execute(
    world.db(),
  );
  const limited = first(await ask(alix, id, holder));
  assert.equal(await shownTo(holder), undefined);
  await later(holder, 6);
  await sql`update device set level = 'full', state = 'suspended' where id = ${holder.identity.device}`.execute(
    world.db(),
  );
  const none = first(await ask(alix, id, holder));
  const known = ({
    check: _check,
    words: _words,
    askedAt: _at,
    until: _until,
    ...rest
  }: typeof none) => rest;
  assert.deepEqual(known(none), known(limited));
  await later(holder, 6);
  for (let made = 2; made < bounds.checksOfPerson; made++) {
    first(await ask(alix, id, holder));
    await later(holder, 6);
  }
  assert.equal((await ask(alix, id, holder)).error, "check_too_many");
});

test("whatever is tried with a check, in whatever order, it moves as the table says, and never once it is over", async () => {
  const holder = await world.somebody();
  const id = await world.caseOf(holder);
  const alix = await world.colleague();
  const given = { professional: holder.person as ProfessionalId, member: alix.id as StaffId };
  const device = holder.identity.device;
  const { professional, member } = given;
  const db = world.db();
  const attempts = {
    confirm: (check: CallerCheckId) => recordConfirmed(db, { id: check, professional, device }),
    refuse: async () => (await recordRefused(db, { professional, device })).length > 0,
    spend: async (check: CallerCheckId) =>
      (await recordSpent(db, { id: check, member, professional, scope: "national" })) !== undefined,
    wait: async () => {
      await later(holder, 11);
      return true;
    },
  } as const;
  const names = Object.keys(attempts) as (keyof typeof attempts)[];
  let count = 0;
  for (const one of names)
    for (const two of names)
      for (const three of names) {
        const check = `cck_walk${count++}` as CallerCheckId;
        await sql`
          insert into caller_check (id, fraud_case, professional, member, scope, over_at)
          values (${check}, ${id}, ${professional}, ${member}, 'national', aval_now() + interval '5 minutes')`.execute(
          db,
        );
        let state: CallerCheckState = "asked";
        for (const move of [one, two, three]) {
          const isDone = await attempts[move](check);
          if (move === "wait") {
            if (state === "asked" || state === "confirmed") state = "over";
            continue;
          }
          const row: { readonly from: readonly string[]; readonly to: CallerCheckState } =
            checkMoves[move];
          assert.equal(isDone, row.from.includes(state), `${one}, ${two}, ${three}: ${move}`);
          if (isDone) state = row.to;
        }
        assert.equal((await seenBy(alix)).state, state, `${one}, ${two}, ${three}`);
        await sql`delete from caller_check where id = ${check}`.execute(db);
      }
});
