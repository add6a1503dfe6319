import type { Context } from "@aval/protocol";

/**
 * Whether this page can show everything that a context says.
 *
 * The phone signs the hash of the whole document (law 9). A member or a value that this version has no words for would be
 * signed unseen, so a context that holds one is refused, however well it is signed: the page has to be brought up to date.
 * A new member of `Context` does not compile until it is here, beside the screen that shows it.
 */
export function isShowable(context: unknown): context is Context {
  return isWhole(context);
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === "string" && value.length <= 300;
const isFlag: Check = (value) => typeof value === "boolean";
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const oneOf =
  (...known: readonly string[]): Check =>
  (value) =>
    known.includes(value as string);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.length <= 20 && value.every(check);
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

/** An object with these members and no other. */
const exactly =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const given = value as Record<string, unknown>;
    return (
      Object.keys(given).every((name) => Object.hasOwn(members, name)) &&
      Object.entries(members).every(([name, check]) => check(given[name]))
    );
  };

const isWhole = exactly({
  v: oneOf("aval.context.v1"),
  approval: isText,
  kind: oneOf("sign-in", "passkey", "practice"),
  passkey: optional(oneOf("computer", "security_key")),
  service: exactly({ id: isText, name: isText, number: isText } satisfies Record<
    keyof Context["service"],
    Check
  >),
  software: listOf(
    exactly({ name: isText, declared: isFlag } satisfies Record<
      keyof Context["software"][number],
      Check
    >),
  ),
  holder: exactly({ name: isText, nationalId: isText } satisfies Record<
    keyof Context["holder"],
    Check
  >),
  browser: exactly({
    standing: oneOf("unknown", "own_place", "known_workstation", "own_software"),
    declared: isText,
    linked: optional(oneOf("new", "aged")),
    place: optional(
      exactly({ id: isText, since: isCount } satisfies Record<
        keyof NonNullable<Context["browser"]["place"]>,
        Check
      >),
    ),
  } satisfies Record<keyof Context["browser"], Check>),
  distance: oneOf("same_network", "other_network", "unknown"),
  transfer: oneOf("qr", "digits", "this_phone", "search", "practice"),
  rights: oneOf("full", "reduced"),
  reducedForSeconds: optional(isCount),
  call: oneOf("none", "open"),
  reasons: listOf(isText),
  shownAt: isCount,
  claimedAt: isCount,
  decideBy: isCount,
} satisfies Record<keyof Context, Check>);
