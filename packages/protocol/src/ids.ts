/**
 * Typed ids: a prefix that says what is named, and 26 characters of Crockford base32 in lower case (130 bits).
 *
 * An id is never a secret: whoever knows it gains nothing. Secrets are 32 bytes apart, stored hashed.
 */
export type Id<Prefix extends string> = `${Prefix}_${string}` & { readonly __id?: Prefix };

export type ApprovalId = Id<"apr">;
export type DeviceId = Id<"dev">;
export type EnrolmentId = Id<"enr">;
export type EnrolmentPageId = Id<"enp">;
export type ProfessionalId = Id<"pro">;
export type SessionId = Id<"ses">;
export type FactId = Id<"fct">;
export type StaffId = Id<"stf">;
export type StopId = Id<"stp">;
export type SignInId = Id<"sgn">;
export type PlaceId = Id<"plc">;
export type InstallationId = Id<"ins">;
export type LinkId = Id<"lnk">;
export type BellId = Id<"bel">;
export type RingId = Id<"rng">;
export type LocumId = Id<"loc">;
export type WorkstationId = Id<"wks">;
export type PasskeyId = Id<"pky">;
export type DeskVisitId = Id<"dkv">;
export type ContactRequestId = Id<"ctr">;
export type CaseId = Id<"cas">;
export type SavedViewId = Id<"svw">;
export type MeasureId = Id<"mea">;
export type CampaignId = Id<"cmp">;
export type PublicNoticeId = Id<"ntp">;
export type ErasureId = Id<"ers">;
export type WindowId = Id<"frw">;
export type ComplaintId = Id<"cpl">;

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new id from 17 random bytes. */
export function idFrom<P extends string>(prefix: P, bytes: Uint8Array): Id<P> {
  let text = "";
  let held = 0;
  let bits = 0;
  // From the last bit to the first; an import names two million people, so without big integers.
  for (let at = Math.min(bytes.length, 17) - 1; text.length < 26; at--) {
    held |= (bytes[at] ?? 0) << bits;
    bits += 8;
    for (; bits >= 5 && text.length < 26; bits -= 5) {
      text = alphabet[held & 31] + text;
      held >>>= 5;
    }
  }
  return `${prefix}_${text}` as Id<P>;
}

/** Whether this text is an id of that kind. */
export function isId<P extends string>(prefix: P, text: unknown): text is Id<P> {
  return (
    typeof text === "string" &&
    text.startsWith(`${prefix}_`) &&
    /^[0-9a-hjkmnp-tv-z]{26}$/.test(text.slice(prefix.length + 1))
  );
}
