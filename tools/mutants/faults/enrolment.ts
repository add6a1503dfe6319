import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/enrolment", ["enrolment.test.ts"]);

const search = ["search.test.ts"];
const again = ["again.test.ts"];
const againFaults = [
  fault(
    "of two phones proven at once for a holder who had none, the second waits as another does",
    // It stands twice: as the move that makes it wait, and as what an activation asks.
    [
      edit(
        "machine.ts",
        'if (from.isFirst && around.hadFull) return refuse("enrolment_not_ready");',
        "",
      ),
      edit(
        "enrolment.ts",
        'const again = await makeMove(tx, row, { move: "again" }, around);',
        "const again = { ok: false } as const;",
      ),
    ],
    again,
  ),
  fault(
    "two activations for one holder see each other",
    edit("enrolment.ts", "await takeTurn(tx, `aval.enrolment.${professional}`);", ""),
    again,
  ),
  fault(
    "who was suspended since they signed brings nobody's phone",
    edit(
      "enrolment.ts",
      'if (!(await maySignStill(deps, tx, professional, row))) return deny("evidence_refused");',
      "",
    ),
    again,
  ),
];

const confirm = ["confirm.test.ts"];
const confirmFaults = [
  fault(
    "an older phone's word is said half a minute after it was asked for, once, within ten minutes",
    edit("word-store.ts", "      and asked_at <= aval_now() - ${span(wait)} and", "      and"),
    confirm,
  ),
  fault(
    "another holder's phone says nothing of a phone",
    [
      edit(
        "confirm.ts",
        "if (!row || row.professional !== device.professional) return",
        "if (!row) return",
      ),
      edit(
        "confirm.ts",
        "if (!seen?.professional || seen.professional !== given.of) return",
        "if (!seen?.professional) return",
      ),
    ],
    confirm,
  ),
];

const atDeskAgain = ["../../held-at-the-desk.test.ts"];
const heldFaults = [
  fault(
    "only a phone that is held is shown at a desk again",
    [
      edit(
        "again.ts",
        'if (row.standing.state !== "held" || row.raises) return deny("enrolment_not_ready");',
        "",
      ),
      edit("page-store.ts", "and state = 'held' and not raises", ""),
    ],
    atDeskAgain,
  ),
  fault(
    "a desk's page that a held phone scanned takes no other phone",
    [
      edit(
        "page-store.ts",
        "      and again is null and expires_at > aval_now()",
        "      and expires_at > aval_now()",
      ),
      edit(
        "page-store.ts",
        "set enrolment = ${given.enrolment}, bound_at",
        "set again = null, enrolment = ${given.enrolment}, bound_at",
      ),
    ],
    atDeskAgain,
  ),
  fault(
    "a held phone is signed for at a desk for its own holder only",
    edit("../desk/visits.ts", "const of = raisesFor ?? heldFor;", "const of = raisesFor;"),
    atDeskAgain,
  ),
];

