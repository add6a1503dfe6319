import { type ApprovalId, isId } from "./ids.ts";

/**
 * The text of one QR frame: `AVAL1.<approval id>.<frame number>.<mac>`.
 *
 * The number counts whole seconds since the approval was opened. The MAC (16 bytes, base64url) is made with a
 * secret that never leaves the server, over id, number and the browser key: the page can show a frame and never
 * make one, and a frame only ever opens the browser that asked for it.
 *
 * Source: facts/attacks-and-properties 5.2 (P-24, P-26, P-27).
 */
export type Frame = {
  readonly approval: ApprovalId;
  readonly number: number;
  readonly mac: string;
};

export function frameText(frame: Frame): string {
  return `AVAL1.${frame.approval}.${frame.number}.${frame.mac}`;
}

/** The frame, or `undefined` for any other text: a web address, a Wi-Fi QR, an altered frame. */
export function parseFrame(text: string): Frame | undefined {
  const match = /^AVAL1\.(apr_[0-9a-z]{26})\.(0|[1-9][0-9]{0,5})\.([A-Za-z0-9_-]{22})$/.exec(text);
  const [, approval, number, mac] = match ?? [];
  if (!isId("apr", approval) || number === undefined || mac === undefined) return undefined;
  return { approval, number: Number(number), mac };
}

/** The bytes a frame's MAC covers. */
export function frameInput(
  approval: ApprovalId,
  number: number,
  browserThumbprint: string,
): string {
  return `aval.frame.v1\n${approval}\n${number}\n${browserThumbprint}`;
}
