import assert from "node:assert/strict";
import { after as afterAll, before, test } from "node:test";
import { newKeyPair, signerOf, thumbprint } from "@aval/protocol";
import fc from "fast-check";
import { createAudit } from "#modules/audit";
import { hashSecret } from "#platform/secret";
import { fixedClock, seededRandom, type TestDatabase, testDatabase } from "#platform/testing";
import { createSoftware, type Registration, type Software } from "./index.ts";
import { complete, isRegistrable } from "./registration.ts";

let database: TestDatabase;
let software: Software;
before(async () => {
  database = await testDatabase();
  const random = seededRandom(11);
  software = createSoftware({
    db: database.db,
    random,
    audit: createAudit({ clock: fixedClock(), random }),
  });
});
afterAll(() => database.close());

const by = "test";
const asked: Registration = {
  id: "vaccination",
  name: "Registre de vaccination",
  sensitivity: "open",
  redirectUris: ["https://vaccination.example/callback"],
};
const register = (changes: Partial<Registration> = {}, secret?: string) =>
  software.register(
    database.db,
    { ...asked, ...changes },
    secret === undefined ? { by } : { by, secret },
  );
const refusalOf = async (changes: Partial<Registration>) => {
  const outcome = await register(changes);
  return outcome.ok ? undefined : outcome.refusal;
};

test("a registered service is found as it was registered, its secret shown once and kept as a hash", async () => {
  const outcome = await register();
  assert.ok(outcome.ok);
  const { service, secret } = outcome.value;
  assert.ok(secret);
  assert.equal(String(secret), "[secret]");
  assert.equal(secret.reveal().length, 43);
  assert.equal(service.secretHash, hashSecret(secret.reveal()));
  assert.deepEqual(await software.find("vaccination"), {
    id: "vaccination",
    name: "Registre de vaccination",
    number: service.number,
    sensitivity: "open",
    acceptsReduced: true,
    acceptsPscCiba: true,
    profile: "psc",
    isPublic: false,
    secretHash: service.secretHash,
    jwks: undefined,
    redirectUris: ["https://vaccination.example/callback"],
    postLogoutRedirectUris: [],
    backchannelLogoutUri: undefined,
    backchannelLogoutInside: false,
    grants: ["authorization_code", "refresh_token"],
    acr: "eidas1",
    state: "active",
    transitionUntil: undefined,
    inTransition: false,
    scope: "national",
    softwareName: undefined,
  });
  const stored = JSON.stringify(await database.db.selectFrom("service").selectAll().execute());
  assert.equal(stored.includes(secret.reveal()), false);
  assert.equal(await software.find("Vaccination"), undefined);
});

test("two services never have one id or one number, and a removed one's id is never given again", async () => {
  const [one, two] = [await register({ id: "one" }), await register({ id: "two" })];
  assert.ok(one.ok && two.ok);
  assert.notEqual(one.value.service.number, two.value.service.number);
  assert.equal(await refusalOf({ id: "one" }), "service_exists");

  assert.deepEqual(await software.remove(database.db, "one", by), { ok: true, value: undefined });
  assert.equal(await software.find("one"), undefined);
  assert.equal(
    (await software.list()).some((service) => service.id === "one"),
    false,
  );
  assert.equal(await refusalOf({ id: "one" }), "service_exists");
  assert.deepEqual(await software.remove(database.db, "one", by), {
    ok: false,
    refusal: "unknown_service",
  });
});

test("what a service may do is refused when it could be misused", async () => {
  assert.equal(await refusalOf({ id: "a b" }), "invalid_service_id");
  assert.equal(await refusalOf({ id: "blank", name: "  " }), "invalid_service");
  assert.equal(await refusalOf({ id: "nowhere", redirectUris: [] }), "invalid_redirect_uri");
  assert.equal(
    await refusalOf({ id: "desktop", grants: ["ciba"], redirectUris: ["https://x.example/"] }),
    "invalid_redirect_uri",
  );
  assert.equal(
    await refusalOf({ id: "mute", sensitivity: "sensitive", acceptsReduced: true }),
    "reduced_needs_logout",
  );
  const logout = { backchannelLogoutUri: "https://x.example/out" };
  assert.equal(
    await refusalOf({ id: "bulk", sensitivity: "critical", acceptsReduced: true, ...logout }),
    "reduced_needs_logout",
  );
  assert.equal(
    await refusalOf({ id: "told", sensitivity: "sensitive", acceptsReduced: true, ...logout }),
    undefined,
  );
  const outcome = complete({ ...asked, sensitivity: "sensitive" });
  assert.equal(outcome.ok && outcome.value.acceptsReduced, false);
});

