import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/enrolment", ["enrolment.test.ts"]);

/** What it takes for a phone to become somebody's. */
export const enrolmentFaults = [
  fault(
    "one registrar who signs twice is one",
    edit(
      "evidence.ts",
      'if (first.registrar === second.registrar) return deny("evidence_refused");',
      "",
    ),
  ),
  fault(
    "one registrar's signature is not enough",
    [
      edit(
        "evidence.ts",
        "if (!first || !second || messages.length !== evidencePaths.desk.registrars) return",
        "if (!first) return",
      ),
      edit(
        "evidence.ts",
        "first.registrar === second.registrar",
        "first.registrar === second?.registrar",
      ),
    ],
    ["evidence.test.ts"],
  ),
  fault(
    "registrars sign this phone's key and no other",
    edit(
      "evidence.ts",
      "if (message.enrolment !== expected.enrolment || message.ik !== expected.ik) return",
      "if (message.enrolment !== expected.enrolment) return",
    ),
  ),
  fault(
    "registrars agree on whose phone it is",
    edit(
      "evidence.ts",
      'if (message.nationalId !== first.nationalId) return deny("evidence_refused");',
      "",
    ),
  ),
  fault(
    "a registrar's signature counts half an hour",
    edit(
      "evidence.ts",
      'if (age > window || age < -lifetimes.messageSkew) return deny("evidence_refused");',
      "",
    ),
    ["enrolment.test.ts", "evidence.test.ts"],
  ),
  fault(
    "a registrar's message is signed by that registrar's key",
    edit(
      "enrolment.ts",
      "!message || !(await isSignedByRegistrar(deps, signatures[index] as string, message.registrar))",
      "!message || index < 0",
    ),
  ),
  fault(
    "a registrar signs only for the scopes they hold",
    edit(
      "enrolment.ts",
      "if (!message || !(await deps.staff.maySign(message.registrar, scopes))) return",
      "if (!message) return",
    ),
  ),
  fault(
    "activation needs the PIN program's word",
    edit("enrolment.ts", "if (!confirmed.ok) return confirmed;", ""),
  ),
  fault(
    "activation is signed by the phone and by the code's key",
    edit(
      "enrolment.ts",
      "await verifyMulti(message, purposes.activate, [device.ik, uk]);",
      "peekMulti(message);",
    ),
  ),
  fault("an enrolment that nobody finished within a day has expired", [
    edit(
      "store.ts",
      "where id = ${id} and state = 'requested' and expires_at > aval_now()",
      "where id = ${id} and state = 'requested'",
    ),
    edit(
      "store.ts",
      "expires_at <= aval_now() and state in ('requested', 'evidenced', 'cooling', 'ready')",
      "expires_at <= aval_now() and state in ('evidenced', 'cooling')",
    ),
    edit(
      "store.ts",
      "and ready_at <= aval_now() and expires_at > aval_now()",
      "and ready_at <= aval_now()",
    ),
  ]),
  fault(
    "only the phone itself is told how far its enrolment is",
    edit(
      "enrolment.ts",
      "const verified = await verifyCompact(jws, purposes.enrolmentStatus, device.ik);",
      "const verified = peekCompact(jws)?.payload;",
    ),
  ),
  fault(
    "what only asked to be enrolled is forgotten after its day",
    edit(
      "store.ts",
      "delete from enrolment where state = 'requested' and expires_at <= aval_now() returning device",
      "delete from enrolment where state = 'refused' returning device",
    ),
  ),
  fault(
    "a stranger cannot ask for phones without end",
    edit("enrolment.ts", 'return deny("too_many");', ""),
  ),
];
