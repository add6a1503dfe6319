import {
  type ApprovalId,
  type Context,
  type Phone,
  type PhoneIdentity,
  PhoneRefusal,
  type RefusalReason,
} from "@aval/protocol";
import type { Dispatch } from "../effects.ts";
import { troubleOf } from "../trouble.ts";
import type { Eye } from "./eye.ts";
import type { ApprovalCommand, Fate } from "./request.ts";
import { isShowable } from "./showable.ts";

export type ApprovalDeps = {
  readonly phone: Phone;
  readonly identity: () => Promise<PhoneIdentity>;
  readonly eye: Eye;
  readonly dispatch: Dispatch;
  /** Lets the screen draw what it is about to wait for: deriving the code's key occupies a phone for a while. */
  readonly breathe: () => Promise<void>;
  readonly vibrate: (milliseconds: number) => void;
  /** Makes the key of this code anew, while the answer is read. */
  readonly renewCode: (code: string) => void;
};

/** Runs what a request's screen asked for, and answers with one event. */
export async function runApproval(deps: ApprovalDeps, command: ApprovalCommand): Promise<void> {
  switch (command.command) {
    case "claim":
      return claim(deps, (identity) => deps.phone.claim(identity, command.text));
    case "claim_digits":
      return claim(deps, (identity) => deps.phone.claimDigits(identity, command.digits));
    case "look_for_pending":
      return lookForPending(deps);
    case "settle":
      return settle(deps, command.approval);
    case "approve":
      return approve(deps, command.context, command.code);
    case "refuse":
      return refuse(deps, command.context);
    case "explain":
      return explain(deps, command.approval, command.reason);
    case "torch":
      return deps.eye.torch(command.on);
    case "buzz":
      return deps.vibrate(60);
  }
}

type Claimed = Awaited<ReturnType<Phone["claim"]>>;

/** Claims what `ask` names, and shows it when this page can show all of it. */
export async function claim(
  { identity, dispatch }: ApprovalDeps,
  ask: (identity: PhoneIdentity) => Promise<Claimed>,
): Promise<void> {
  try {
    dispatch({ event: "claimed", held: showable(await ask(await identity())) });
  } catch (thrown) {
    dispatch({ event: "claim_failed", trouble: troubleOf(thrown) });
  }
}

/** The request, when this page can show all of it; nothing is signed unseen. */
function showable(held: Claimed): Claimed {
  if (!isShowable(held.context)) throw new PhoneRefusal("phone_context_unknown");
  return held;
}

/** What waits for this phone's decision. Asked often, so a fault here is told once as a trouble and not thrown. */
export async function lookForPending({ phone, identity, dispatch }: ApprovalDeps): Promise<void> {
  try {
    const held = await phone.pending(await identity());
    dispatch({ event: "pending_known", held: held.map(showable) });
  } catch (thrown) {
    dispatch({ event: "pending_failed", trouble: troubleOf(thrown) });
  }
}

/** What became of a request that is no longer pending. */
async function settle(
  { phone, identity, dispatch }: ApprovalDeps,
  approval: string,
): Promise<void> {
  try {
    const items = await phone.history(await identity());
    dispatch({
      event: "fate_known",
      item: items.find((item) => item.approval === approval) as Fate | undefined,
    });
  } catch {
    dispatch({ event: "fate_unknown" });
  }
}

async function approve(
  { phone, identity, dispatch, breathe, renewCode }: ApprovalDeps,
  context: Context,
  code: string,
): Promise<void> {
  try {
    await breathe();
    const answer = await phone.approve(await identity(), context, code);
    if (answer.state !== "approved") throw new PhoneRefusal("phone_other_answer");
    const { mayBePlace = false } = answer;
    dispatch({ event: "decided", decision: "approved", reason: undefined, mayBePlace });
    // A page that goes back to its own browser is left at once, and its return lasts ten seconds: another time.
    if (answer.renewCode && context.transfer !== "this_phone") renewCode(code);
  } catch (thrown) {
    dispatch({ event: "decision_failed", trouble: troubleOf(thrown) });
  }
}

async function refuse(
  { phone, identity, dispatch }: ApprovalDeps,
  context: Context,
): Promise<void> {
  try {
    await phone.refuse(await identity(), context, "not_me");
    dispatch({ event: "decided", decision: "refused", reason: "not_me" });
  } catch (thrown) {
    dispatch({ event: "decision_failed", trouble: troubleOf(thrown) });
  }
}

async function explain(
  { phone, identity, dispatch }: ApprovalDeps,
  approval: ApprovalId,
  reason: RefusalReason,
): Promise<void> {
  try {
    await phone.explainRefusal(await identity(), approval, reason);
    dispatch({ event: "explained", reason });
  } catch (thrown) {
    dispatch({ event: "explain_failed", reason, trouble: troubleOf(thrown) });
  }
}
