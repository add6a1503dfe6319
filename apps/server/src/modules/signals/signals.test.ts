import assert from "node:assert/strict";
import test from "node:test";
import { declaredBrowser, distance, networkOf } from "./index.ts";

test("two addresses of one /24 or one /56 are the same network, others are not", () => {
  assert.equal(networkOf("192.0.2.7"), networkOf("192.0.2.200"));
  assert.notEqual(networkOf("192.0.2.7"), networkOf("192.0.3.7"));
  assert.equal(networkOf("2001:db8:1:2::1"), networkOf("2001:db8:1:2:0:0:0:9"));
  assert.equal(networkOf("2001:db8:1:1200::1"), networkOf("2001:db8:1:12ff::9"));
  assert.notEqual(networkOf("2001:db8:1:1200::1"), networkOf("2001:db8:1:1300::1"));
});

test("an IPv4 address written as IPv6 is the same network as itself", () => {
  assert.equal(networkOf("::ffff:192.0.2.7"), networkOf("192.0.2.7"));
});

test("of a connection that is gone nothing is known, and nothing fails", () => {
  assert.equal(networkOf(undefined), "unknown");
});

test("a distance is told only when both ends are known", () => {
  assert.equal(distance("unknown", "192.0.2.0/24"), "unknown");
  assert.equal(distance(networkOf("nonsense"), networkOf("nonsense")), "unknown");
  assert.equal(distance(networkOf("127.0.0.1"), networkOf("::1")), "same_network");
});

test("a browser is told by its own words only", () => {
  assert.equal(
    declaredBrowser("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537 Edg/130"),
    "Windows, Edge",
  );
  assert.equal(declaredBrowser(""), "Système inconnu, navigateur inconnu");
});
