import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type {
  CampaignGiven,
  CampaignLine,
  CampaignList,
  CampaignPreview,
  Json,
  PublicNoticeLine,
  PublicNoticeList,
  PublicNoticePreview,
} from "@aval/protocol";
import { sql } from "kysely";
import { lifetimes } from "#lifetimes";
import { createNoticeBoard } from "#modules/campaigns";
import type { Role } from "#modules/staff";
import { instant } from "#platform/time";
import { type Model, newModel } from "#platform/testing/authenticator";
import { newColleague, signatureOf, teamOf } from "./testing/colleague.ts";
import { enrolHolder, refusalOf, sandboxPeople, send } from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// A campaign through the console's own doors: written by one, signed by another over exactly that, sent, stopped.

let server: WholeServer;
let model: Model;
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
});
after(() => server?.stop());

const colleague = (role: Role, scope = "national") =>
  newColleague(server, { model, role, scope, name: `Odile ${role}` });
type Colleague = Awaited<ReturnType<typeof colleague>>;
type Said<T> = T & { error?: string };
const given = (more: Partial<CampaignGiven> = {}): CampaignGiven => ({
  segment: { professions: ["50"], departments: [], phone: "any" },
  channels: ["app"],
  texts: {
    fr: { title: "Personne ne vous appellera", text: "{brand} n'appelle pas pour un code." },
    en: { title: "Nobody will call you", text: "{brand} does not call about a code." },
  },
  ...more,
});
const say = <T>({ browser }: Colleague, path: string, body?: object) =>
  browser.said<Said<T>>(`/api/campaigns${path}`, body as Json | undefined);
const preview = (who: Colleague, what: CampaignGiven) =>
  say<CampaignPreview>(who, "/preview", what);
/** Previewed and asked for. */
async function ask(who: Colleague, what = given()): Promise<CampaignLine> {
  const { digest } = await preview(who, what);
  const list = await say<CampaignList>(who, "", { ...what, digest });
  assert.ok(list.campaigns?.[0], list.error);
  return list.campaigns[0];
}
const sign = async (who: Colleague, campaign: string) =>
  say<CampaignList>(
    who,
    `/${campaign}/sign`,
    await signatureOf(server, who, `/api/campaigns/${campaign}/ask`),
  );
async function lineOf(who: Colleague, campaign: string): Promise<CampaignLine> {
  const list = await say<CampaignList>(who, "");
  const found = list.campaigns.find((one) => one.campaign === campaign);
  assert.ok(found);
  return found;
}
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const giveUp = Date.now() + 60_000; Date.now() < giveUp; ) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("it did not come");
}
const factsOf = async (campaign: string) =>
  (
    await sql<{ kind: string; count: number }>`
      select kind, count(*)::int as count from fact where body::jsonb ->> 'campaign' = ${campaign} group by kind order by kind`.execute(
      server.database.db,
    )
  ).rows.map(({ kind, count }) => `${kind} ${count}`);

test("one writes, another's key signs exactly that, and each of the segment is told once; the log has both, and who was told", async () => {
  const [maker, second] = [await colleague("operator"), await colleague("operator")];
  const shown = await preview(maker, given({ channels: ["app", "mail"] }));
  assert.ok(shown.people > 1, `${shown.people}`);
  assert.equal(shown.shown?.app.fr.text, "Aval n'appelle pas pour un code.");
  assert.match(shown.shown?.mail.text ?? "", /Aval does not call/);
  assert.match(shown.shown?.sms ?? "", /^Aval: Personne ne vous appellera/);
  assert.deepEqual((await say<CampaignList>(maker, "")).campaigns, [], "only looked at");

  const { campaign, state, people, by } = await ask(maker);
  assert.deepEqual([state, people, by], ["waiting", shown.people, "Odile operator"]);
  assert.equal((await say(maker, `/${campaign}/ask`, {})).error, "campaign_two_people");
  assert.equal((await sign(second, campaign)).error, undefined);
  const done = await until(async () => {
    const line = await lineOf(maker, campaign);
    return line.state === "done" ? line : undefined;
  });
  assert.deepEqual([done.told + done.skipped, done.secondedBy], [people, "Odile operator"]);
  assert.deepEqual(await factsOf(campaign), [
    "campaign_asked 1",
    "campaign_begun 1",
    `campaign_told ${done.told}`,
  ]);
  assert.equal((await say(second, `/${campaign}/ask`, {})).error, "campaign_over");
});

