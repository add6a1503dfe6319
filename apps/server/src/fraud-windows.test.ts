import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CaseId, CaseView, Json, ProfessionalId, WindowService } from "@aval/protocol";
import { sql } from "kysely";
import { limits } from "#lifetimes";
import { createAudit } from "#modules/audit";
import { windowsOf } from "#modules/cases";
import { createDirectory } from "#modules/directory";
import { systemRandom as random } from "#platform/random";
import { type Model, newModel } from "#platform/testing/authenticator";
import { instant } from "#platform/time";
import { dueReminders } from "./modules/cases/window-store.ts";
import { eventTypes } from "./modules/streams/events.ts";
import { newColleague } from "./testing/colleague.ts";
import {
  approveFrame,
  enrolHolder,
  newBrowser,
  sandboxPeople,
  sandboxService,
} from "./testing/driver.ts";
import { caseOf } from "./testing/measuring.ts";
import { gotOf } from "./testing/signal-receiver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// A time of fraud, through the console's door and the services' own: who is told, who may answer, how often.

let server: WholeServer;
let model: Model;
let people: readonly string[];
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(server.issuer);
});
after(() => server?.stop());

const db = () => server.database.db;
const seconds = () => Math.floor(Date.now() / 1000);
const colleague = () =>
  newColleague(server, { model, role: "analyst", scope: "national", name: "Odile ESSAI" });
const eventually = async <T>(ask: () => Promise<T | undefined | false>): Promise<T> => {
  for (const giveUp = Date.now() + 30_000; Date.now() < giveUp; ) {
    const found = await ask();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("it never was so");
};

/** A service of the sandbox by its own credentials: its token, its stream, its answers. */
async function service(id: string) {
  const realm = `http://${server.issuer.host}/auth/realms/esante-wallet`;
  const asked = await fetch(`${realm}/protocol/openid-connect/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${id}:sandbox-secret`)}` },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope: "ssf.manage ssf.read",
    }),
  });
  const { access_token: token } = (await asked.json()) as { access_token: string };
  const post = async (path: string, body: Json) => {
    const answer = await fetch(`${realm}/ssf/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Record<string, any> };
  };
  let stream = "";
  return {
    post,
    listen: async () => {
      stream = (await post("streams", {})).body["stream_id"];
    },
    /** What it is told of windows, each acknowledged. */
    told: async () => {
      const { sets } = (await post(`poll/${stream}`, { returnImmediately: true })).body;
      const got = Object.values(sets as Record<string, string>).map((one) => gotOf(one));
      await post(`poll/${stream}`, { maxEvents: 0, ack: got.map(({ jti }) => jti) });
      return got.filter(({ event }) => event === eventTypes.fraudWindow);
    },
    answer: async (window: string, body: Json) => post(`fraud-windows/${window}`, body),
  };
}

/** Somebody who is in the sandbox's service, and a case of theirs that this analyst has. */
async function inService(index: number, browserKey: string) {
  const directory = createDirectory({
    ...{ db: db(), random },
    audit: createAudit({ clock: { now: () => instant(Date.now()) }, random }),
  });
  const nationalId = people[index] ?? "";
  const holder = await enrolHolder(() => server.phone, nationalId);
  const browser = await newBrowser(() => server.issuer);
  const page = await browser.open(sandboxService);
  const { view } = await browser.act(page.signIn, "begin");
  await approveFrame(holder, view.frame ?? "");
  await browser.exchange(page, (await browser.conclude(page.signIn)).location);
  const professional = (await directory.find(nationalId))?.id as ProfessionalId;
  const odile = await colleague();
  const id = await caseOf(db(), browserKey, [professional]);
  await odile.browser.said<CaseView>(`/api/cases/${id}/claim`, {});
  return { professional, odile, id };
}
type Analyst = Awaited<ReturnType<typeof colleague>>;
const send = (who: Analyst, id: CaseId, person: string, more: object = {}) =>
  who.browser.said<CaseView & { error?: string }>(`/api/cases/${id}/windows`, {
    ...{ person, from: seconds() - 3600, to: seconds() + 60, words: "Appel du 12" },
    ...more,
  });
const see = (who: Analyst, id: CaseId) => who.browser.said<CaseView>(`/api/cases/${id}`);
const first = ({ windows }: CaseView): WindowService => windows[0]?.services[0] as WindowService;
const factsOf = async (kind: string, professional: string) => {
  const { rows } = await sql<{ body: Record<string, any> }>`
    select body::jsonb as body from fact where kind = ${kind} and professional = ${professional} order by at`.execute(
    db(),
  );
  return rows.map(({ body }) => body);
};
const found = { reviewed_by: "Surveillance", acts: 12, cancelled: 11, note: "Un acte confirmé." };

