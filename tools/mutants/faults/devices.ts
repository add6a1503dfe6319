import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("", ["apps/server/src/modules/approvals/approvals.test.ts"]);

/** Whether a message is really a phone's. */
export const deviceFaults = [
  fault(
    "whoever has not a phone's key is told nothing of its state",
    edit(
      "apps/server/src/modules/devices/devices.ts",
      '  if (!signed) return deny("bad_signature");\n',
      "",
    ),
    ["apps/server/src/strangers.test.ts"],
  ),
  fault(
    "a phone that waits is refused where active ones act",
    edit(
      "apps/server/src/modules/devices/devices.ts",
      'return isActive(device) ? done({ device, payload }) : deny("device_not_active");',
      "return done({ device, payload } as never);",
    ),
    ["apps/server/src/waiting-phone.test.ts"],
  ),
  fault(
    "a phone that waits is heard where its holder's are",
    edit(
      "apps/server/src/modules/devices/devices.ts",
      'if (device.state !== "active" && device.state !== "disabled") return deny("device_not_active");',
      "",
    ),
    ["apps/server/src/waiting-phone.test.ts"],
  ),
  fault(
    "a phone's message is accepted once",
    edit(
      "apps/server/src/modules/devices/devices.ts",
      'return deny("replayed");\n  }\n  return done({ device: device.isListenedFor',
      "}\n  return done({ device: device.isListenedFor",
    ),
  ),
  fault("a message made for one purpose is worth nothing for another", [
    edit(
      "apps/server/src/modules/devices/devices.ts",
      '|| payload["v"] !== purpose) return',
      ") return",
    ),
    edit("packages/protocol/src/jws.ts", "if (!peeked || peeked.typ !== typ ||", "if (!peeked ||"),
  ]),
  fault(
    "a stale message is refused",
    edit(
      "apps/server/src/modules/devices/message.ts",
      'if (Math.abs(now - instant(iat * 1000)) > skew) return deny("clock_skew");',
      "",
    ),
  ),
  fault(
    "a phone is known by its own key",
    edit(
      "packages/protocol/src/jws.ts",
      "if (!(await verifyBytes(`${parts[0]}.${parts[1]}`, parts[2] as string, jwk))) return undefined;",
      "",
    ),
    ["packages/protocol/src/jws.test.ts"],
  ),
  fault(
    "the code's signature is checked with the key made at enrolment",
    edit(
      "apps/server/src/modules/devices/devices.ts",
      'code: whole === undefined ? "wrong" : "right"',
      'code: whole === undefined ? "right" : "right"',
    ),
  ),
  fault(
    "a disabled phone acts no more",
    edit(
      "apps/server/src/modules/devices/devices.ts",
      'if (device.state === "disabled") return deny("pin_disabled");\n  return isActive(device) ? done({ device, payload }) : deny("device_not_active");',
      "return done({ device: device as ActiveDevice, payload });",
    ),
  ),
  fault(
    "a limited phone sees and closes what it did itself only",
    edit(
      "apps/server/src/modules/devices/devices.ts",
      'level === "full" ? { professional } : { professional, device: id }',
      "level ? { professional } : { professional, device: id }",
    ),
    [
      "apps/server/src/modules/sessions/holder.test.ts",
      "apps/server/src/modules/approvals/approvals.test.ts",
    ],
  ),
];
