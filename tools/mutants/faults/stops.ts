import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/stops", ["stops.test.ts"]);

const whole = faultsIn("apps/server/src", ["stops.test.ts"]);

/** Stopping is cheap, opening is dear. */
export const stopFaults = [
  fault(
    "what opens for a holder takes its turn with a stop",
    edit("stops.ts", "  await holdTurn(tx, stopsOf(professional));\n", ""),
    ["stops.race.test.ts"],
  ),
  fault(
    "a phone younger than a week lifts nothing beside an older one",
    edit(
      "stops.ts",
      'if (!(await deps.devices.isSettled(tx, device.id, lifetimes.settled)))\n      return deny("stop_not_liftable");',
      "",
    ),
  ),
  fault(
    "lifting takes the PIN program's word",
    edit("stops.ts", "if (!confirmed.ok) return confirmed;", ""),
  ),
  fault(
    "lifting takes the code's key",
    edit("stops.ts", "  if (!confirmed.ok) return confirmed;\n", ""),
  ),
  fault(
    "a stop is lifted only by whoever says that nobody is on the telephone",
    edit("stops.ts", ' || onCall !== false || code === "absent"', ' || code === "absent"'),
  ),
  fault(
    "after its time no phone lifts a block",
    edit(
      "store.ts",
      "and (${until}::bigint is null or made_at + ${until}::bigint * interval '1 millisecond' > aval_now())",
      "",
    ),
  ),
  fault("a stop is its own holder's to lift", [
    edit(
      "stops.ts",
      "const stop = (await store.standing(tx, professional)).find((one) => one.id === id);",
      'const stop = { id, rule: "block" as const };',
    ),
    edit("store.ts", "and professional = ${by.professional} and rule", "and rule"),
  ]),
  fault(
    "a suspended phone stops nothing",
    edit(
      "stops.ts",
      'if (device.state !== "active" && device.state !== "disabled") return deny("device_not_active");',
      'if (device.state === "enrolling") return deny("device_not_active");',
    ),
  ),
  whole.fault(
    "a place that a stopped phone made gives its holder nothing any more",
    whole.edit("wiring.ts", "        await places.endMadeBy(tx, made);\n", ""),
  ),
  whole.fault(
    "a key that a stopped phone was the evidence for opens nothing any more",
    whole.edit("wiring.ts", "        await passkeys.endMadeBy(tx, made);\n", ""),
  ),
  whole.fault(
    "software that a stopped phone added asks no more",
    whole.edit("wiring.ts", "        await installations.endMadeBy(tx, made);\n", ""),
  ),
  whole.fault(
    "a suspended phone reads and ends nothing of its holder's",
    whole.edit(
      "modules/devices/devices.ts",
      'if (device.state !== "active" && device.state !== "disabled") return deny("device_not_active");',
      'if (device.state === "enrolling") return deny("device_not_active");',
    ),
  ),
];
