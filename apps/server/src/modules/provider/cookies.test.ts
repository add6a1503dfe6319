import assert from "node:assert/strict";
import test from "node:test";
import { readCookie } from "#platform/cookies";
import {
  clearCookie,
  cookieHeader,
  cookieNames,
  isSignInId,
  setCookie,
  withoutEngineCookies,
} from "./cookies.ts";

test("every cookie is of this host only, whole path, secure, and out of scripts' reach", () => {
  for (const cookie of [
    setCookie(cookieNames.session, "v", 60),
    setCookie(cookieNames.signIn("x"), "v", 60),
    clearCookie(cookieNames.session),
  ]) {
    assert.match(cookie, /^__Host-/);
    for (const attribute of ["Path=/", "Secure", "HttpOnly", "SameSite=Lax"])
      assert.ok(cookie.includes(`; ${attribute}`), cookie);
    assert.doesNotMatch(cookie, /Domain/i);
  }
});

test("a cookie is read by its whole name", () => {
  const header = "x__Host-a=1; __Host-a=2; __Host-ab=3";
  assert.equal(readCookie(header, "__Host-a"), "2");
  assert.equal(readCookie(header, "Host-a"), undefined);
  assert.equal(readCookie(undefined, "__Host-a"), undefined);
});

test("nothing can be smuggled into the cookies the engine reads", () => {
  assert.equal(cookieHeader({ a: "1", b: undefined, c: "x; engine_resume=stolen" }), "a=1");
  assert.equal(cookieHeader({}), undefined);
});

test("the engine's own cookies do not leave, whatever else does", () => {
  const set = [
    "engine_interaction=1; path=/",
    "__Host-aval_session=2; path=/",
    "engine_resume=3; path=/",
  ];
  assert.deepEqual(withoutEngineCookies(set), ["__Host-aval_session=2; path=/"]);
});

test("a sign-in's id is the engine's alphabet and nothing that could be a path or a header", () => {
  assert.ok(isSignInId("abcdefghijABCDEFGHIJ_-1"));
  for (const odd of [
    "",
    "short",
    "../../etc/passwd-12345",
    "a".repeat(65),
    "abcdefghijklmnopqrst;v",
  ])
    assert.ok(!isSignInId(odd), odd);
});
