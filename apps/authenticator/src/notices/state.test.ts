import assert from "node:assert/strict";
import { test } from "node:test";
import { idFrom } from "@aval/protocol";
import { events } from "../../../server/src/modules/notices/events.ts";
import { messages } from "../messages.ts";
import { step } from "../state.ts";
import { model, now, offline } from "../testing/events.ts";
import { noticeList } from "./state.ts";

const item = {
  id: idFrom("ntc", new Uint8Array(17).fill(1)),
  event: "place_made",
  at: now - 60,
  reached: [],
};

test("every event that is told by mail has its words on the phone, in both languages", () => {
  for (const t of [messages.fr, messages.en])
    assert.deepEqual(Object.keys(t.notices.events).sort(), Object.keys(events).sort());
});

test("the list is asked for when it is opened, and one that cannot be had says so and keeps what is shown", () => {
  const opened = step(model({ at: "settings" }), { event: "opened", screen: "notices" });
  assert.deepEqual(opened.run, [{ command: "load_notices" }]);
  const known = step(opened.model, { event: "notices_known", items: [item] }).model;
  assert.deepEqual(known.screen, { ...noticeList, items: [item] });
  const failed = step(known, { event: "notices_failed", trouble: offline }).model;
  assert.deepEqual(failed.screen, { ...noticeList, items: [item], trouble: offline });
  assert.equal(step(failed, { event: "back" }).model.screen.at, "settings");
});
