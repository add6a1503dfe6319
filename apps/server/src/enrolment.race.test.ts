import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import {
  createPhone,
  type DeskVisitView,
  enrolPath,
  newKeyPair,
  type PhoneIdentity,
  signerOf,
} from "@aval/protocol";
import { sql } from "kysely";
import { type Model, newAuthenticator, newModel } from "#platform/testing/authenticator";
import { sandboxBrowser } from "./phone/sandbox-browser.ts";
import { sendWithCard } from "./testing/card-reader.ts";
import { newColleague } from "./testing/colleague.ts";
import {
  type Answer,
  enrolHolder,
  type Holder,
  phoneAt,
  refusalOf,
  sandboxPeople,
  send,
} from "./testing/driver.ts";
import { insertedCard } from "./testing/inserted-card.ts";
import { letterOf } from "./testing/letter.ts";
import { type Pair, startPair } from "./testing/pair.ts";
import { walletBeside } from "./testing/wallet.ts";

/*
 * Everything that a person can see, receive or hold on the way to a new phone, used thirty times at once on two server processes, over
 * HTTP: it brings one phone at most. Waits are put into the rows, since two processes follow the clock.
 */
const rounds = Math.min(3, Number(process.env["AVAL_TEST_ROUNDS"] ?? 1));
const times = 30;

let pair: Pair;
let model: Model;
let people: readonly string[];
let wallet: Awaited<ReturnType<typeof walletBeside>>;
before(async () => {
  model = await newModel();
  pair = await startPair({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  people = await sandboxPeople(pair.issuer);
  wallet = await walletBeside(pair);
  console.log(`servers ${pair.pids.join(" and ")}, ${rounds} rounds of ${times}`);
});
after(async () => {
  await wallet?.close();
  await pair?.stop();
});

let taken = 0;
const somebody = (): string => people[taken++] ?? assert.fail("more people are needed");
const phones = () => pair.phone;
const db = () => pair.database.db;
const newIk = async () => signerOf(await newKeyPair());
const origin = () => `http://${pair.phone.host}`;

/** What this act comes to: `done`, or what it is refused with. */
const outcomeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => "done",
    async (fault: unknown) => (await refusalOf(Promise.reject(fault))).code,
  );

/** An artefact that is there to be used: what one use of it comes to, and what all but one must be told. */
type Ready = { readonly use: () => Promise<string>; readonly lost: readonly string[] };

/** Another phone each time, with what the page's code said. */
const binds = (binding: string): Ready => ({
  use: async () => outcomeOf(phoneAt(phones).enrol(await newIk(), "Nouveau", binding)),
  lost: ["binding_refused"],
});
const bindingOf = (address: string) => address.split("#b=")[1] ?? assert.fail(address);

/** A holder whose phone is older than a week. */
async function oldHolder(): Promise<Holder> {
  const old = await enrolHolder(phones, somebody());
  await sql`update device set activated_at = aval_now() - interval '8 days' where id = ${old.identity.device}`.execute(
    db(),
  );
  return old;
}

/** The page of an old phone, open. */
async function oldPage({ phone, identity, code }: Holder) {
  const { page } = await phone.askEnrolmentPage(identity);
  await sql`update enrolment_page set asked_at = asked_at - interval '31 seconds' where id = ${page}`.execute(
    db(),
  );
  const opened = await phone.openEnrolmentPage(identity, page, code);
  assert.ok(opened.state === "open");
  return { page, binding: bindingOf(opened.address) };
}

/** A new phone that scanned it. */
async function scanned(old: Holder) {
  const { page, binding } = await oldPage(old);
  const [phone, ik] = [phoneAt(phones), await newIk()];
  return { phone, ik, page, enrolled: await phone.enrol(ik, "Nouveau", binding) };
}

/** A phone that has asked, and is nobody's. */
async function asked() {
  const [phone, ik] = [phoneAt(phones), await newIk()];
  return { phone, ik, enrolment: (await phone.enrol(ik, "Nouveau")).enrolment };
}

/** What an honest wallet answers for this phone. */
async function walletAnswers() {
  const nationalId = somebody();
  const mine = await asked();
  const { address } = await mine.phone.askWallet(mine.ik, mine.enrolment, nationalId);
  const { request, response } = await wallet.respond(address, {
    civil: wallet.civil(nationalId),
    kind: "good",
  });
  const post = () =>
    send(pair.phone, {
      method: "POST",
      path: new URL(request.payload.response_uri ?? "").pathname,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ response }).toString(),
    });
  return { mine, post };
}

