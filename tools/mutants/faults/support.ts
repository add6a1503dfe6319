import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["support.test.ts"]);
const alone = ["modules/support/call.test.ts"];

const onPhone = faultsIn("apps/authenticator/src/calls", ["state.test.ts"]);

/** Calls of support: announced, held, reported. */
export const supportFaults = [
  onPhone.fault(
    "the phone shows no answer about calls that is older than half a minute",
    onPhone.edit(
      "state.ts",
      'if (Math.abs(now - heard.at) >= callSeconds) return { is: "unknown" };',
      "",
    ),
  ),
  onPhone.fault(
    "a phone without a network says that it cannot know who calls",
    onPhone.edit("state.ts", 'if (!online) return { is: "unknown" };', ""),
  ),
  onPhone.fault(
    "who calls stands where something is added",
    onPhone.edit("state.ts", '"phone-call", "phone-wait",', ""),
  ),
  fault(
    "a call that is over is not gone on with",
    edit("modules/support/call.ts", "if (!isFrom || held.overAt <= now)", "if (!isFrom)"),
    alone,
  ),
  fault(
    "a call holds two hours at most",
    edit(
      "modules/support/call.ts",
      "sooner(after(end, lifetimes.callHolds), after(announcedAt, lifetimes.callHoldsMost))",
      "after(end, lifetimes.callHolds)",
    ),
    alone,
  ),
  fault(
    "an institution calls of a case that it sees only",
    edit("modules/support/store.ts", "or ${scope} = any(s.scopes))", "or true)"),
  ),
  fault(
    "nobody is called of a case that is over",
    edit(
      "modules/support/store.ts",
      "s.professional = ${professional} and s.is_live",
      "s.professional = ${professional}",
    ),
  ),
  fault(
    "calls to one person are counted",
    edit(
      "modules/support/support.ts",
      '(await limits.spend(tx, "call_person", call.professional, toPerson, day)) &&',
      "true &&",
    ),
  ),
  fault(
    "an agent ends and opens their own calls only",
    edit(
      "modules/support/support.ts",
      "return kept?.call.member === who.member ? kept : undefined;",
      "return kept;",
    ),
  ),
  fault(
    "a reported call holds what is added",
    edit(
      "modules/support/holder.ts",
      'if (when === "now") await deps.stops.pauseByReport(tx, professional, phone);',
      "",
    ),
  ),
  fault(
    "what is told of a call is buttons",
    edit(
      "modules/support/holder.ts",
      "if (!(known as readonly unknown[]).includes(said)) return undefined;",
      "",
    ),
    alone,
  ),
];