test("what is typed is read for what could be dictated, tapped or called, and nothing of it is kept", async () => {
  const maker = await colleague("operator");
  const texts = { ...given().texts, en: { title: "Call", text: "Dial 01 99 00 12 34" } };
  const { faults, digest, shown } = await preview(maker, given({ texts }));
  assert.deepEqual([faults, shown], [[{ lang: "en", field: "text", fault: "digits" }], undefined]);
  const asked = await say(maker, "", { ...given({ texts }), digest });
  assert.equal(asked.error, "campaign_text");
});

test("what begins is what was on the screen: other words, another count or a signature over something else begin nothing", async () => {
  const [maker, second] = [await colleague("operator"), await colleague("operator")];
  const { digest } = await preview(maker, given());
  const other = given({ segment: { professions: ["60"], departments: [], phone: "any" } });
  assert.equal((await say(maker, "", { ...other, digest })).error, "campaign_changed");
  const [one, two] = [await ask(maker), await ask(maker, other)];
  const signature = await signatureOf(server, second, `/api/campaigns/${one.campaign}/ask`);
  assert.equal((await say(second, `/${two.campaign}/sign`, signature)).error, "staff_refused");

  // Somebody has joined the profession since.
  const { db } = server.database;
  const joined = sql`
    insert into exercise (professional, profession_code, category_code, position, exercise_civility_code, exercise_family_name,
      exercise_given_name, know_how_type_code, know_how_code)
    select id, '50', 'C', 9, '', 'X', 'Y', '', '' from professional p
    where state = 'active' and not exists (select from exercise e where e.professional = p.id and e.profession_code = '50') limit 1`;
  await joined.execute(db);
  assert.equal((await sign(second, one.campaign)).error, "campaign_changed");
  assert.equal((await lineOf(maker, one.campaign)).state, "waiting");
  await sql`delete from exercise where position = 9`.execute(db);
  assert.equal((await sign(second, one.campaign)).error, undefined);
});

test("an Order reaches its own professions only, reads its own campaigns only, and another authority's are nobody's business", async () => {
  const order = await colleague("order", "order:sages-femmes");
  const operator = await colleague("operator");
  const everybody = given({ segment: { professions: [], departments: [], phone: "any" } });
  const [theirs, all] = [await preview(order, everybody), await preview(operator, everybody)];
  assert.equal(theirs.people, (await preview(operator, given())).people, "midwives");
  assert.ok(all.people > theirs.people);
  const opticians = given({ segment: { professions: ["28"], departments: [], phone: "any" } });
  const none = await preview(order, opticians);
  assert.equal(none.people, 0);
  const asked = await say(order, "", { ...opticians, digest: none.digest });
  assert.equal(asked.error, "campaign_nobody");

  const line = await ask(order, everybody);
  const colleagueOf = await colleague("order", "order:sages-femmes");
  const stranger = await colleague("order", "order:infirmiers");
  const { campaign } = line;
  assert.deepEqual((await say<CampaignList>(stranger, "")).campaigns, []);
  for (const act of ["ask", "withdraw", "stop"])
    assert.equal((await say(stranger, `/${campaign}/${act}`, {})).error, "not_found", act);
  assert.equal((await lineOf(operator, campaign)).campaign, campaign, "the operator reads all");
  assert.equal((await sign(colleagueOf, campaign)).error, undefined);
});

test("its maker takes it back, and nobody else; whoever was suspended meanwhile is no second person, nor a first", async () => {
  const [maker, second] = [await colleague("operator"), await colleague("operator")];
  const one = await ask(maker);
  assert.equal((await say(second, `/${one.campaign}/withdraw`, {})).error, "campaign_over");
  assert.equal((await say(maker, `/${one.campaign}/withdraw`, {})).error, undefined);
  assert.equal((await say(second, `/${one.campaign}/ask`, {})).error, "campaign_over");

  const two = await ask(maker);
  const signature = await signatureOf(server, second, `/api/campaigns/${two.campaign}/ask`);
  assert.ok(await teamOf(server).suspend(maker.id));
  const signed = await say(second, `/${two.campaign}/sign`, signature);
  assert.equal(signed.error, "campaign_over", "who asked for it may no more");
});

