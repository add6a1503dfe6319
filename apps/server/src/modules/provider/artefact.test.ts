import assert from "node:assert/strict";
import test from "node:test";
import { sessionOf, withoutSecrets, withSecret } from "./artefact.ts";

test("nothing that could be presented is kept: not the code in its own payload, not a cookie, not the way back", () => {
  const secret = "a-secret-that-names-the-artefact";
  const written = {
    jti: secret,
    kind: "Interaction",
    returnTo: `https://login.example/auth/${secret}`,
    session: { accountId: "f:1:2", uid: "u", cookie: secret },
    params: { client_id: "svc" },
  };
  for (const model of ["AuthorizationCode", "Interaction", "Session", "Grant"]) {
    const kept = JSON.stringify(
      withoutSecrets(model, model === "Interaction" ? written : { jti: secret, kind: model }),
    );
    assert.ok(!kept.includes(secret), `${model}: ${kept}`);
  }
  assert.deepEqual(withoutSecrets("Interaction", written), {
    kind: "Interaction",
    session: { accountId: "f:1:2", uid: "u" },
    params: { client_id: "svc" },
  });
  assert.deepEqual(withoutSecrets("Interaction", { jti: secret, kind: "Interaction" }), {
    kind: "Interaction",
  });
});

test("whoever presents the secret gets the artefact back, and whether it was spent", () => {
  assert.deepEqual(withSecret("s", { payload: { kind: "Grant" }, spent: "no" }), {
    kind: "Grant",
    jti: "s",
  });
  assert.deepEqual(withSecret("s", { payload: {}, spent: "just_now" }), {
    jti: "s",
    consumed: "just_now",
  });
});

test("an artefact names the session of ours it derives from", () => {
  assert.equal(sessionOf("AccessToken", { sid: "ses_1" }), "ses_1");
  assert.equal(sessionOf("Session", { aval: "ses_2", sid: "other" }), "ses_2");
  assert.equal(sessionOf("Grant", {}), undefined);
});
