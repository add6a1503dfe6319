import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { hours } from "#platform/time";
import { type Browser, ownPlace } from "./testing/account.ts";
import { newColleague } from "./testing/colleague.ts";
import { type Holder, newBrowser, refusalOf } from "./testing/driver.ts";
import { clientOf, kinds } from "./testing/obedience.ts";
import { type ObedienceWorld, startObedience } from "./testing/obedience-world.ts";
import { bindingOf, type Colleague, openVisit, signVisit } from "./testing/visit.ts";
import {
  approvesOn,
  type Proven,
  provenPhone,
  servingPhone,
  withCode,
} from "./testing/waiting-phone.ts";

// A phone that two registrars showed, while it waits: it opens its holder's own aged places as a `limited` one does there, and nothing
// else; whatever ends the wait ends that and what was opened by it. By HTTP alone, but for what takes days.

let world: ObedienceWorld;
let two: readonly [Colleague, Colleague];
before(async () => {
  world = await startObedience();
  await world.addPeople(12);
  const registrar = (name: string) =>
    newColleague(world.server, { model: world.model, scope: "national", name });
  two = [await registrar("Odile ESSAI"), await registrar("Paul ESSAI")];
});
after(() => world?.stop());

const proven = () => provenPhone(world.server, world.where.somebody(), two);
const db = () => world.server.database.db;
const anywhere = () => newBrowser(() => world.server.issuer);

/** Somebody at their own aged place, whose new phone waits and opens it. */
async function atHome() {
  const waits = await proven();
  const browser = await anywhere();
  await ownPlace(db(), browser, waits.old, true);
  return { waits, browser, holder: await servingPhone(waits) };
}

/** What this phone opens of each kind of service from there: the rights that it was shown, or what it was refused with. */
async function opens(browser: Browser, holder: Holder): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const kind of kinds)
    found[kind] = await approvesOn(browser, holder, clientOf(kind)).then(
      async ({ context, concludes }) => ((await concludes()) ? context.rights : "nothing"),
      async (thrown: unknown) => (await refusalOf(Promise.reject(thrown))).code,
    );
  return found;
}

const isRefused = async (holder: Holder): Promise<string> => {
  const browser = await anywhere();
  const page = await browser.open(clientOf("open"));
  const { view } = await browser.act(page.signIn, "begin");
  return (await refusalOf(holder.phone.claim(holder.identity, view.frame ?? ""))).code;
};

/** A session by this phone; whether it still gives tokens, each time by the newest that it gave. */
async function opensOne(browser: Browser, holder: Holder): Promise<() => Promise<boolean>> {
  const tokens = await (await approvesOn(browser, holder, clientOf("open"))).concludes();
  let token = tokens?.refresh_token ?? assert.fail("nothing was opened");
  const goesOn = async () => {
    const { status, body } = await browser.refresh(clientOf("open"), token);
    token = body.refresh_token ?? token;
    return status === 200;
  };
  assert.ok(await goesOn());
  return goesOn;
}

test("on its holder's own aged place it opens what a limited phone does there; elsewhere nothing, whatever transition a service is in", async () => {
  const { browser, holder } = await atHome();
  assert.deepEqual(await opens(browser, holder), {
    open: "full",
    accepting: "reduced",
    sensitive: "rights_denied",
    critical: "rights_denied",
  });
  await world.inTransition("accepting", hours(1));
  const elsewhere = await opens(await anywhere(), holder);
  await world.inTransition("accepting", undefined);
  assert.deepEqual(new Set(Object.values(elsewhere)), new Set(["rights_denied"]));
});

test("it is nobody's phone still: no list has it, no place of its holder's moves, and digits are no way in", async () => {
  const { waits, browser, holder } = await atHome();
  const places = async () => {
    const { rows } = await sql<{ state: string; aged_at: Date }>`
      select state, aged_at, l5_at, people from place where device = ${waits.old.identity.device}`.execute(
      db(),
    );
    return rows;
  };
  const before = await places();
  const { concludes } = await approvesOn(browser, holder, clientOf("open"));
  assert.ok(await concludes());
  assert.deepEqual(await places(), before);
  const { phones } = await waits.old.phone.ownPhones(waits.old.identity);
  assert.deepEqual(
    phones.map(({ id }) => id),
    [waits.old.identity.device],
  );
  const page = await browser.open(clientOf("open"));
  await browser.act(page.signIn, "begin");
  const { view } = await browser.act(page.signIn, "digits");
  assert.equal(
    (await refusalOf(holder.phone.claimDigits(holder.identity, view.digits ?? ""))).code,
    "device_not_active",
  );
});

