import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/phone", ["command.test.ts"]);

/** What keeps a virtual phone somebody's. */
export const phoneFaults = [
  fault(
    "no phone is enrolled over another",
    edit("state-file.ts", "if (there?.pin) {", "if (there?.pin && !path) {"),
  ),
  fault(
    "no phone is enrolled where it could not be kept",
    edit("command.ts", 'if (name === "enrol") await requireRoom(path);', ""),
  ),
];
