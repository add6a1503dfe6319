import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { canonicalJson, type Json, peekCompact, purposes, signCompact } from "@aval/protocol";
import fc from "fast-check";
import { sql } from "kysely";
import { type Keys, openKeys } from "#platform/keys";
import { type Bundle, bundleText, parseBundle, sealedHash } from "./modules/proofs/bundle.ts";
import { type FaultName, verifyBundle } from "#modules/proofs";
import { ask, type Browser, enterAccount, ownPlace } from "./testing/account.ts";
import {
  enrolHolder,
  newBrowser,
  sandboxPeople,
  sandboxService,
  signIn,
} from "./testing/driver.ts";
import { startWhole, type WholeServer } from "./testing/whole.ts";

// The second verifier shares nothing with ours, hence has no types.
const second = "../../../tools/second-verifier/verify.mjs";
const { verify: verifyAgain } = (await import(second)) as {
  verify(text: string, trusted?: { root?: object; witnesses?: string[] }): string[];
};

let server: WholeServer;
let origin: string;
let browser: Browser;
let file: string;
let bundle: Bundle;
let keys: Keys;

before(
  async () => {
    server = await startWhole();
    origin = `http://${server.issuer.host}`;
    keys = await openKeys({ folder: join(server.dataDir, "keys"), mode: "sandbox", followMs: 0 });
    const [person = ""] = await sandboxPeople(server.issuer);
    const holder = await enrolHolder(() => server.phone, person);
    const at = () => server.issuer;
    browser = await newBrowser(at);
    await ownPlace(server.database.db, browser, holder);
    await enterAccount(browser, holder, "lire");
    await signIn(holder, at);
    const refused = await newBrowser(at);
    const page = await refused.open(sandboxService);
    const { view } = await refused.act(page.signIn, "begin");
    const { context } = await holder.phone.claim(holder.identity, view.frame ?? "");
    await holder.phone.refuse(holder.identity, context, "not_me");
    await sequenced();
    file = await taken();
    bundle = parsed(file);
  },
  { timeout: 300_000 },
);
after(async () => {
  keys?.stop();
  await server?.stop();
});

/** Every fact has its place: the sequencer's round comes each second. */
async function sequenced(): Promise<void> {
  for (;;) {
    const { rows } = await sql`select from fact where seq is null`.execute(server.database.db);
    if (rows.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function taken(body: object = {}): Promise<string> {
  const answer = await ask(browser, origin, "proofs", body);
  assert.equal(answer.status, 200, answer.text);
  return (JSON.parse(answer.text) as { file: string }).file;
}

function parsed(text: string): Bundle {
  const read = parseBundle(text);
  assert.ok(read);
  return read;
}

const faultsOf = async (text: string): Promise<readonly FaultName[]> => [
  ...new Set((await verifyBundle(text)).faults.map(({ fault }) => fault)),
];

/** What both verifiers say: they must agree. */
async function holds(text: string): Promise<boolean> {
  const ours = await faultsOf(text);
  const theirs = verifyAgain(text);
  assert.equal(ours.length === 0, theirs.length === 0, `${ours.join()} / ${theirs.join()}`);
  return ours.length === 0;
}

/** As somebody would change it who has the deployment's own context key: its seal is right again. */
async function resealed(content: Bundle): Promise<string> {
  const v = purposes.bundle;
  const sealed = { v, hash: await sealedHash(content), iat: 1_800_000_000 };
  return bundleText({ ...content, seal: await signCompact(sealed, v, keys.signer("context")) });
}

test("a holder takes what the log proves of them, and two verifiers agree that it does", async () => {
  const report = await verifyBundle(file, { root: keys.root });
  assert.deepEqual(report.faults, []);
  assert.ok(report.proven.answers >= 3, "two sign-ins and a refusal");
  assert.ok(report.proven.contexts >= report.proven.answers);
  assert.equal(report.proven.facts, bundle.facts.length);
  assert.equal(report.proven.origin, `${server.issuer.host}/log`);
  assert.deepEqual(verifyAgain(file, { root: keys.root }), []);
  const kinds = new Set(bundle.facts.map(({ kind }) => kind));
  for (const kind of ["device_added", "approval_approved", "approval_refused", "session_opened"])
    assert.ok(kinds.has(kind), kind);
});

test("it is about its holder alone, and that it was made is a fact of theirs", async () => {
  const { rows } = await sql<{ id: string; professional: string }>`
    select id, professional from fact where id = any(${bundle.facts.map(({ id }) => id)}::text[])`.execute(
    server.database.db,
  );
  assert.equal(rows.length, bundle.facts.length);
  assert.deepEqual([...new Set(rows.map((row) => row.professional))], [bundle.holder.professional]);
  await sequenced();
  const made = parsed(await taken()).facts.find(({ kind }) => kind === "bundle_made");
  assert.match(made?.body ?? "", /"by":"holder"/);
  assert.doesNotMatch(file, /frame_secret|network|"value"/);
});

test("another span brings what happened in it, and the phone's keys", async () => {
  const long = Date.parse("2020-01-01T00:00:00Z");
  const old = parsed(await taken({ from: long, to: long + 1000 }));
  assert.deepEqual([...new Set(old.facts.map(({ kind }) => kind))], ["device_added"]);
  assert.ok(await holds(bundleText(old)));
  assert.equal((await ask(browser, origin, "proofs", { from: long, to: long - 1 })).status, 400);
});

test("no byte of it can be changed without both verifiers noticing", async () => {
  const bytes = Buffer.from(file);
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] as number) ^ (1 << bit);
      assert.ok(!(await holds(changed.toString("utf8"))), `byte ${at}, bit ${bit}`);
    }),
    { numRuns: 60 },
  );
});