test("a public service has no secret, is open, and gives its addresses in full", async () => {
  const page = { id: "page", isPublic: true, redirectUris: ["http://localhost:8080/"] };
  const outcome = await register(page, "a secret nobody could keep");
  assert.ok(outcome.ok);
  assert.equal(outcome.value.secret, undefined);
  assert.equal(outcome.value.service.secretHash, undefined);
  assert.equal(outcome.value.service.isPublic, true);

  const key = (await signerOf(await newKeyPair())).jwk;
  const logout = { backchannelLogoutUri: "https://x.example/out" };
  for (const [changes, rule] of [
    [{ sensitivity: "sensitive", ...logout }, "public_needs_open"],
    [{ grants: ["authorization_code", "ciba"] }, "public_needs_browser"],
    [{ keys: [key] }, "public_has_keys"],
    [{ redirectUris: ["http://localhost/"] }, "public_needs_port"],
    [{ redirectUris: ["https://page.example/", "http://127.0.0.1/callback"] }, "public_needs_port"],
    [{ redirectUris: ["http://[::1]/callback"] }, "public_needs_port"],
    [{ redirectUris: ["http://[::1]:8080/", "http://[::1]/"] }, "public_needs_port"],
    [{ redirectUris: ["http://page.localhost/"] }, "public_needs_port"],
  ] satisfies [Partial<Registration>, string][])
    assert.equal(
      await refusalOf({ ...page, id: "other", ...changes }),
      rule,
      JSON.stringify(changes),
    );
  const forced = database.db
    .updateTable("service")
    .set({ sensitivity: "critical", accepts_reduced: false, accepts_psc_ciba: false })
    .where("id", "=", "page");
  await assert.rejects(forced.execute(), /service_public/, "the table holds it too");
});

test("a return address is registered only as a browser spells it, over https or on this machine", () => {
  for (const address of [
    "https://service.example/callback",
    "https://service.example",
    "https://service.example/callback?tenant=1",
    "http://localhost/callback",
    "http://localhost:8080/callback",
    "http://register.localhost:4403/callback",
    "http://127.0.0.1/",
    "http://[::1]:3000/cb",
  ])
    assert.equal(isRegistrable(address), true, address);
  for (const address of [
    "http://service.example/callback",
    "https://service.example/callback#fragment",
    "https://service.example/#",
    "https://user@service.example/",
    "https://*.service.example/",
    "https://service.example/*",
    "https://SERVICE.example/",
    "https://service.example/a/../b",
    "https://service.example:443/",
    "http://localhost.service.example/",
    "http://notlocalhost/",
    "javascript:alert(1)",
    "app.service:/callback",
    "//service.example/",
    "/callback",
    "",
    `https://service.example/${"a".repeat(2000)}`,
  ])
    assert.equal(isRegistrable(address), false, address);
});

test("no address with a fragment, a user name or plain http elsewhere is ever registrable", () => {
  fc.assert(
    fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (address) => {
      const url = URL.parse(address);
      if (isRegistrable(address))
        assert.ok(
          url && url.protocol === "https:" && !address.includes("#") && url.username === "",
        );
    }),
  );
});

test("a service with keys of its own has no secret", async () => {
  const { jwk } = await signerOf(await newKeyPair());
  const outcome = await register({ id: "keyed", keys: [jwk] });
  assert.ok(outcome.ok);
  assert.equal(outcome.value.secret, undefined);
  const service = await software.find("keyed");
  assert.equal(service?.secretHash, undefined);
  assert.deepEqual(service?.jwks, { keys: [{ ...jwk, kid: await thumbprint(jwk) }] });
});

test("the name of its product comes from the registry", async () => {
  await register({
    id: "lgo",
    grants: ["ciba"],
    redirectUris: [],
    product: { id: "lgo-1", name: "Officine Fictive" },
  });
  assert.equal((await software.find("lgo"))?.softwareName, "Officine Fictive");
});

test("new addresses are held to the same rules, and told once", async () => {
  await register({ id: "mover" });
  const service = await software.find("mover");
  assert.ok(service);
  const logout = "https://new.example/out";
  const to = (address: string) =>
    software.moveTo(
      database.db,
      service,
      { redirectUris: [address], postLogoutRedirectUris: [], backchannelLogoutUri: logout },
      by,
    );
  assert.deepEqual(await to("http://service.example/"), {
    ok: false,
    refusal: "invalid_redirect_uri",
  });
  assert.equal((await to("https://new.example/cb")).ok, true);
  assert.equal((await to("https://new.example/cb")).ok, true);
  assert.deepEqual((await software.find("mover"))?.redirectUris, ["https://new.example/cb"]);
  assert.equal((await software.find("mover"))?.backchannelLogoutUri, logout);
  const facts = await database.db
    .selectFrom("fact")
    .select("body")
    .where("kind", "=", "service_changed")
    .execute();
  assert.equal(facts.length, 1);
});
