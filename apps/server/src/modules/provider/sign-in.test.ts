import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { hashSecret } from "#platform/secret";
import { hours } from "#platform/time";
import { cookieNames } from "./cookies.ts";
import { payloadOf, type SetUp, setUp } from "./testing/setup.ts";
import {
  type Answer,
  begin,
  newHolder,
  newVisitor,
  signIn,
  upToResume,
} from "./testing/visitor.ts";

let it: SetUp;
before(async () => {
  it = await setUp();
});
after(() => it.close());

const error = (answer: Answer) => answer.location?.searchParams.get("error");
const isPage = (answer: Answer) =>
  answer.headers.get("content-type")?.startsWith("text/html") === true;

test("the login page is served to the browser that began, with a policy that lets it go back to the service and nowhere else by script", async () => {
  const visitor = await newVisitor(it.world);
  const id = await begin(visitor, it.calls.authorization());
  const answer = await visitor.visit(`${it.world.origin}/login/${id}`);
  assert.ok(answer.status === 200 && isPage(answer));
  assert.match(answer.text, /\/login\/assets\/index-abc\.js/);
  const policy = answer.headers.get("content-security-policy") ?? "";
  assert.match(policy, /script-src 'self';/);
  assert.match(policy, /form-action 'self' https: http:\/\/phone\.localhost:4401;/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe|\*/);
  const asset = await visitor.visit(`${it.world.origin}/login/assets/index-abc.js`);
  assert.deepEqual(
    [asset.status, asset.headers.get("cache-control")],
    [200, "public, max-age=31536000, immutable"],
  );
  for (const missing of ["nothing.js", "..%2findex.html", "index-abc.js%00"]) {
    assert.ok(
      (await visitor.visit(`${it.world.origin}/login/assets/${missing}`)).status >= 400,
      missing,
    );
  }
  assert.equal(
    (await visitor.visit(`${it.world.origin}/design/aval.css`)).headers.get("content-type"),
    "text/css; charset=utf-8",
  );
});

test("whoever reads a sign-in's address off the screen can neither see, cancel, conclude nor resume it", async () => {
  const [visitor, holder, thief] = [
    await newVisitor(it.world),
    await newHolder(it.world),
    await newVisitor(it.world),
  ];
  const id = await begin(visitor, it.calls.authorization());
  const { view } = await visitor.act(id, "begin");
  await holder.approve(view.frame as string);

  assert.equal((await thief.visit(`${it.world.origin}/login/${id}`)).status, 404);
  assert.equal((await thief.act(id, "frame")).view.error, "sign_in_not_found");
  assert.equal((await thief.act(id, "cancel")).view.error, "sign_in_not_found");
  assert.equal((await thief.conclude(id)).status, 404);
  const resume = (await visitor.conclude(id)).location as URL;
  thief.jar.set("engine_resume", id);
  thief.jar.set(cookieNames.signIn(id), id);
  const stolen = await thief.visit(resume);
  assert.deepEqual([stolen.status, stolen.location], [404, undefined]);

  const back = await visitor.visit(resume);
  assert.equal(
    (await it.calls.exchange(back.location as URL)).status,
    200,
    "and its own browser still goes on",
  );
});

test("one approval gives one code, however often the browser comes back", async () => {
  const [visitor, holder] = [await newVisitor(it.world), await newHolder(it.world)];
  const resume = await upToResume(visitor, holder, it.calls.authorization());
  const kept = new Map(visitor.jar);
  const answers = [];
  for (let time = 0; time < 3; time++) {
    for (const [name, value] of kept) visitor.jar.set(name, value);
    answers.push(await visitor.visit(resume));
  }
  assert.deepEqual(
    answers.map((answer) => answer.location?.searchParams.has("code") ?? false),
    [true, false, false],
  );
  assert.ok(answers.slice(1).every((answer) => answer.status === 404 && isPage(answer)));
});

