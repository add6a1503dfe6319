import { test } from "node:test";
import { accountStates } from "./account/states.ts";
import { computer } from "./walk.ts";
import { walkThroughDrawn } from "./walk-through.ts";

test("every screen of Mon accès, in every state and both languages, can be read, reached and heard", async () => {
  await walkThroughDrawn("account", accountStates, computer);
});
