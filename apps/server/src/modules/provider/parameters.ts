import { deny, done, type Outcome } from "#platform/outcome";

/**
 * Parameters of a query or of a form, read strictly before the engine sees them.
 *
 * Refused: a parameter given twice (two readers would choose differently), percent-encoding that is not UTF-8, control
 * characters (a NUL would become a fault in the database), a great number of them, and values nobody honest sends.
 * Answers stay 4xx, whatever comes in: a 50 000-character `scope` has stopped a peer before (CVE-2026-4634).
 */
export type Parameters = ReadonlyMap<string, string>;

export type ParameterRefusal = "malformed" | "twice" | "too_long";

const countMax = 60;
const lengthMax = 8_192;
/** Tokens and assertions carry whole signed documents. */
const longMax = 24_576;
const long = new Set([
  "id_token_hint",
  "client_assertion",
  "token",
  "access_token",
  "refresh_token",
]);
const short: ReadonlyMap<string, number> = new Map([
  ["scope", 2_048],
  ["client_id", 255],
  ["grant_type", 255],
  ["response_type", 255],
  ["state", 2_048],
  ["nonce", 1_024],
  // Registered addresses have 2000 characters at most, and a loopback one adds its port.
  ["redirect_uri", 2_048],
  ["post_logout_redirect_uri", 2_048],
  ["claims", 4_096],
  ["login_hint", 1_024],
  ["acr_values", 255],
  ["prompt", 255],
  ["display", 255],
  ["response_mode", 255],
  ["ui_locales", 255],
  ["kc_idp_hint", 255],
  ["max_age", 20],
  // RFC 7636 4.1 and 4.2.
  ["code_challenge", 128],
  ["code_challenge_method", 20],
  ["code_verifier", 128],
]);
/** A whole authorization as it is spelt: anybody may send one, and each is kept for an hour. */
export const authorizationMax = 8_192;

/** `text`: what follows `?`, or the body of a form. `most`: how long it may be, where its parts are not all that bounds it. */
export function readParameters(
  text: string,
  most = Number.POSITIVE_INFINITY,
): Outcome<Parameters, ParameterRefusal> {
  const parameters = new Map<string, string>();
  if (text.length > most) return deny("too_long");
  if (text === "") return done(parameters);
  const pairs = text.split("&");
  if (pairs.length > countMax) return deny("too_long");
  for (const pair of pairs) {
    if (pair === "") continue;
    const at = pair.indexOf("=");
    const name = decoded(at < 0 ? pair : pair.slice(0, at));
    const value = decoded(at < 0 ? "" : pair.slice(at + 1));
    if (name === undefined || value === undefined) return deny("malformed");
    if (parameters.has(name)) return deny("twice");
    if (value.length > (short.get(name) ?? (long.has(name) ? longMax : lengthMax)))
      return deny("too_long");
    parameters.set(name, value);
  }
  return done(parameters);
}

function decoded(part: string): string | undefined {
  try {
    const text = decodeURIComponent(part.replaceAll("+", " "));
    return hasControl(text) || !text.isWellFormed() ? undefined : text;
  } catch {
    return undefined;
  }
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

/** The parameters as a query or a form body again. */
export function written(parameters: Parameters): string {
  return new URLSearchParams([...parameters]).toString();
}

/** Whether a text is a list of scopes (RFC 6749 3.3), or empty. */
export function isScope(text: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e ]*$/.test(text);
}