/** A phone's line to both servers, with what each answer is seen by. */
function phoneSeen(seen: (path: string, answer: Answer) => void) {
  const line = async (path: string, body?: unknown) => {
    const more = { method: "POST", headers: { "content-type": "application/json" } };
    const given = body === undefined ? { path } : { path, ...more, body: JSON.stringify(body) };
    const answer = await send(pair.phone, given);
    seen(path, answer);
    return { status: answer.status, body: JSON.parse(answer.text) as unknown };
  };
  const randomOf = (length: number) => new Uint8Array(randomBytes(length));
  return createPhone({ post: line, get: line, now: Date.now, randomBytes: randomOf });
}

/** A browser on its way back from the eID's provider, to be sent with its cookie. */
async function comesBackFromEid() {
  const nationalId = somebody();
  let cookie = "";
  const phone = phoneSeen((_path, { headers }) => {
    cookie = String(headers["set-cookie"] ?? cookie).split(";")[0] ?? "";
  });
  const ik = await newIk();
  const { enrolment } = await phone.enrol(ik, "Nouveau");
  let at = (await phone.askEid(ik, enrolment, nationalId)).address;
  const browser = sandboxBrowser();
  const form = { act: "go", person: nationalId, level: "eidas2" };
  while (new URL(at).host !== pair.phone.host) {
    const isChoice = new URL(at).pathname.startsWith("/interaction/");
    const answer = await browser.ask(
      at,
      isChoice ? { body: new URLSearchParams(form).toString() } : undefined,
    );
    at = new URL(answer.location ?? assert.fail(answer.text), at).href;
  }
  const { pathname, search } = new URL(at);
  const back = () => send(pair.phone, { path: pathname + search, headers: { cookie } });
  return { phone, ik, enrolment, back };
}