test("Arrêter ends it and what it opened; between a decision and the end of its sign-in it opens nothing; shown again, it begins without it", async () => {
  const { waits, browser, holder } = await atHome();
  const goesOn = await opensOne(browser, holder);
  const other = await anywhere();
  await ownPlaceToo(other, waits.old);
  const late = await approvesOn(other, holder, clientOf("open"));
  await waits.stop();
  assert.equal(await late.concludes(), undefined);
  assert.equal(await goesOn(), false);
  assert.equal(await isRefused(holder), "device_not_active");
  assert.equal((await waits.status()).meanwhile, undefined, "a held phone is offered nothing");
  assert.equal(
    (await refusalOf(holder.phone.serveMeanwhile(holder.identity, holder.code))).code,
    "enrolment_not_ready",
  );
  await showAgain(waits);
  assert.equal((await waits.status()).meanwhile, "offered");
  assert.equal(await isRefused(holder), "device_not_active");
  await holder.phone.serveMeanwhile(holder.identity, holder.code);
  assert.equal(await isRefused(holder), "rights_denied", "the same code serves again");
});

/** A second own aged place of theirs: one page would else replace the other's session. */
async function ownPlaceToo(browser: Browser, old: Holder): Promise<void> {
  await sql`update place set id = 'plc_' || reverse(substr(id, 5)), approval = 'apr_' || reverse(substr(id, 5))
    where device = ${old.identity.device}`.execute(db());
  await ownPlace(db(), browser, old);
}

async function showAgain({ old, shows, state }: Proven): Promise<void> {
  const { rows } = await sql<{ national_id: string }>`
    select national_id from enrolment where id = ${old.identity.enrolment}`.execute(db());
  const visit = await openVisit(two[0], rows[0]?.national_id ?? "");
  assert.ok(visit.stage === "open");
  await shows(bindingOf(visit.address));
  for (const one of two) await signVisit(world.server, one, visit.visit);
  assert.equal(await state(), "cooling");
}

test("a block ends it and what it opened, and lifting the block gives nothing back; while anything stands it is given nothing", async () => {
  const { waits, browser, holder } = await atHome();
  const goesOn = await opensOne(browser, holder);
  const { stops } = await waits.old.phone.block(waits.old.identity);
  assert.equal(await goesOn(), false);
  assert.equal(
    (await refusalOf(holder.phone.serveMeanwhile(holder.identity, holder.code))).code,
    "holder_stopped",
  );
  await waits.old.phone.lift(waits.old.identity, stops[0]?.id ?? "stp_", waits.old.code);
  assert.equal(await isRefused(holder), "device_not_active");
});

test("its activation takes it away; what it opened stays, and what it had only approved opens nothing", async () => {
  const { waits, browser, holder } = await atHome();
  const goesOn = await opensOne(browser, holder);
  const other = await anywhere();
  await ownPlaceToo(other, waits.old);
  await sql`update enrolment set ready_at = aval_now() where id = ${waits.enrolment}`.execute(db());
  const late = await approvesOn(other, holder, clientOf("open"));
  assert.equal((await holder.phone.activate(holder.identity, holder.code)).level, "full");
  const { rows } = await sql`select from waiting_phone where device = ${waits.device}`.execute(
    db(),
  );
  assert.equal(rows.length, 0);
  assert.equal(await late.concludes(), undefined);
  assert.ok(await goesOn());
  assert.equal((await opens(browser, holder)).critical, "full");
});

test("it ends with its enrolment, and the next round closes what it opened", async () => {
  const { waits, browser, holder } = await atHome();
  const goesOn = await opensOne(browser, holder);
  await sql`update enrolment set expires_at = aval_now() where id = ${waits.enrolment}`.execute(
    db(),
  );
  assert.equal(await isRefused(holder), "device_not_active");
  const until = Date.now() + 60_000;
  while (await goesOn()) {
    assert.ok(Date.now() < until, "its session goes on");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
});

test("it is given by the code that was chosen on it, as any other try is counted, and by its own phone alone", async () => {
  const [mine, theirs] = [await proven(), await proven()];
  const holder = await withCode(mine);
  assert.equal(
    (await refusalOf(holder.phone.serveMeanwhile(holder.identity, "246813"))).code,
    "wrong_code",
  );
  const { enrolment } = theirs;
  assert.equal(
    (await refusalOf(holder.phone.serveMeanwhile({ ...holder.identity, enrolment }, holder.code)))
      .code,
    "bad_signature",
  );
  assert.equal((await mine.status()).meanwhile, "offered");
  await holder.phone.serveMeanwhile(holder.identity, holder.code);
  assert.equal((await mine.status()).meanwhile, "given");
});
