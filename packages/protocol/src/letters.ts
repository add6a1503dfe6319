import { type EnrolmentId, type Id, isId } from "./ids.ts";
import type { PublicJwk } from "./jws.ts";
import { enrolPath } from "./enrolment.ts";
import type { purposes } from "./messages.ts";

/**
 * The letter that goes to where a professional practises, after their remote eID was compared: the authenticator's own https address
 * with 128 bits behind its `#`, as a QR that stands still.
 *
 * A letter can be forwarded or photographed (L2): what it holds is worth something to the one installation that asked, which says
 * it in a message of its own. The MAC (16 bytes, base64url) is made with a secret of the letter's that never leaves the server.
 *
 * Source: DESIGN sections 2 and 6; residual R12.
 */
export type LetterId = Id<"ltr">;
export type LetterCode = { readonly letter: LetterId; readonly mac: string };

export const letterText = ({ letter, mac }: LetterCode): string => `${letter}.${mac}`;

/** What a letter's QR holds, or `undefined` for any other text. */
export function parseLetter(text: unknown): LetterCode | undefined {
  if (typeof text !== "string") return undefined;
  const [, letter, mac] = /^(ltr_[0-9a-z]{26})\.([A-Za-z0-9_-]{22})$/.exec(text) ?? [];
  return isId("ltr", letter) && mac !== undefined ? { letter, mac } : undefined;
}

/** What the QR says. `origin`: the authenticator's. */
export const letterAddress = (origin: string, code: LetterCode): string =>
  `${origin}${enrolPath}#l=${letterText(code)}`;

/** The letter in an address that a camera read, if it is this very authenticator's; `undefined` for any other text. */
export function letterIn(text: string, origin: string): LetterCode | undefined {
  const prefix = `${origin}${enrolPath}#l=`;
  return text.startsWith(prefix) ? parseLetter(text.slice(prefix.length)) : undefined;
}

/** The bytes that a letter's MAC covers. */
export const letterInput = (letter: LetterId): string => `aval.letter.v1\n${letter}`;

type Stamped = { readonly iat: number; readonly jti: string };

/** By the new `IK`: my holder goes to their remote eID, and says who they are by their public identifier. */
export type EnrolmentEidMessage = Stamped & {
  readonly v: typeof purposes.enrolmentEid;
  readonly enrolment: EnrolmentId;
  readonly nationalId: string;
};

/** By the `IK` whose public key it carries: I read this letter. Of another installation it is refused, and the holder is told. */
export type EnrolmentLetterMessage = Stamped & {
  readonly v: typeof purposes.enrolmentLetter;
  readonly ik: PublicJwk;
  readonly letter: string;
};

/** Where the browser of this very phone goes. */
export type EnrolmentEidAnswer = { readonly address: string };

/**
 * How far a letter is. `waiting`: being made. `handed`: with whoever prints it. `posted`: it left. `failed`: it will not arrive.
 */
export const letterStates = ["waiting", "handed", "posted", "failed"] as const;
export type LetterState = (typeof letterStates)[number];
