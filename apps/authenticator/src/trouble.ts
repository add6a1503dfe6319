import { PhoneRefusal } from "@aval/protocol";

/** What went wrong, as a screen can say it. `offline`: no answer came, so nobody knows what the server did. */
export type Trouble =
  | { readonly kind: "offline" }
  | { readonly kind: "fault" }
  | {
      readonly kind: "denied";
      readonly error: string;
      /** The server's own sentences; empty for the phone's own checks, which have theirs in `messages.ts`. */
      readonly message: { readonly fr: string; readonly en: string };
      /** Short, finds the line in the server's log. Empty for the phone's own checks. */
      readonly reference: string;
      readonly triesLeft?: number;
      readonly retryAfterSeconds?: number;
      /** Until when it is so: seconds since the epoch, server's clock. */
      readonly until?: number;
    };

/** No answer within the time a person waits, or no network at all. */
export class NoAnswer extends Error {}

/** The trouble behind anything thrown on the way to the server. */
export function troubleOf(thrown: unknown): Trouble {
  if (thrown instanceof NoAnswer) return { kind: "offline" };
  if (!(thrown instanceof PhoneRefusal)) return { kind: "fault" };
  const { problem } = thrown;
  return {
    kind: "denied",
    error: thrown.code,
    message: problem?.message ?? { fr: "", en: "" },
    reference: problem?.reference ?? "",
    ...(problem?.triesLeft === undefined ? {} : { triesLeft: problem.triesLeft }),
    ...(problem?.retryAfterSeconds === undefined
      ? {}
      : { retryAfterSeconds: problem.retryAfterSeconds }),
    ...(problem?.until === undefined ? {} : { until: problem.until }),
  };
}

/** The error's name when the server (or the phone itself) said no. */
export function denied(trouble: Trouble | undefined): string | undefined {
  return trouble?.kind === "denied" ? trouble.error : undefined;
}

/** Why this phone will not be heard again as it is, not even to refuse: it has to be added anew. */
export type GoneReason = "disabled" | "unknown" | "inactive";

const gone: Readonly<Record<string, GoneReason>> = {
  pin_disabled: "disabled",
  unknown_device: "unknown",
  device_not_active: "inactive",
};

export function goneReason(trouble: Trouble): GoneReason | undefined {
  return gone[denied(trouble) ?? ""];
}

/** Whether what came back is not what Aval would send: somebody may stand between, and it is said as an alarm. */
export function isSuspect(trouble: Trouble): boolean {
  const suspect = ["phone_context_not_signed", "phone_pin_proof", "other_context", "bad_signature"];
  return suspect.includes(denied(trouble) ?? "");
}

/** Whether the same act may well succeed in a moment: said as a delay, not as a danger. */
export function isPassing(trouble: Trouble): boolean {
  const passing = ["internal", "unavailable", "pin_unavailable", "too_many", "replayed"];
  const name = denied(trouble) ?? "";
  return trouble.kind === "offline" || passing.includes(name) || name.startsWith("http_5");
}
