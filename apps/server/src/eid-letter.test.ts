import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import {
  createPhone,
  type DeskLetters,
  type EnrolmentId,
  letterIn,
  letterText,
  newKeyPair,
  PhoneRefusal,
  type Signer,
  signerOf,
} from "@aval/protocol";
import { sql } from "kysely";
import { transact } from "#platform/database";
import { moveClock } from "#platform/testing";
import { type Model, newModel } from "#platform/testing/authenticator";
import { days, type Duration, hours } from "#platform/time";
import { purgeEidVisits } from "./modules/enrolment/eid-store.ts";
import { phoneCommand, type PhoneValues } from "./phone/command.ts";
import { sandboxBrowser, type SandboxBrowser } from "./phone/sandbox-browser.ts";
import { newColleague } from "./testing/colleague.ts";
import { sandboxPeople, send } from "./testing/driver.ts";
import { letterOf } from "./testing/letter.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// A remote eID and its letter, over HTTP: the whole server, and the sandbox's own provider, whose software nobody here wrote.
let server: WholeServer;
let folder: string;
let model: Model;
let people: readonly string[];
let ahead = 0;
before(async () => {
  model = await newModel();
  server = await startWhole({ AVAL_PASSKEY_METADATA: JSON.stringify([model.statement]) });
  folder = await mkdtemp(join(tmpdir(), "aval-eid-letter-"));
  people = await sandboxPeople(server.issuer);
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const advance = async (span: Duration) => {
  ahead += span;
  await moveClock(server.database.db, span);
  for (let tries = 0; tries < 200; tries++) {
    const { text } = await send(server.phone, { path: "/api/time" });
    const { now } = JSON.parse(text) as { now: number };
    if (Math.abs(now * 1000 - Date.now() - ahead) < 2000) return;
    await delay(50);
  }
  throw new Error("the node does not follow the database's clock");
};
/** Somebody nobody else's test has named. */
let taken = 0;
const somebody = (): string => people[taken++] ?? "";
const origin = (): string => `http://${server.phone.host}`;

/** A new phone and its browser. */
async function newPhone() {
  const browser = sandboxBrowser();
  const ask = async (path: string, body?: unknown) => {
    const answer = await browser.ask(
      `${origin()}${path}`,
      body === undefined ? {} : { body: JSON.stringify(body), type: "application/json" },
    );
    return { status: answer.status, body: JSON.parse(answer.text) as unknown };
  };
  const phone = createPhone({
    ...{ get: (path) => ask(path), post: (path, body) => ask(path, body) },
    now: () => Date.now() + ahead,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  });
  const ik = await signerOf(await newKeyPair());
  const { enrolment, device } = await phone.enrol(ik, "Téléphone d'essai");
  return { browser, phone, ik, enrolment, device };
}
type NewPhone = Awaited<ReturnType<typeof newPhone>>;

const asked = ({ phone, ik, enrolment }: NewPhone, nationalId: string) =>
  phone.askEid(ik, enrolment, nationalId);

/** Goes to the provider as `person`, and comes back. */
const passes = (
  { browser }: { browser: SandboxBrowser },
  address: string,
  person: string,
  level = "eidas2",
) => browser.follow(address, { act: "go", person, level });

const status = ({ phone, ik, enrolment }: NewPhone) => phone.enrolmentStatus(ik, enrolment);

/** The letter as it was printed, with what its code says. */
async function printed(enrolment: EnrolmentId) {
  for (let tries = 0; tries < 600; tries++) {
    const { rows } = await sql<{ lines: string[]; pdf: Buffer; says: string }>`
      select l.lines, c.pdf, c.says from letter l join caught_letter c on c.id = l.id
      where l.enrolment = ${enrolment}`.execute(server.database.db);
    if (rows[0]) return rows[0];
    await delay(50);
  }
  throw new Error("no letter was printed");
}

/** A phone whose letter has arrived. */
async function withLetter(nationalId = somebody()) {
  const mine = await newPhone();
  const { address } = await asked(mine, nationalId);
  await passes(mine, address, nationalId);
  return { ...mine, nationalId, letter: await letterOf(server.database.db, mine.enrolment) };
}

const refusal = (answering: Promise<unknown>): Promise<string> =>
  answering.then(
    () => "accepted",
    (thrown) => (thrown instanceof PhoneRefusal ? thrown.code : String(thrown)),
  );
const uses = ({ phone }: Pick<NewPhone, "phone">, ik: Signer, letter: string) =>
  refusal(phone.useLetter(ik, letter));

async function told(nationalId: string): Promise<string[]> {
  const { rows } = await sql<{ event: string }>`
    select n.event from notice n join professional p on p.id = n.professional
    where p.national_id = ${nationalId} order by n.told_at, n.id`.execute(server.database.db);
  return rows.map(({ event }) => event);
}

test("aval phone enrol --via eid-letter: limited, three days, then the code", async () => {
  const nationalId = somebody();
  const command = async (action: string, values: PhoneValues) => {
    let said = "";
    const io = {
      stdout: { write: (text: string) => (said += text) },
      stderr: { write: () => undefined },
      stdin: (async function* () {})(),
      env: {},
    };
    const at = {
      state: join(folder, "phone.json"),
      server: `http://127.0.0.1:${server.phone.port}`,
    };
    const code = await phoneCommand({ ...at, json: true, ...values }, [action], io);
    return { code, said: JSON.parse(said) as Record<string, unknown> };
  };
  const { code, said } = await command("enrol", {
    as: nationalId,
    pin: "246813",
    via: "eid-letter",
  });
  assert.equal(code, 0, JSON.stringify(said));
  assert.deepEqual([said["state"], said["level"]], ["cooling", "limited"]);
  const wait = Number(said["activeAt"]) - (Date.now() + ahead) / 1000;
  assert.ok(wait > 71.9 * 3600 && wait <= 72 * 3600 + 5, String(wait));
  assert.equal((await command("activate", { pin: "246813" })).said["error"], "enrolment_too_early");
  await advance(hours(72.1));
  const active = await command("activate", { pin: "246813" });
  assert.deepEqual([active.said["state"], active.said["level"]], ["active", "limited"]);
  assert.deepEqual((await told(nationalId)).slice(0, 2), ["letter_sent", "enrolment_proven"]);
});

test("whatever does not hold is answered alike, and nobody is told: unknown, another's eID, a low level, given up, another browser", async () => {
  const me = somebody();
  const tries: Record<string, (mine: NewPhone) => Promise<unknown>> = {
    unknown: async (mine) => passes(mine, (await asked(mine, "899799999999")).address, me),
    another: async (mine) => passes(mine, (await asked(mine, me)).address, people[20] ?? ""),
    low: async (mine) => passes(mine, (await asked(mine, me)).address, me, "eidas1"),
    "given up": async (mine) =>
      mine.browser.follow((await asked(mine, me)).address, { act: "refuse" }),
    // The link of a caller's own phone, approved by its holder in a browser of theirs.
    forwarded: async (mine) =>
      passes({ browser: sandboxBrowser() }, (await asked(mine, me)).address, me),
  };
  for (const [name, attempt] of Object.entries(tries)) {
    const mine = await newPhone();
    await attempt(mine);
    const { state, eid, holder } = await status(mine);
    assert.equal(state, "requested", name);
    assert.deepEqual(eid, { state: "refused", why: "eid_refused" }, name);
    assert.equal(holder, undefined, name);
  }
  assert.deepEqual(await told(me), []);
});

test("a return is worth something once, and a second passage may be tried after a refused one", async () => {
  const me = somebody();
  const mine = await newPhone();
  const { address } = await asked(mine, me);
  await passes(mine, address, me, "eidas1");
  assert.equal((await status(mine)).eid?.state, "refused");
  await passes(mine, (await asked(mine, me)).address, me);
  const { state, letter, words, holder } = await status(mine);
  assert.equal(state, "evidenced");
  assert.ok(letter && letter.until * 1000 > Date.now() + ahead + days(20.9));
  assert.deepEqual([words, holder], [undefined, undefined]);
  assert.equal(await refusal(asked(mine, me)), "enrolment_not_ready");
});

test("the letter goes to where the directory says that they practise, as a tagged document in both languages", async () => {
  const { enrolment, nationalId, letter } = await withLetter();
  const row = await printed(enrolment);
  assert.equal(letterText(letterIn(row.says, origin()) ?? assert.fail()), letter);
  assert.ok(row.lines.length >= 3);
  assert.match(row.lines.at(-1) ?? "", /^99\d{3} [A-Z]/, nationalId);
  const pdf = row.pdf.toString("latin1");
  assert.match(pdf, /^%PDF-/);
  assert.match(pdf, /StructTreeRoot/);
  const first = await readFile(join(import.meta.dirname, "sandbox", "people.txt"), "utf8");
  for (const word of row.lines.at(-1)?.split(" ") ?? []) assert.ok(first.includes(word));
});

test("a letter that another phone scans does nothing there: refused in words, told once, and the enrolment goes on", async () => {
  const mine = await withLetter();
  const thief = await newPhone();
  for (let times = 0; times < 3; times++)
    assert.equal(await uses(thief, thief.ik, mine.letter), "letter_of_another_phone");
  const all = await told(mine.nationalId);
  assert.deepEqual(all, ["letter_sent", "letter_elsewhere"]);
  assert.equal((await status(mine)).state, "evidenced");
  assert.equal((await status(thief)).state, "requested");
  assert.equal(await uses(mine, mine.ik, mine.letter), "accepted");
});

test("a letter is used once, and not after twenty-one days, a stop, a block or its holder's leaving", async () => {
  const once = await withLetter();
  assert.equal(await uses(once, once.ik, once.letter), "accepted");
  assert.equal(await uses(once, once.ik, once.letter), "letter_over");
  const forged = `${once.letter.slice(0, -22)}${"A".repeat(22)}`;
  assert.equal(await uses(once, once.ik, forged), "letter_refused");
  assert.equal(await uses(once, once.ik, "nothing"), "letter_refused");

  const left = await withLetter();
  await sql`update professional set state = 'deactivated', sources = '{}' where national_id = ${left.nationalId}`.execute(
    server.database.db,
  );
  assert.equal(await uses(left, left.ik, left.letter), "unknown_professional");
  assert.equal((await status(left)).state, "evidenced");

  const late = await withLetter();
  await advance(days(21.01));
  assert.equal(await uses(late, late.ik, late.letter), "letter_over");
  assert.equal((await status(late)).state, "expired");
});

test("whoever is told stops it by the notice's link, while the letter travels and after, for good", async () => {
  const { db } = server.database;
  const linkOf = async (nationalId: string) => {
    for (let tries = 0; tries < 200; tries++) {
      const { rows } = await sql<{ text: string }>`
        select m.text from caught_mail m where m.recipient in (select c.value from contact c join professional p on p.id = c.professional
          where p.national_id = ${nationalId}) order by m.caught_at desc limit 1`.execute(db);
      const [path] = /\/arreter\/[\w-]+/.exec(rows[0]?.text ?? "") ?? [];
      if (path) return path;
      await delay(50);
    }
    throw new Error("nobody was told");
  };
  const press = async (nationalId: string) => {
    const { issuer } = server;
    const answer = await sandboxBrowser().ask(`http://${issuer.host}${await linkOf(nationalId)}`, {
      body: "",
    });
    assert.equal(answer.status, 200, answer.text);
  };
  const travels = await withLetter();
  await press(travels.nationalId);
  assert.equal((await status(travels)).state, "contested");
  assert.equal(await uses(travels, travels.ik, travels.letter), "letter_over");

  const waits = await withLetter();
  assert.equal(await uses(waits, waits.ik, waits.letter), "accepted");
  await press(waits.nationalId);
  assert.equal((await status(waits)).state, "contested");
});

test("a registrar of the scope lists it the same day and stops it for good; of another scope it is nothing's", async () => {
  const mine = await withLetter();
  const { browser, id } = await newColleague(server, { model, scope: "national" });
  const list = async (by = browser) =>
    (await by.said<DeskLetters>("/api/desk/letters")).letters.filter(
      ({ enrolment }) => enrolment === mine.enrolment,
    );
  const [listed] = await list();
  assert.deepEqual(
    [listed?.holder.nationalId, listed?.isOfToday, listed?.stage],
    [mine.nationalId, true, "evidenced"],
  );
  const { browser: foreign } = await newColleague(server, { model, scope: "structure:nowhere" });
  assert.deepEqual(await list(foreign), []);
  // Whose name was shown reads by whom, once a day for each.
  await list();
  const { rows: viewed } = await sql<{ staff: string; why: string }>`
    select f.body::jsonb ->> 'staff' as staff, f.body::jsonb ->> 'why' as why
    from fact f join professional p on p.id = f.professional
    where f.kind = 'person_viewed' and p.national_id = ${mine.nationalId}`.execute(
    server.database.db,
  );
  assert.deepEqual(viewed, [{ staff: id, why: "letters" }]);
  const stop = { enrolment: mine.enrolment };
  const refused = await foreign.said<{ error: string }>("/api/desk/letters/stop", stop);
  assert.equal(refused.error, "enrolment_not_found");
  await browser.said("/api/desk/letters/stop", stop);
  assert.deepEqual(await list(), []);
  assert.equal((await status(mine)).state, "contested");
  assert.equal(await uses(mine, mine.ik, mine.letter), "letter_over");
  assert.ok((await told(mine.nationalId)).includes("letter_stopped"));
});

test("a holder is sent three letters a month; who comes back with another's identity spends none of them", async () => {
  const nationalId = somebody();
  const goes = async (person: string) => {
    const mine = await newPhone();
    const { address } = await asked(mine, nationalId);
    await passes(mine, address, person);
    const { eid } = await status(mine);
    return eid?.state === "refused" ? eid.why : "begun";
  };
  const stranger = somebody();
  for (let turn = 0; turn < 4; turn++) assert.equal(await goes(stranger), "eid_refused");
  for (let turn = 0; turn < 3; turn++) assert.equal(await goes(nationalId), "begun");
  assert.equal(await goes(nationalId), "letter_too_many");
  assert.equal(await goes(stranger), "eid_refused", "nor does a stranger learn of it");
  await advance(days(31));
  assert.equal(await goes(nationalId), "begun");
});

test("what a passage was checked with is gone once it is over, used or not", async () => {
  const { db } = server.database;
  const left = await newPhone();
  await asked(left, somebody());
  const back = await newPhone();
  const person = somebody();
  await passes(back, (await asked(back, person)).address, person);
  const kept = async ({ enrolment }: NewPhone) => {
    const { rows } = await sql<{ verifier: string | null; nonce: string | null }>`
      select verifier, nonce from eid_visit where enrolment = ${enrolment}`.execute(db);
    return rows.map(({ verifier, nonce }) => verifier !== null || nonce !== null);
  };
  assert.deepEqual([await kept(left), await kept(back)], [[true], [false]]);
  await sql`update eid_visit set ends_at = aval_now() where enrolment = ${left.enrolment}`.execute(
    db,
  );
  await transact(db, (tx) => purgeEidVisits(tx, hours(1)));
  assert.deepEqual(await kept(left), [false]);
  await sql`update eid_visit set ends_at = aval_now() - interval '2 hours' where enrolment = ${left.enrolment}`.execute(
    db,
  );
  await transact(db, (tx) => purgeEidVisits(tx, hours(1)));
  assert.deepEqual(await kept(left), []);
});
