import { test } from "node:test";
import { phoneStates } from "./phone/states.ts";
import { phone } from "./walk.ts";
import { walkThroughDrawn } from "./walk-through.ts";

test("every screen of the phone, in every state and both languages, can be read, reached and heard", async () => {
  await walkThroughDrawn("phone", phoneStates, phone);
});
