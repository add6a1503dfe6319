import type { EnrolmentStatus } from "@aval/protocol";
import { type Phoning, requireCode, showAtDesk } from "./acts.ts";
import { identityOf, readState } from "./state-file.ts";

/**
 * A phone to be confirmed is shown at the sandbox's desk, whose two registrars sign for it, and confirmed by its code as soon as the
 * rules let it.
 */
export async function raiseAtDesk(
  { world, phone, path }: Phoning,
  code: string,
): Promise<EnrolmentStatus> {
  requireCode(code);
  const state = await readState(path);
  const identity = await identityOf(state);
  const { raise: known } = await phone.raiseStatus(identity);
  const isProven = known?.state === "cooling" || known?.state === "ready";
  const { raise: asked } = isProven ? { raise: known } : await phone.askRaise(identity);
  if (!asked) throw new Error("a phone asked to be confirmed, and nothing is under way");
  const shown = isProven ? asked : await showAtDesk(world, asked.enrolment, state.nationalId);
  if (shown.state !== "ready") return shown;
  const { raise } = await phone.raise(identity, asked.enrolment, code);
  return raise ?? shown;
}
