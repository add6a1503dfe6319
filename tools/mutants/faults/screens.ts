import { faultsIn } from "../fault.ts";

const phone = faultsIn("apps/authenticator/src/places", ["state.test.ts"]);
const page = faultsIn("apps/login/src", ["state.test.ts", "api.test.ts"]);
const bells = faultsIn("apps/authenticator/src/bells", ["state.test.ts", "wake.test.ts"]);
const waiting = faultsIn("apps/authenticator/src", ["state.test.ts", "enrolment/state.test.ts"]);
const software = faultsIn("apps/authenticator/src/software", ["state.test.ts"]);
const ringing = faultsIn("apps/login/src", ["bells.test.ts"]);
const written = faultsIn("", ["stories/gallery/help.test.ts"]);
const inside = faultsIn("apps/account/src", ["state.test.ts"]);
const staff = faultsIn("apps/console/src", ["state.test.ts"]);
const said = faultsIn("apps/console/src", ["messages.test.ts"]);

/** What the screens hold back by themselves, whatever the server would answer. */
export const screenFaults = [
  waiting.fault(
    "a phone that waits has no home but its wait",
    waiting.edit(
      "state.ts",
      'if (screen.at === "home" || screen.at === "gone")\n    return show(model, emptyWaiting',
      'if (screen.at === "gone")\n    return show(model, emptyWaiting',
    ),
  ),
  waiting.fault(
    "a code chosen while a phone waits activates nothing before its time",
    waiting.edit(
      "enrolment/state.ts",
      '{ command: "set_code", code, ...forHome(screen) }',
      '{ command: "set_code", code }',
    ),
  ),
  phone.fault(
    "nobody answers who works at a place before the half minute is over",
    phone.edit("state.ts", " || !isTaken(screen.making, now)", " || now >= screen.making.until"),
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
  software.fault(
    "no program is linked before the half minute is over",
    software.edit("linking.ts", "!isTaken(screen.link, now)", "now >= screen.link.until"),
  ),
  software.fault(
    "a program that a caller wants linked is not linked",
    software.edit("linking.ts", "return event.onCall\n", "return event.onCall && false\n"),
  ),
  software.fault(
    "software is added for no caller: whoever says so is on the alarm, and nothing was sent",
    software.edit("state.ts", 'event.onCall ? danger("software", now) : ', ""),
  ),
  software.fault(
    "one search leaves at a time",
    software.edit(
      "state.ts",
      'case "search_given": {\n      if (screen.busy) return to(screen);',
      'case "search_given": {',
    ),
  ),
  software.fault(
    "a search waits for the day after the software was added",
    software.edit("request.ts", " && now >= usableFrom", ""),
  ),
  bells.fault(
    "a ring is refused by an answer to the question, once",
    bells.edit(
      "state.ts",
      'case "reason_given":\n      if (screen.busy) return shows(model, screen);',
      'case "reason_given":',
    ),
  ),
  bells.fault(
    "a ring that was put aside does not come back by itself",
    bells.edit("state.ts", " || bells.aside === current.ring", ""),
  ),
  bells.fault(
    "a ring takes no screen on which something is being done",
    bells.edit("state.ts", 'screen.at === "home" && !screen.waiting', "!isOfBells(screen)"),
  ),
  bells.fault(
    "the browser's question is asked where it was never answered, by a tap",
    bells.edit("state.ts", '!idle || screen.permission !== "unasked"', "!idle"),
  ),
  bells.fault(
    "a notification says nothing of what it is for",
    bells.edit("wake.ts", "{ body, tag, icon,", "{ body: id, tag, icon,"),
  ),
  bells.fault(
    "phones of a simulator are told of no push",
    bells.edit("wake.ts", ' && search === ""', ""),
  ),
  ringing.fault(
    "a bell is not rung again while it rings",
    ringing.edit("state.ts", 'model.asked === "ring" || ringSecondsLeft(model) > 0', "false"),
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
  written.fault(
    "every page that a server writes links its help",
    written.edit("packages/design/src/page.ts", "${helpLink(parts)}", ""),
  ),
  written.fault(
    "the card's host has the help that its pages link",
    written.edit(
      "apps/server/src/card-host.ts",
      "helpRoutes(scope, { brand, isSandbox }, http.help);",
      "",
    ),
  ),
  inside.fault(
    "a first visit to Mon accès asks for nothing more",
    inside.edit(
      "effects.ts",
      'if ("nobody" in home) return dispatch({ event: "signed_out" });',
      "",
    ),
  ),
  staff.fault(
    "a first visit to the console asks for nothing more",
    staff.edit("effects.ts", 'if ("nobody" in me) return dispatch({ event: "signed_out" });', ""),
  ),
  said.fault(
    "a frozen holder's second new phone is signed by nobody",
    said.edit(
      "messages.ts",
      ` &&
  visit.phone === "new";`,
      ";",
    ),
  ),
  said.fault(
    "the first press against an operator is told as asked",
    said.edit("messages.ts", ' && one.state === "suspended"', ""),
  ),
];
