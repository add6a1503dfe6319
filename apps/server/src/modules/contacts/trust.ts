import type { ContactReason } from "@aval/protocol";
import type { ContactRequest } from "./store.ts";

/**
 * What ends the trust in the value that is replaced, and in every older one of its kind, the moment the second person has signed: its holder was
 * there, and says that it is not theirs. Any other change leaves it relied on until the new value has stood for thirty days (P-29).
 *
 * It opens nothing: with nothing relied on, every wait is the long one. Decision 0058.
 */
export const endsTrust = {
  /** The old one was theirs, and may be still. */
  moved: [],
  wrong: ["desk"],
  recycled: ["desk"],
} as const satisfies Readonly<Record<ContactReason, readonly ContactRequest["proof"][]>>;

/** Two registrars: a program, a phone or a file has seen nobody. */
export const doesEndTrust = ({
  reason,
  proof,
  askedBy,
}: Pick<ContactRequest, "reason" | "proof" | "askedBy">): boolean =>
  askedBy !== undefined && endsTrust[reason].some((one) => one === proof);
