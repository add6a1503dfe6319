import { faultsIn } from "../fault.ts";

const phone = faultsIn("apps/authenticator/src/places", ["state.test.ts"]);
const page = faultsIn("apps/login/src", ["state.test.ts", "api.test.ts"]);

/** What the screens hold back by themselves, whatever the server would answer. */
export const screenFaults = [
  phone.fault(
    "nobody answers who works at a place before the half minute is over",
    phone.edit("state.ts", "now >= making.notBefore && now < making.until", "now < making.until"),
  ),
  phone.fault(
    "a caller who wants the place ends it, on the alarm's screen",
    phone.edit(
      "entry.ts",
      'if (screen.at !== "place-call" || !event.onCall) return undefined;',
      "return undefined;",
    ),
  ),
  phone.fault(
    "a place is confirmed by one answer at a time, and not while codes must wait",
    phone.edit("state.ts", "if (screen.busy || !mayGive(screen, now)) return stay(screen);", ""),
  ),
  page.fault(
    "a session left open on a shared place waits to be told whose it is",
    page.edit("state.ts", "!isSomeonesSession(model) &&", ""),
  ),
  page.fault(
    "the value beside the browser's key is replaced by the answer's",
    page.edit(
      "api.ts",
      "if (answer.view.ratchet) await world.ratchet.keep(answer.view.ratchet);",
      "",
    ),
  ),
];