const raised = ["raise.test.ts"];
const raiseFaults = [
  fault(
    "only what is shown in person makes a phone to be confirmed full",
    edit(
      "machine.ts",
      'return isActive && level === "limited" && row?.raises === true && row.level === "full";',
      'return isActive && level === "limited";',
    ),
    search,
  ),
  fault(
    "a phone that is full, or not in service, is raised by nothing",
    edit(
      "machine.ts",
      'return isActive && level === "limited" && row?.raises',
      "return row?.raises",
    ),
    search,
  ),
  fault(
    "a raised phone counts as one of that day",
    edit(
      "../devices/store.ts",
      "set level = 'full', activated_at = aval_now()",
      "set level = 'full'",
    ),
    raised,
  ),
  fault(
    "what is signed for one phone raises no other",
    edit("raise.ts", "if (!row || raisedBy(row) !== device.id) return", "if (!row) return"),
    raised,
  ),
  fault(
    "a phone is raised for its own holder only",
    edit(
      "desk.ts",
      "if (row.professional !== undefined && row.professional !== id) return",
      "if (row.professional === id && row.professional !== id) return",
    ),
    raised,
  ),
  fault(
    "a card's page raises its holder's phone only",
    edit(
      "raise.ts",
      'return page.kind === "desk" || page.professional === professional;',
      "return true;",
    ),
    raised,
  ),
  fault(
    "an old phone's page raises none",
    edit(
      "raise.ts",
      'if (!page || page.kind === "place" || !rowOf(page.kind)?.raises) return false;',
      "if (!page) return false;",
    ),
    raised,
  ),
  fault(
    "a phone that its holder has is given no new code by its raise",
    edit("enrolment.ts", 'if (row.raises) return deny("enrolment_not_ready");', ""),
    raised,
  ),
  fault(
    "a desk signs nobody else's phone",
    edit(
      "../desk/visits.ts",
      'if (phoneOf(visit, page) === "of_another") return deny("evidence_refused");',
      "",
    ),
    ["../../raise.test.ts"],
  ),
  fault(
    "whoever does not look at the phone that is to be raised raises none",
    edit("desk.ts", "raised: raisedBy(row),", "raised: undefined,"),
    raised,
  ),
];

const byCard = ["../../card-enrolment.test.ts"];
const cardFaults = [
  fault(
    "past two holds no mailbox keeps a card's phone out at its scan",
    edit(
      "enrolment.ts",
      "aroundOf(deps, tx, holder.professional, oldPhone, path, { raised })",
      "aroundOf(deps, tx, holder.professional, oldPhone, undefined, { raised })",
    ),
    byCard,
  ),
  fault(
    "a page whose words were typed binds no other phone",
    edit(
      "page-store.ts",
      "enrolment is null and words_at is null and ended_at",
      "enrolment is null and ended_at",
    ),
    byCard,
  ),
  fault(
    "a card's page goes on with that card",
    edit("card.ts", "page.openedBy === nameOf(held);", "page.openedBy !== undefined;"),
    byCard,
  ),
  fault(
    "a card proves nothing in the first half minute",
    edit("page-store.ts", "and words_at <= aval_now() - ${span(wait)}", "and words_at is not null"),
    byCard,
  ),
  fault(
    "a card reported meanwhile proves nothing",
    [
      edit(
        "card.ts",
        "if (!(await deps.cards.keepOpen(tx, { professional, ...card })))",
        "if (professional === undefined)",
      ),
      edit(
        "../cards/cards.ts",
        "if (await isShut(deps.db, { professional: holder.id, ...card.value }))",
        "if (false)",
      ),
    ],
    byCard,
  ),
  fault(
    "whoever is on the telephone adds nothing",
    edit("card.ts", 'if (given.onCall !== "no") return stopHere(deps, own.value, "on_call");', ""),
    byCard,
  ),
  fault(
    "a card's page is entered from that page only",
    edit(
      "../cards/answers.ts",
      "request.headers.origin === origins.card",
      "request.headers.origin !== undefined",
    ),
    byCard,
  ),
];

