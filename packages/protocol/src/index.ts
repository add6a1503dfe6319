/**
 * What both ends of a wire must agree on: ids, the bytes that are signed, the messages, the frames and the digits,
 * and the phone's half of the personal code. Shared by the server, the phone page, the login page and `aval phone`.
 * It does no I/O and reads no clock.
 */
export * from "./account.ts";
export * from "./base64url.ts";
export * from "./bells.ts";
export * from "./campaigns.ts";
export * from "./canonical.ts";
export * from "./cases.ts";
export * from "./saved-views.ts";
export * from "./complaints.ts";
export * from "./freezes.ts";
export * from "./measures.ts";
export * from "./windows.ts";
export * from "./console.ts";
export * from "./deliveries.ts";
export * from "./digits.ts";
export * from "./enrolment.ts";
export * from "./drills.ts";
export * from "./frame.ts";
export * from "./ids.ts";
export * from "./jws.ts";
export * from "./leaks.ts";
export * from "./letters.ts";
export * from "./messages.ts";
export * from "./own-contacts.ts";
export * from "./own-phones.ts";
export * from "./passkeys.ts";
export * from "./phone-keys.ts";
export * from "./phone.ts";
export * from "./phone-bells.ts";
export * from "./phone-enrolment.ts";
export * from "./phone-drills.ts";
export * from "./phone-letters.ts";
export * from "./phone-software.ts";
export * from "./pin.ts";
export * from "./plain-name.ts";
export * from "./refusals.ts";
export * from "./reports.ts";
export * from "./erasures.ts";
export * from "./retention.ts";
export * from "./statistics.ts";
export * from "./steps.ts";
export * from "./strict-software.ts";
export * from "./support.ts";
export * from "./wallet.ts";
export * from "./workstation.ts";
export * from "./enrolment-place.ts";
