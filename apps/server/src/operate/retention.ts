/**
 * How long each table keeps what it has, why, and which file lets it go: one row a table, and the test beside it finds a table without one. The page
 * `docs/retention.md` is written from it. Source: DESIGN section 7 *Evidence*, facts on CNIL's recommendation on logging, docs/legal.md.
 */
export type RetentionRow = {
  /** How long, in words. */
  readonly kept: string;
  readonly why: string;
  /** The file whose statement deletes from it; absent: nothing does, and `kept` says so. */
  readonly by?: string;
};

const M = "modules/";
const gone = (kept: string, why: string, by: string, root = M): RetentionRow => ({
  kept,
  why,
  by: root + by,
});
/** Nothing deletes it. */
const stays = (kept: string, why: string): RetentionRow => ({ kept, why });

const evidence = "meant for six years; nothing deletes it in this release";
const proof = "what proves a sign-in, a stop or a means, later";
const standing = "as long as what it says holds, and after: its rows end, and stay as evidence";
const setting = "as long as the deployment has it";
const register = "as the register says: an import changes and removes it";
const staff = "evidence of who acted, and for whom";

export const retention: Readonly<Record<string, RetentionRow>> = {
  "aval.account_setting": stays(standing, "what a holder chose"),
  "aval.account_step": gone(
    "until its holder takes the tick away",
    "the holder's own list",
    "account/steps.ts",
  ),
  "aval.account_visit": gone("four hours", "a browser in Mon accès", "account/store.ts"),
  "aval.activity": gone(register, "where a profession is exercised", "directory/apply-sql.ts"),
  "aval.alert": stays(evidence, "what a case was made of"),
  "aval.alert_link": stays(evidence, "what joined alerts"),
  "aval.allowance": gone("until its window ends", "counts against floods", "limits/store.ts"),
  "aval.api_key": stays(standing, "who could read the directory"),
  "aval.approval": gone(
    "three hours where no phone claimed it; claimed: " + evidence,
    proof,
    "approvals/store.ts",
  ),
  "aval.artefact": gone("until it expires", "codes and tokens of the engine", "provider/store.ts"),
  "aval.bell": stays(standing, "what may ring"),
  "aval.bell_loss": stays(standing, "why a service rings nobody"),
  "aval.browser": gone(
    "a day where it became nobody's place",
    "keys of browsers",
    "places/store.ts",
  ),
  "aval.call": stays(evidence, "who called whom, in which case"),
  "aval.call_report": stays(evidence, "what a holder said of a call"),
  "aval.campaign": stays(evidence, "what was sent to many, and who signed it"),
  "aval.campaign_recipient": stays(evidence, "who was sent it, and that it was once"),
  "aval.card_report": stays(standing, "cards that open nothing"),
  "aval.card_seen": stays(standing, "cards that worked"),
  "aval.card_visit": gone(
    "a day where it opened nothing; spent: " + evidence,
    proof,
    "cards/store.ts",
  ),
  "aval.case_apart": gone("until their cases are one", "what a person split", "cases/store.ts"),
  "aval.case_cursor": stays(setting, "which fact is read next"),
  "aval.case_event": stays(evidence, "what was done with a case"),
  "aval.case_reach": stays(evidence, "who was told, and how"),
  "aval.case_task": stays(evidence, "what was to be done"),
  "aval.caught_letter": stays("a sandbox's alone", "letters nobody posts"),
  "aval.caught_mail": stays("a sandbox's alone", "mail that goes nowhere"),
  "aval.checkpoint": stays("for ever", "the log verifies by them; they name nobody"),
  "aval.ciba_request": gone(
    "an hour after it expired",
    "requests of software",
    "login/ciba-store.ts",
  ),
  "aval.ciba_silence": gone("until it is over", "after a wrong entry", "login/ciba-store.ts"),
  "aval.clearance": stays(evidence, "who signed the end of a freeze"),
  "aval.clock_offset": stays(setting, "a sandbox's clock"),
  "aval.complaint": stays(evidence, "who agreed that a file leaves a case"),
  "aval.contact": stays(register, "where somebody is reached; a replaced one is told for 180 days"),
  "aval.contact_change": stays(evidence, "what changed, and that it was announced"),
  "aval.contact_file": stays(evidence, "which file, and what became of it"),
  "aval.contact_file_line": gone(
    "until its file is applied or over",
    "values that wait",
    "directory/contact-file-store.ts",
  ),
  "aval.contact_file_signature": stays(evidence, staff),
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
  "aval.delivery": stays(evidence, "that a holder was told"),
  "aval.deployment": stays(setting, "what the database is for"),
  "aval.desk_visit": gone(
    "thirty days",
    "an enrolment at a desk; what came of it is a fact",
    "desk/visit-store.ts",
  ),
  "aval.device": gone(
    "where its enrolment lapsed, with it; else " + standing,
    proof,
    "devices/store.ts",
  ),
  "aval.directory_read": gone("the day it counts", "counts, and nobody's name", "fhir/store.ts"),
  "aval.eid_visit": gone(
    "its enrolment's time after it ended",
    "a passage at a provider of identities",
    "enrolment/eid-store.ts",
  ),
  "aval.enrolment": gone(
    "where nothing was proven, until it expires; else " + evidence,
    proof,
    "enrolment/store.ts",
  ),
  "aval.enrolment_page": gone(
    "its enrolment's time after it ended",
    "pages of bindings",
    "enrolment/page-store.ts",
  ),
  "aval.enrolment_word": stays(evidence, proof),
  "aval.exercise": gone(register, "professions", "directory/apply-sql.ts"),
  "aval.fact": stays(
    evidence + "; network traces are meant for twelve months",
    "the log: append-only",
  ),
  "aval.fact_key": stays("as its fact", "a leaf without its key proves nothing"),
  "aval.fraud_case": stays(evidence, "what one person worked on"),
  "aval.fraud_window": stays(evidence, "what services were asked"),
  "aval.fraud_window_service": stays(evidence, "what services answered"),
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
  "aval.import_run": stays(evidence, "which file changed what"),
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
  "aval.locum": stays(evidence, proof),
  "aval.log_node": stays("for ever", "a memory of the log; it names nobody"),
  "aval.logout_delivery": gone(
    "a week after it was settled",
    "services told of an end",
    "provider/logout-store.ts",
  ),
  "aval.measure": stays(evidence, staff),
  "aval.measure_person": stays(evidence, "whom a measure named"),
  "aval.migration": stays(setting, "which migrations were applied"),
  "aval.notice": stays(evidence, "what a holder was told"),
  "aval.passkey": stays(standing, proof),
  "aval.passkey_addition": gone(
    "a day",
    "pages on which a key is added",
    "passkeys/adding-store.ts",
  ),
  "aval.passkey_visit": gone(
    "a day where it opened nothing; spent: " + evidence,
    proof,
    "passkeys/visit-store.ts",
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
    register + "; whoever leaves it is deactivated and stays, since facts name them",
    "who somebody is",
  ),
  "aval.provider_constant": stays(setting, "the engine's own constants"),
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
  "aval.reopening": stays(evidence, proof),
  "aval.report": stays(evidence, "who told what of somebody"),
  "aval.report_list": stays(evidence, "which list was sent, and by whom"),
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
  "aval.session": stays(evidence, proof),
  "aval.session_service": stays(evidence, "what a session entered"),
  "aval.sign_in": gone(
    "two hours where it was not concluded; else " + evidence,
    proof,
    "login/store.ts",
  ),
  "aval.staff_challenge": gone(
    "a day",
    "what a key of the staff is to sign",
    "staff/session-store.ts",
  ),
  "aval.staff_invitation": gone(
    "a day after it expired",
    "links by which a key comes",
    "staff/session-store.ts",
  ),
  "aval.staff_key": stays(standing, "a sandbox's registrars"),
  "aval.staff_member": stays(evidence, staff),
  "aval.staff_passkey": stays(evidence, staff),
  "aval.staff_proposal": gone("a day after it expired", "keys that wait", "staff/session-store.ts"),
  "aval.staff_role": stays(evidence, staff),
  "aval.staff_session": gone(
    "a day after it ended",
    "who is in the console",
    "staff/session-store.ts",
  ),
  "aval.staff_suspension": stays(evidence, staff),
  "aval.stop": stays(evidence, proof),
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
  "aval.upstream_visit": gone(
    "two hours where it opened nothing; spent: " + evidence,
    proof,
    "login/upstream-store.ts",
  ),
  "aval.waiting_import": stays(evidence, "which file waited for two people"),
  "aval.waiting_import_signature": stays(evidence, staff),
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
  "aval.workstation": stays(evidence, proof),
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
