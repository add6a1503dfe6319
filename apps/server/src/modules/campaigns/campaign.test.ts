import assert from "node:assert/strict";
import { test } from "node:test";
import { type CampaignGiven, idFrom, type StaffId } from "@aval/protocol";
import fc from "fast-check";
import { lifetimes } from "#lifetimes";
import { systemRandom } from "#platform/random";
import { after, instant, ms } from "#platform/time";
import { begin, type Campaign, digestOf, stop, withdraw } from "./campaign.ts";

const member = (): StaffId => idFrom("stf", systemRandom.bytes(17));
const [maker, other] = [member(), member()];
const given: CampaignGiven & { scope: string; people: number } = {
  segment: { professions: ["60", "10"], departments: ["9A"], phone: "with" },
  channels: ["app", "mail"],
  texts: { fr: { title: "Titre", text: "Texte" }, en: { title: "Title", text: "Text" } },
  scope: "national",
  people: 12,
};
const waiting: Campaign = {
  ...given,
  id: idFrom("cmp", systemRandom.bytes(17)),
  digest: digestOf(given),
  by: maker,
  askedAt: instant(1_000_000),
  state: "waiting",
};

test("whatever is tried, in whatever order: it begins by another than its maker, in time, once; it is stopped only while it is sent; an end stays", () => {
  const act = fc.record({
    what: fc.constantFrom("begin", "stop", "withdraw"),
    by: fc.constantFrom(maker, other),
    later: fc.integer({ min: 0, max: lifetimes.campaignWaits }),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
      let campaign: Campaign = waiting as Campaign;
      let now = waiting.askedAt;
      let begun = 0;
      for (const { what, by, later } of acts) {
        now = after(now, ms(later));
        const before = campaign;
        const outcome = { begin, stop, withdraw }[what as "begin"](campaign, by, now);
        if (!outcome.ok) continue;
        campaign = outcome.value;
        assert.ok(before.state === "waiting" || before.state === "sending", before.state);
        if (campaign.state === "sending") {
          begun += 1;
          assert.equal(campaign.second, other);
          assert.ok(now < after(waiting.askedAt, lifetimes.campaignWaits));
        }
        if (what === "stop") assert.equal(before.state, "sending");
        if (what === "withdraw") assert.deepEqual([before.state, by], ["waiting", maker]);
      }
      assert.ok(begun <= 1);
    }),
  );
});

test("what is signed changes with whom, how many, by what and every word, and not with the order of a list", () => {
  const digest = digestOf(given);
  const { segment, texts } = given;
  const others: readonly (typeof given)[] = [
    { ...given, people: 13 },
    { ...given, scope: "order:infirmiers" },
    { ...given, channels: ["app"] },
    { ...given, segment: { ...segment, phone: "any" } },
    { ...given, segment: { ...segment, structure: "R1" } },
    { ...given, segment: { ...segment, departments: [] } },
    { ...given, segment: { ...segment, professions: ["10"] } },
    { ...given, texts: { ...texts, en: { ...texts.en, text: "Texts" } } },
    { ...given, texts: { ...texts, fr: { ...texts.fr, title: "Titres" } } },
  ];
  assert.equal(new Set([digest, ...others.map(digestOf)]).size, others.length + 1);
  assert.equal(
    digestOf({
      ...given,
      segment: { ...segment, professions: ["10", "60", "10"] },
      channels: ["mail", "app"],
    }),
    digest,
  );
});
