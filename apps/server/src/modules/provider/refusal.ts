import type { Refusal } from "#errors";

/**
 * Which of our sentences tells a person what the engine refused. What the engine says itself is for developers: it goes
 * to the service by redirect, and to the page in the sandbox.
 */
export function refusalOf(error: string): Refusal {
  switch (error) {
    case "invalid_client":
    case "unauthorized_client":
      return "unknown_service";
    case "service_suspended":
      return "service_suspended";
    case "sign_in_over":
      return "sign_in_not_found";
    case "invalid_redirect_uri":
      return "redirect_refused";
    case "server_error":
      return "internal";
    default:
      return "invalid_request";
  }
}

/**
 * With which refusals a page may leave for its service, which is then told `access_denied`. They are said to the browser
 * that began and say how its request ended. The others say that the message is not that browser's, and end nothing.
 */
const leaves: ReadonlySet<Refusal> = new Set<Refusal>([
  "approval_cancelled",
  "approval_expired",
  "approval_not_found",
  "already_claimed",
  "already_decided",
  "two_at_once",
  "not_claimed",
  "not_approved",
  "rights_denied",
  "holder_stopped",
  "unknown_professional",
]);

export const endsSignIn = (refusal: Refusal): boolean => leaves.has(refusal);
