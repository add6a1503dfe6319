import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/statistics", ["mask.test.ts"]);
const counted = ["statistics.test.ts"];
const mask = (find: string, replace: string) => edit("mask.ts", find, replace);

export const statisticsFaults = [
  fault(
    "what would give a masked number by a sum is masked with it",
    mask("if (more.length === 0) break;", "if (more.length >= 0) break;"),
  ),
  fault(
    "whoever knows how many there are at most knows no more",
    mask("const room = (most[r]?.[c] ?? value) - value;", "const room = 1_000_000;"),
  ),
  fault(
    "that there is nobody, where the register has some, is masked as any small number",
    mask("value < fewest && value + room > 0", "value < fewest && value > 0"),
  ),
  fault(
    "a month that goes on is not counted",
    edit("store.ts", "(aval_now() - ${span(grace)})", "(aval_now() + ${span(grace)})"),
    counted,
  ),
  fault(
    "a partner reads the professions of its own scope",
    edit("statistics.ts", "codes.includes(one) !== areExcluded", "codes.length > 0"),
    counted,
  ),
];
