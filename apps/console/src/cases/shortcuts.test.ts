import assert from "node:assert/strict";
import { test } from "node:test";
import { idFrom } from "@aval/protocol";
import { routeAt } from "../state.ts";
import { placeOf, shortcutActs, shortcutOf, shortcuts } from "./shortcuts.ts";

const plain = { ctrlKey: false, metaKey: false, altKey: false, isTaken: false };
const list = routeAt("/dossiers?mine=yes");
const oneCase = routeAt(`/dossiers/${idFrom("cas", new Uint8Array(17))}`);

test("each key does one thing where it stands, and nothing elsewhere", () => {
  for (const route of [list, oneCase, routeAt("/alertes")]) {
    const here = placeOf(route);
    for (const act of shortcutActs) {
      const { key, where } = shortcuts[act];
      const does = shortcutOf({ ...plain, key }, route);
      assert.equal(does, where === "any" || where === here ? act : undefined, `${act} on ${here}`);
    }
  }
  assert.equal(shortcutOf({ ...plain, key: "j" }, routeAt("/gels")), undefined);
});

test("what is typed in a field, and the browser's own combinations, do nothing here", () => {
  for (const more of [{ isTaken: true }, { ctrlKey: true }, { metaKey: true }, { altKey: true }])
    for (const act of shortcutActs)
      assert.equal(shortcutOf({ ...plain, ...more, key: shortcuts[act].key }, list), undefined);
});
