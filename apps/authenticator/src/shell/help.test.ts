import assert from "node:assert/strict";
import { test } from "node:test";
import { helpAddress, helpTopics } from "@aval/design";
import { stylesheetPath } from "../../../server/src/modules/help/pages.ts";
import { helpFiles, helpOf } from "./help.ts";

test("every screen leads to a page of help that there is, and every page is led to", () => {
  const led = new Set(Object.values(helpOf));
  for (const topic of helpTopics) assert.ok(led.has(topic), `no screen leads to ${topic}`);
});

test("the worker keeps every page of help in both languages, and their style", () => {
  assert.equal(new Set(helpFiles).size, 1 + 2 * (1 + helpTopics.length));
  assert.ok(helpFiles.includes(stylesheetPath));
  assert.equal(helpAddress("appel", "fr"), "/aide/fr/appel");
  assert.equal(helpAddress("all", "en"), "/aide/en");
});
