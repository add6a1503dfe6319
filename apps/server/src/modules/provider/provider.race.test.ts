import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { newKeyPair, signerOf } from "@aval/protocol";
import { cookieNames } from "./cookies.ts";
import { clientAssertion } from "./testing/assertion.ts";
import { type ProviderProcess, startProviderProcess } from "./testing/nodes.ts";
import { callback, type SetUp, setUp } from "./testing/setup.ts";
import { newHolder, newVisitor, signIn, upToResume, type Visitor } from "./testing/visitor.ts";

// Two operating-system processes with pools of their own on one PostgreSQL, twenty requests a round, ten to each.
const rounds = Number(process.env["AVAL_TEST_ROUNDS"] ?? 10);
const each = 10;

let it: SetUp;
let racers: ProviderProcess[] = [];
before(async () => {
  it = await setUp();
  const options = {
    databaseUrl: it.database.serverUrl,
    keysFolder: it.keysFolder,
    origin: it.world.origin,
  };
  racers = await Promise.all([startProviderProcess(options), startProviderProcess(options)]);
  console.log(
    `racing processes ${racers.map(({ pid }) => pid).join(" and ")}, ${rounds} rounds of ${2 * each}`,
  );
});
after(async () => {
  await Promise.all(racers.map((racer) => racer.stop()));
  await it.close();
});

/** The same request, twenty times at once, half to each process. */
async function race<T>(request: (from: string) => Promise<T>): Promise<T[]> {
  return Promise.all(
    Array.from({ length: 2 * each }, (_, at) => request(racers[at % 2]?.here as string)),
  );
}

async function times(work: (round: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round++) await work(round);
}

const successes = (answers: readonly { status: number }[]) =>
  answers.filter(({ status }) => status === 200).length;
const losersAre = (
  answers: readonly { status: number; body: Record<string, unknown> }[],
  status: number,
  error: string,
) => {
  for (const answer of answers)
    if (answer.status !== 200)
      assert.deepEqual([answer.status, answer.body["error"]], [status, error]);
};

test("a code gives tokens at most once, however many exchange it at once on two nodes", async () => {
  const holder = await newHolder(it.world);
  await times(async () => {
    const back = await signIn(await newVisitor(it.world), holder, it.calls.authorization());
    const answers = await race((from) => it.calls.exchange(back, {}, from));
    assert.equal(successes(answers), 1);
    losersAre(answers, 400, "invalid_grant");
    // A late loser sees a spent code, and then the winner's tokens die: never more than one set, sometimes none.
    const winner = answers.find(({ status }) => status === 200);
    assert.ok([200, 401].includes((await it.calls.userinfo(winner?.body["access_token"])).status));
  });
});

test("a refresh token is renewed at most once, and a race of its own client ends nothing", async () => {
  await times(async () => {
    const { tokens } = await it.signedIn();
    const answers = await race((from) => it.calls.refresh(tokens["refresh_token"], from));
    assert.equal(successes(answers), 1);
    losersAre(answers, 400, "invalid_grant");
    const winner = answers.find(({ status }) => status === 200)?.body as Record<string, string>;
    assert.equal((await it.calls.userinfo(winner["access_token"] as string)).status, 200);
    assert.equal(
      (await it.calls.refresh(winner["refresh_token"] as string)).status,
      200,
      "the family goes on",
    );
  });
});

/** The browser's cookies, sent by hand so that twenty requests carry the same. */
const resumeFrom = (visitor: Visitor, resume: URL) => {
  const cookie = [...visitor.jar].map(([name, value]) => `${name}=${value}`).join("; ");
  return async (from: string) => {
    const answer = await fetch(`${from}${resume.pathname}`, {
      headers: { cookie },
      redirect: "manual",
    });
    return { status: answer.status, location: answer.headers.get("location") };
  };
};

test("one approval gives at most one code, however many requests resume its sign-in at once on two nodes", async () => {
  const holder = await newHolder(it.world);
  await times(async () => {
    const visitor = await newVisitor(it.world);
    const answers = await race(
      resumeFrom(visitor, await upToResume(visitor, holder, it.calls.authorization())),
    );
    const codes = answers.flatMap(({ location }) =>
      location?.startsWith(callback) ? [new URL(location)] : [],
    );
    assert.equal(codes.length, 1);
    for (const { status, location } of answers)
      if (!location) assert.ok(status === 404 || status === 400, String(status));
    assert.equal((await it.calls.exchange(codes[0] as URL)).status, 200);
  });
});

test("a sign-in is concluded at most once: twenty conclusions at once open one session", async () => {
  const holder = await newHolder(it.world);
  await times(async () => {
    const visitor = await newVisitor(it.world);
    const address = it.calls.authorization();
    const id = (await visitor.visit(address)).location?.pathname.split("/")[2] as string;
    const { view } = await visitor.act(id, "begin");
    await holder.approve(view.frame as string);
    const cookie = [...visitor.jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const jws = await visitor.say(id, "conclude");
    const answers = await race(async (from) => {
      const headers = { cookie, "content-type": "application/x-www-form-urlencoded" };
      const answer = await fetch(`${from}/login/${id}/conclude`, {
        method: "POST",
        headers,
        body: new URLSearchParams({ jws }),
        redirect: "manual",
      });
      const [, resume] =
        /^__Host-aval_resume_[^=]+=([\w-]+)/.exec(answer.headers.getSetCookie()[0] ?? "") ?? [];
      return { status: answer.status, resume };
    });
    // A browser keeps the answer that came last, whichever was written last: every one of them must lead on, to one code.
    assert.ok(answers.every(({ status, resume }) => status === 303 && resume));
    assert.equal(new Set(answers.map(({ resume }) => resume)).size, answers.length);
    const path = `${new URL(it.world.issuer).pathname}/protocol/openid-connect/auth/${id}`;
    const secrets = answers.map(({ resume }) => resume);
    const resumed = await race(async (from) => {
      const headers = { cookie: `${cookie}; ${cookieNames.resume(id)}=${secrets.pop()}` };
      const answer = await fetch(`${from}${path}`, { headers, redirect: "manual" });
      return answer.headers.get("location");
    });
    const codes = resumed.filter((location) => location?.startsWith(callback));
    assert.equal(codes.length, 1);
    assert.equal((await it.calls.exchange(new URL(codes[0] as string))).status, 200);
  });
  const opened = await it.facts("sign_in_concluded");
  assert.equal(new Set(opened.map(({ session }) => session)).size, opened.length);
});

test("a client assertion is good for one request, however many carry it at once on two nodes", async () => {
  const key = await signerOf(await newKeyPair());
  await it.world.register({
    id: "strict",
    name: "Service strict",
    sensitivity: "open",
    profile: "strict",
    redirectUris: ["https://strict.example/cb"],
    keys: [key.jwk],
  });
  await times(async () => {
    const assertion = await clientAssertion(key, { issuer: it.world.issuer, client: "strict" });
    const answers = await race((from) =>
      it.calls.call("token/introspect", { token: "x", ...assertion }, from, {}),
    );
    assert.equal(successes(answers), 1);
    losersAre(answers, 401, "invalid_client");
  });
});

test("no process printed anything of its own: the engine's notices are settled, not hidden", () => {
  assert.deepEqual(
    racers.map(({ printed }) => printed()),
    ["", ""],
  );
});
