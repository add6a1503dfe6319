import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loginStates } from "./login/states.ts";
import { phoneStates } from "./phone/states.ts";

/** The names that an application's states go by, read in its sources: its types leave nothing at run time. */
function namesIn(folder: string, pattern: RegExp, recursive = true): Set<string> {
  const root = fileURLToPath(new URL(`../../apps/${folder}/src`, import.meta.url));
  const files = readdirSync(root, { recursive, encoding: "utf8" });
  const sources = files.filter((file) => /(?<!\.test)\.ts$/.test(file));
  const text = sources.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
  return new Set([...text.matchAll(pattern)].map((match) => match[1] as string));
}

test("no screen of the phone is missing from the gallery, and none hangs there that the phone has not", () => {
  const names = namesIn("authenticator", /readonly at: "([a-z_-]+)"/g);
  assert.ok(names.size > 15, "the phone's states are no longer written as they were");
  assert.deepEqual(Object.keys(phoneStates).sort(), [...names].sort());
});

test("no screen of the sign-in page is missing from the gallery, and none hangs there that the page has not", () => {
  // Its own: the pages in folders beside it have lists whose types miss none.
  const names = namesIn("login", /readonly screen: "([a-z_]+)"/g, false);
  assert.ok(names.size > 8, "the page's states are no longer written as they were");
  assert.deepEqual(Object.keys(loginStates).sort(), [...names].sort());
});

test("the gallery draws the phone in all the styles it has", () => {
  const main = (path: string) =>
    readFileSync(fileURLToPath(new URL(path, import.meta.url)), "utf8");
  const styles = (text: string) =>
    [...text.matchAll(/"([^"]+\.css)"/g)].map((one) => one[1]?.split("/").at(-1));
  assert.deepEqual(
    styles(main("./phone/main.ts")),
    styles(main("../../apps/authenticator/src/main.tsx")),
  );
});
