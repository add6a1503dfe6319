import type { Applied, Kept } from "#modules/retention";
import { retentionOfCases } from "./retention-cases.ts";
import {
  both,
  evidence,
  gone,
  kindOf,
  ofCase,
  ofStop,
  person,
  proof,
  type RetentionRow,
  register,
  setting,
  staff,
  standing,
  stays,
  stopLifted,
  withNetwork,
} from "./retention-terms.ts";

/**
 * How long each table keeps what it has, why, and what lets it go: one row a table, and the test beside it finds a table without one. The page
 * `docs/retention.md` is written from it, the job of `retention` applies its terms, and the console shows it. Source: DESIGN section 7 *Evidence*, facts on
 * CNIL's recommendation on logging, docs/legal.md.
 */
export const retention: Readonly<Record<string, RetentionRow>> = {
  ...retentionOfCases,
  "aval.account_setting": stays(standing, "what a holder chose"),
  "aval.account_step": gone(
    "until its holder takes the tick away",
    "the holder's own list",
    "account/steps.ts",
  ),
  "aval.account_visit": gone("four hours", "a browser in Mon accès", "account/store.ts"),
  "aval.activity": gone(register, "where a profession is exercised", "directory/apply-sql.ts"),
  "aval.allowance": gone("until its window ends", "counts against floods", "limits/store.ts"),
  "aval.api_key": stays(standing, "who could read the directory"),
  "aval.approval": withNetwork(
    both(
      "three hours where no phone claimed it",
      "approvals/store.ts",
      evidence(proof, ["it was decided", "coalesce(x.decided_at, x.decide_by)"], person),
    ),
    "x.shown_at",
    person,
  ),
  "aval.artefact": gone("until it expires", "codes and tokens of the engine", "provider/store.ts"),
  "aval.bell": stays(standing, "what may ring"),
  "aval.bell_loss": stays(standing, "why a service rings nobody"),
  "aval.browser": gone(
    "a day where it became nobody's place",
    "keys of browsers",
    "places/store.ts",
  ),
  "aval.call": evidence(
    "who called whom, in which case",
    ["it ended", "coalesce(x.ended_at, x.over_at)"],
    { ...person, ...ofCase },
  ),
  "aval.call_report": evidence("what a holder said of a call", ["it was said", "x.at"], person),
  "aval.callback": evidence(
    "who asked to be called back, and who took it",
    ["it was asked", "x.asked_at"],
    person,
  ),
  "aval.caller_check": evidence(
    "who was asked on their phone whether they were on the line, and what came of it",
    ["it was asked", "x.asked_at"],
    { ...person, ...ofCase },
  ),
  "aval.campaign": evidence("what was sent to many, and who signed it", ["it ended", "x.ended_at"]),
  "aval.campaign_recipient": evidence(
    "who was sent it, and that it was once",
    ["it ended", "(select c.ended_at from aval.campaign c where c.id = x.campaign)"],
    person,
  ),
  "aval.card_report": stays(standing, "cards that open nothing"),
  "aval.card_seen": stays(standing, "cards that worked"),
  "aval.card_suspension": stays(standing, "cards that an analyst suspended"),
  "aval.card_visit": both(
    "a day where it opened nothing",
    "cards/store.ts",
    evidence(proof, ["it opened", "x.opened_at"], { ...person, only: "x.state = 'spent'" }),
  ),
  "aval.caught_letter": stays("a sandbox's alone", "letters nobody posts"),
  "aval.caught_mail": stays("a sandbox's alone", "mail that goes nowhere"),
  "aval.checkpoint": stays("for ever", "the log verifies by them; they name nobody"),
  "aval.ciba_request": gone(
    "an hour after it expired",
    "requests of software",
    "login/ciba-store.ts",
  ),
  "aval.ciba_silence": gone("until it is over", "after a wrong entry", "login/ciba-store.ts"),
  "aval.clearance": evidence(
    "who signed the end of a freeze",
    ["the freeze ended", stopLifted],
    ofStop,
  ),
  "aval.clock_offset": stays(setting, "a sandbox's clock"),
  "aval.contact": stays(register, "where somebody is reached; a replaced one is told for 180 days"),
  "aval.contact_change": evidence(
    "what changed, and that it was announced",
    ["it changed", "x.at"],
    { ...person, only: "x.announced_at is not null" },
  ),
  "aval.contact_file": evidence("which file, and what became of it", [
    "it was over",
    "coalesce(x.ended_at, x.expires_at)",
  ]),
  "aval.contact_file_line": gone(
    "until its file is applied or over",
    "values that wait",
    "directory/contact-file-store.ts",
  ),
  "aval.contact_file_signature": stays("with its file", staff),
  "aval.contact_flaw": gone(
    "until the next search finds it mended",
    "what is to be looked at",
    "directory/contact-quality.ts",
  ),
  "aval.contact_flaw_count": gone(
    "until the next search",
    "what is to be looked at",
    "directory/contact-quality.ts",
  ),
  "aval.contact_flaw_search": stays(setting, "when contacts were looked through"),
  "aval.contact_key": stays(standing, "an authority's programs"),
  "aval.contact_request": gone(
    "thirty days where nothing came of it, six years where it did",
    proof,
    "contacts/store.ts",
  ),
  "aval.contact_word": gone(
    "half a minute",
    "a value about to be asked for",
    "contacts/word-store.ts",
  ),
  "aval.cosignature": stays("for ever", "witnesses' lines under checkpoints"),
  "aval.delivery": evidence("that a holder was told", ["it was due", "x.due_at"], {
    person: "(select n.professional from aval.notice n where n.id = x.notice)",
  }),
  "aval.deployment": stays(setting, "what the database is for"),
  "aval.desk_visit": gone(
    "thirty days",
    "an enrolment at a desk; what came of it is a fact",
    "desk/visit-store.ts",
  ),
  "aval.device": gone(
    `where its enrolment lapsed, with it; else ${standing}`,
    proof,
    "devices/store.ts",
  ),
  "aval.directory_read": gone("the day it counts", "counts, and nobody's name", "fhir/store.ts"),
  "aval.drill_count": stays("with its campaign", "how an exercise went; nobody is named"),
  "aval.drill_spent": gone(
    "two days",
    "that an exercise was answered, by a number that is nobody's",
    "campaigns/drill-store.ts",
  ),
  "aval.drill_turn": gone(
    "thirty days, or as long as its holder wants no exercise",
    "that one was drawn, and that no more are wanted",
    "campaigns/drill-store.ts",
  ),
  "aval.eid_visit": gone(
    "its enrolment's time after it ended",
    "a passage at a provider of identities",
    "enrolment/eid-store.ts",
  ),
  "aval.enrolment": both(
    "where nothing was proven, until it expires",
    "enrolment/store.ts",
    evidence(
      proof,
      [
        "it was over, and its phone",
        "case when x.state in ('contested', 'refused', 'expired') then x.expires_at when x.state = 'active' and (select d.state in ('revoked', 'disabled') from aval.device d where d.id = x.device) then (select greatest(d.last_used_at, x.activated_at) from aval.device d where d.id = x.device) end",
      ],
      person,
    ),
  ),
  "aval.enrolment_page": gone(
    "its enrolment's time after it ended",
    "pages of bindings",
    "enrolment/page-store.ts",
  ),
  "aval.enrolment_word": stays("with its enrolment", proof),
  "aval.erasure": evidence(
    "what two people erased of somebody, and why",
    ["it was done, or asked for", "coalesce(x.done_at, x.asked_at)"],
    person,
  ),
  "aval.erasure_fact": evidence(
    "exactly which facts",
    [
      "the same",
      "(select coalesce(e.done_at, e.asked_at) from aval.erasure e where e.id = x.erasure)",
    ],
    { person: "(select e.professional from aval.erasure e where e.id = x.erasure)" },
  ),
  "aval.exercise": gone(register, "professions", "directory/apply-sql.ts"),
  "aval.fact": {
    kept: "its place, kind and time for ever; what it says and whom it names six years, but for the keys of phones and what names no holder",
    why: "the log: append-only",
  },
  "aval.fact_key": gone(
    "as what its fact says",
    "a leaf without its key proves nothing",
    "audit/erasing-store.ts",
  ),
  "aval.fact_erased": stays("for ever", "the log verifies by it; it names nobody"),
  "aval.identifier": gone(register, "ids of one person", "directory/apply-sql.ts"),
  "aval.identity_provider": stays(setting, "establishments' own providers"),
  "aval.import_print": gone(
    "until the next file of its source",
    "a cache",
    "directory/apply-sql.ts",
  ),
  "aval.import_problem": gone(
    "twelve months",
    "lines that did not read: a number and a reason",
    "directory/import-store.ts",
  ),
  "aval.import_run": evidence("which file changed what", [
    "it was imported, but for the last of its source",
    "case when x.at < (select max(y.at) from aval.import_run y where y.source = x.source) then x.at end",
  ]),
  "aval.installation": stays(standing, "software that may ask"),
  "aval.installation_link": gone(
    "an hour",
    "software that wants to be linked",
    "installations/links-store.ts",
  ),
  "aval.installation_network": gone(
    "twelve months after it last served",
    "a network is a trace",
    "installations/store.ts",
  ),
  "aval.known_holder": stays(standing, "who had a means before the first day"),
  "aval.letter": gone(
    "thirty days after it expired",
    "letters and where they went",
    "letters/store.ts",
  ),
  "aval.listed_desk": gone("until the next list", "desks, for people to find", "help/store.ts"),
  "aval.locum": evidence(proof, ["it ended", "coalesce(x.ended_at, x.until_at)"], person),
  "aval.log_node": stays("for ever", "a memory of the log; it names nobody"),
  "aval.logout_delivery": gone(
    "a week after it was settled",
    "services told of an end",
    "provider/logout-store.ts",
  ),
  "aval.migration": stays(setting, "which migrations were applied"),
  "aval.notice": evidence("what a holder was told", ["it was told", "x.told_at"], person),
  "aval.passkey": stays(standing, proof),
  "aval.passkey_addition": gone(
    "a day",
    "pages on which a key is added",
    "passkeys/adding-store.ts",
  ),
  "aval.passkey_visit": both(
    "a day where it opened nothing",
    "passkeys/visit-store.ts",
    evidence(proof, ["it opened", "x.opened_at"], { ...person, only: "x.state = 'spent'" }),
  ),
  "aval.paused_search": stays("while an import runs", "indexes it set aside"),
  "aval.phone_key_challenge": gone(
    "until it ends",
    "what a key is to sign",
    "passkeys/phone-key-store.ts",
  ),
  "aval.place": stays(standing, proof),
  "aval.place_offer": gone("a day", "scans from which a place may be made", "places/store.ts"),
  "aval.product": stays(setting, "software of the registry"),
  "aval.professional": stays(
    `${register}; whoever leaves it is deactivated and stays, since facts name them`,
    "who somebody is",
  ),
  "aval.provider_constant": stays(setting, "the engine's own constants"),
  "aval.public_report": both(
    "thirty days where it named nobody of the directory",
    "reports/public-store.ts",
    evidence("what somebody without the application told", ["it was told", "x.at"], {
      ...person,
      only: "x.professional is not null",
    }),
  ),
  "aval.public_notice": stays("for ever", "what everybody was told; it names nobody"),
  "aval.push_delivery": gone(
    "twelve months",
    "what a push service answered",
    "notices/push-store.ts",
  ),
  "aval.push_subscription": gone(
    "until its phone takes it back",
    "where a phone is woken",
    "notices/push-store.ts",
  ),
  "aval.quiet_hour": stays(standing, "what a holder chose"),
  "aval.refusal": gone(
    "seven days",
    "what stands behind a refusal's reference",
    "refusals/store.ts",
  ),
  "aval.reopening": evidence(proof, ["the stop ended", stopLifted], ofStop),
  "aval.report": evidence("who told what of somebody", ["it was told", "x.at"], person),
  "aval.report_list": evidence("which list was sent, and by whom", ["it was sent", "x.at"]),
  "aval.retention_state": stays(setting, "when what was let go, in numbers"),
  "aval.ring": gone(
    "a week after it ended",
    "that a phone rang; the fact stays",
    "places/bells-store.ts",
  ),
  "aval.saved_view": gone(
    "until its owner removes it",
    "filters that somebody named",
    "cases/saved.ts",
  ),
  "aval.seen": gone("until it may be forgotten", "what counts once", "limits/store.ts"),
  "aval.service": stays(setting, "services of the registry"),
  "aval.service_key": stays(standing, "keys of services"),
  "aval.session": evidence(proof, ["it ended", "coalesce(x.closed_at, x.ends_at)"], person),
  "aval.session_service": evidence("what a session entered", ["it entered", "x.entered_at"], {
    person: "(select s.professional from aval.session s where s.id = x.session)",
    only: "exists (select from aval.session s where s.id = x.session and coalesce(s.closed_at, s.ends_at) < aval.aval_now())",
  }),
  "aval.sign_in": withNetwork(
    both(
      "two hours where it was not concluded",
      "login/store.ts",
      evidence(proof, ["it was opened", "x.opened_at"], {
        person: "(select s.professional from aval.session s where s.id = x.session)",
        only: "x.state = 'concluded'",
      }),
    ),
    "x.opened_at",
    { person: "(select s.professional from aval.session s where s.id = x.session)" },
  ),
  "aval.staff_challenge": gone(
    "a day",
    "what a key of the staff is to sign",
    "staff/session-store.ts",
  ),
  "aval.staff_emergency": gone(
    "30 days",
    "who entered the console in an emergency",
    "staff/emergency-store.ts",
  ),
  "aval.staff_invitation": gone(
    "a day after it expired",
    "links by which a key comes",
    "staff/session-store.ts",
  ),
  "aval.staff_key": stays(standing, "a sandbox's registrars"),
  "aval.staff_member": stays(standing, staff),
  "aval.staff_passkey": stays(standing, staff),
  "aval.staff_proposal": gone("a day after it expired", "keys that wait", "staff/session-store.ts"),
  "aval.staff_role": stays(standing, staff),
  "aval.staff_session": gone(
    "a day after it ended",
    "who is in the console",
    "staff/session-store.ts",
  ),
  "aval.staff_suspension": stays(standing, staff),
  "aval.statistic_cell": stays("for ever", "numbers of ten people or more; they name nobody"),
  "aval.statistic_month": stays("for ever", "which months were counted; it names nobody"),
  "aval.stop": evidence(proof, ["it was lifted", "x.lifted_at"], person),
  "aval.stop_token": gone("until it expires", "Arrêter in a message", "notices/store.ts"),
  "aval.stream": gone(
    "until its service removes it",
    "services that asked to be told",
    "streams/store.ts",
  ),
  "aval.stream_event": gone(
    "thirty days after it was settled",
    "what a service is told",
    "streams/outbox-store.ts",
  ),
  "aval.structure": stays(register, "establishments"),
  "aval.this_phone": gone(
    "two hours",
    "a phone's own browser on its way back",
    "login/this-phone-store.ts",
  ),
  "aval.upstream_visit": both(
    "two hours where it opened nothing",
    "login/upstream-store.ts",
    evidence(proof, ["it opened", "x.opened_at"], { ...person, only: "x.state = 'spent'" }),
  ),
  "aval.waiting_import": evidence("which file waited for two people", [
    "it was over",
    "coalesce(x.ended_at, x.expires_at)",
  ]),
  "aval.waiting_import_signature": stays("with its file", staff),
  "aval.waiting_phone": gone(
    "while its enrolment waits",
    "phones that serve meanwhile",
    "enrolment/waiting-store.ts",
  ),
  "aval.wallet_request": gone(
    "its enrolment's time after it expired",
    "what a wallet was asked",
    "wallets/store.ts",
  ),
  "aval.workstation": evidence(proof, ["it ended", "coalesce(x.ended_at, x.until_at)"]),
  "pin.announcement": gone(
    "until its phone registers a code, or its enrolment's time is over",
    "which phone may register a code",
    "store.ts",
    "pin/",
  ),
  "pin.counter": stays(standing, "tries of a code"),
  "pin.oprf_key": gone(
    "until its phone is retired or its code's key renewed: destroyed",
    "keys of codes",
    "store.ts",
    "pin/",
  ),
  "pin.seen_message": gone("while a message is young", "what counts once", "store.ts", "pin/"),
};

/** What the job applies: a table may have more than one term. */
export const applied: readonly Applied[] = Object.entries(retention).flatMap(
  ([table, { terms = [] }]) =>
    terms.map((term, place) => ({
      ...{ name: place === 0 ? table : `${table}, ${term.store}`, table, term },
    })),
);

/** Every other table, but for the log's own, to which the job looks by itself. */
export const notApplied: readonly Kept[] = Object.entries(retention).flatMap(([table, row]) =>
  row.terms || ["aval.fact", "aval.fact_key"].includes(table) ? [] : [{ table, kind: kindOf(row) }],
);
