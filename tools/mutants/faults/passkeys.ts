import { faultsIn } from "../fault.ts";

const adding = faultsIn("apps/server/src/modules/passkeys", ["passkeys.test.ts"]);
const signing = faultsIn("apps/server/src/modules/passkeys", ["signing.test.ts"]);
const whole = faultsIn("apps/server/src", ["passkeys.test.ts"]);
const races = ["passkeys.race.test.ts"];
const opening = faultsIn("apps/server/src/modules", ["provider/passkeys.test.ts"]);
const rights = faultsIn("apps/server/src/modules/login", ["rights.test.ts"]);
const phone = faultsIn("apps/authenticator/src", ["passkeys/state.test.ts"]);

/** How a key is added, what it signs, and what that opens. */
export const passkeyFaults = [
  opening.fault(
    "a key and a phone from a browser that is nobody's own are told",
    opening.edit(
      "login/login.ts",
      'if (proof === "passkey_and_phone" &&',
      "if (proof === undefined &&",
    ),
  ),
  adding.fault(
    "a limited phone adds no key",
    adding.edit("asker.ts", 'device.level !== "full" || transfer !== "qr"', 'transfer !== "qr"'),
  ),
  adding.fault("a key is added on its holder's own place only", [
    adding.edit("asker.ts", 'if (!isOwn(where)) return deny("passkey_not_your_place");', ""),
  ]),
  adding.fault(
    "the place is still the holder's when the key is made",
    adding.edit("adding.ts", 'if (!standing) return deny("passkey_not_your_place");', ""),
  ),
  whole.fault(
    "no key is made on a place that ends meanwhile",
    whole.edit(
      "modules/places/store.ts",
      "      and not ${sleeps(sleep)}\n    for share`.execute(db);",
      "      and not ${sleeps(sleep)}`.execute(db);",
    ),
  ),
  adding.fault(
    "a key of hardware opens everything only from a place that a card has proven",
    adding.edit("adding.ts", 'isAttested && standing.where === "own_place_l5"', "isAttested"),
  ),
  adding.fault(
    "a computer that others use keeps no key",
    adding.edit("asker.ts", 'if (isShared && addition.kind === "computer")', "if (false)"),
  ),
  adding.fault(
    "nothing is added while a stop holds additions back",
    adding.edit(
      "adding.ts",
      'if (!(await deps.stops.keepOpen(tx, professional, "join"))) return deny("holder_stopped");',
      "",
    ),
  ),
  adding.fault(
    "a key is made within five minutes of its approval",
    adding.edit(
      "adding-store.ts",
      "and state = 'approved' and make_by > aval_now()",
      "and state = 'approved'",
    ),
  ),
  adding.fault(
    "hardware is told by metadata, not by whatever certificate comes along",
    adding.edit(
      "../../platform/attestation.ts",
      "return chain !== undefined && isVouchedFor(chain, anchors, at);",
      "return chain !== undefined;",
    ),
  ),
  adding.fault(
    "what may be backed up is held by no hardware",
    adding.edit(
      "../../platform/attestation.ts",
      "if (!anchors || mayBeBackedUp || ",
      "if (!anchors || ",
    ),
  ),
  adding.fault(
    "a model that keeps its keys in software vouches for nothing",
    adding.edit("../../platform/attestation.ts", "if (!isHeld(keyProtection) || ", "if ("),
  ),
  adding.fault(
    "a limited phone neither sees nor ends a key",
    adding.edit(
      "passkeys.ts",
      'if (device.level !== "full") return deny("passkey_not_found");\n',
      "",
    ),
  ),
  adding.fault(
    "a key ends with what it opened",
    adding.edit("passkeys.ts", "  await closeSessions(tx, given);\n", ""),
  ),
  adding.fault(
    "what one carries in hardware does not end with a place",
    adding.edit("store.ts", "and (kind = 'computer' or not hardware_held)", "and true"),
  ),
  signing.fault(
    "a challenge is burnt at first sight, whoever shows it",
    signing.edit(
      "visit-store.ts",
      "where challenge = ${given.challenge} and state = 'open'",
      "where challenge = ${given.challenge} and state in ('open', 'burnt')",
    ),
    [...races, "signing.test.ts"],
  ),
  signing.fault(
    "a challenge is of one page and one browser key",
    signing.edit(
      "visit-store.ts",
      "sign_in = ${given.signIn} and browser = ${given.browser} and ends_at > aval_now() as is_theirs",
      "${given.signIn}::text is not null and ${given.browser}::text is not null and ends_at > aval_now() as is_theirs",
    ),
  ),
  signing.fault(
    "a challenge is good for five minutes",
    signing.edit("visit-store.ts", " and ends_at > aval_now() as is_theirs", " as is_theirs"),
  ),
  signing.fault(
    "what a key proved is spent once",
    signing.edit("visit-store.ts", "set state = 'spent' where", "set state = 'proven' where"),
    [...races, "signing.test.ts"],
  ),
  signing.fault(
    "a key opens nothing before its day is over",
    signing.edit(
      "store.ts",
      "where id = ${id} and ended_at is null and usable_from <= aval_now()\n      and (${signed.counter}",
      "where id = ${id} and ended_at is null\n      and (${signed.counter}",
    ),
  ),
  signing.fault(
    "a counter that goes back proves nothing",
    signing.edit(
      "store.ts",
      "and (${signed.counter} > counter or (${signed.counter} = 0 and counter = 0))",
      "",
    ),
  ),
  signing.fault(
    "a key that was never used joins nothing while additions are held back",
    signing.edit(
      "signing.ts",
      "const isNew = key.lastUsedAt === undefined;",
      "const isNew = false;",
    ),
  ),
  signing.fault(
    "a stopped holder's key opens nothing",
    signing.edit(
      "signing.ts",
      'if (!(await deps.stops.keepOpen(tx, professional, "enter"))) return deny("passkey_refused");',
      "",
    ),
  ),
  signing.fault(
    "the authenticator has verified its holder",
    signing.edit(
      "../../platform/webauthn.ts",
      "requireUserVerification: true,\n    credential:",
      "requireUserVerification: false,\n    credential:",
    ),
  ),
  signing.fault(
    "a key that sleeps opens nothing alone",
    signing.edit(
      "store.ts",
      "and ended_at is null and (asleep_at is null or ${byPhone})",
      "and ended_at is null",
    ),
  ),
  opening.fault(
    "a key beside another person's phone adds nothing",
    opening.edit("login/asker.ts", "key?.professional === professional", "key !== undefined"),
  ),
  opening.fault(
    "who says that it is not them takes back what the key proved",
    opening.edit("login/login.ts", "  await forgetKey(deps, here);\n", ""),
  ),
  opening.fault(
    "a computer's key counts for nothing where several people work",
    opening.edit(
      "login/by-passkey.ts",
      "!(await places.standing({ professional, browser })).isShared",
      "browser !== professional",
    ),
  ),
  rights.fault(
    "a synced key needs its holder's own, unshared place",
    rights.edit("rights.ts", 'new Set(["passkey"])', "new Set([])"),
  ),
  rights.fault(
    "a limited phone beside a key adds nothing",
    rights.edit("rights.ts", 'isBesideKey && rank === "full" && (', "isBesideKey && ("),
  ),
  phone.fault(
    "no code leaves for a key before the call question",
    phone.edit("approvals/state.ts", 'context.kind !== "passkey" || alone === true', "true"),
  ),
];
