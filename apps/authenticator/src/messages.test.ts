import assert from "node:assert/strict";
import { test } from "node:test";
import { approvalStates } from "@aval/protocol";
import { messages as signIn } from "../../login/src/messages.ts";
import { errors, type Refusal } from "../../server/src/errors.ts";
import { question, scan } from "./approvals/request.ts";
import { mayGive } from "./shell/code-entry.ts";
import {
  questionError,
  endingWords,
  outcomeWords,
  rightsText,
  scanWords,
  secondsLeft,
  spokenLeft,
} from "./approvals/words.ts";
import { dayWords, messages, troubleWords, whenWords } from "./messages.ts";
import { languageOf } from "./settings/state.ts";
import { approvalId, context, denial, held, now, offline } from "./testing/events.ts";
import { isPassing, isSuspect } from "./trouble.ts";

/** Every text of a catalogue; a text made of parts is shown with examples. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return [(value as (...given: unknown[]) => string)(2, "x")];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(texts);
}

const count = (sentence: string) =>
  sentence.split(/\s+/).filter((word) => /\p{L}|\d/u.test(word)).length;

/** The sentences of a text that a hurried reader would not finish. A colon stops the breath as a full stop does. */
function tooLong(text: string): string[] {
  return text.split(/[.?…:]\s/).filter((sentence) => count(sentence) > 15);
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

/** What the routes a phone calls may answer: devices, approvals, enrolment, the PIN service, and what every route may. */
const ofThePhone = [
  "invalid_message",
  "clock_skew",
  "replayed",
  "unknown_device",
  "device_not_active",
  "pin_disabled",
  "pin_wait",
  "pin_unavailable",
  "pin_unknown_key",
  "pin_already_set",
  "wrong_code",
  "frame_refused",
  "already_claimed",
  "claimed_here",
  "two_at_once",
  "unknown_digits",
  "digits_exhausted",
  "approval_not_found",
  "approval_expired",
  "already_decided",
  "approval_cancelled",
  "other_context",
  "not_claimed",
  "bad_signature",
  "rights_denied",
  "holder_stopped",
  "call_lasts",
  "service_suspended",
  "enrolment_not_found",
  "enrolment_not_ready",
  "enrolment_too_early",
  "enrolment_active",
  "enrolment_over",
  "evidence_refused",
  "unknown_professional",
  "place_not_found",
  "place_not_possible",
  "place_too_soon",
  "place_not_asking",
  "bell_not_possible",
  "bell_not_found",
  "ring_over",
  "push_not_subscribed",
  "push_not_possible",
  "too_many",
  "internal",
  "unavailable",
] as const satisfies readonly Refusal[];

function words(name: Refusal, language: "fr" | "en"): string {
  const { fr, en } = errors[name];
  return troubleWords(denial(name, { message: { fr, en } }), messages[language]);
}

test("every refusal that can reach a phone is a short sentence there, in both languages", () => {
  for (const name of ofThePhone)
    for (const language of ["fr", "en"] as const) {
      const said = words(name, language);
      assert.match(said, /^\p{Lu}.*\.$/u, name);
      assert.notEqual(said, messages[language].trouble.unnamed, name);
      assert.deepEqual(tooLong(said), [], name);
      if (language === "fr") assert.doesNotMatch(said, / [:;?!»]|« /, name);
    }
});

test("the phone words no refusal that does not exist", () => {
  for (const t of [messages.fr, messages.en])
    for (const name of Object.keys(t.trouble.local))
      assert.ok(
        name.startsWith("phone_") || (ofThePhone as readonly string[]).includes(name),
        name,
      );
});

test("a sentence is never longer than fifteen words, and says one thing", () => {
  for (const text of [...texts(messages.fr), ...texts(messages.en)])
    assert.deepEqual(tooLong(text), [], text);
});

test("a heading says what to do or what is, a button is a short act of its own", () => {
  for (const { scan: s, why, answered, danger, home, call, digits: d, welcome, code: c } of [
    messages.fr,
    messages.en,
  ]) {
    for (const heading of [s.title, d.title, why.title, answered.approved, call.title, c.title])
      assert.ok(count(heading) <= 9, heading);
    const buttons = [
      s.cannot,
      s.sent,
      s.again,
      d.dictated,
      d.go,
      home.scan,
      home.call,
      welcome.begin,
    ];
    for (const button of [...buttons, ...Object.values(danger.done)])
      assert.ok(count(button) <= 6 && !/[.:]$/.test(button), button);
  }
});

test("a refusal without words of the phone's own is said in the server's, spaced as the phone's are", () => {
  const refused = {
    ...denial("something_newer"),
    message: { fr: "Ce moyen ne va pas : prenez l'autre.", en: "This means does not do." },
  };
  assert.equal(troubleWords(refused, messages.fr), "Ce moyen ne va pas\u00a0: prenez l'autre.");
  assert.equal(troubleWords(refused, messages.en), "This means does not do.");
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

test("an activation that comes too early says the day and the hour", () => {
  const early = denial("enrolment_too_early", { until: now + 3600 });
  for (const t of [messages.fr, messages.en]) assert.match(troubleWords(early, t), /\d.*\d.*\.$/);
  const without = denial("enrolment_too_early", { message: errors.enrolment_too_early });
  assert.doesNotMatch(troubleWords(without, messages.fr), /\d/);
});

test("what may be forged rings, what may pass is told as a delay, and nothing is both", () => {
  const all = [...ofThePhone, ...Object.keys(messages.fr.trouble.local)].map((name) =>
    denial(name),
  );
  assert.ok(all.some(isSuspect) && all.some(isPassing) && isPassing(offline));
  for (const trouble of all) assert.ok(!(isSuspect(trouble) && isPassing(trouble)));
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
  assert.equal(mayGive(waiting, now), false);
  assert.match(
    questionError(waiting, now, messages.fr) ?? "",
    /Attendez 5\u00a0minutes.*finira avant/,
  );
  assert.equal(questionError(waiting, now + 300, messages.fr), undefined);
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

test("a reduced access says how far it reaches: plain software's to the services that accept it, every other to one service", () => {
  const says = (browser: Partial<ReturnType<typeof context>["browser"]>) => {
    const asked = context(1, { rights: "reduced" });
    return rightsText({ ...asked, browser: { ...asked.browser, ...browser } }, messages.fr);
  };
  assert.match(
    says({ standing: "own_software" }),
    /les services qui l'acceptent, pendant une heure/,
  );
  for (const one of [{ standing: "own_software", linked: "new" }, { standing: "unknown" }] as const)
    assert.match(says(one), /^Ce seul service, pendant une heure/);
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
