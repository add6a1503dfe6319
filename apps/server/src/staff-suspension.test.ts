import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ConsoleTeam } from "@aval/protocol";
import { sql } from "kysely";
import { type Model, newModel } from "#platform/testing/authenticator";
import { newColleague, teamOf } from "./testing/colleague.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// Who stops a member of the staff: one operator anybody else, two an operator, and the host whomever it must (decision 0048).

let server: WholeServer;
let model: Model;
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
});
after(() => server?.stop());

const operator = (name: string) => newColleague(server, { model, role: "operator", name });
type Colleague = Awaited<ReturnType<typeof operator>>;
const suspend = ({ browser }: Colleague, { id: member }: Pick<Colleague, "id">) =>
  browser.said<ConsoleTeam>("/api/team/suspend", { member });
const isIn = async ({ browser }: Colleague) =>
  (await browser.said<{ error?: string }>("/api/me")).error === undefined;
const seen = async (reader: Colleague, { id }: Colleague) =>
  (await reader.browser.said<ConsoleTeam>("/api/team")).members.find((one) => one.id === id);

test("one operator stops a registrar at once, and another operator with nobody: the first press asks, a third one's does it", async () => {
  const [one, other, target] = [
    await operator("Odile ESSAI"),
    await operator("Paul ESSAI"),
    await operator("Rémi ESSAI"),
  ];
  const registrar = await newColleague(server, { model, name: "Luce ESSAI" });
  await suspend(one, registrar);
  assert.equal(await isIn(registrar), false);

  await suspend(one, target);
  await suspend(one, target);
  assert.equal(await isIn(target), true, "twice the same is one");
  assert.deepEqual((await seen(one, target))?.suspension, { by: ["Odile ESSAI"], isMine: true });
  assert.deepEqual((await seen(other, target))?.suspension, { by: ["Odile ESSAI"], isMine: false });
  await suspend(other, target);
  assert.equal(await isIn(target), false);
  const { rows } = await sql<{ kind: string }>`
    select kind from fact where body like ${`%"${target.id}"%`} and kind like 'staff_suspen%' order by at`.execute(
    server.database.db,
  );
  assert.deepEqual(
    rows.map(({ kind }) => kind),
    ["staff_suspension_asked", "staff_suspension_asked", "staff_suspended"],
  );
});

test("a word counts for a day, and not once whoever gave it is suspended or no operator; nobody asks for themselves", async () => {
  const [one, other, target] = [
    await operator("Odile ESSAI"),
    await operator("Paul ESSAI"),
    await operator("Rémi ESSAI"),
  ];
  const { db } = server.database;
  await suspend(one, target);
  await sql`update staff_suspension set asked_at = asked_at - interval '24 hours' where staff_member = ${target.id}`.execute(
    db,
  );
  await suspend(other, target);
  assert.equal(await isIn(target), true, "a day later");
  assert.ok((await teamOf(server).suspend(other.id)).ok);
  await suspend(one, target);
  assert.equal(await isIn(target), true, "the other one was suspended since");
  assert.equal((await suspend(target, target)).error, "staff_unknown");
  assert.equal((await suspend(target, { id: "stf_nobody" })).error, "staff_unknown");
});

test("of two operators who would suspend each other neither is, and the host, which adds operators too, stops either", async () => {
  const [one, other] = [await operator("Odile ESSAI"), await operator("Paul ESSAI")];
  await Promise.all([suspend(one, other), suspend(other, one)]);
  assert.deepEqual([await isIn(one), await isIn(other)], [true, true]);
  const third = await operator("Rémi ESSAI");
  await Promise.all([suspend(third, one), suspend(one, third), suspend(third, other)]);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from staff_member m join staff_role r on r.staff_member = m.id
    where role = 'operator' and state = 'active'`.execute(server.database.db);
  assert.ok((rows[0]?.n ?? 0) >= 1);
  assert.ok((await teamOf(server).suspend(third.id)).ok);
  assert.equal(await isIn(third), false);
});