test("whoever stops a campaign stops it at once: nobody more is told, and what has not left does not leave", async () => {
  const [maker, second] = [await colleague("operator"), await colleague("operator")];
  const { db } = server.database;
  await until(async () =>
    (await say<CampaignList>(maker, "")).campaigns.every(({ state }) => state !== "sending")
      ? true
      : undefined,
  );
  // The minute's pace is spent but for one: the rest is due when it is stopped.
  await sql`
    insert into allowance (name, subject, spent, window_ends_at) values ('campaign_pace', 'all', 399, aval_now() + interval '1 hour')
    on conflict (name, subject) do update set spent = 399, window_ends_at = excluded.window_ends_at`.execute(
    db,
  );
  const { campaign, people } = await ask(maker);
  await sign(second, campaign);
  await until(async () => ((await lineOf(maker, campaign)).told === 1 ? true : undefined));
  // Sent at the same moment by two of the authority: one has stopped it.
  const stops = await Promise.all([maker, second].map((who) => say(who, `/${campaign}/stop`, {})));
  assert.deepEqual(stops.map(({ error }) => error).sort(), ["campaign_over", undefined]);
  await sql`delete from allowance where name = 'campaign_pace'`.execute(db);
  // A round of another campaign passes by, and reaches nobody of this one.
  const next = await ask(maker);
  await sign(second, next.campaign);
  await until(async () =>
    (await lineOf(maker, next.campaign)).state === "done" ? true : undefined,
  );
  const line = await lineOf(maker, campaign);
  assert.deepEqual([line.state, line.told], ["stopped", 1]);
  assert.ok(people > 1);
});

test("an exercise is signed with its campaign, drawn by a phone that was told, and is no request: no door of approvals takes anything of it", async () => {
  const [maker, second] = [await colleague("operator"), await colleague("operator")];
  const [nationalId = ""] = await sandboxPeople(server.issuer);
  const { phone, identity } = await enrolHolder(() => server.phone, nationalId);
  assert.equal(await phone.drill(identity), undefined, "no campaign has told them");
  const withPhone = { professions: [], departments: [], phone: "with" } as const;
  const what = given({ segment: withPhone, drill: "results" });
  const without = await preview(maker, given({ segment: withPhone }));
  assert.notEqual((await preview(maker, what)).digest, without.digest, "the key signs it");
  const byMail = { ...what, channels: ["mail"] as const };
  const refused: Said<object> = await preview(maker, byMail);
  assert.equal(refused.error, "campaign_channel", "a phone draws it");
  const { campaign, drill, counts } = await ask(maker, what);
  assert.deepEqual([drill, counts], ["results", []]);
  await sign(second, campaign);
  await until(async () => ((await lineOf(maker, campaign)).state === "done" ? true : undefined));

  const drawn = await phone.drill(identity);
  assert.ok(drawn);
  assert.equal(drawn.drill.campaign, campaign);
  assert.equal(await phone.drill(identity), undefined, "once");
  assert.deepEqual(await phone.pending(identity), [], "no request waits");
  // What was signed is no context, and its number names nothing that is decided.
  const asContext = phone.openContext(drawn.jws, identity.root);
  assert.equal((await refusalOf(asContext)).code, "phone_context_not_signed");
  for (const approval of [drawn.drill.number, campaign]) {
    const context = { approval, kind: "sign-in" } as never;
    const decided = await refusalOf(phone.refuse(identity, context, "not_me"));
    assert.ok(["not_found", "bad_request", "invalid_message"].includes(decided.code), decided.code);
  }
  const other = await send(server.phone, {
    method: "POST",
    path: "/api/drills",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jws: drawn.jws }),
  });
  assert.equal(other.status >= 400, true, "nor is it a phone's message");
  assert.deepEqual(await phone.answerDrill(drawn.jws, "went_on"), { counted: true });
  assert.deepEqual(await phone.answerDrill(drawn.jws, "refused"), { counted: false }, "once");
  assert.deepEqual(
    (await factsOf(campaign)).map((one) => one.split(" ")[0]),
    ["campaign_asked", "campaign_begun", "campaign_told"],
  );
  // Enough of one profession, as five answers would have written them.
  await sql`insert into drill_count values (${campaign}, '10', 7, 4)`.execute(server.database.db);
  const shown = await lineOf(maker, campaign);
  assert.deepEqual(shown.counts, [{ profession: "10", refused: 7, wentOn: null }]);
  const table = await maker.browser.ask(`/api/campaigns/${campaign}/exercise.csv`);
  assert.match(String(table.headers["content-type"]), /^text\/csv/);
  assert.equal(table.text, "profession;ce_n_est_pas_moi;continuer\r\n10;7;<5\r\n");
  const stranger = await colleague("order", "order:infirmiers");
  const theirs = await stranger.browser.ask(`/api/campaigns/${campaign}/exercise.csv`);
  assert.equal(theirs.status, 404);
  assert.deepEqual(await phone.endDrills(identity), { ended: true });
});

