import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../transcripts", import.meta.url));
const buttons = { fr: "button, On me les a dictés", en: "button, They were dictated to me" };

/** What is typed there is public, hence worth nothing to whoever dictates it: a national identifier, what a phone is called. */
const publicNames = ["phone-locum-who", "phone-eid-who", "phone-wallet-who", "phone-own-name"];

/** A screen's states, as a screen reader speaks them. */
const statesOf = (file: string) => readFileSync(join(folder, file), "utf8").split(/^== /m).slice(1);

test("law 1: a phone's field for what could be read out has the warning's button above it", () => {
  const found: string[] = [];
  for (const file of readdirSync(folder)) {
    const [name = "", lang = ""] = file.split(".");
    if (!name.startsWith("phone-") || publicNames.includes(name)) continue;
    const button = buttons[lang as keyof typeof buttons];
    for (const state of statesOf(file)) {
      const field = state.search(/^(textbox|spinbutton)\b/m);
      if (field < 0) continue;
      const above = state.indexOf(`${button}\n`);
      assert.ok(above >= 0 && above < field, `${file}: ${state.split("\n", 1)[0]}`);
      found.push(`${name} ${lang}`);
    }
  }
  assert.ok(new Set(found).size >= 4, "digits and search, in both languages");
});
