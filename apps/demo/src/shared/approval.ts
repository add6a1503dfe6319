/** When a person approved, and until when at most what they opened may stand. */
export type Approval = {
  /** The provider's `auth_time`, by its clock: to compare with what else it dates. Milliseconds since the epoch. */
  readonly approvedAt: number;
  /** By our own clock, in milliseconds since the epoch. */
  readonly endsAt: number;
};

/**
 * One hour after the approval when the session is reduced, four when it is full. The token says how old the approval is (its `iat` less its
 * `auth_time`), and that is taken from our clock: the two need not agree, and in a sandbox whose clock was moved they do not.
 */
export function approvalOf(
  claims: Readonly<Record<string, unknown>>,
  rights: "full" | "reduced",
  now: number,
): Approval {
  const { auth_time: authTime, iat } = claims;
  const isDated = typeof authTime === "number" && typeof iat === "number";
  const ageMs = isDated ? Math.max(0, iat - authTime) * 1_000 : 0;
  return {
    approvedAt: isDated ? authTime * 1_000 : now,
    endsAt: now - ageMs + (rights === "reduced" ? 1 : 4) * 60 * 60_000,
  };
}
