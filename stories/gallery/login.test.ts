import { test } from "node:test";
import { keyStates } from "./login/passkeys.ts";
import { loginStates } from "./login/states.ts";
import { wipedStates } from "./login/wiped.ts";
import { workstationStates } from "./login/workstation.ts";
import { computer } from "./walk.ts";
import { walkThroughDrawn } from "./walk-through.ts";

test("every screen of the sign-in page, in every state and both languages, can be read, reached and heard", async () => {
  await walkThroughDrawn(
    "login",
    { ...loginStates, ...keyStates, ...workstationStates, ...wipedStates },
    computer,
  );
});
