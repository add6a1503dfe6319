import type { ApprovalId, Problem } from "@aval/protocol";

/** What the provider answers to every call of this page. Times are seconds since the epoch on the server's clock. */
export type LoginView = {
  readonly state: "shown" | "claimed" | "approved" | "refused" | "expired" | "cancelled" | "silent";
  readonly approval?: ApprovalId;
  /** The text of the frame to show now; good for three seconds. */
  readonly frame?: string;
  /** Six digits, eight when crowded; only once asked for. */
  readonly digits?: string;
  readonly service: {
    readonly id: string;
    readonly name: string;
    readonly sensitivity: "open" | "sensitive" | "critical";
  };
  readonly rights?: "full" | "reduced";
  /** Who approved; only once approved. */
  readonly holder?: string;
  /** Why it was cancelled: a refusal of the closed list, or `replaced`, `page_cancelled`, `not_me_on_page`. */
  readonly reason?: string;
  readonly expiresAt?: number;
  readonly decideBy?: number;
  readonly now: number;
};

/** How a call ended. `down` is worth another try by itself; a `problem` is not. */
export type Answer =
  | { readonly kind: "view"; readonly view: LoginView }
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "down"; readonly why: "offline" | "server"; readonly waitSeconds?: number };
