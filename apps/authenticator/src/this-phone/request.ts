import type { ApprovalId, Context } from "@aval/protocol";
import type { Trouble } from "../trouble.ts";

/**
 * The request of this phone's own browser: its sign-in page enters here, and it is gone back to when the holder has
 * approved. Between the two it is a request like any other.
 */

/** How this page was opened at its entry: with a pass, or why there is none. The server says it in the page's root. */
export type Entrance = { readonly pass: string } | { readonly why: "link" | "foreign" | "spent" };

export type Entering = {
  readonly at: "entering";
  /** What is said when no request waits for this phone either. */
  readonly otherwise: "link" | "foreign" | "spent" | undefined;
};
/** Nothing opens. `no_phone`: this browser holds no phone of Aval's. `refused`: the server said no, with its sentence. */
export type NoWay = {
  readonly at: "no-way";
  readonly why: "link" | "foreign" | "spent" | "no_phone" | "refused";
  readonly trouble: Trouble | undefined;
};
/** Approved: on the way back to the sign-in page. */
export type ComingBack = {
  readonly at: "coming-back";
  readonly approval: ApprovalId;
  readonly context: Context;
  readonly trouble: Trouble | undefined;
};
export type ThisPhoneScreen = Entering | NoWay | ComingBack;

export type ThisPhoneEvent =
  | { readonly event: "entered"; readonly entrance: Entrance; readonly hasPhone: boolean }
  | { readonly event: "come_back_failed"; readonly trouble: Trouble }
  | { readonly event: "come_back_tapped" }
  | { readonly event: "sign_in_page_tapped" };

export type ThisPhoneCommand =
  | { readonly command: "claim_here"; readonly pass: string }
  | { readonly command: "come_back"; readonly approval: ApprovalId }
  /** Opens the entry, from where alone a form may go back to the sign-in page. */
  | { readonly command: "open_entry" }
  | { readonly command: "leave_entry" };

/** What the server wrote into the page's root at the entry; `undefined` everywhere else. */
export function readEntrance(
  written: Readonly<Record<string, string | undefined>>,
): Entrance | undefined {
  const { avalPass: pass, avalEntry: why } = written;
  if (pass) return { pass };
  return why === "link" || why === "foreign" || why === "spent" ? { why } : undefined;
}
