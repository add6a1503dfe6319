import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { hours } from "#platform/time";
import { type ProviderProcess, startProviderProcess } from "./testing/nodes.ts";
import { callback, type SetUp, setUp } from "./testing/setup.ts";
import { softwareCalls, softwarePhone } from "./testing/software.ts";
import {
  begin,
  newHolder,
  newVisitor,
  serviceCalls,
  signIn,
  upToResume,
} from "./testing/visitor.ts";

// A person suspends a service through one process; what it asks of another is refused at once, at every door.
let it: SetUp;
let other: ProviderProcess;
before(async () => {
  it = await setUp();
  const ciba = { sensitivity: "open", redirectUris: [], grants: ["ciba"] } as const;
  await it.world.register({ id: "software", name: "Logiciel", ...ciba });
  const { keysFolder, world } = it;
  other = await startProviderProcess({
    databaseUrl: it.database.serverUrl,
    keysFolder,
    origin: world.origin,
  });
});
after(async () => {
  await other.stop();
  await it.close();
});

const move = (client: string, state: "active" | "suspended") =>
  it.world.software.setState(it.database.db, client, {
    state,
    by: "test",
    reason: "refus en série",
  });
const elsewhere = (client = "service") =>
  serviceCalls({ ...it.world, here: other.here }, client, callback);

/** What a program is told: the same words wherever it says who it is. */
function isTold({ status, body }: { status: number; body: Record<string, any> }) {
  assert.deepEqual([status, body["error"]], [400, "unauthorized_client"], JSON.stringify(body));
  assert.match(body["error_description"], /suspended/);
}

test("a suspended service signs nobody in and its tokens open nothing, on every node; its editor and the professional are told why", async () => {
  const { tokens, visitor } = await it.signedIn();
  const [holder, late] = [await newHolder(it.world), await newVisitor(it.world)];
  const opened = await begin(late, it.calls.authorization());
  const { view } = await late.act(opened, "begin");
  const [half, code] = [await newVisitor(it.world), await newVisitor(it.world)];
  const resume = await upToResume(half, holder, it.calls.authorization());
  const back = await signIn(code, holder, it.calls.authorization());

  assert.ok((await move("service", "suspended")).ok);
  const page = await visitor.visit(it.calls.authorization({ prompt: "login" }), {
    headers: { accept: "text/html" },
  });
  assert.equal(page.location, undefined);
  assert.match(page.text, /Ce service est suspendu/);
  assert.match((await half.visit(resume)).text, /Ce service est suspendu/);
  assert.equal((await late.act(opened, "frame")).view.error, "service_suspended");
  await assert.rejects(holder.approve(view.frame as string), /service_suspended/);

  const calls = elsewhere();
  isTold(await calls.exchange(back));
  isTold(await calls.refresh(tokens["refresh_token"]));
  isTold(await calls.introspect(tokens["access_token"]));
  assert.equal((await calls.userinfo(tokens["access_token"])).status, 401);

  assert.ok((await move("service", "active")).ok);
  assert.equal((await calls.userinfo(tokens["access_token"])).status, 200);
  assert.equal((await calls.refresh(tokens["refresh_token"])).status, 200);
});

test("software that is suspended is offered, found, asked for and polled no more, also where a request was approved", async () => {
  const phone = await softwarePhone(it.world);
  assert.ok((await phone.add("software")).ok);
  await it.advance(hours(24));
  const program = softwareCalls(elsewhere("software"));
  const asked = await program.ask(phone.nationalId, "42");
  const context = await phone.search("42", true);
  assert.ok(typeof context !== "string", String(context));
  assert.equal(await phone.approve(context), "approved");
  const waiting = await program.ask(phone.nationalId, "17");
  assert.equal(waiting.status, 200);

  assert.ok((await move("software", "suspended")).ok);
  isTold(await program.ask(phone.nationalId, "18"));
  isTold(await program.poll(asked.body["auth_req_id"]));
  assert.equal(typeof (await phone.search("17", true)), "string");
  const listed = await phone.list();
  assert.ok(listed.ok && listed.value.registry.every(({ client }) => client !== "software"));
});
