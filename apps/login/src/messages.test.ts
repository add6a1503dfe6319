import assert from "node:assert/strict";
import test from "node:test";
import { approvalsInEnglish } from "../../authenticator/src/approvals/messages.en.ts";
import { approvalsInFrench } from "../../authenticator/src/approvals/messages.fr.ts";
import { cancelReasons, endingFor, type Messages, messages } from "./messages.ts";
import { keysInEnglish } from "./passkeys/messages.en.ts";
import { keysInFrench } from "./passkeys/messages.fr.ts";
import { calmSeconds } from "./time.ts";

type Leaf = { readonly path: string; readonly text: string };

/** Every sentence, functions called with a name and a number. */
function leaves(value: unknown, path = ""): Leaf[] {
  if (typeof value === "string") return [{ path, text: value }];
  if (typeof value === "function")
    return leaves((value as (given: unknown) => unknown)(path === ".time" ? 95 : "Registre"), path);
  return Object.entries(value as object).flatMap(([name, part]) => leaves(part, `${path}.${name}`));
}

const keys = { fr: keysInFrench, en: keysInEnglish } as const;
/** Of the sign-in page, and of the page on which a key is added. */
const all = (lang: "fr" | "en") => [...leaves(messages[lang]), ...leaves(keys[lang], ".keys")];

test("every sentence exists in both languages, and is not the same one twice", () => {
  const [fr, en] = [all("fr"), all("en")];
  assert.deepEqual(
    fr.map((leaf) => leaf.path),
    en.map((leaf) => leaf.path),
  );
  fr.forEach((leaf, index) => {
    assert.ok(leaf.text.trim().length > 0, leaf.path);
    assert.notEqual(leaf.text, en[index]?.text, leaf.path);
  });
});

test("sentences name things, not jargon, and do not shout", () => {
  for (const { path, text } of [...all("fr"), ...all("en")]) {
    assert.doesNotMatch(
      text,
      /!|authentifi|terminal|jeton|\bMIE\b|token|\bValider\b|\bOK\b|\bOui\b/i,
      `${path}: ${text}`,
    );
    assert.doesNotMatch(text, /\b(?!ANS)[A-ZÉÈ]{4,}\b/, `${path}: ${text}`);
  }
});

test("a sentence is short: fifteen words at most, and so is a heading", () => {
  const words = (text: string) =>
    text.split(/[\s\u00a0]+/).filter((word) => /\p{L}|\d/u.test(word));
  for (const { path, text } of [...all("fr"), ...all("en")]) {
    for (const sentence of text.split(/(?<=[.:?])[\s\u00a0]/))
      assert.ok(words(sentence).length <= 15, `${path}: ${sentence}`);
    if (/[hH]eading$/.test(path)) assert.ok(words(text).length <= 15, `${path}: ${text}`);
  }
});

test("what the page says to tap is what the phone's button says", () => {
  for (const [words, { home }] of [
    [messages.fr, approvalsInFrench],
    [messages.en, approvalsInEnglish],
  ] as const) {
    const quoted = (lines: readonly string[]) =>
      lines.flatMap((line) => [...line.matchAll(/[«“]\s*(.+?)\s*[»”]/g)].map(([, text]) => text));
    assert.deepEqual(quoted(words.scan.steps), [home.scan]);
    assert.deepEqual(quoted(words.digits.steps), [home.digits]);
  }
});

test("no sign of French punctuation can start a line alone", () => {
  for (const { path, text } of leaves(messages.fr))
    assert.doesNotMatch(text, / [:;?!»]|« /, `${path}: ${text}`);
});

test("every reason says what happened and what to do, and an unknown one is still answered", () => {
  for (const words of Object.values(messages) as Messages[]) {
    const endings = cancelReasons.map((reason) => endingFor(words.cancelled, reason));
    assert.equal(new Set(endings.map(({ lead }) => lead)).size, cancelReasons.length);
    for (const { lead, advice } of endings) assert.ok(lead && advice);
    const { otherReason } = words.cancelled;
    assert.equal(endingFor(words.cancelled, "a_reason_of_tomorrow"), otherReason);
    assert.equal(endingFor(words.cancelled, "toString"), otherReason);
  }
});

test("a stop has words of its own on its holder's place alone: a stranger's page is told of a refusal", () => {
  const own = [".stopped.", ".cancelled.reasons.holder_stopped.", ".problem.stopped"];
  for (const { path, text } of [...all("fr"), ...all("en")])
    if (!own.some((one) => path.startsWith(one)))
      assert.doesNotMatch(text, /suspen|bloqu|gel|stopped|blocked|frozen/i, `${path}: ${text}`);
});

test("time is said in words, with its plural, and never in more than was left", () => {
  const plain = (text: string) => text.replaceAll("\u00a0", " ");
  assert.equal(plain(messages.fr.time(95)), "1 minute 35 secondes");
  assert.equal(plain(messages.fr.time(120)), "2 minutes");
  assert.equal(plain(messages.fr.time(1)), "1 seconde");
  assert.equal(plain(messages.fr.time(0)), "0 seconde");
  assert.equal(plain(messages.en.time(61)), "1 minute 1 second");
  for (let seconds = 0; seconds <= 180; seconds++)
    assert.ok(calmSeconds(seconds) <= seconds && calmSeconds(seconds) > seconds - 5);
});
