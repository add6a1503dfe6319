import { isWellFormed, type RefusalReason } from "@aval/protocol";
import { afterTrouble, given, mayGive } from "../shell/code-entry.ts";
import { denied, goneReason, type Trouble } from "../trouble.ts";
import { qrKind } from "./qr.ts";
import {
  type ApprovalCommand,
  type ApprovalEvent,
  type ApprovalScreen,
  type Digits,
  danger,
  type Ending,
  type Fate,
  type Held,
  type Question,
  question,
  type Scan,
  scan,
  type Why,
} from "./request.ts";

export type ApprovalStep = {
  readonly screen: ApprovalScreen;
  readonly run: readonly ApprovalCommand[];
};

const stay = (screen: ApprovalScreen, ...run: ApprovalCommand[]): ApprovalStep => ({ screen, run });

/** What an event makes of a screen about a request. An event that has nothing to say here changes nothing. */
export function stepApproval(
  screen: ApprovalScreen,
  event: ApprovalEvent,
  now: number,
): ApprovalStep {
  if (event.event === "fraud_tapped") return stay(danger(event.cause, now));
  switch (screen.at) {
    case "scan":
      return stepScan(screen, event);
    case "digits":
      return stepDigits(screen, event);
    case "question":
      return stepWeighed(screen, event, now);
    case "why":
      return screen.refused ? stepRefused(screen, event, now) : stepWeighed(screen, event, now);
    default:
      return stay(screen);
  }
}

function stepScan(screen: Scan, event: ApprovalEvent): ApprovalStep {
  switch (event.event) {
    case "eye_chosen":
      return stay(scan(event.source));
    case "eye_opened":
      return stay({ ...screen, eye: "open", torch: event.torch ? false : undefined });
    case "eye_failed":
      return stay({ ...screen, eye: event.why, torch: undefined });
    case "torch_tapped":
      if (screen.torch === undefined) return stay(screen);
      return stay({ ...screen, torch: !screen.torch }, { command: "torch", on: !screen.torch });
    case "seen":
      return seen(screen, event.text);
    case "claimed":
      return stay(question(event.held), { command: "buzz" });
    case "claim_failed":
      return claimFailed(screen, event.trouble);
    case "pending_known":
      // The answer to a claim was lost on the way: the request is ours, and a second claim would cancel it.
      return event.held[0]
        ? stay(question(event.held[0]))
        : stay({ ...screen, claiming: false, trouble: undefined });
    case "pending_failed":
      return stay({ ...screen, claiming: false, trouble: event.trouble });
    case "retry_tapped":
      return stay(
        { ...screen, claiming: true, trouble: undefined },
        { command: "look_for_pending" },
      );
    default:
      return stay(screen);
  }
}

function seen(screen: Scan, text: string): ApprovalStep {
  if (screen.claiming || screen.trouble || text === screen.last) return stay(screen);
  const kind = qrKind(text);
  if (kind !== "frame") return stay({ ...screen, wrong: kind });
  return stay(
    { ...screen, claiming: true, last: text, wrong: undefined },
    { command: "claim", text },
  );
}

function claimFailed(screen: Scan, trouble: Trouble): ApprovalStep {
  // The frame was too old when it arrived: the next one is on the screen within a second, and the holder need not know.
  if (denied(trouble) === "frame_refused") {
    return stay({ ...screen, claiming: false, stale: screen.stale + 1 });
  }
  // The first answer was lost and this is our own claim again: what waits is asked for, nothing is claimed twice.
  if (denied(trouble) === "claimed_here") return stay(screen, { command: "look_for_pending" });
  const ending = endingOf(trouble);
  if (ending) return stay({ at: "ended", ending, context: undefined });
  return stay({ ...screen, claiming: false, trouble });
}

