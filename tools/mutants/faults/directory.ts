import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/directory", ["directory.test.ts"]);

const byTwo = ["../../waiting-imports.test.ts"];

export const directoryFaults = [
  fault(
    "two professionals who share every trait are neither",
    edit("births.ts", "return isShared ?", "return others.rows.length < 0 ?"),
    ["births.test.ts"],
  ),
  fault(
    "without the restricted extract nobody's civil identity is equal",
    edit(
      "civil-identity.ts",
      "if (!registered.birthDate)",
      "if (registered.birthDate === undefined)",
    ),
    ["births.test.ts"],
  ),
  fault(
    "a trait that is missing is not equal",
    edit("civil-identity.ts", 'found.some(({ is }) => is === "missing")', "found.length === 0"),
    ["civil-identity.test.ts"],
  ),
  fault(
    "a hyphen ties two given names into one",
    edit("civil-identity.ts", "startsWith(theirs.all, ours.first) &&", ""),
    ["civil-identity.test.ts"],
  ),
  fault(
    "a text that stops inside a line is refused",
    edit("reading.ts", "if (!weight.endsLine)", "if (weight.bytes < 0)"),
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
    "an extract above its share takes two operators",
    edit("../desk/imports.ts", "return operators >= 2;", "return operators >= 1;"),
    byTwo,
  ),
  fault(
    "an operator who was suspended has agreed to no extract",
    edit(
      "../desk/imports.ts",
      "if (await staff.mayOperate(one.staff, tx)) operators++;",
      "operators++;",
    ),
    byTwo,
  ),
  fault(
    "an operator's key signs this very extract",
    edit("../desk/imports.ts", " || said.import !== id", ""),
    byTwo,
  ),
  fault(
    "an agreement is over another file",
    edit("waiting-import-store.ts", " and r.digest = ${file}", ""),
    byTwo,
  ),
  fault(
    "an agreement is over once another import was applied",
    edit("waiting-import-store.ts", " and w.base is not distinct from ${lastApplied}", ""),
    byTwo,
  ),
  fault(
    "an agreement is over after three days",
    edit(
      "waiting-import-store.ts",
      "w.ended_at is null and w.expires_at > aval_now()`",
      "w.ended_at is null`",
    ),
    byTwo,
  ),
  fault(
    "an extract that was set aside passes no more",
    edit(
      "waiting-import-store.ts",
      "update waiting_import w set ended_at = aval_now() where w.id",
      "update waiting_import w set made_at = made_at where w.id",
    ),
    byTwo,
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
  fault(
    "a contact that is younger than thirty days is relied on by nothing",
    edit("mailboxes.ts", "where begun.at + ${quarantine} <=", "where begun.at <="),
    ["contact-import.test.ts"],
  ),
  fault(
    "the last trusted value is told however long ago it was replaced",
    edit("mailboxes.ts", "as trusted where kind = ${kind}", "as trusted where kind = 'none'"),
    ["contact-import.test.ts"],
  ),
  fault(
    "a file of contacts speaks of its authority's own people",
    edit("contact-store.ts", "p.state = 'active' and ${isOf(authority)}`,", "p.state = 'active'`,"),
    ["contact-import.test.ts"],
  ),
  fault(
    "an extract that repeats itself does not undo an authority's word",
    edit("difference-sql.ts", " and not ${isOldNews(source)}", ""),
    ["contact-import.test.ts"],
  ),
];