const machineFaults = [
  fault(
    "a phone is activated after its wait and not before",
    edit("machine.ts", 'if (from.readyAt > around.now) return refuse("enrolment_too_early");', ""),
    search,
  ),
  fault(
    "nothing is opened while a pause or a block stands",
    edit("machine.ts", 'if (around.isStopped) return "holder_stopped";', ""),
    search,
  ),
  fault(
    "nothing is opened for a holder who left the directory",
    edit("machine.ts", 'if (!around.practises) return "unknown_professional";', ""),
    search,
  ),
  fault(
    "enrolment is locked once a full phone was ever active",
    edit(
      "machine.ts",
      'if (around.hadFull && row.opens === "nothing") return "enrolment_locked";',
      "",
    ),
    search,
  ),
  fault(
    "a phone younger than a week is nobody's old phone",
    edit("machine.ts", 'return level === "full" && isOld;', 'return level === "full";'),
    search,
  ),
  fault(
    "a limited phone is nobody's old phone",
    edit("machine.ts", 'return level === "full" && isOld;', "return isOld;"),
    search,
  ),
  fault(
    "an old phone that was lost takes what it began with it",
    edit(
      "machine.ts",
      "oldPhone?.isActive && mayBeOldPhone(oldPhone)",
      "oldPhone && mayBeOldPhone(oldPhone)",
    ),
    search,
  ),
  fault(
    "what was not shown in person dies when it is stopped",
    edit(
      "machine.ts",
      'if (row?.stop !== "holds" || from.state === "evidenced") return',
      'if (from.state === "evidenced") return',
    ),
    search,
  ),
  fault(
    "what is held goes on only once it is shown again",
    edit(
      "machine.ts",
      'if (from.state !== "cooling" && from.state !== "ready") return refuse(notToActivate(from));',
      'if (!("readyAt" in from)) return refuse(notToActivate(from));',
    ),
    search,
  ),
  fault(
    "what was shown in person is held twice at most",
    edit("machine.ts", 'if (holds >= holdsAtMost) return refuse("enrolment_not_stoppable");', ""),
    ["old-phone.test.ts"],
  ),
  fault(
    "a limited phone stops nothing that was shown in person",
    edit(
      "machine.ts",
      '(phone.isActive && mayBeOldPhone(phone)) || rowOf(path)?.class !== "L5"',
      "phone.level !== undefined || path !== undefined",
    ),
    search,
  ),
  fault(
    "a phone of this week, or a closed one, stops nothing that was shown in person",
    edit("machine.ts", "(phone.isActive && mayBeOldPhone(phone)) ||", 'phone.level === "full" ||'),
    ["holds.test.ts"],
  ),
  fault(
    "holds are counted over all of a holder's phones",
    edit("store.ts", "coalesce(sum(holds), 0)::int", "coalesce(min(holds), 0)::int"),
    ["holds.test.ts"],
  ),
  fault(
    "a phone that has a freeze's place has it by a desk's path only",
    edit(
      "machine.ts",
      'if (around.isPlaced && row.underFreeze !== "one") return "holder_stopped";',
      "",
    ),
    ["search.test.ts"],
  ),
  fault(
    "past its holds a phone that was shown in person waits for no pause",
    edit(
      "moves.ts",
      ' && !(isPast && (await deps.stops.keepOpen(tx, professional, "enter", placed))),',
      ",",
    ),
    ["holds.test.ts"],
  ),
  fault(
    "a pause made by another link is counted as a hold",
    edit("old-phone.ts", 'if (row && isShown) await stop(deps, tx, row, "notice");', ""),
    ["holds.test.ts"],
  ),
  fault(
    "only a full phone of more than a week shortens a wait",
    edit(
      "machine.ts",
      'if (!(by.isActive && mayBeOldPhone(by))) return refuse("old_phone_not_possible");',
      "",
    ),
    ["confirm.test.ts"],
  ),
  fault(
    "codes that messages bring prove nothing, for ever",
    edit(
      "evidence.ts",
      '  codes: "refused",',
      '  codes: { class: "L2", level: "limited", waits: { first: "day", again: "day", confirmed: "day" }, stop: "ends", opens: "itself" },',
    ),
    search,
  ),
  fault(
    "an hour is a day until a notice is known delivered",
    edit(
      "waits.ts",
      "if (told === undefined) return atMost;",
      "if (told === undefined) return hourByDay(proven);",
    ),
    search,
  ),
  fault(
    "an hour counts by day only",
    edit(
      "waits.ts",
      "if (minute < day.from || minute >= day.until) return",
      "if (minute < 0) return",
    ),
    ["waits.test.ts"],
  ),
];

