import assert from "node:assert/strict";
import { test } from "node:test";
import { enablingIn } from "@aval/protocol";
import { events, type NoticeEvent, type Told } from "./events.ts";
import { letterOf } from "./letter.ts";
import { around, happened, stopPage } from "./words.ts";

const at = Date.UTC(2026, 10, 22, 8, 12);
const link = "https://connexion.example.org/arreter/AAAA_BBBB-CCCC";
const names = Object.keys(events) as NoticeEvent[];
const told = (event: NoticeEvent): Told => ({ event, at, service: "Registre d'essai" });

/** Every message there can be: each event alone, with and without its link, and a digest of all. */
const letters = [
  ...names.map((event) => ({
    name: event as string,
    canStop: events[event].stop,
    letter: letterOf([told(event)], events[event].stop ? link : undefined, "Aval"),
  })),
  { name: "digest", canStop: true, letter: letterOf(names.map(told), link, "Aval") },
];

/** Digits that are neither the date, nor the hour told, nor a digest's count. */
const otherDigits = (text: string) =>
  text
    .replaceAll(link, "")
    .replaceAll(/22 (novembre|November) 2026/g, "")
    .replaceAll(/\b0?9:12\b/g, "")
    .replaceAll(/\b\d+ (événements|events) /g, "")
    .match(/\d[\d\s.-]{2,}/g) ?? [];

for (const { name, canStop, letter } of letters) {
  test(`${name}: nothing in the message enables anything, and one link stops at most`, () => {
    const links = [...letter.text.matchAll(/https?:\/\/\S+/g)].map(([address]) => address);
    assert.deepEqual([...new Set(links)], canStop ? [link] : []);
    const anchors = [...letter.html.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, to]) => to);
    assert.deepEqual([...new Set(anchors)], canStop ? [link] : []);
    for (const part of [letter.text, letter.html.replace(/<[^>]*>/g, " "), letter.subject]) {
      assert.deepEqual(otherDigits(part), [], "a number that could be dictated");
      assert.deepEqual(enablingIn(part.replaceAll(link, "")), [], "something that enables");
      assert.doesNotMatch(part, /\b(mot de passe|password|téléphonez|appelez-nous|call us)\b/i);
      assert.doesNotMatch(part, /undefined|\[object|Invalid/);
    }
    assert.doesNotMatch(letter.html, /<(script|form|img|iframe|link|meta http)/i);
  });

  test(`${name}: both languages, French first, and what Aval never does in each`, () => {
    const [fr, en] = [around.never.fr, around.never.en].map((line) => letter.text.indexOf(line));
    assert.ok(fr !== undefined && en !== undefined && fr > 0 && en > fr);
    assert.ok(letter.subject.length <= 60, letter.subject);
  });
}

test("a service's name is shown as it is registered, and cannot become markup", () => {
  const one: Told = { event: "session_elsewhere", at, service: '<a href="x">Registre</a>' };
  const { html } = letterOf([one], link, "Aval");
  assert.doesNotMatch(html, /<a href="x">/);
  assert.match(html, /&lt;a href=/);
});

test("a digest counts everything and tells the last ten one by one", () => {
  const many = Array.from({ length: 1000 }, () => told("session_elsewhere"));
  const { text } = letterOf(many, link, "Aval");
  assert.match(text, /1000 événements/);
  assert.equal(
    text.split(happened.session_elsewhere.line.fr(told("session_elsewhere"))).length,
    11,
  );
});

test("the page has one sentence and one button, and calls nobody by name", () => {
  assert.equal(stopPage.sentence.fr.match(/[.?]/g)?.length, 1);
  assert.equal(stopPage.sentence.en.match(/[.?]/g)?.length, 1);
});
