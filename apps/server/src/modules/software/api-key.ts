import type { Secret } from "#platform/secret";
import type { Instant } from "#platform/time";

/** A key with which a service reads the directory, as it is listed: never the key itself. */
export type ApiKey = {
  /** Eight characters, to name it by. No secret. */
  readonly id: string;
  readonly state: "active" | "expired" | "removed";
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** The day (UTC, `2026-11-22`) on which it was last used. */
  readonly lastUsedOn: string | undefined;
};

export type IssuedKey = {
  readonly id: string;
  /** To be shown once: only its hash is kept. */
  readonly key: Secret;
  readonly expiresAt: Instant;
};
