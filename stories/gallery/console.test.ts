import { test } from "node:test";
import { consoleStates } from "./console/states.ts";
import { computer } from "./walk.ts";
import { walkThroughDrawn } from "./walk-through.ts";

test("every screen of the console, in every state and both languages, can be read, reached and heard", async () => {
  await walkThroughDrawn("console", consoleStates, computer);
});