// Notices to everybody: the same two people, on a page that asks for nothing.

const noticeGiven = (texts: CampaignGiven["texts"]) => ({ isUrgent: true, texts });
const sayNotice = <T>({ browser }: Colleague, path: string, body?: object) =>
  browser.said<Said<T>>(`/api/public-notices${path}`, body as Json | undefined);
async function askNotice(who: Colleague): Promise<PublicNoticeLine> {
  const given = noticeGiven({
    fr: { title: "De faux appels circulent", text: "Raccrochez, puis signalez l'appel." },
    en: { title: "False calls are going round", text: "Hang up, then report." },
  });
  const { digest } = await sayNotice<PublicNoticePreview>(who, "/preview", given);
  const list = await sayNotice<PublicNoticeList>(who, "", { ...given, digest });
  assert.ok(list.notices?.[0], list.error);
  return list.notices[0];
}
const publish = async (who: Colleague, notice: string) =>
  sayNotice<PublicNoticeList>(
    who,
    `/${notice}/sign`,
    await signatureOf(server, who, `/api/public-notices/${notice}/ask`),
  );
const page = (path: string) => send(server.issuer, { method: "GET", path });

test("a notice is nobody's to read before another operator signs it; then everybody reads it, in both languages, by page and by feed; retired it stays, and says so", async () => {
  const [maker, second] = [await colleague("operator"), await colleague("operator")];
  const { notice } = await askNotice(maker);
  assert.equal((await sayNotice(maker, `/${notice}/ask`, {})).error, "campaign_two_people");
  assert.equal((await page("/avis/1")).status, 404);
  assert.doesNotMatch((await page("/avis/fr")).text, /faux appels/);

  const { notices } = await publish(second, notice);
  const line = notices.find((one) => one.notice === notice);
  assert.equal(line?.state, "published");
  const path = new URL(line?.address ?? "").pathname;
  for (const [at, says] of [
    [path, /De faux appels circulent/],
    [path.replace("/avis", "/avis/en"), /False calls are going round/],
    ["/avis", /De faux appels circulent/],
    ["/avis/en", /False calls are going round/],
  ] as const) {
    const { status, text } = await page(at);
    assert.equal(status, 200, at);
    assert.match(text, says, at);
  }
  const feed = await page("/avis/fr/rss.xml");
  assert.match(String(feed.headers["content-type"]), /^application\/rss\+xml/);
  const [items, guids] = [/<item>/g, /<guid isPermaLink="true">[^<]+\/avis\/fr\/\d+<\/guid>/g].map(
    (each) => feed.text.match(each)?.length,
  );
  assert.deepEqual([items, guids], [1, 1]);
  assert.match(feed.text, /^<\?xml version="1.0" encoding="UTF-8"\?>\n<rss version="2.0"/);

  assert.equal((await sayNotice(maker, `/${notice}/end`, {})).error, undefined);
  assert.match((await page(path)).text, /Retiré le /);
  assert.match((await page("/avis/fr/rss.xml")).text, /<title>Retiré : De faux appels/);
  assert.equal((await sayNotice(second, `/${notice}/end`, {})).error, "campaign_over");
});

