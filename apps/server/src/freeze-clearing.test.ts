import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Json } from "@aval/protocol";
import { sql } from "kysely";
import { createDirectory } from "#modules/directory";
import { createAudit } from "#modules/audit";
import { transact } from "#platform/database";
import { systemRandom as random } from "#platform/random";
import { type Model, newModel } from "#platform/testing/authenticator";
import { instant } from "#platform/time";
import { consoleOf, newColleague, teamOf } from "./testing/colleague.ts";
import { stopsOn } from "./modules/stops/testing/world.ts";
import { sandboxPeople } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// A freeze ends by two analysts, through the console's own door (DESIGN section 2 law 5, section 6).

let server: WholeServer;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
});
after(() => server?.stop());

type Colleague = Awaited<ReturnType<typeof newColleague>>;
type View = {
  freeze: string;
  reason: string;
  signatures: number;
  isCleared: boolean;
  isMine: boolean;
  hasSigned: boolean;
  error?: string;
};
type Asked = { readonly challenge: string; readonly rpId: string; readonly error?: string };

const clock = { now: () => instant(Date.now()) };
const analyst = (name: string, scope = "national") =>
  newColleague(server, { model, role: "analyst", scope, name });

/** Somebody of the directory, frozen; who froze them is nobody of the staff unless it is said. */
async function frozen(index: number, by = "run_1") {
  const nationalId = people[index] ?? "";
  const audit = createAudit({ clock, random });
  const holder = await createDirectory({ db: server.database.db, random, audit }).find(nationalId);
  assert.ok(holder);
  const { stops } = stopsOn(server.database.db, clock);
  const given = { professional: holder.id, reason: "found", by } as const;
  assert.ok(await transact(server.database.db, (tx) => stops.freeze(tx, given)));
  const isFrozen = () => stops.isStopped(server.database.db, holder.id, "enter");
  return { nationalId, professional: holder.id, isFrozen };
}

const at = (freeze: string) => `/api/freezes/${freeze}`;
const find = ({ browser }: Colleague, nationalId: string) =>
  browser.said<View>("/api/freezes/find", { nationalId });
const ask = ({ browser }: Colleague, freeze: string) =>
  browser.said<Asked>(`${at(freeze)}/ask`, {});
const send = ({ browser }: Colleague, freeze: string, signed: Json) =>
  browser.said<View>(`${at(freeze)}/clear`, signed);
async function signs(who: Colleague, freeze: string): Promise<{ [name: string]: Json }> {
  const asked = await ask(who, freeze);
  assert.equal(asked.error, undefined);
  return { ...who.key.get(asked, `http://${consoleOf(server).host}`) };
}
const clear = async (who: Colleague, freeze: string) => send(who, freeze, await signs(who, freeze));

test("two analysts end a freeze, neither alone nor twice the same; its holder is told, and both signatures are on the log", async () => {
  const [one, other] = [await analyst("Odile ESSAI"), await analyst("Paul ESSAI")];
  const { nationalId, professional, isFrozen } = await frozen(20);
  const found = await find(one, nationalId);
  assert.deepEqual([found.reason, found.signatures, found.isCleared], ["found", 0, false]);
  const first = await clear(one, found.freeze);
  assert.deepEqual([first.signatures, first.isCleared, first.hasSigned], [1, false, true]);
  assert.equal((await find(other, nationalId)).hasSigned, false, "another one's");
  assert.equal((await clear(one, found.freeze)).error, "freeze_two_people");
  assert.equal(await isFrozen(), true);

  const second = await clear(other, found.freeze);
  assert.deepEqual([second.signatures, second.isCleared], [2, true]);
  assert.equal(await isFrozen(), false);
  assert.equal((await ask(other, found.freeze)).error, "not_found", "once");
  const { rows } = await sql<{ kind: string; staff: string | null }>`
    select kind, body::jsonb ->> 'staff' as staff from fact
    where professional = ${professional} and kind in ('freeze_clearance_signed', 'stop_lifted', 'person_viewed')
    order by at, kind`.execute(server.database.db);
  assert.deepEqual(rows.map(({ kind, staff }) => `${kind} ${staff ?? "-"}`).sort(), [
    ...[one.id, other.id].sort().map((id) => `freeze_clearance_signed ${id}`),
    ...[one.id, other.id].sort().map((id) => `person_viewed ${id}`),
    "stop_lifted -",
  ]);
  const told = await sql<{ event: string }>`
    select event from notice where professional = ${professional} order by event`.execute(
    server.database.db,
  );
  assert.ok(told.rows.some(({ event }) => event === "reopened"));
});

test("whoever froze signs nothing, and a signature is worth nothing on another freeze or to another analyst", async () => {
  const [one, other] = [await analyst("Odile ESSAI"), await analyst("Paul ESSAI")];
  const [own, theirs] = [await frozen(21, one.id), await frozen(22)];
  const [mine, next] = [await find(one, own.nationalId), await find(one, theirs.nationalId)];
  assert.deepEqual([mine.isMine, next.isMine], [true, false]);
  assert.equal((await ask(one, mine.freeze)).error, "freeze_two_people");
  const signed = await signs(one, next.freeze);
  assert.equal((await send(one, mine.freeze, signed)).error, "staff_refused");
  assert.equal((await send(one, next.freeze, signed)).error, "staff_refused", "it was burnt");
  const lent = await signs(one, next.freeze);
  assert.equal((await send(other, next.freeze, lent)).error, "staff_refused");
  assert.equal((await clear(other, mine.freeze)).isCleared, false, "alone beside who froze");
  assert.equal(await own.isFrozen(), true);
  assert.equal(await theirs.isFrozen(), true);
});

test("who signed a day ago, was suspended since, or has another authority's scope, makes no second one", async () => {
  const [early, gone, last] = [
    await analyst("Odile ESSAI"),
    await analyst("Paul ESSAI"),
    await analyst("Rémi ESSAI"),
  ];
  const { nationalId, isFrozen } = await frozen(23);
  const { freeze } = await find(last, nationalId);
  await clear(early, freeze);
  await sql`update clearance set signed_at = signed_at - interval '24 hours' where stop = ${freeze}`.execute(
    server.database.db,
  );
  assert.deepEqual(await clear(gone, freeze).then(({ isCleared }) => isCleared), false);
  assert.ok((await teamOf(server).suspend(gone.id)).ok);
  assert.equal((await clear(last, freeze)).isCleared, false);
  assert.equal(await isFrozen(), true);

  const stranger = await analyst("Luce ESSAI", "order:nobody");
  assert.equal((await find(stranger, nationalId)).error, "unknown_professional");
  assert.equal((await ask(stranger, freeze)).error, "not_found");
  assert.equal((await find(last, people[24] ?? "")).error, "unknown_professional", "not frozen");
  assert.equal((await clear(early, freeze)).isCleared, true, "a signature is given again");
});

test("of two analysts at once each signature counts, and the freeze ends once", async () => {
  const [one, other] = [await analyst("Odile ESSAI"), await analyst("Paul ESSAI")];
  const { nationalId, professional, isFrozen } = await frozen(25);
  const { freeze } = await find(one, nationalId);
  const given = [await signs(one, freeze), await signs(other, freeze)] as const;
  const views = await Promise.all([send(one, freeze, given[0]), send(other, freeze, given[1])]);
  assert.deepEqual(views.map(({ isCleared }) => isCleared).sort(), [false, true]);
  assert.equal(await isFrozen(), false);
  const { rows } = await sql`
    select from fact where professional = ${professional} and kind = 'stop_lifted'`.execute(
    server.database.db,
  );
  assert.equal(rows.length, 1);
});