test("a sign-in that nobody concluded does not end because its address was visited", async () => {
  const visitor = await newVisitor(it.world);
  const id = await begin(visitor, it.calls.authorization());
  const early = await visitor.visit(`${it.world.issuer}/protocol/openid-connect/auth/${id}`);
  assert.deepEqual([early.status, early.location, isPage(early)], [404, undefined, true]);
  assert.equal((await visitor.act(id, "begin")).view.state, "shown");
});

test("the page leaves before anything is approved: the service is told access_denied, and the log why", async () => {
  const visitor = await newVisitor(it.world);
  const id = await begin(visitor, it.calls.authorization({ state: "mine" }));
  await visitor.act(id, "begin");
  assert.equal((await visitor.act(id, "cancel")).view.state, "cancelled");
  const back = await visitor.visit((await visitor.conclude(id)).location as URL);
  assert.deepEqual(
    [error(back), back.location?.searchParams.get("state"), back.location?.searchParams.get("iss")],
    ["access_denied", "mine", it.world.issuer],
  );
  const fact = (await it.facts("authorization_refused")).at(-1);
  assert.deepEqual(fact, {
    service: "service",
    error: "access_denied",
    reason: "approval_cancelled",
  });
});

test("Ce n'est pas moi, said on the page after the phone approved, ends in access_denied and no session", async () => {
  const [visitor, holder] = [await newVisitor(it.world), await newHolder(it.world)];
  const id = await begin(visitor, it.calls.authorization());
  const { view } = await visitor.act(id, "begin");
  await holder.approve(view.frame as string);
  assert.equal((await visitor.act(id, "not_me", "cancel")).view.state, "cancelled");
  const back = await visitor.visit((await visitor.conclude(id)).location as URL);
  assert.equal(error(back), "access_denied");
});

test("the sign-in's cookie alone takes no code: whoever polls with it meets nothing, before the page concludes and after", async () => {
  const [visitor, holder, thief] = [
    await newVisitor(it.world),
    await newHolder(it.world),
    await newVisitor(it.world),
  ];
  const id = await begin(visitor, it.calls.authorization());
  for (const [name, value] of visitor.jar) thief.jar.set(name, value);
  const resume = `${it.world.issuer}/protocol/openid-connect/auth/${id}`;
  const unknown = await thief.visit(resume.replace(id, "A".repeat(id.length)));
  const meetsNothing = async () => {
    const polled = await thief.visit(resume);
    assert.deepEqual([polled.status, polled.location], [404, undefined]);
    const blurred = (text: string) => text.replace(/<code[^>]*>[\w-]+<\/code>/, "");
    assert.equal(blurred(polled.text), blurred(unknown.text), "as for a sign-in that never was");
    // Nor by a word of its own key, nor by guessing the second secret.
    const said = await thief.conclude(id);
    assert.deepEqual([said.status >= 400, said.location], [true, undefined]);
    assert.deepEqual(said.headers.getSetCookie(), []);
    assert.equal((await thief.post(`/login/${id}/conclude`, { jws: "nothing" })).status, 400);
    thief.jar.set(cookieNames.resume(id), "A".repeat(43));
    assert.equal((await thief.visit(resume)).status, 404);
    thief.jar.delete(cookieNames.resume(id));
    assert.equal((await thief.visit(`${it.world.origin}/login/${id}`)).location, undefined);
  };
  const { view } = await visitor.act(id, "begin");
  await meetsNothing();
  await holder.approve(view.frame as string);
  await meetsNothing();
  const concluded = await visitor.conclude(id);
  const [given, ...more] = concluded.headers.getSetCookie();
  assert.match(
    given ?? "",
    new RegExp(
      `^${cookieNames.resume(id)}=[\\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600$`,
    ),
  );
  assert.deepEqual(more, []);
  await meetsNothing();
  const back = await visitor.visit(concluded.location as URL);
  assert.equal((await it.calls.exchange(back.location as URL)).status, 200);
  assert.deepEqual(
    [visitor.jar.has(cookieNames.resume(id)), visitor.jar.has(cookieNames.signIn(id))],
    [false, false],
  );
});

