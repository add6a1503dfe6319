import assert from "node:assert/strict";
import { test } from "node:test";
import { createEffects, type World } from "./effects.ts";
import type { Needs } from "./state.ts";

const idle: Needs = {
  ...{ eye: undefined, warm: false, poll: false, rings: false, page: undefined },
  ...{ words: false, desk: false, call: false, tick: false },
};

test("a page left open while it counts follows the server's clock when that clock jumps", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  let serverNow = 1_800_000_000;
  const world = {
    network: {
      get: async () => ({ status: 200, body: { now: serverNow } }),
      post: async () => ({ status: 500, body: undefined }),
    },
    now: () => 1_800_000_000_000,
    randomBytes: (length: number) => new Uint8Array(length),
    platform: {},
    createEye: () => ({ prepare: () => {}, open: () => {}, close: () => {} }),
  } as unknown as World;
  const effects = createEffects(world, () => {});
  await effects.learnTime();
  effects.keep({ ...idle, tick: true });
  serverNow += 2 * 86_400;
  t.mock.timers.tick(5000);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(Math.floor(effects.now()), serverNow);
  effects.keep(idle);
});
