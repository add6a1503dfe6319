import assert from "node:assert/strict";
import { test } from "node:test";
import { approvalStates } from "@aval/protocol";
import { messages as signIn } from "../../login/src/messages.ts";
import { question, scan } from "./approvals/request.ts";
import { mayTry } from "./approvals/state.ts";
import {
  codeError,
  endingWords,
  outcomeWords,
  scanWords,
  secondsLeft,
  spokenLeft,
} from "./approvals/words.ts";
import { dayWords, messages, troubleWords, whenWords } from "./messages.ts";
import { languageOf } from "./settings/state.ts";
import { approvalId, context, denial, held, now, offline } from "./testing/events.ts";

/** Every text of a catalogue; a text made of parts is shown with examples. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return [(value as (...given: unknown[]) => string)(2, "x")];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(texts);
}

test("no text shouts, begs, or asks to validate", () => {
  for (const text of [...texts(messages.fr), ...texts(messages.en)]) {
    assert.doesNotMatch(
      text,
      /!|\bOK\b|Valider|s'il vous plaît|veuillez|désolé|\bplease\b|\bsorry\b/i,
      text,
    );
    assert.doesNotMatch(text, /undefined|NaN/, text);
  }
});

test("no text names what only engineers know", () => {
  for (const text of texts(messages.fr))
    assert.doesNotMatch(text, /authentifi|jeton|terminal|\bMIE\b|token|\bPIN\b/i, text);
});

test("in French no sign that stands apart starts a line alone", () => {
  for (const text of texts(messages.fr)) {
    assert.doesNotMatch(text, / [:;?!»]/, text);
    assert.doesNotMatch(text, /« /, text);
  }
});

test("what the server refuses is said in its own words, in the language of the screen", () => {
  const refused = {
    ...denial("rights_denied"),
    message: { fr: "Ce moyen n'ouvre pas ce service.", en: "This means does not open it." },
  };
  assert.equal(troubleWords(refused, messages.fr), "Ce moyen n'ouvre pas ce service.");
  assert.equal(troubleWords(refused, messages.en), "This means does not open it.");
});

test("a wrong code says how many tries are left", () => {
  assert.equal(
    troubleWords(denial("wrong_code", { triesLeft: 3 }), messages.fr),
    "Code incorrect. Il reste 3\u00a0essais.",
  );
  assert.equal(
    troubleWords(denial("wrong_code", { triesLeft: 1 }), messages.en),
    "Wrong code. 1 try left.",
  );
  assert.equal(troubleWords(denial("wrong_code"), messages.fr), "Code incorrect.");
});

test("a trouble always has a sentence", () => {
  for (const t of [messages.fr, messages.en]) {
    for (const trouble of [
      offline,
      { kind: "fault" } as const,
      denial("phone_pin_proof", { message: { fr: "", en: "" } }),
      denial("http_502", { message: { fr: "", en: "" } }),
    ]) {
      assert.match(troubleWords(trouble, t), /\p{L}.*\./u);
    }
  }
});

test("the time left is said at a minute, thirty and ten seconds, and is silent in between", () => {
  const said = Array.from({ length: 130 }, (_, later) =>
    spokenLeft(context(), now + later, messages.fr),
  );
  assert.deepEqual([...new Set(said)].filter(Boolean), [
    "Il reste 1\u00a0minute.",
    "Il reste 30\u00a0secondes.",
    "Il reste 10\u00a0secondes.",
  ]);
  assert.equal(secondsLeft(context(), now + 500), 0);
});

test("a wait longer than the request says so", () => {
  const waiting = { ...question(held()), waitUntil: now + 300 };
  assert.equal(mayTry(waiting, now), false);
  assert.match(codeError(waiting, now, messages.fr) ?? "", /Attendez 5\u00a0minutes.*finira avant/);
  assert.equal(codeError(waiting, now + 300, messages.fr), undefined);
});

test("moments are told by the phone's own day", () => {
  const noon = new Date(2026, 10, 21, 12, 5).getTime() / 1000;
  assert.equal(whenWords(noon, noon + 60, messages.fr), "aujourd'hui à 12\u00a0h\u00a005");
  assert.equal(whenWords(noon, noon + 86_400, messages.fr), "hier à 12\u00a0h\u00a005");
  assert.equal(whenWords(noon, noon + 86_400, messages.en), "yesterday at 12:05");
  assert.match(whenWords(noon, noon + 20 * 86_400, messages.fr), /^le 21 novembre à 12/);
  assert.equal(dayWords(noon, noon, messages.en), "Today");
  assert.equal(dayWords(noon, noon + 5 * 86_400, messages.fr), "Samedi 21 novembre");
});

test("each way a request ends has its own line in the history", () => {
  const lines = approvalStates.map((state) =>
    outcomeWords({ approval: approvalId(1), state, service: "x", at: now }, messages.fr),
  );
  assert.equal(new Set(lines).size, lines.length);
  const refused = outcomeWords(
    { approval: approvalId(1), state: "refused", service: "x", at: now, reason: "on_call" },
    messages.fr,
  );
  assert.equal(refused, "Refusée\u00a0: quelqu'un le demandait au téléphone");
  const reduced = outcomeWords(
    { approval: approvalId(1), state: "spent", service: "x", at: now, rights: "reduced" },
    messages.fr,
  );
  assert.match(reduced, /accès réduit/);
});

test("a cancelled request whose reason is not known says where to look", () => {
  const [, text] = endingWords({ how: "cancelled", because: "something_new" }, messages.fr);
  assert.equal(text, messages.fr.ended.cancelledText.unknown);
});

test("an eye that sees nothing says why", () => {
  const said = (["forbidden", "absent", "in_use", "opening"] as const).map((eye) =>
    scanWords({ ...scan(), eye }, messages.fr),
  );
  assert.equal(new Set(said).size, 4);
  assert.equal(
    scanWords({ ...scan("display"), eye: "in_use" }, messages.fr),
    messages.fr.scan.noDisplay,
  );
  assert.equal(
    scanWords({ ...scan(), eye: "open", stale: 4 }, messages.fr),
    messages.fr.scan.stale,
  );
});

test("where this screen may be scanned, a missing camera does not send everybody to the digits", () => {
  const blind = { ...scan(), eye: "absent" } as const;
  for (const t of [messages.fr, messages.en]) {
    assert.equal(scanWords(blind, t, false), t.scan.absent);
    assert.equal(scanWords(blind, t, true), t.scan.absentButDisplay);
  }
});

test("the digits are found under the name that their button has on the sign-in page", () => {
  for (const language of ["fr", "en"] as const) {
    const button = signIn[language].scan.toDigits;
    assert.ok(messages[language].digits.how.includes(button), button);
  }
});

test("French is the language unless English comes first for the person", () => {
  assert.equal(languageOf(["en-GB", "fr"]), "en");
  assert.equal(languageOf(["de", "fr-CH", "en"]), "fr");
  assert.equal(languageOf(["de"]), "fr");
  assert.equal(languageOf([]), "fr");
});