const keyFaults = [
  fault(
    "a key counts only on a page that was scanned",
    edit(
      "machine.ts",
      'const isMore = from.state === "evidenced" && rowOf(path)?.after === from.path;',
      'const isMore = from.state === "evidenced";',
    ),
    search,
  ),
  fault(
    "nothing is begun by a key alone",
    edit(
      "machine.ts",
      'if (from.state !== "requested" || rowOf(path)?.after) return',
      'if (from.state !== "requested") return',
    ),
    search,
  ),
  fault(
    "a key that may be copied gives a phone nothing",
    edit("hardware-key.ts", 'if (!key.isHardwareHeld) return deny("enrolment_key_synced");', ""),
    ["../../enrol-by-key.test.ts"],
  ),
  fault(
    "the key is the very holder's",
    edit("hardware-key.ts", "if (professional !== whose.professional) return false;", ""),
    ["../../enrol-by-key.test.ts"],
  ),
  fault(
    "another phone's own passkey is no key in the hand",
    edit("hardware-key.ts", "addedBy === whose.oldPhone", "addedBy !== undefined"),
    ["../../enrol-by-key.test.ts"],
  ),
  fault(
    "a key that has ended, waits or was copied brings no phone",
    edit(
      "hardware-key.ts",
      "if (!(await key.count(tx as unknown as Database<AnyTables>)))",
      "if (key.nonce === tx.toString())",
    ),
    ["../../enrol-by-key.test.ts"],
  ),
  fault(
    "what a key signed serves one enrolment",
    edit(
      "../passkeys/phone-key-store.ts",
      "return burnt?.enrolment === given.enrolment ? (burnt.nonce ?? undefined) : undefined;",
      "return burnt?.nonce ?? undefined;",
    ),
    ["../../enrol-by-key.test.ts"],
  ),
  fault(
    "a limited phone adds no security key",
    edit("../passkeys/phone-keys.ts", 'kind === "phone" || device.level === "full"', "true"),
    ["../../enrol-by-key.test.ts"],
  ),
  fault(
    "a key is added by the code",
    edit("../passkeys/phone-keys.ts", "if (!confirmed.ok) return confirmed;", ""),
    ["../../enrol-by-key.test.ts"],
  ),
];

const old = ["old-phone.test.ts"];
const pageFaults = [
  fault(
    "a binding binds one phone",
    edit(
      "page-store.ts",
      "where id = ${given.page} and enrolment is null and words_at is null",
      "where id = ${given.page} and words_at is null",
    ),
    old,
  ),
  fault(
    "a binding is worth a minute",
    edit("page-store.ts", "and ${made} > aval_now() - ${span(given.age)} and", "and"),
    old,
  ),
  fault(
    "a binding is one that we made",
    edit("pages.ts", "binding && page && isOurs(binding, page.secret)", "binding && page"),
    old,
  ),
  fault(
    "an old phone's page opens half a minute after it was asked for",
    edit("page-store.ts", "and asked_at <= aval_now() - ${span(given.wait)} and", "and"),
    old,
  ),
  fault(
    "an old phone's page is opened by the code",
    edit("old-phone.ts", "if (!confirmed.ok) return confirmed;", ""),
    old,
  ),
  fault(
    "the four words are the new phone's",
    edit(
      "old-phone.ts",
      'if (!areWordsOf(payload["words"], row.id, phone.ikThumbprint)) return',
      'if (payload["words"] === "") return',
    ),
    old,
  ),
  fault(
    "nobody stops another holder's enrolment",
    edit(
      "old-phone.ts",
      "if (!row || row.professional !== device.professional) return",
      "if (!row) return",
    ),
    old,
  ),
  fault(
    "a holder's phones ask for so many pages a day",
    edit(
      "old-phone.ts",
      'await deps.limits.spend(tx, "enrolment_page", professional, most, window)',
      "true",
    ),
    old,
  ),
];

