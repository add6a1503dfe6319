import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("tools/witness", ["witness.test.ts"]);

/** A witness keeps what a log said, against whoever runs the log. */
export const witnessFaults = [
  fault(
    "a witness signs only what continues what it kept",
    edit("judge.ts", "if (!continues)", "if (!continues && !kept)"),
  ),
  fault(
    "a witness never goes back",
    edit("judge.ts", "if (old !== (kept?.size ?? 0))", "if (old > (kept?.size ?? 0))"),
  ),
  fault(
    "a witness signs only what the log's own key signed",
    edit("judge.ts", '!said.includes("signed")) return', "false) return"),
  ),
  fault(
    "a witness keeps a checkpoint before it answers",
    edit(
      "serve.ts",
      "if (verdict.keep) await keep(folder, verdict.keep.origin, verdict.keep.kept);",
      "",
    ),
  ),
  fault(
    "a witness keeps the proof of a fork",
    edit("judge.ts", "...(kept && { fork: { origin, note: text } }),", ""),
  ),
  fault(
    "of two checkpoints at once a witness signs one",
    edit("serve.ts", "turn = mine.catch(() => undefined);", ""),
  ),
];