/** Each way in which a new phone can be brought, by what is used for it. */
const artefacts: Readonly<Record<string, () => Promise<Ready>>> = {
  "the page of an old phone": async () => binds((await oldPage(await oldHolder())).binding),
  "the page of a desk": async () => {
    const { browser } = await newColleague(pair, { model });
    const checks = { original: true, face: true, name: true };
    const visit = { nationalId: somebody(), checks };
    const opened = await browser.said<DeskVisitView>("/api/desk/open", visit);
    assert.ok(opened.stage === "open", JSON.stringify(opened));
    return binds(bindingOf(opened.address));
  },
  "the page of a card": async () => {
    const card = await insertedCard(pair, somebody());
    const { text } = await sendWithCard(pair.card, card, {
      ...{ path: "/telephone", headers: { origin: `https://${pair.card.host}` } },
      form: { lang: "fr" },
    });
    return binds(/data-aval-binding="[^"#]*#b=([^"]+)"/.exec(text)?.[1] ?? assert.fail(text));
  },
  "the answer of a wallet": async () => {
    const { post } = await walletAnswers();
    return {
      use: async () => ((await post()).status === 200 ? "done" : "refused"),
      lost: ["refused"],
    };
  },
  "the way back from a wallet": async () => {
    const { mine, post } = await walletAnswers();
    const { redirect_uri: redirect } = JSON.parse((await post()).text) as { redirect_uri: string };
    const returned = redirect.split("#w=")[1] ?? assert.fail(redirect);
    return {
      use: () => outcomeOf(mine.phone.returnFromWallet(mine.ik, mine.enrolment, returned)),
      lost: ["wallet_return_refused"],
    };
  },
  "a letter": async () => {
    const { phone, ik, enrolment, back } = await comesBackFromEid();
    assert.equal((await back()).headers["location"], enrolPath);
    const letter = await letterOf(db(), enrolment);
    return { use: () => outcomeOf(phone.useLetter(ik, letter)), lost: ["letter_over"] };
  },
  "what a hardware-held key signed": async () => {
    const old = await oldHolder();
    const key = newAuthenticator({ model, counts: true });
    const creation = await old.phone.beginPhoneKey(old.identity, "security_key");
    const given = {
      ...({ kind: "security_key", name: "Ma clé" } as const),
      made: key.create(creation, origin()),
    };
    await old.phone.addPhoneKey(old.identity, given, old.code);
    await sql`update passkey set made_at = made_at - interval '2 days', usable_from = usable_from - interval '2 days'
      where device = ${old.identity.device}`.execute(db());
    const { phone, ik, enrolled } = await scanned(old);
    const signed = key.get(await phone.askEnrolmentKey(ik, enrolled.enrolment), origin());
    return {
      use: () => outcomeOf(phone.useEnrolmentKey(ik, enrolled.enrolment, signed)),
      lost: ["enrolment_key_refused", "enrolment_not_ready"],
    };
  },
};

for (const [name, make] of Object.entries(artefacts))
  test(`${name}, used thirty times at once on two servers, is good once`, async () => {
    for (let round = 0; round < rounds; round++) {
      const { use, lost } = await make();
      const told = await Promise.all(Array.from({ length: times }, use));
      assert.equal(told.filter((one) => one === "done").length, 1, `${round}: ${told.join()}`);
      const others = told.filter((one) => one !== "done" && !lost.includes(one));
      assert.deepEqual(others, [], "what came too late is told so, and nothing breaks");
    }
  });

test("the way back from a remote eID, taken thirty times at once on two servers, begins one enrolment and writes one letter", async () => {
  for (let round = 0; round < rounds; round++) {
    const { phone, ik, enrolment, back } = await comesBackFromEid();
    const answers = await Promise.all(Array.from({ length: times }, back));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [303]);
    const { state, eid } = await phone.enrolmentStatus(ik, enrolment);
    assert.deepEqual(
      [state, eid?.state],
      ["evidenced", undefined],
      "who came second ended nothing",
    );
    const { rows } = await sql`select from letter where enrolment = ${enrolment}`.execute(db());
    assert.equal(rows.length, 1);
  }
});

/** When the stop leaves: as the activations do, or as the first of them has come so far. */
const moments = ["at once", "/pin/evaluate", "/api/enrolments/activate"] as const;

test("stopped and activated at once on two servers, a phone is active or stopped, as each was told, and never both", async () => {
  const seen = { active: 0, contested: 0 };
  for (let round = 0; round < moments.length * rounds; round++) {
    const old = await oldHolder();
    const { phone, ik, page, enrolled } = await scanned(old);
    const { enrolment, device, root, words } = enrolled;
    await old.phone.typeEnrolmentWords(old.identity, page, words.join(" "));
    await sql`update enrolment set ready_at = aval_now(), evidenced_at = aval_now() - interval '1 day' where id = ${enrolment}`.execute(
      db(),
    );
    const [code, deviceSecret] = ["975318", new Uint8Array(randomBytes(32))];
    const pin = await phone.setCode(ik, device, code, deviceSecret);
    const identity: PhoneIdentity = { ik, device, enrolment, deviceSecret, pin, root };
    const moment = moments[round % moments.length];
    const { promise: hasCome, resolve: comes } = Promise.withResolvers<void>();
    const own = phoneSeen((path) => path === moment && comes());
    if (moment === "at once") comes();
    const [stopped, ...told] = await Promise.all([
      hasCome.then(() => outcomeOf(old.phone.stopEnrolment(old.identity, enrolment))),
      ...Array.from({ length: 6 }, () => outcomeOf(own.activate(identity, code))),
    ]);
    const { rows } = await sql<{ state: "active" | "contested" }>`
      select state from enrolment where id = ${enrolment}`.execute(db());
    const state = rows[0]?.state ?? assert.fail("it is gone");
    const isActive = told.includes("done");
    assert.equal(
      state,
      isActive ? "active" : "contested",
      JSON.stringify({ moment, told, stopped }),
    );
    assert.notEqual(stopped === "done", isActive);
    seen[state] += 1;
  }
  console.log(`active ${seen.active}, stopped ${seen.contested}`);
});
