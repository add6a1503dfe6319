import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["waiting-phone-serves.test.ts"]);
const enrolment = "modules/enrolment";
const waiting = `${enrolment}/waiting-store.ts`;
const search = [`${enrolment}/search.test.ts`];
const rights = ["modules/login/rights.test.ts"];
const machine = `${enrolment}/machine.ts`;

/** A phone that two registrars showed, while it waits. */
export const waitingPhoneFaults = [
  fault(
    "only what two registrars signed opens anything while it waits",
    edit(machine, '&& rowOf(at.path)?.meanwhile === "own_places"', ""),
    search,
  ),
  fault(
    "under a freeze the one phone opens nothing",
    edit(
      machine,
      'if (around.isPlaced) return refuse("holder_stopped");\n  const held',
      "const held",
    ),
    search,
  ),
  fault(
    "a phone to be raised is given nothing more",
    edit(machine, "!mayServe(from) || around.raised)", "!mayServe(from))"),
    search,
  ),
  fault(
    "a phone that waits proves something by a scan alone",
    edit(
      "modules/login/rights.ts",
      'transfer === "qr" ? ["waiting_phone_qr"] : []',
      '["waiting_phone_qr"]',
    ),
    rights,
  ),
  fault(
    "it is read by its own row of the rights table",
    edit(
      "modules/login/rights.ts",
      'device.state === "waiting" ? "waiting" : device.level',
      "device.level",
    ),
    rights,
  ),
  fault(
    "what it opened ends with Arrêter",
    edit(`${enrolment}/old-phone.ts`, "if (given) await endThose(deps, tx, [given]);", ""),
  ),
  fault(
    "held and shown again, it begins without what it was given",
    edit(
      `${enrolment}/store.ts`,
      "await sql`delete from waiting_phone where enrolment = ${id}`.execute(db);",
      "return true;",
    ),
  ),
  fault("it ends with its enrolment", edit(waiting, " and e.expires_at > aval_now()", "")),
  fault(
    "what it opened ends with its enrolment",
    edit("wiring.ts", "() => enrolment.endOver()", "async () => undefined"),
  ),
  fault(
    "a block ends it for good",
    edit(
      "wiring.ts",
      "await enrolment.endMeanwhile(tx, professional);\n      const event",
      "const event",
    ),
  ),
  fault(
    "a stop that stands gives it nothing",
    edit(
      `${enrolment}/meanwhile.ts`,
      '{ move: "meanwhile" }, around)',
      '{ move: "meanwhile" }, { ...around, isStopped: false })',
    ),
  ),
  fault(
    "between its decision and the end of its sign-in a stop is heard",
    edit(
      waiting,
      "  if (held.rows.length !== 1) return false;\n",
      "  if (held.rows.length !== 1) return true;\n",
    ),
    ["waiting-phone.race.test.ts"],
  ),
  fault(
    "what it approved while it waited is not read as a full phone's",
    edit("modules/login/login.ts", "device.activatedAt >= approval.decidedAt", "false"),
  ),
  fault(
    "its code is confirmed by the PIN program",
    edit(`${enrolment}/meanwhile.ts`, "  if (!confirmed.ok) return confirmed;\n", ""),
  ),
  fault(
    "whatever asks for an active phone refuses it",
    edit(
      "modules/devices/waiting.ts",
      'device.state === "enrolling" ? await deps.waiting?.find(device) : undefined',
      'device.state === "enrolling" ? { ...device, state: "waiting", level: "limited" } as never : undefined',
    ),
    ["waiting-phone.test.ts"],
  ),
];
