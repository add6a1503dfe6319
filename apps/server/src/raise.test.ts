import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { sql } from "kysely";
import { type Model, newModel } from "#platform/testing/authenticator";
import { hours, seconds } from "#platform/time";
import { type Inserted, sendWithCard } from "./testing/card-reader.ts";
import { newColleague } from "./testing/colleague.ts";
import { enrolHolder, type Holder, refusalOf, sandboxPeople } from "./testing/driver.ts";
import { advanceServer, cardHostOf, insertedCard } from "./testing/inserted-card.ts";
import { askToSign, bindingOf, lookAt, openVisit, signVisit } from "./testing/visit.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

/* A phone to be confirmed that opens everything afterwards, on the whole server: by two registrars' keys, and by a card of the real PKI. */
let whole: WholeServer;
let model: Model;
let people: readonly string[];
let ahead = 0;
before(async () => {
  model = await newModel();
  whole = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(whole.issuer);
});
after(() => whole?.stop());

async function advance(span: Parameters<typeof advanceServer>[1]): Promise<void> {
  await advanceServer(whole, span);
  ahead += span;
}

/** A holder whose one phone is to be confirmed, as an old phone's page or a letter would have left it. */
async function limitedHolder(nationalId: string): Promise<Holder> {
  const holder = await enrolHolder(
    () => whole.phone,
    nationalId,
    undefined,
    () => Date.now() + ahead,
  );
  await sql`update device set level = 'limited' where id = ${holder.identity.device}`.execute(
    whole.database.db,
  );
  return holder;
}
const levelOf = async ({ phone, identity }: Holder) => (await phone.raiseStatus(identity)).level;
const registrar = (name: string) => newColleague(whole, { model, scope: "national", name });
test("two registrars raise the phone that scanned their page; its holder says so with the code that it has", async () => {
  const [first, second] = [await registrar("Odile ESSAI"), await registrar("Paul ESSAI")];
  const nationalId = people[20] ?? "";
  const holder = await limitedHolder(nationalId);
  const opened = await openVisit(first, nationalId);
  assert.ok(opened.stage === "open");
  const asked = await holder.phone.askRaise(holder.identity, bindingOf(opened.address));
  assert.equal(asked.raise?.state, "requested");
  const bound = await lookAt(first, opened.visit);
  assert.ok(bound.stage === "bound");
  assert.equal(bound.phone, "to_confirm");
  assert.deepEqual(bound.words, asked.raise?.words);
  const once = await signVisit(whole, first, opened.visit);
  assert.equal(once.stage, "signed");
  const twice = await signVisit(whole, second, opened.visit);
  assert.ok(twice.stage === "proven");
  assert.equal(twice.phone, "to_confirm");
  const { raise } = await holder.phone.raiseStatus(holder.identity);
  assert.equal(raise?.state, "ready");
  assert.equal(await levelOf(holder), "limited");
  const enrolment = raise?.enrolment ?? asked.raise?.enrolment;
  assert.ok(enrolment);
  const wrong = (await refusalOf(holder.phone.raise(holder.identity, enrolment, "975319"))).code;
  assert.equal(wrong, "wrong_code");
  const raised = await holder.phone.raise(holder.identity, enrolment, holder.code);
  assert.equal(raised.level, "full");
  assert.equal(await levelOf(holder), "full");
});

test("a desk signs nobody else's phone, and learns no more of it than that", async () => {
  const first = await registrar("Odile ESSAI");
  const holder = await limitedHolder(people[21] ?? "");
  const opened = await openVisit(first, people[22] ?? "");
  assert.ok(opened.stage === "open");
  await holder.phone.askRaise(holder.identity, bindingOf(opened.address));
  const bound = await lookAt(first, opened.visit);
  assert.ok(bound.stage === "bound");
  assert.equal(bound.phone, "of_another");
  assert.equal(JSON.stringify(bound).includes(people[21] ?? "-"), false);
  assert.equal((await askToSign(first, opened.visit)).error, "evidence_refused");
});

test("the card raises its holder's phone after its words, half a minute and a day, and nobody else's", async () => {
  const nationalId = people[23] ?? "";
  const [holder, other] = [await limitedHolder(nationalId), await limitedHolder(people[24] ?? "")];
  const inserted = await insertedCard(whole, nationalId);
  const post = (path: string, form: Readonly<Record<string, string>> = {}) => {
    const card = cardHostOf(whole);
    const headers = { origin: `https://${card.host}` };
    return sendWithCard(card, inserted as Inserted, {
      path,
      headers,
      form: { lang: "fr", ...form },
    });
  };
  const shown = await post("/telephone");
  const binding = /data-aval-binding="[^"#]*#b=([^"]+)"/.exec(shown.text)?.[1] ?? "none";
  const page = /name="page" value="([^"]+)"/.exec(shown.text)?.[1] ?? "";
  const foreign = await refusalOf(other.phone.askRaise(other.identity, binding));
  assert.equal(foreign.code, "binding_refused");
  const asked = await holder.phone.askRaise(holder.identity, binding);
  assert.equal(asked.raise?.state, "evidenced");
  const words = asked.raise?.words?.join(" ") ?? "";
  await post("/telephone/mots", { page, words, onCall: "no" });
  await advance(seconds(31));
  const proven = await post("/telephone/confirmer", { page });
  assert.match(proven.text, /Vous le confirmerez dessus/);
  const { raise } = await holder.phone.raiseStatus(holder.identity);
  assert.ok(raise);
  assert.equal(raise.state, "cooling");
  const early = await refusalOf(holder.phone.raise(holder.identity, raise.enrolment, holder.code));
  assert.equal(early.code, "enrolment_not_ready");
  await advance(hours(24));
  const raised = await holder.phone.raise(holder.identity, raise.enrolment, holder.code);
  assert.equal(raised.level, "full");
});
