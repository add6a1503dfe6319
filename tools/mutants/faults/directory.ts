import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/directory", ["directory.test.ts"]);

export const directoryFaults = [
  fault(
    "a text that stops inside a line is refused",
    edit("reading.ts", "if (!tally.endsLine)", "if (tally.bytes < 0)"),
    ["damaged.test.ts"],
  ),
  fault(
    "an import told to stop goes no further",
    edit("directory.ts", "      signal?.throwIfAborted();\n", ""),
    ["interrupt.test.ts"],
  ),
  fault(
    "above the limits nothing is applied",
    edit("directory.ts", "if (!stop) await importing.apply", "await importing.apply"),
    ["limits.test.ts"],
  ),
  fault(
    "people whose lines contradict each other are compared every day",
    edit(
      "apply-sql.ts",
      "and sp.professional not in (select professional from exercise_line where is_torn)",
      "",
    ),
    ["order.test.ts"],
  ),
  fault(
    "ids are given in the order of the file",
    edit("ids-in-order.ts", "  heads.sort();\n", ""),
    ["ids-in-order.test.ts"],
  ),
];