function stepDigits(screen: Digits, event: ApprovalEvent): ApprovalStep {
  switch (event.event) {
    case "digits_given": {
      const given = event.digits.replace(/[\s. -]/g, "");
      if (screen.busy) return stay(screen);
      if (!isWellFormed(given)) return stay({ ...screen, slip: true, trouble: undefined });
      return stay(
        { ...screen, busy: true, slip: false, trouble: undefined },
        { command: "claim_digits", digits: given },
      );
    }
    case "claimed":
      return stay(question(event.held), { command: "buzz" });
    case "claim_failed": {
      const ending = endingOf(event.trouble);
      if (ending) return stay({ at: "ended", ending, context: undefined });
      // An answer that never came leaves the digits where they are: `pending` says whether they were taken.
      const entry = event.trouble.kind === "offline" ? screen.entry : screen.entry + 1;
      return stay({ ...screen, busy: false, entry, trouble: event.trouble });
    }
    case "pending_known":
      return event.held[0]
        ? stay(question(event.held[0]))
        : stay({ ...screen, busy: false, trouble: undefined });
    case "pending_failed":
      return stay({ ...screen, busy: false, trouble: event.trouble });
    case "retry_tapped":
      return stay({ ...screen, busy: true, trouble: undefined }, { command: "look_for_pending" });
    default:
      return stay(screen);
  }
}

function stepWeighed(screen: Question | Why, event: ApprovalEvent, now: number): ApprovalStep {
  switch (event.event) {
    case "not_me_tapped":
      if (screen.busy) return stay(screen);
      return stay(
        { ...screen, at: "why", refused: false, busy: true, trouble: undefined },
        { command: "refuse", context: screen.context },
      );
    case "question_tapped":
      return screen.busy ? stay(screen) : stay(questionAgain(screen));
    case "passkey_call_answered":
      return callAnswered(screen, event.onCall, now);
    case "code_given":
      return codeGiven(screen, event.code, now);
    case "decided":
      return decided(screen, event, now);
    case "decision_failed":
      return decisionFailed(screen, event.trouble, now);
    case "pending_known":
      return stillPending(screen, event.held);
    case "pending_failed":
      return pollFailed(screen, event.trouble, now);
    case "fate_known":
      return fate(screen, event.item, now);
    case "fate_unknown":
      return fateUnknown(screen, now);
    default:
      return stay(screen);
  }
}

/** Of a key's addition only: a caller who wants one is refused at once, and hung up on. */
function callAnswered(screen: Question | Why, onCall: boolean, now: number): ApprovalStep {
  if (screen.at !== "question" || screen.context.kind !== "passkey" || screen.busy)
    return stay(screen);
  return onCall
    ? stay(danger("on_call", now), { command: "refuse", context: screen.context })
    : stay({ ...screen, alone: true });
}

/** Whether a code may leave: of a key's addition not before the call question was answered. */
const isAnswered = ({ context, alone }: Question) => context.kind !== "passkey" || alone === true;

/** The refusal did not leave, and its holder looks at the request again. */
export function questionAgain(screen: Question | Why): Question {
  const { approval, context, busy, sent, entry, short, waitUntil } = screen;
  return {
    at: "question",
    approval,
    context,
    busy,
    sent,
    entry,
    short,
    waitUntil,
    trouble: undefined,
  };
}

/** It is refused, whatever follows; what had happened is asked once. */
function stepRefused(screen: Why, event: ApprovalEvent, now: number): ApprovalStep {
  switch (event.event) {
    case "reason_given":
      if (screen.busy) return stay(screen);
      // The button already said so.
      if (event.reason === "not_me") return stay(refusedFor(screen, event.reason, now));
      return stay(
        { ...screen, busy: true, trouble: undefined },
        { command: "explain", approval: screen.approval, reason: event.reason },
      );
    case "explained":
      return stay(refusedFor(screen, event.reason, now));
    case "explain_failed":
      // Whoever is being called hangs up first, network or not.
      return event.reason === "on_call"
        ? stay(refusedFor(screen, event.reason, now))
        : stay({ ...screen, busy: false, trouble: event.trouble });
    default:
      return stay(screen);
  }
}

function refusedFor({ context }: Why, reason: RefusalReason, now: number): ApprovalScreen {
  return reason === "on_call"
    ? danger("on_call", now)
    : { at: "answered", decision: "refused", context, reason };
}

function codeGiven(screen: Question | Why, typed: string, now: number): ApprovalStep {
  if (screen.at !== "question" || screen.busy || !mayGive(screen, now) || !isAnswered(screen))
    return stay(screen);
  const { code, field } = given(typed);
  if (code === undefined) return stay({ ...screen, ...field });
  return stay(
    { ...screen, ...field, busy: true },
    { command: "approve", context: screen.context, code },
  );
}

