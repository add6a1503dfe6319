import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/places", ["bells.test.ts"]);
const notices = faultsIn("apps/server/src/modules/notices", ["pushes.test.ts"]);
const software = faultsIn("apps/server/src/modules/software", ["bell-loss.test.ts"]);
const platform = faultsIn("apps/server/src/platform", ["push.test.ts"]);

/** What keeps a phone from ringing, and a push from saying anything. */
export const bellFaults = [
  fault(
    "a service that lost its bells rings nobody",
    edit(
      "bells.ts",
      "  if (!(await deps.software.mayRing(tx, given.service))) throw new NotRung();\n",
      "",
    ),
  ),
  software.fault(
    "so many refusals take the bells of small services too, and of large ones a share",
    software.edit(
      "bell-loss-store.ts",
      " and ${refused} > ${asked} *",
      " or ${refused} > ${asked} *",
    ),
  ),
  software.fault("holders are counted, and not their refusals", [
    software.edit(
      "bell-loss-store.ts",
      "as day, count(distinct q.professional)::int as refused",
      "as day, count(*)::int as refused",
    ),
    software.edit("bell-loss-store.ts", "having count(distinct q.professional)", "having count(*)"),
  ]),
  software.fault(
    "a refusal that was taken back counts not",
    software.edit("bell-loss.ts", "mistake: false", "mistake: true"),
  ),
  software.fault(
    "a refusal that is forgotten was not taken back",
    software.edit(
      "bell-loss-store.ts",
      "(l.refused - count(*) filter (where h.was_wrong and not h.refuses))::int as remaining",
      "count(*) filter (where h.refuses)::int as remaining",
    ),
  ),
  software.fault(
    "bells are given back only while all that was counted is still there",
    software.edit(
      "bell-loss-store.ts",
      "\n        and lost_at > aval_now() - 2 * ${lifetimes.refusalExplained} * interval '1 millisecond'",
      "",
    ),
  ),
  software.fault("a day that a person has judged is not judged again", [
    software.edit(
      "bell-loss-store.ts",
      "    where l.restored_by = 'taken_back'\n    returning",
      "    returning",
    ),
    software.edit("bell-loss-store.ts", " and l.restored_by <> 'taken_back')", " and false)"),
  ]),
  fault(
    "only the very place rings",
    edit(
      "bells-store.ts",
      " and p.browser = ${given.browser}\n      and ${isLive",
      "\n      and ${isLive",
    ),
  ),
  fault(
    "a young phone silences no other",
    edit(
      "bells.ts",
      "if (hours && !(await deps.devices.isSettled(",
      "if (!hours && !(await deps.devices.isSettled(",
    ),
  ),
  fault("twelve quiet hours at most", edit("quiet-hours.ts", "> longest;", "> 24 * 60;")),
  fault(
    "a bell rings for its service alone",
    edit(
      "bells-store.ts",
      "where b.id = ${given.bell} and b.service = ${given.service} and p.browser",
      "where b.id = ${given.bell} and p.browser",
    ),
  ),
  fault(
    "a bell is silent once it was refused or left unanswered too often",
    edit(
      "bells-store.ts",
      "and (b.silenced_until is null or b.silenced_until <= aval_now())\n",
      "\n",
    ),
  ),
  fault(
    "nothing rings in quiet hours",
    edit("bells-store.ts", 'or not ${isQuietFor(sql.ref("b.professional"))})', "or true)"),
  ),
  fault(
    "a place scanned lately rings in quiet hours",
    edit(
      "bells-store.ts",
      "and (p.scanned_at > aval_now() - ${span(times.lately)} or not",
      "and (not",
    ),
  ),
  fault(
    "rings come a minute apart",
    edit("bells.ts", '["ring_apart", 1, lifetimes.ring],', '["ring_apart", 9, lifetimes.ring],'),
  ),
  fault(
    "three rings an hour go unanswered, no more",
    edit(
      "bells.ts",
      '["rings_hour", bounds.ringsAnHour,',
      '["rings_hour", 2 * bounds.ringsAnHour,',
    ),
  ),
  fault(
    "five rings a day go unanswered, no more",
    edit("bells.ts", '["rings_day", bounds.ringsADay,', '["rings_day", 2 * bounds.ringsADay,'),
  ),
  fault(
    "an answered ring gives back what it spent",
    edit("bells.ts", "if (wasRung) await giveBack(deps, tx, given.professional);", ""),
  ),
  fault(
    "a refusal that counts is counted",
    edit(
      "bells.ts",
      "const silenced = await store.recordRefusal(tx, bell, given);",
      "const silenced = undefined as store.Ended | undefined;",
    ),
  ),
  fault(
    "a ring nobody answered is counted",
    edit("bells.ts", "for (const bell of expired) await countUnanswered(deps, tx, bell);", ""),
  ),
  fault(
    "the holder's own scan of another screen ends what rings, and counts against it",
    edit(
      "bells.ts",
      'if (ringing?.state === "dropped") await',
      'if (ringing?.state === "scanned") await',
    ),
  ),
  fault(
    "somebody who was called keeps no bell",
    edit("bell.ts", 'on_call: "ends",', 'on_call: "counts",'),
  ),
  fault(
    "a refusal is taken back while it is young",
    edit(
      "bells-store.ts",
      "and ended_at > aval_now() - ${span(given.within)} for update",
      "for update",
    ),
  ),
  fault(
    "a stop silences bells",
    edit("bells.ts", "if (!(await deps.mayRing(tx, professional))) throw new NotRung();", ""),
  ),
  fault(
    "a limited phone is shown nothing that rings",
    edit("bells.ts", 'const ringing = level === "full" ? await', "const ringing = level ? await"),
  ),
  fault(
    "a bell is for a service that was entered on its place",
    edit(
      "bells.ts",
      'if (!(await deps.enteredOn(deps.db, on)).includes(service)) return deny("bell_not_possible");',
      "",
    ),
  ),
  fault(
    "a bell ends after thirty days without use",
    edit(
      "bells-store.ts",
      "sql`b.ended_at is null and b.last_used_at > aval_now() - ${span(unused)}`",
      "sql`b.ended_at is null and b.last_used_at > aval_now() - 2 * ${span(unused)}`",
    ),
  ),
  fault("a bell ends with its place", edit("places.ts", "await bells.endOf(deps, tx, id);", "")),
  fault(
    "after a restore no bell rings by itself",
    edit("places.ts", "await bells.endAll({ audit }, tx);", ""),
  ),
  notices.fault(
    "only full and active phones are woken",
    notices.edit(
      "pushes.ts",
      'if (phone?.state !== "active" || (phones === "full" && phone.level !== "full")) continue;',
      "if (!phone) continue;",
    ),
  ),
  notices.fault(
    "a wake-up is taken on once",
    notices.edit(
      "push-store.ts",
      "update notice set wake_at = null\n",
      "update notice set wake_at = wake_at\n",
    ),
  ),
  notices.fault(
    "notices of what is added or stopped sound at night",
    notices.edit("pushes.ts", 'if (events[event].wakes !== "by_day") return false;', ""),
  ),
  notices.fault(
    "a dead push service holds so many wake-ups and no more",
    notices.edit("pushes.ts", "if (underWay.count >= bounds.pushesAtOnce) return;", ""),
  ),
  platform.fault(
    "outside a sandbox no private address is pushed to",
    platform.edit(
      "push.ts",
      "within: deps.within,\n    mayBePrivate: false,",
      "within: deps.within,\n    mayBePrivate: true,",
    ),
  ),
  platform.fault(
    "a subscription takes the key it was made with, and no other",
    platform.edit(
      "push.ts",
      'if (!signer || !isUsable(deps, subscription)) return "gone";',
      'if (!signer) return "gone";',
    ),
  ),
];