test("a refusal is taken to the service by the page that was refused, and by nobody with its first cookie", async () => {
  const [visitor, thief] = [await newVisitor(it.world), await newVisitor(it.world)];
  const id = await begin(visitor, it.calls.authorization());
  await visitor.act(id, "begin");
  await visitor.act(id, "cancel");
  for (const [name, value] of visitor.jar) thief.jar.set(name, value);
  const resume = (await visitor.conclude(id)).location as URL;
  assert.equal((await thief.conclude(id)).status, 403);
  assert.equal((await thief.visit(resume)).status, 404);
  assert.equal(error(await visitor.visit(resume)), "access_denied");
});

test("a page whose last answer was lost concludes again, by its own word, and goes on to one code", async () => {
  const holder = await newHolder(it.world);
  // The form is sent again, or the page is opened again and begins from nothing.
  for (const isReopened of [false, true]) {
    const visitor = await newVisitor(it.world);
    const id = await begin(visitor, it.calls.authorization());
    const { view } = await visitor.act(id, "begin");
    await holder.approve(view.frame as string);
    await visitor.conclude(id);
    visitor.jar.delete(cookieNames.resume(id));
    if (isReopened) {
      assert.equal((await visitor.visit(`${it.world.origin}/login/${id}`)).status, 200);
      assert.equal((await visitor.act(id, "begin")).view.state, "silent");
      assert.equal((await visitor.act(id, "not_me", "cancel")).view.error, "sign_in_not_found");
    }
    const again = await visitor.conclude(id);
    assert.deepEqual([again.status, visitor.jar.has(cookieNames.resume(id))], [303, true]);
    // With the answer in hand the page leads on by itself.
    const page = await visitor.visit(`${it.world.origin}/login/${id}`);
    assert.equal(page.location?.href, again.location?.href);
    const back = await visitor.visit(again.location as URL);
    assert.equal((await it.calls.exchange(back.location as URL)).status, 200);
    assert.equal((await visitor.conclude(id)).location, undefined, "and then it is over");
  }
});

test("a message that is not this browser's ends nothing", async () => {
  const [visitor, stranger, holder] = [
    await newVisitor(it.world),
    await newVisitor(it.world),
    await newHolder(it.world),
  ];
  const id = await begin(visitor, it.calls.authorization());
  const { view } = await visitor.act(id, "begin");
  await holder.approve(view.frame as string);
  for (const [name, value] of visitor.jar) stranger.jar.set(name, value);
  const refused = await stranger.conclude(id);
  assert.deepEqual([refused.status, isPage(refused), refused.location], [403, true, undefined]);
  assert.equal((await visitor.post(`/login/${id}/conclude`, { jws: "nothing" })).status, 400);
  const back = await visitor.visit((await visitor.conclude(id)).location as URL);
  assert.ok(back.location?.searchParams.has("code"));
});

test("another site cannot post to the login page", async () => {
  const visitor = await newVisitor(it.world);
  const id = await begin(visitor, it.calls.authorization());
  for (const headers of [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
  ] as Record<string, string>[]) {
    for (const path of ["begin", "cancel", "conclude"]) {
      const type = path === "conclude" ? "application/x-www-form-urlencoded" : "application/json";
      const body = path === "conclude" ? "jws=x" : '{"jws":"x"}';
      const answer = await visitor.visit(`${it.world.origin}/login/${id}/${path}`, {
        method: "POST",
        headers: { ...headers, "content-type": type },
        body,
      });
      assert.equal(answer.status, 403, `${path} ${JSON.stringify(headers)}`);
    }
  }
});

test("another person on the same browser ends the first one's session, and gets a cookie of their own", async () => {
  const { visitor, tokens, session } = await it.signedIn();
  const cookie = visitor.jar.get(cookieNames.session);
  const next = await newHolder(it.world);
  const back = await signIn(visitor, next, it.calls.authorization({ prompt: "login" }));
  const { body } = await it.calls.exchange(back);
  assert.notEqual(body["session_state"], session);
  assert.equal(payloadOf(body["id_token"])["SubjectNameID"], next.nationalId);
  assert.equal((await it.calls.userinfo(tokens["access_token"])).status, 401);
  assert.notEqual(visitor.jar.get(cookieNames.session), cookie);

  const late = await newVisitor(it.world);
  late.jar.set(cookieNames.session, cookie as string);
  const id = await begin(late, it.calls.authorization());
  assert.equal((await late.act(id, "begin")).view.state, "shown");
});

