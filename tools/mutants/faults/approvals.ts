import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/approvals", ["approvals.test.ts"]);
const races = ["approvals.test.ts", "approvals.race.test.ts"];

/** What ties a screen to a phone, and what a decision is worth. */
export const approvalFaults = [
  fault(
    "a frame older than three seconds claims nothing",
    edit(
      "store.ts",
      "and state = 'shown' and claim_by > aval_now()\n      and ${isYoung(given)}",
      "and state = 'shown' and claim_by > aval_now()",
    ),
  ),
  fault(
    "a photograph of an old frame cancels nothing",
    edit(
      "approvals.ts",
      'if (!(await store.isFrameFresh(tx, frame.approval, { frame: frame.number, ...frameWindow }))) return deny("frame_refused");',
      "",
    ),
  ),
  fault(
    "a frame is ours only when its MAC is",
    edit(
      "approvals.ts",
      "if (!known || !isOurs(frame, known.secret, known.browser)) return",
      "if (!known) return",
    ),
  ),
  fault(
    "the MAC of a frame covers its number",
    edit("frames.ts", "frameInput(approval, number, browser)", "frameInput(approval, 0, browser)"),
  ),
  fault(
    "a request is claimed by one phone only, before anything is shown",
    edit(
      "store.ts",
      "where id = ${given.id} and state = 'shown' and claim_by > aval_now()\n      and ${isYoung",
      "where id = ${given.id} and claim_by > aval_now()\n      and ${isYoung",
    ),
    races,
  ),
  fault("a request that nobody claimed in a minute cannot be claimed", [
    edit(
      "store.ts",
      "where id = ${given.id} and state = 'shown' and claim_by > aval_now()\n      and ${isYoung",
      "where id = ${given.id} and state = 'shown'\n      and ${isYoung",
    ),
  ]),
  fault(
    "a second phone that sees the frame cancels the request",
    edit("approvals.ts", 'await cancelIn(deps, tx, approval, "already_claimed", ["claimed"]);', ""),
  ),
  fault(
    "two claimed requests of one holder from two browsers end both",
    edit("approvals.ts", "if (!sameBrowser) twoAtOnce = true;", ""),
  ),
  fault(
    "of two claimed requests from one browser only the newer stays",
    edit(
      "approvals.ts",
      'await cancelIn(deps, tx, other, sameBrowser ? "replaced"',
      'if (!sameBrowser) await cancelIn(deps, tx, other, sameBrowser ? "replaced"',
    ),
  ),
  fault(
    "two claims of one holder take turns, whatever the phone",
    edit(
      "approvals.ts",
      "return transact(deps.db, async (tx) => {\n    await takeTurn(tx, claimsOf(device));\n    // One answer",
      "return transact(deps.db, async (tx) => {\n    // One answer",
    ),
    ["approvals.race.test.ts"],
  ),
  fault(
    "a wrong entry of digits counts against the phone",
    edit(
      "approvals.ts",
      'if (!claimed) return deny("unknown_digits");\n    await deps.limits.refund',
      'await deps.limits.refund(tx, "wrong_digits", device.id);\n    if (!claimed) return deny("unknown_digits");\n    if (!claimed) await deps.limits.refund',
    ),
  ),
  fault(
    "three wrong entries of digits are the last",
    edit(
      "approvals.ts",
      'wrongDigits, lifetimes.wrongDigitsWindow))) {\n    return deny("digits_exhausted");',
      "wrongDigits, lifetimes.wrongDigitsWindow))) {",
    ),
  ),
  fault(
    "digits of a request that ended or was claimed look nothing up",
    edit(
      "store.ts",
      "where digits = ${digits} and state = 'shown' and claim_by > aval_now()",
      "where digits = ${digits}",
    ),
    races,
  ),
  fault("a decision holds for the very context that was shown", [
    edit(
      "approval.ts",
      'if (approval.contextHash === undefined || approval.contextHash !== given.context) return deny("other_context");',
      "",
    ),
    edit(
      "store.ts",
      `{ reason: given.reason } : {}),\n    })\n    .where("id", "=", id)\n    .where("state", "=", "claimed")\n    .where("device", "=", given.device)\n    .where("context_hash", "=", given.context)`,
      `{ reason: given.reason } : {}),\n    })\n    .where("id", "=", id)\n    .where("state", "=", "claimed")\n    .where("device", "=", given.device)`,
    ),
  ]),
  fault("only the phone that claimed decides", [
    edit("approval.ts", 'if (approval.device !== given.device) return deny("not_claimed");', ""),
    edit(
      "store.ts",
      `{ reason: given.reason } : {}),\n    })\n    .where("id", "=", id)\n    .where("state", "=", "claimed")\n    .where("device", "=", given.device)`,
      `{ reason: given.reason } : {}),\n    })\n    .where("id", "=", id)\n    .where("state", "=", "claimed")`,
    ),
  ]),
  fault("a decision after its deadline opens nothing", [
    edit(
      "approval.ts",
      'if (now >= approval.decideBy) return deny("approval_expired");\n  if (approval.contextHash',
      "if (approval.contextHash",
    ),
    edit(
      "store.ts",
      `{ reason: given.reason } : {}),\n    })\n    .where("id", "=", id)\n    .where("state", "=", "claimed")\n    .where("device", "=", given.device)\n    .where("context_hash", "=", given.context)\n    .where("decide_by", ">", sql<Date>\`aval_now()\`)`,
      `{ reason: given.reason } : {}),\n    })\n    .where("id", "=", id)\n    .where("state", "=", "claimed")\n    .where("device", "=", given.device)\n    .where("context_hash", "=", given.context)`,
    ),
  ]),
  fault(
    "a request is decided once",
    [
      edit(
        "store.ts",
        `{ reason: given.reason } : {}),\n    })\n    .where("id", "=", id)\n    .where("state", "=", "claimed")`,
        `{ reason: given.reason } : {}),\n    })\n    .where("id", "=", id)`,
      ),
    ],
    ["approvals.race.test.ts"],
  ),
  fault(
    "an approval needs the signature of the code's key",
    edit(
      "approvals.ts",
      'if (decision !== "approve" || code === "absent") return deny("invalid_message");',
      'if (decision !== "approve") return deny("invalid_message");',
    ),
  ),
  fault(
    "an approval with a wrong code is none",
    edit("../devices/devices.ts", 'if (code === "wrong") {', "if (false) {"),
  ),
  fault(
    "an approval stands on the PIN program's own word",
    edit(
      "../devices/devices.ts",
      "return confirmed.ok ? confirmed : tellUnconfirmed(deps, device, confirmed);",
      "return { ok: true };",
    ),
  ),
  fault(
    "a refusal needs no code",
    edit(
      "approvals.ts",
      'if (decision === "refuse") return refuse(',
      'if (decision === "refuse" && code === "right") return refuse(',
    ),
  ),
  fault(
    "a phone that the PIN service disabled approves nothing any more",
    edit("../devices/devices.ts", "if (disabled) await disable(deps, tx, device);", ""),
  ),
  fault("an approval is spent once", [
    edit(
      "store.ts",
      "where id = ${id} and state = 'approved' and asker",
      "where id = ${id} and asker",
    ),
  ]),
  fault(
    "two nodes never spend one approval",
    edit(
      "store.ts",
      "where id = ${id} and state = 'approved' and asker",
      "where id = ${id} and asker",
    ),
    ["approvals.race.test.ts"],
  ),
  fault(
    "an approval is spent by its own browser only",
    edit(
      "store.ts",
      " and browser = ${given.browser}\n      and decided_at",
      "\n      and decided_at",
    ),
  ),
  fault(
    "an approval is spent by its own page only",
    edit("store.ts", "and asker = ${given.asker} and browser", "and browser"),
  ),
  fault(
    "an approval that its page does not fetch in a minute opens nothing",
    edit(
      "store.ts",
      "and browser = ${given.browser}\n      and decided_at > aval_now() - ${given.within} * interval '1 millisecond'",
      "and browser = ${given.browser}",
    ),
  ),
  fault(
    "the holder's history tells nobody else's requests",
    edit(
      "store.ts",
      '.where("professional", "=", professional)\n    .orderBy("claimed_at", "desc")\n    .limit(100)',
      '.orderBy("claimed_at", "desc")\n    .limit(100)',
    ),
  ),
  fault(
    "an unknown request and a forged frame look the same",
    edit(
      "approvals.ts",
      "if (!known || !isOurs(frame, known.secret, known.browser)) return",
      'if (!known) return deny("approval_not_found");\n    if (!isOurs(frame, known.secret, known.browser)) return',
    ),
    ["strangers.test.ts"],
  ),
  fault(
    "of a request it never claimed a phone learns no more than a stranger",
    edit(
      "approvals.ts",
      'if (!approval) return deny("not_claimed");',
      'if (!approval) return deny("approval_not_found");',
    ),
    ["strangers.test.ts"],
  ),
  fault(
    "what became of a request is told to the phone that claimed it only",
    edit(
      "approval.ts",
      'if (approval.device !== given.device) return deny("not_claimed");\n  if (approval.state === "expired") return deny("approval_expired");\n  // Its own phone is told what ended it: nothing it could decide opens anything.\n  if (approval.state === "cancelled")\n    return deny(approval.reason === "holder_stopped" ? "holder_stopped" : "approval_cancelled");',
      'if (approval.state === "expired") return deny("approval_expired");\n  // Its own phone is told what ended it: nothing it could decide opens anything.\n  if (approval.state === "cancelled")\n    return deny(approval.reason === "holder_stopped" ? "holder_stopped" : "approval_cancelled");\n  if (approval.device !== given.device) return deny("not_claimed");',
    ),
    ["strangers.test.ts"],
  ),
  fault(
    "a refusal is explained by the phone that refused",
    edit(
      "store.ts",
      "where id = ${id} and state = 'refused' and kind <> 'practice' and device = ${given.device}",
      "where id = ${id} and state = 'refused' and kind <> 'practice'",
    ),
    ["explain.test.ts"],
  ),
  fault(
    "an error is the last word about a refusal",
    edit(
      "store.ts",
      "and reason not in ('mistake', ${given.reason})",
      "and reason <> ${given.reason}",
    ),
    ["explain.test.ts"],
  ),
  fault(
    "a refusal is explained within a quarter of an hour",
    edit(
      "store.ts",
      "      and aval_now() < decided_at + ${given.within} * interval '1 millisecond'",
      "",
    ),
    ["explain.test.ts"],
  ),
  fault(
    "a phone that was stopped takes no alert back",
    edit(
      "explain.ts",
      'if (device.state !== "active" && (device.state !== "disabled" || isMistake))',
      'if (device.state === "enrolling" || (device.state === "disabled" && isMistake))',
    ),
    ["explain.test.ts"],
  ),
  fault(
    "a phone that is disabled takes no alert back",
    edit(
      "explain.ts",
      'if (device.state !== "active" && (device.state !== "disabled" || isMistake))',
      'if (device.state !== "active" && device.state !== "disabled")',
    ),
    ["explain.test.ts"],
  ),
];
