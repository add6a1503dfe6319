import { parseFrame } from "@aval/protocol";

/** What a QR code turned out to be. Only `frame` goes any further; the others are refused by name. */
export type QrKind =
  | "frame"
  | "damaged"
  | "web"
  | "wifi"
  | "contact"
  | "telephone"
  | "mail"
  | "passkey"
  | "payment"
  | "other";

const shapes: readonly (readonly [QrKind, RegExp])[] = [
  ["damaged", /^AVALL?\d/i],
  ["web", /^(https?:|www\.)/i],
  ["wifi", /^WIFI:/i],
  ["contact", /^(BEGIN:VCARD|MECARD:)/i],
  ["telephone", /^(tel|sms|smsto|mmsto):/i],
  ["mail", /^(mailto|MATMSG):/i],
  ["passkey", /^FIDO:/i],
  ["payment", /^(BCD|SPC)\r?\n/],
];

/**
 * What kind of QR this text is.
 *
 * The text itself is never shown nor opened: whoever drew it would be writing on our screen.
 */
export function qrKind(text: string): QrKind {
  if (parseFrame(text)) return "frame";
  return shapes.find(([, shape]) => shape.test(text))?.[0] ?? "other";
}
