import assert from "node:assert/strict";
import { test } from "node:test";
import { enablingIn } from "@aval/protocol";
import { limits } from "#lifetimes";
import { events, type NoticeEvent, type Told } from "./events.ts";
import { isOneSms, smsOf } from "./sms.ts";
import { smsLines } from "./sms-words.ts";

const names = Object.keys(events) as NoticeEvent[];
const told = (event: NoticeEvent): Told => ({ event, at: 0, service: "Registre d'essai" });
const token = "A_b-".repeat(6).slice(0, 22);
/** The longest origin that the settings take, and the sandbox's. */
const origins = [`https://${"o".repeat(limits.smsOrigin - 8)}`, "http://localhost:4400"];

test("every message to a telephone is one message of seven bits in French, with a brand and an origin as long as may be", () => {
  for (const origin of origins)
    for (const brand of ["Aval", "nnnnnnnnnn", "Un nom bien plus long que dix"])
      for (const event of names) {
        const link = events[event].stop ? `${origin}/arreter/${token}` : undefined;
        const text = smsOf([told(event)], link, brand);
        assert.ok(isOneSms(text), `${text.length}: ${text}`);
        assert.ok(text.includes(smsLines[event].fr));
        assert.equal(text.includes("/arreter/"), link !== undefined);
      }
  assert.ok(
    isOneSms(smsOf(Array(9999).fill(told("place_made")), `${origins[0]}/arreter/${token}`, "Aval")),
  );
});

test("beside an address of usual length it is said in English too", () => {
  const link = `https://acces.exemple.fr/arreter/${token}`;
  for (const event of names) {
    const text = smsOf([told(event)], events[event].stop ? link : undefined, "Aval");
    assert.ok(text.includes(smsLines[event].en), text);
  }
});

test("a message to a telephone enables nothing, names nobody and holds no number to dictate (P-03, P-28)", () => {
  for (const event of names) {
    const link = events[event].stop ? `${origins[1]}/arreter/${token}` : undefined;
    const text = smsOf([told(event)], link, "Aval").replaceAll(link ?? "none", "");
    assert.deepEqual(enablingIn(text), []);
    assert.doesNotMatch(text, /\d|https?:|Registre/);
  }
});

test("what is no letter of a seven-bit message, or one letter too many, is no single message", () => {
  assert.equal(isOneSms("é".repeat(160)), true);
  for (const text of ["é".repeat(161), "fenêtre", "remplaçant", "’", "\u00a0"])
    assert.equal(isOneSms(text), false, text);
});
