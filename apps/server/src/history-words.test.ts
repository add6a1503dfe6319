import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { inEnglish } from "../../account/src/messages.en.ts";
import { inFrench } from "../../account/src/messages.fr.ts";
import { historyInEnglish } from "../../authenticator/src/history/messages.en.ts";
import { historyInFrench } from "../../authenticator/src/history/messages.fr.ts";
import { eventWords as complaintEvents } from "./modules/proofs/complaint-words.ts";
import { untoldKinds } from "./modules/account/acts.ts";

/** Kinds of facts about a holder, out of the union that declares them: its variants with a `professional`. */
async function heldKinds(): Promise<readonly string[]> {
  const source = await readFile(join(import.meta.dirname, "modules", "audit", "fact.ts"), "utf8");
  const union = source.slice(source.indexOf("export type Fact"), source.indexOf("const factRows"));
  const kinds = union.split("\n  | {").flatMap((variant) => {
    if (!/\bprofessional\??:/.test(variant)) return [];
    const said = /\bfact:([^;]*);/.exec(variant)?.[1] ?? "";
    return [...said.matchAll(/"(\w+)"/g)].map(([, kind]) => kind ?? "");
  });
  assert.ok(kinds.length > 80 && kinds.includes("enrolment_contested"), "the union was read");
  return kinds;
}

test("whatever the history tells a holder has words of its own, on the phone and in Mon accès, in both languages", async () => {
  const told = (await heldKinds()).filter((kind) => !untoldKinds.includes(kind));
  const words = {
    account: inFrench.events,
    "account, English": inEnglish.events,
    phone: historyInFrench.events.kinds,
    "phone, English": historyInEnglish.events.kinds,
    "complaint file": complaintEvents,
  } as const;
  for (const [where, known] of Object.entries(words))
    assert.deepEqual(
      told.filter((kind) => !(kind in known)),
      [],
      `${where}: these would read "another event"`,
    );
});
