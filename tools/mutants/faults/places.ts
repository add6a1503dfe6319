import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/places", ["places.test.ts"]);

const locumFault = faultsIn("apps/server/src/modules/places", ["locum.test.ts"]).fault;

const workstationFault = faultsIn("apps/server/src/modules/places", ["workstation.test.ts"]).fault;

/** What makes a browser its holder's, and what takes that away. */
export const placeFaults = [
  fault(
    "digits and a limited phone make, age and wake no place",
    edit(
      "place.ts",
      'level === "full" && transfer === "qr"',
      'level === "full" || transfer === "qr"',
    ),
  ),
  fault(
    "a place is made thirty seconds after it was asked for, or later",
    edit(
      "store.ts",
      "offered_at <= aval_now() - ${span(given.wait)} and offered_at >",
      "offered_at >",
    ),
  ),
  fault(
    "an offer that a caller asked for is over for good",
    edit(
      "store.ts",
      "update place_offer set made_at = aval_now()\n    where approval = ${given.approval} and device = ${given.device} and stopped_at is null",
      "update place_offer set made_at = aval_now()\n    where approval = ${given.approval} and device = ${given.device}",
    ),
  ),
  fault(
    "a place asks only after a day",
    edit(
      "store.ts",
      "and state = 'new' and made_at <= aval_now() - ${span(given.rest)}",
      "and state = 'new'",
    ),
  ),
  fault(
    "a place ages only once it was used again",
    edit("store.ts", "and state = 'new' and used_again_at is not null", "and state = 'new'"),
  ),
  fault(
    "an ended place stays ended, whatever proves its holder",
    edit(
      "store.ts",
      "where professional = ${professional} and browser = ${browser} and state <> 'ended'\n    returning id, aged_at",
      "where professional = ${professional} and browser = ${browser}\n    returning id, aged_at",
    ),
  ),
  fault(
    "a place that is not used sleeps",
    edit("place.ts", 'if (place.state !== "aged" || now <', 'if (place.state === "aged" || now <'),
  ),
  fault(
    "only its holder ends a place",
    edit(
      "store.ts",
      "where id = ${given.id} and professional = ${given.professional} and state <> 'ended'",
      "where id = ${given.id} and state <> 'ended'",
    ),
  ),
  fault(
    "a key in two browsers is found out",
    edit(
      "places.ts",
      "if (await store.recordShown(deps.db, given)) return next;",
      'await store.recordShown(deps.db, given);\n  if (shown !== "") return next;',
    ),
  ),
  fault(
    "a key in two browsers ends its sessions",
    edit(
      "places.ts",
      'await deps.closeSessions(tx, { professional, browser }, "clone_detected");',
      "",
    ),
  ),
  fault(
    "a place that ends takes its sessions with it",
    edit(
      "places.ts",
      'await deps.closeSessions(tx, { professional, browser }, "place_ended");',
      "",
    ),
  ),
  fault(
    "one colleague makes no known workstation",
    edit("standing.ts", "colleaguesNeeded = 2", "colleaguesNeeded = 1"),
  ),
  fault(
    "a second holder's aged place is shared",
    edit("standing.ts", "hasOthers || hasLocum ||", "hasLocum ||"),
  ),
  locumFault(
    "a place with a locum is shared, for its host too",
    edit("standing.ts", "hasOthers || hasLocum ||", "hasOthers ||"),
  ),
  locumFault(
    "a locum is announced with the code only",
    edit("locum.ts", "if (!confirmed.ok) return confirmed;", "if (!confirmed) return confirmed;"),
  ),
  locumFault(
    "a limited phone announces nobody",
    edit("locum.ts", 'return device.level === "full" && store.mayHost', "return store.mayHost"),
  ),
  locumFault(
    "three locums at a time, two announced at once too",
    edit("locum.ts", "await takeTurn(tx, `locums ${host}`);", ""),
  ),
  locumFault(
    "six announcements a day, ended or not",
    edit("locum.ts", 'return deny("locum_enough");', "void locumsADay;"),
  ),
  locumFault(
    "an announcement is over by date, whether or not anybody wrote it",
    edit(
      "locum-store.ts",
      "and not locum.is_held and locum.ended_at is null\n      and locum.from_at <= aval_now() and locum.until_at > aval_now()",
      "and not locum.is_held and locum.ended_at is null\n      and locum.from_at <= aval_now()",
    ),
  ),
  locumFault(
    "somebody announced while their access is stopped is let in nowhere",
    edit("locum-store.ts", "and not locum.is_held and locum.ended_at", "and locum.ended_at"),
  ),
  locumFault(
    "an announcement that ends takes its sessions with it",
    edit(
      "locum.ts",
      'await closeSessions(tx, { professional, browser, place: "known_workstation" }, "locum_ended");',
      "",
    ),
  ),
  locumFault(
    "a locum's announcement does not end beside the session it opens",
    edit("places.ts", "await holdServed(tx, on);", ""),
  ),
  workstationFault(
    "a frame that we did not make registers nothing",
    edit("workstation.ts", "if (!frame || !isOurs(frame, deps.secrets()))", "if (!frame)"),
  ),
  workstationFault(
    "a photograph of a workstation's page registers nothing",
    edit(
      "workstation-store.ts",
      "and ${shown} > aval_now() - ${span(age)} and ${shown}",
      "and ${shown}",
    ),
  ),
  workstationFault(
    "a registrar signs for this very browser",
    edit("workstation.ts", "if (message?.browser !== frame.browser)", "if (!message)"),
  ),
  workstationFault(
    "a registrar registers workstations of their own establishment only",
    edit(
      "workstation.ts",
      "if (!(await deps.staff.maySign(message.registrar, [scope])))",
      "if (!scope)",
    ),
  ),
  workstationFault(
    "a registered workstation is known to its establishment's people only",
    edit(
      "standing.ts",
      "structure !== undefined && worksAt(holder).has(structure)",
      "structure !== undefined",
    ),
  ),
  workstationFault(
    "a registered workstation is shared",
    edit("standing.ts", '"several" || structure !== undefined', '"several"'),
  ),
  workstationFault(
    "a workstation whose key was copied is registered no longer",
    edit("places.ts", "await workstation.endCloned(deps, tx, browser);", ""),
  ),
  workstationFault(
    "a workstation's registration ends by date",
    edit(
      "workstation-store.ts",
      "where browser = ${by.browser} and ended_at is null and until_at > aval_now()",
      "where browser = ${by.browser} and ended_at is null",
    ),
  ),
];
