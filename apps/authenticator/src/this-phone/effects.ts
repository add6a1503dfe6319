import { type ApprovalDeps, claim } from "../approvals/effects.ts";
import { troubleOf } from "../trouble.ts";
import type { ThisPhoneCommand } from "./request.ts";

export type ThisPhoneDeps = ApprovalDeps & {
  /** Leaves this page by a form of its own, in which the whole tab goes. */
  readonly sendForm: (address: string, secret: string) => void;
  readonly openEntry: () => void;
  readonly leaveEntry: () => void;
};

export async function runThisPhone(deps: ThisPhoneDeps, command: ThisPhoneCommand): Promise<void> {
  switch (command.command) {
    case "claim_here":
      return claim(deps, (identity) => deps.phone.claimHere(identity, command.pass));
    case "come_back":
      return comeBack(deps, command.approval);
    case "open_entry":
      return deps.openEntry();
    case "leave_entry":
      return deps.leaveEntry();
  }
}

async function comeBack(
  { phone, identity, dispatch, sendForm }: ThisPhoneDeps,
  approval: Extract<ThisPhoneCommand, { command: "come_back" }>["approval"],
): Promise<void> {
  try {
    const { address, secret } = await phone.comeBack(await identity(), approval);
    sendForm(address, secret);
  } catch (thrown) {
    dispatch({ event: "come_back_failed", trouble: troubleOf(thrown) });
  }
}