test("a window is told to the services its person used, and each answers for itself, once", async () => {
  const one = await service("sandbox-service");
  const stranger = await service("demo-register");
  await one.listen();
  const { professional, odile, id } = await inService(0, "browser_window");

  assert.equal((await send(odile, id, "pro_nobody")).error, "not_found");
  const never = { from: seconds() - 7200, to: seconds() - 3600 };
  assert.equal((await send(odile, id, professional, never)).error, "window_nobody");
  const turned = { from: seconds(), to: seconds() - 60 };
  assert.equal((await send(odile, id, professional, turned)).error, "window_span");
  const yearsAgo = { from: seconds() - 400 * 86_400 };
  assert.equal((await send(odile, id, professional, yearsAgo)).error, "window_span");
  assert.deepEqual(await factsOf("fraud_window_sent", professional), []);

  const sent = await send(odile, id, professional);
  assert.equal(sent.error, undefined);
  assert.deepEqual(
    sent.windows.map(({ services }) => services.map(({ service: name, state }) => [name, state])),
    [[["Service d'essai", "sent"]]],
  );
  const [told, ...more] = await eventually(async () => {
    const got = await one.told();
    return got.length > 0 && got;
  });
  assert.deepEqual(more, []);
  const window = String(told?.body["window"]);
  assert.match(told?.body["answer_endpoint"], new RegExp(`/ssf/fraud-windows/${window}$`));
  assert.equal(told?.sub["format"], "iss_sub");
  assert.equal(told?.body["sessions"].length, 1);
  assert.equal("reminder" in (told?.body ?? {}), false);
  await eventually(async () => first(await see(odile, id)).state === "delivered");

  for (const bad of [
    { ...found, cancelled: 13 },
    { ...found, acts: -1 },
    { ...found, note: "x".repeat(1001) },
    { ...found, reviewed_by: "" },
    { ...found, more: "words" },
  ])
    assert.equal((await one.answer(window, bad)).status, 400, JSON.stringify(bad));
  assert.equal((await stranger.answer(window, found)).status, 404, "another's window");
  assert.equal((await one.answer("frw_00000000000000000000000000", found)).status, 404);
  assert.equal((await one.answer(window, found)).status, 204);
  assert.equal((await one.answer(window, found)).status, 204, "the first answer was lost");
  for (const other of [
    { ...found, cancelled: 12 },
    { ...found, note: "Autre" },
  ])
    assert.equal((await one.answer(window, other)).status, 409, "its word stands");

  const { answer, state } = first(await see(odile, id));
  assert.equal(state, "answered");
  assert.deepEqual(
    [answer?.reviewedBy, answer?.acts, answer?.cancelled, answer?.note],
    ["Surveillance", 12, 11, "Un acte confirmé."],
  );
  const [fact] = await factsOf("fraud_window_answered", professional);
  assert.deepEqual(
    [fact?.["service"], fact?.["window"], fact?.["acts"], fact?.["cancelled"], fact?.["case"]],
    ["sandbox-service", window, 12, 11, id],
  );
  assert.equal((await factsOf("fraud_window_answered", professional)).length, 1);
  const [asked] = await factsOf("fraud_window_sent", professional);
  assert.deepEqual([asked?.["staff"], asked?.["isTold"]], [odile.id, true]);
  const [mine] = await windowsOf(db(), { professional });
  assert.equal(mine?.services[0]?.answer?.cancelled, 11, "for the person's own file");
});

test("a service that has not answered is told again on the days of the table, and no more once it has", async () => {
  const one = await service("sandbox-service");
  await one.post("streams", {});
  const { professional, odile, id } = await inService(1, "browser_reminded");
  const stranger = await colleague();
  assert.equal((await send(stranger, id, professional)).error, "case_not_yours");
  const sent = await send(odile, id, professional);
  const window = sent.windows[0]?.window ?? "";
  const jtis = async () => {
    const { rows } = await sql<{ jti: string; body: string }>`
      select jti, body from stream_event where body::jsonb ->> 'window' = ${window} order by written`.execute(
      db(),
    );
    return rows.map(({ body }) => (JSON.parse(body) as { reminder?: number }).reminder ?? 0);
  };
  const daysAgo = (days: number) =>
    sql`update fraud_window set made_at = aval_now() - ${days} * interval '1 day' where id = ${window}`.execute(
      db(),
    );
  assert.deepEqual(await jtis(), [0]);
  for (const [nth, days] of limits.windowReminderDays.entries()) {
    await daysAgo(days);
    await eventually(async () => (await jtis()).length === nth + 2);
    assert.equal((await jtis()).at(-1), nth + 1);
    if (nth === 1) break;
  }
  const reminded = first(await see(odile, id));
  assert.equal(reminded.reminders, 2);
  assert.ok(reminded.remindedAt);
  assert.equal((await one.answer(window, { ...found, acts: 0, cancelled: 0 })).status, 204);
  await daysAgo(30);
  assert.deepEqual(await dueReminders(db(), limits.windowReminderDays, 100), []);
  assert.equal((await jtis()).length, 3);
});

test("no more windows are told of one person in a day than the limit", async () => {
  const { professional, odile, id } = await inService(2, "browser_many");
  for (let nth = 0; nth < limits.windowsOfPerson; nth++)
    assert.equal((await send(odile, id, professional)).error, undefined);
  assert.equal((await send(odile, id, professional)).error, "measure_too_many");
  assert.equal((await see(odile, id)).windows.length, limits.windowsOfPerson);
});