/** Every text, number and list of a value, as the way to it. */
function waysIn(value: unknown, way: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [[...way]];
  const deeper = Object.entries(value).flatMap(([name, inner]) =>
    waysIn(inner, [...way, Array.isArray(value) ? Number(name) : name]),
  );
  return deeper;
}

/** The value with what lies at the end of the way changed a little. */
function changedAt(
  value: unknown,
  [step, ...way]: readonly (string | number)[],
  bit: number,
): unknown {
  if (step !== undefined) {
    const inner = (value as Record<string | number, unknown>)[step];
    const changed = changedAt(inner, way, bit);
    return Array.isArray(value)
      ? value.with(Number(step), changed)
      : { ...(value as object), [step]: changed };
  }
  if (typeof value === "number") return value + 1;
  const text = String(value);
  const at = bit % Math.max(1, text.length);
  const other = text[at] === "A" ? "B" : "A";
  return text.slice(0, at) + other + text.slice(at + 1);
}

/** What says only what was asked for: a seal alone stands for it. */
const saidBySealAlone = /^(made|span\.|holder\.nationalIds\.[1-9])/;

test("whoever could seal it anew changes no field of what it proves", async () => {
  const ways = waysIn(bundle).filter(([first]) => first !== "seal");
  const proving = ways.filter((way) => !saidBySealAlone.test(way.join(".")));
  assert.ok(proving.length > 100);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...proving), fc.nat({ max: 5000 }), async (way, bit) => {
      const changed = changedAt(bundle, way, bit) as Bundle;
      assert.ok(!(await holds(await resealed(changed))), way.join("."));
    }),
    { numRuns: 60 },
  );
});

test("a removed, reordered, repeated or erased row is found, and so is a forked checkpoint", async () => {
  const { facts } = bundle;
  const found = async (changed: Partial<Bundle>) => {
    const text = await resealed({ ...bundle, ...changed });
    assert.ok(!(await holds(text)));
    return faultsOf(text);
  };
  for (const at of [0, 1, facts.length - 1])
    assert.ok((await found({ facts: facts.toSpliced(at, 1) })).includes("inclusion"), `${at}`);
  const [first, second, ...others] = facts;
  assert.ok(first && second);
  assert.ok((await found({ facts: [second, first, ...others] })).includes("order"));
  assert.ok((await found({ facts: [first, ...facts] })).includes("order"));
  const exchanged = [{ ...second, seq: first.seq }, { ...first, seq: second.seq }, ...others];
  assert.deepEqual(await found({ facts: exchanged }), ["inclusion"]);
  const { key: _, body: __, ...erased } = first;
  assert.ok((await found({ facts: [erased, second, ...others] })).includes("erased"));
  const forked = bundle.checkpoint.replace(/\n\d+\n/, (size) => `\n${Number(size.trim()) + 1}\n`);
  assert.ok((await found({ checkpoint: forked })).includes("checkpoint"));
  assert.ok((await found({ contexts: bundle.contexts.slice(1) })).includes("context"));
  assert.ok(
    (await found({ contexts: [...bundle.contexts, bundle.contexts[0] ?? ""] })).includes("context"),
  );
});

test("what only the seal says is sealed, and a checkpoint or a screen of nobody's is found whoever sealed it", async () => {
  const { span, holder } = bundle;
  const unsealed: readonly Partial<Bundle>[] = [
    { made: bundle.made + 1 },
    { span: { ...span, to: span.to + 1 } },
    { holder: { ...holder, nationalIds: [...holder.nationalIds, "899799999999"] } },
  ];
  for (const changed of unsealed) {
    const text = bundleText({ ...bundle, ...changed });
    assert.deepEqual(await faultsOf(text), ["seal"]);
    assert.ok(!(await holds(text)));
  }
  const use = (jws: string) => (peekCompact(jws)?.payload as { use?: string } | undefined)?.use;
  const certificates = bundle.certificates.filter((jws) => use(jws) !== "checkpoint");
  const unsigned = await resealed({ ...bundle, certificates });
  assert.deepEqual(await faultsOf(unsigned), ["checkpoint"]);
  assert.ok(!(await holds(unsigned)));
  const others = { ...holder, nationalIds: ["899799999999"] };
  const another = await resealed({ ...bundle, holder: others });
  assert.deepEqual(await faultsOf(another), ["holder"]);
  assert.ok(!(await holds(another)));
});

test("neither another root nor an answer that another phone signed is taken", async () => {
  const other = await openKeys({
    folder: join(server.dataDir, "other"),
    mode: "sandbox",
    followMs: 0,
  });
  const report = await verifyBundle(file, { root: other.root });
  assert.deepEqual(
    report.faults.map(({ fault }) => fault),
    ["other_root"],
  );
  assert.notDeepEqual(verifyAgain(file, { root: other.root }), []);
  // Sealed and certified by somebody else's root, all else being ours.
  const theirs = { ...bundle, root: other.root };
  assert.ok(!(await holds(bundleText(theirs))));
  other.stop();
});

test("ten files a day, and then the next is refused", async () => {
  let last = 200;
  for (let made = 0; made < 12 && last === 200; made += 1)
    last = (await ask(browser, origin, "proofs", {})).status;
  assert.equal(last, 429);
});

test("its one spelling is canonical, so that one content has one text", () => {
  assert.equal(file, `${canonicalJson(JSON.parse(file) as Json)}\n`);
  assert.equal(parseBundle(`${file} `), undefined);
});