test("a notice that says a number, or that two publish at once, is published by nobody, or once; its address is nobody else's", async () => {
  const [maker, second] = [await colleague("operator"), await colleague("operator")];
  const bad = noticeGiven({
    fr: { title: "Appelez", text: "Au 01 99 00 12 34" },
    en: { title: "x", text: "y" },
  });
  const { faults, digest } = await sayNotice<PublicNoticePreview>(maker, "/preview", bad);
  assert.deepEqual(faults, [{ lang: "fr", field: "text", fault: "digits" }]);
  assert.equal((await sayNotice(maker, "", { ...bad, digest })).error, "campaign_text");

  const [one, two] = [await askNotice(maker), await askNotice(maker)];
  const wrong = await signatureOf(server, second, `/api/public-notices/${one.notice}/ask`);
  assert.equal((await sayNotice(second, `/${two.notice}/sign`, wrong)).error, "staff_refused");
  const third = await colleague("operator");
  const signing = await Promise.all(
    [second, third].map(async (who) => ({
      who,
      with: await signatureOf(server, who, `/api/public-notices/${one.notice}/ask`),
    })),
  );
  const all = await Promise.all([
    ...signing.map((each) => sayNotice(each.who, `/${one.notice}/sign`, each.with)),
    // Another's key: of two signatures of one key at once the older one looks like a copy's.
    publish(await colleague("operator"), two.notice),
  ]);
  assert.deepEqual(all.map(({ error }) => error).sort(), ["campaign_over", undefined, undefined]);
  const { notices } = await sayNotice<PublicNoticeList>(maker, "");
  const addresses = notices.flatMap(({ address }) => address ?? []);
  assert.equal(new Set(addresses).size, addresses.length);
  const ours = notices.filter(({ notice }) => notice === one.notice || notice === two.notice);
  assert.deepEqual(
    ours.map(({ state }) => state),
    ["published", "published"],
  );
});

test("many who read what everybody may read ask the database once in some seconds, and whoever has it already is told so", async () => {
  const { db } = server.database;
  let asked = 0;
  let now = Date.now();
  const counted = new Proxy(db, {
    get: (of, name) => {
      if (name === "getExecutor") asked++;
      const found = Reflect.get(of, name) as unknown;
      return typeof found === "function" ? found.bind(of) : found;
    },
  });
  const board = createNoticeBoard({
    ...{ db: counted, brand: "Aval", clock: { now: () => instant(now) } },
  });
  const [first] = await board.all();
  assert.ok(first);
  await Promise.all(Array.from({ length: 50 }, () => board.all()));
  assert.equal((await board.one(first.number))?.number, first.number);
  assert.equal(await board.one(999_999), undefined);
  assert.equal(asked, 1, "nor is it asked of a number that nobody had");
  await sql`update public_notice set texts = jsonb_set(texts, '{fr,title}', '"Autre titre"') where number = ${first.number}`.execute(
    db,
  );
  assert.equal((await board.all())[0]?.texts.fr.title, first.texts.fr.title);
  now += lifetimes.noticesKept;
  assert.equal((await board.all())[0]?.texts.fr.title, "Autre titre", "some seconds later");
  await sql`update public_notice set texts = jsonb_set(texts, '{fr,title}', '"Encore"') where number = ${first.number}`.execute(
    db,
  );
  board.changed();
  assert.equal((await board.all())[0]?.texts.fr.title, "Encore", "at once, where it was changed");

  const { headers } = await page("/avis/fr");
  const tag = String(headers.etag);
  const again = (value: string) =>
    send(server.issuer, { method: "GET", path: "/avis/fr", headers: { "if-none-match": value } });
  assert.match(tag, /^"[\w-]{22}"$/);
  assert.deepEqual([(await again(tag)).status, (await again(tag)).text], [304, ""]);
  assert.equal((await again('"other"')).status, 200);
});