test("signing in gives the browser a new session id, and the old one is dead", async () => {
  const { visitor, holder } = await it.signedIn();
  const before = visitor.jar.get(cookieNames.session) as string;
  await signIn(visitor, holder, it.calls.authorization({ prompt: "login" }));
  const after = visitor.jar.get(cookieNames.session) as string;
  assert.notEqual(after, before);
  const kept = await it.database.db
    .selectFrom("artefact")
    .select("id_hash")
    .where("model", "=", "Session")
    .execute();
  const hashes = kept.map((row) => row.id_hash as string);
  assert.deepEqual(
    [hashes.includes(hashSecret(before)), hashes.includes(hashSecret(after))],
    [false, true],
  );
});

test("an id_token_hint of somebody else is answered login_required, one's own goes through", async () => {
  const [one, two] = [await it.signedIn(), await it.signedIn()];
  const other = await signIn(
    one.visitor,
    one.holder,
    it.calls.authorization({ id_token_hint: two.tokens["id_token"], prompt: "login" }),
  );
  assert.equal(other.searchParams.get("error"), "login_required");
  const own = await signIn(
    one.visitor,
    one.holder,
    it.calls.authorization({ id_token_hint: one.tokens["id_token"], prompt: "login" }),
  );
  assert.ok(own.searchParams.has("code"));
});

test("a page left open for an hour is over, and says so without a way back to anywhere", async () => {
  const visitor = await newVisitor(it.world);
  const id = await begin(visitor, it.calls.authorization());
  await it.advance(hours(1));
  const answer = await visitor.visit(`${it.world.origin}/login/${id}`);
  assert.deepEqual([answer.status, isPage(answer)], [404, true]);
  assert.equal((await visitor.act(id, "begin")).view.error, "sign_in_not_found");
  assert.equal((await visitor.conclude(id)).location, undefined);
});

test("the sign-in page meets its reader in the service's language, else the browser's, else in French", async () => {
  const languages: [string | undefined, string, string][] = [
    ["en", "fr-FR,fr;q=0.9", "en"],
    [undefined, "en-GB,en;q=0.9", "en"],
    ["de", "de-DE", "fr"],
  ];
  for (const [uiLocales, accept, lang] of languages) {
    const visitor = await newVisitor(it.world);
    const asked: Record<string, string> = uiLocales ? { ui_locales: uiLocales } : {};
    const id = await begin(visitor, it.calls.authorization(asked));
    const headers = { "accept-language": accept };
    const page = await visitor.visit(`${it.world.origin}/login/${id}`, { headers });
    assert.match(page.text, new RegExp(`<html lang="${lang}" `));
  }
});

test("an address that leads nowhere is a page to a person and a problem to a program, with one reference each", async () => {
  const visitor = await newVisitor(it.world);
  const address = `${it.world.origin}/nowhere`;
  const page = await visitor.visit(address, { headers: { accept: "text/html,*/*;q=0.8" } });
  assert.deepEqual([page.status, isPage(page)], [404, true]);
  assert.match(page.text, /Vérifiez l(?:'|&#39;)adresse/);
  assert.match(page.text, /<code class="reference">[0-9a-z]{4}-[0-9a-z]{4}<\/code>/);
  const program = await visitor.visit(address, { headers: { accept: "application/json" } });
  assert.equal(program.status, 404);
  assert.equal(JSON.parse(program.text).error, "not_found");

  const foreign = await visitor.visit(`${it.world.origin}/login/${"A".repeat(21)}/conclude`, {
    method: "POST",
    headers: { accept: "text/html", origin: "https://elsewhere.example" },
  });
  assert.deepEqual([foreign.status, isPage(foreign)], [403, true]);
});