/** What it takes for a phone to become somebody's. */
export const enrolmentFaults = [
  ...againFaults,
  ...confirmFaults,
  ...raiseFaults,
  ...cardFaults,
  fault("one registrar who signs twice is one", [
    edit(
      "../staff/agreement.ts",
      'if (first.registrar === second.registrar) return deny("evidence_refused");',
      "",
    ),
    edit(
      "desk.ts",
      'if (new Set(registrars).size !== registrars.length) return deny("evidence_refused");',
      "",
    ),
  ]),
  fault(
    "one registrar's signature is not enough",
    [
      edit(
        "../staff/agreement.ts",
        "if (!first || !second || messages.length !== registrarsNeeded) return",
        "if (!first) return",
      ),
      edit(
        "../staff/agreement.ts",
        "first.registrar === second.registrar",
        "first.registrar === second?.registrar",
      ),
    ],
    ["registrars.test.ts"],
  ),
  fault(
    "registrars sign this phone's key and no other",
    edit(
      "registrars.ts",
      "enrolment === expected.enrolment && ik === expected.ik;",
      "enrolment === expected.enrolment || ik === expected.ik;",
    ),
  ),
  fault(
    "registrars agree on whose phone it is",
    edit(
      "../staff/agreement.ts",
      'if (message.nationalId !== first.nationalId) return deny("evidence_refused");',
      "",
    ),
  ),
  fault(
    "a registrar's signature counts half an hour",
    edit(
      "../staff/agreement.ts",
      "age > lifetimes.registrarSignature || age < -lifetimes.messageSkew",
      "age > 1e12",
    ),
    ["enrolment.test.ts", "registrars.test.ts"],
  ),
  fault(
    "a registrar's message is signed by that registrar's key",
    edit(
      "desk.ts",
      "!message || !(await isSignedByRegistrar(deps.staff, signatures[index] as string, purposes.registrar, message.registrar))",
      "!message || index < 0",
    ),
  ),
  fault(
    "a registrar signs only for the scopes they hold",
    edit("desk.ts", "if (!(await deps.staff.maySign(registrar, scopes, held))) return false;", ";"),
  ),
  fault(
    "who is suspended while it is recorded proves nobody's phone",
    edit("desk.ts", 'if (!(await maySign(tx))) return deny("evidence_refused");', ""),
    ["again.test.ts"],
  ),
  fault(
    "activation needs the PIN program's word",
    edit("enrolment.ts", "if (!confirmed.ok) return confirmed;", ""),
  ),
  fault(
    "activation is signed by the phone and by the code's key",
    edit(
      "enrolment.ts",
      "await verifyMulti(message, purpose, [device.ik, uk]);",
      "peekMulti(message);",
    ),
  ),
  fault("an enrolment that nobody finished within a day has expired", [
    edit(
      "store.ts",
      "expires_at <= aval_now() and state in ('requested', 'evidenced', 'cooling', 'ready', 'held')",
      "expires_at <= aval_now() and state in ('evidenced', 'held')",
    ),
    edit(
      "store.ts",
      "and version = ${version} and expires_at > aval_now()",
      "and version = ${version}",
    ),
  ]),
  fault(
    "only the phone itself is told how far its enrolment is",
    edit(
      "status.ts",
      "const verified = await verifyCompact(jws, purpose, device.ik);",
      "const verified = peekCompact(jws)?.payload;",
    ),
  ),
  fault(
    "what only asked to be enrolled is forgotten after its day",
    edit(
      "store.ts",
      "delete from enrolment where state = 'requested' and expires_at <= aval_now() returning device",
      "delete from enrolment where state = 'refused' returning device",
    ),
  ),
  fault(
    "a stranger cannot ask for phones without end",
    edit("enrolment.ts", 'return deny("too_many");', ""),
  ),
  fault(
    "letters are counted for whoever the eID is of, once it is theirs",
    edit("eid.ts", 'return deny("letter_too_many");', "void most;"),
    ["../../eid-letter.test.ts"],
  ),
  fault(
    "what a passage of a remote eID was checked with goes as it is over",
    edit(
      "eid-store.ts",
      "verifier = null, nonce = null\n    where id",
      "verifier = verifier\n    where id",
    ),
    ["../../eid-letter.test.ts"],
  ),
  // The machine, which the search beside it goes through by every way.
  ...machineFaults,
  ...heldFaults,
  ...pageFaults,
  ...keyFaults,
];