function decided(
  screen: Question | Why,
  answer: Pick<Extract<ApprovalEvent, { event: "decided" }>, "decision" | "reason" | "mayBePlace">,
  now: number,
): ApprovalStep {
  const { context } = screen;
  const { decision, reason, mayBePlace = false } = answer;
  if (decision === "approved")
    return stay({ at: "answered", decision, context, mayBePlace }, { command: "buzz" });
  // What had happened is known of an exercise: nothing.
  if (screen.at === "why" && context.kind !== "practice")
    return stay({ ...screen, refused: true, busy: false, sent: false, trouble: undefined });
  if (reason === "on_call") return stay(danger("on_call", now));
  return stay({ at: "answered", decision, context, reason });
}

function decisionFailed(screen: Question | Why, trouble: Trouble, now: number): ApprovalStep {
  const name = denied(trouble);
  if (name === "already_decided")
    return stay(screen, { command: "settle", approval: screen.approval });
  const ending = endingOf(trouble);
  if (ending) return stay({ at: "ended", ending, context: screen.context });

  const idle = { ...afterTrouble(screen, trouble, now), busy: false };
  return stay(trouble.kind === "offline" ? { ...idle, sent: true } : idle);
}

/** Every two seconds: is the request still ours to decide? */
function stillPending(screen: Question | Why, held: readonly Held[]): ApprovalStep {
  if (screen.busy) return stay(screen);
  if (!held.some((item) => item.approval === screen.approval))
    return stay(screen, { command: "settle", approval: screen.approval });
  // The network is back and the server has had no decision: nothing was lost, and the field is ready again.
  const trouble = screen.trouble?.kind === "offline" ? undefined : screen.trouble;
  return screen.sent || trouble !== screen.trouble
    ? stay({ ...screen, sent: false, trouble })
    : stay(screen);
}

function fate(screen: Question | Why, item: Fate | undefined, now: number): ApprovalStep {
  switch (item?.state) {
    case "approved":
    case "spent":
      return decided(screen, { decision: "approved", reason: undefined }, now);
    case "refused":
      return decided(screen, { decision: "refused", reason: item.reason }, now);
    case "expired":
      return stay({ at: "ended", ending: { how: "expired" }, context: screen.context });
    case "claimed":
      // Past `decideBy` too: the screen that asked may have given more time, which the signed context cannot know.
      return stay({ ...screen, busy: false });
    default:
      return stay({
        at: "ended",
        ending: { how: "cancelled", because: item?.because },
        context: screen.context,
      });
  }
}

function pollFailed(screen: Question | Why, trouble: Trouble, now: number): ApprovalStep {
  if (screen.busy || trouble.kind !== "offline") return stay(screen);
  return now < screen.context.decideBy + moreTimeSeconds
    ? stay({ ...screen, trouble: screen.trouble ?? trouble })
    : fateUnknown(screen, now);
}

/** What *plus de temps* on the computer's screen adds at most (DESIGN section 5: 120 s, then 180). */
const moreTimeSeconds = 60;

function fateUnknown(screen: Question | Why, now: number): ApprovalStep {
  // Without network: once its time is over a request that had no decision is over, whatever the server would say.
  if (now < screen.context.decideBy + moreTimeSeconds)
    return stay({ ...screen, busy: false, trouble: screen.trouble ?? { kind: "offline" } });
  const ending: Ending = screen.sent || screen.busy ? { how: "unknown" } : { how: "expired" };
  return stay({ at: "ended", ending, context: screen.context });
}

const endings: Readonly<Record<string, Ending>> = {
  approval_expired: { how: "expired" },
  approval_not_found: { how: "expired" },
  approval_cancelled: { how: "cancelled", because: undefined },
  already_claimed: { how: "cancelled", because: "already_claimed" },
  two_at_once: { how: "cancelled", because: "two_at_once" },
};

/** The end of a request that these refusals mean; `undefined` when the request lives on. */
export function endingOf(trouble: Trouble): Ending | undefined {
  const name = denied(trouble) ?? "";
  if (endings[name]) return endings[name];
  const final = [
    "other_context",
    "bad_signature",
    "not_claimed",
    "rights_denied",
    "software_to_confirm",
    "passkey_not_possible",
    "passkey_not_your_place",
    "passkey_shared_place",
    "holder_stopped",
    "call_lasts",
    "already_decided",
    "phone_context_not_signed",
    "phone_context_unknown",
  ];
  return final.includes(name) || goneReason(trouble) ? { how: "denied", trouble } : undefined;
}
