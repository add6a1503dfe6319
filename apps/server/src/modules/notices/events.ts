import type { CampaignTexts } from "@aval/protocol";
import { limits } from "#lifetimes";

/**
 * What people are told, and how. One row an event; the test beside it walks them.
 *
 * `pace`: `at_once` on every contact; `first_then_digest` at once the first time from one browser, then in the evening's
 * digest, so that a holder who works from everywhere still reads what matters.
 *
 * `spends`: whose allowance it is told at once from (`allowances`). Above it everything waits for the digest: whoever makes a
 * thousand events gets one more message out of us, not a thousand (P-59).
 *
 * `phones`: which of the holder's are told. What a `limited` one, which a fraudster may have obtained, is told of is phones on their way.
 *
 * `wakes`: whether phones are woken for it, and in quiet hours too: signing in is silenced then, what is added and stopped never is.
 *
 * `stop`: whether it has *Arrêter*. Source: DESIGN section 6 "Notices", section 5 "reduced".
 */
export type NoticeEvent =
  | "first_day"
  | "phone_added"
  | "desk_begun"
  | "enrolment_begun"
  | "enrolment_proven"
  | "enrolment_ending"
  | "raise_begun"
  | "raise_proven"
  | "raise_ending"
  | "phone_raised"
  | "enrolment_still_used"
  | "letter_sent"
  | "letter_elsewhere"
  | "letter_stopped"
  | "phone_suspended"
  | "phone_renamed"
  | "phone_removed"
  | "card_suspended"
  | "means_restored"
  | "code_changed"
  | "code_renewed"
  | "place_made"
  | "software_added"
  | "passkey_added"
  | "locum_announced"
  | "announced_as_locum"
  | "session_elsewhere"
  | "session_in_transition"
  | "session_by_software"
  | "contact_changed"
  | "paused"
  | "blocked"
  | "frozen"
  | "reopened"
  | "campaign";

/**
 * What is told at once in a day, by who can bring it about. Who gains if two of these were one: whoever can make many of the one,
 * and then does the other unheard.
 *
 * `most`: to one person, whoever causes it; undefined: never waits. `fromOne`: by one other person, beside. `first`: whether the first of each event of
 * the day is told at once whatever was spent.
 */
export type Allowance =
  | "phone"
  | "phone_begun"
  | "power"
  | "entry"
  | "transition"
  | "stop"
  | "by_another"
  | "campaign";

export const allowances: Readonly<
  Record<
    Allowance,
    {
      readonly most: number | undefined;
      readonly fromOne: number | undefined;
      readonly first: boolean;
    }
  >
> = {
  // A phone whose evidence is complete, until it serves: told in the evening, its *Arrêter* would come after its wait. Nobody makes many
  // of them: each took two registrars, a card or an old phone, which are counted where they are shown.
  phone: { most: undefined, fromOne: undefined, first: true },
  // A phone that has shown nothing yet, hence opens nothing: what follows is told at once, whatever became of this.
  phone_begun: { most: limits.phonesBegunAtOnce, fromOne: undefined, first: true },
  // More power over this access than there was: a key, a key, a place, a lifted stop.
  power: { most: limits.noticesAtOnce, fromOne: undefined, first: true },
  // What a fraudster's phone enters by: in the evening its *Arrêter* would come after the hour that the session lasts. A phone has its
  // own count of sign-ins, and a service its date.
  transition: { most: undefined, fromOne: undefined, first: true },
  entry: { most: limits.noticesAtOnce, fromOne: undefined, first: true },
  stop: { most: limits.noticesAtOnce, fromOne: undefined, first: true },
  // A colleague causes it, as often as they like: it spends nothing that the others are told from.
  by_another: { most: limits.noticesByOthers, fromOne: limits.noticesByOne, first: false },
  // Nothing has happened: one more than these waits for the evening, and takes no alert's place.
  campaign: { most: limits.campaignsAtOnce, fromOne: undefined, first: false },
};

/** The events that another person brings about: whoever tells of them says who. */
export type ByAnother = "announced_as_locum";

export const events: Readonly<
  Record<
    NoticeEvent,
    {
      readonly pace: "at_once" | "first_then_digest";
      readonly spends: Allowance;
      readonly stop: boolean;
      readonly phones: "every" | "full";
      readonly wakes: "always" | "by_day" | "never";
    }
  >
> = {
  // Nothing has happened yet: it says what will, before somebody else does.
  first_day: { pace: "at_once", spends: "stop", stop: false, phones: "full", wakes: "by_day" },
  phone_added: { pace: "at_once", spends: "phone", stop: true, phones: "every", wakes: "always" },
  // A phone that is about to be theirs: in time to stop it. DESIGN section 6.
  desk_begun: {
    pace: "at_once",
    spends: "phone_begun",
    stop: true,
    phones: "every",
    wakes: "always",
  },
  enrolment_begun: {
    pace: "at_once",
    spends: "phone_begun",
    stop: true,
    phones: "every",
    wakes: "always",
  },
  enrolment_proven: {
    pace: "at_once",
    spends: "phone",
    stop: true,
    phones: "every",
    wakes: "always",
  },
  enrolment_ending: {
    pace: "at_once",
    spends: "phone",
    stop: true,
    phones: "every",
    wakes: "always",
  },
  // A phone to be confirmed that is about to open everything: as a new one.
  raise_begun: {
    pace: "at_once",
    spends: "phone_begun",
    stop: true,
    phones: "every",
    wakes: "always",
  },
  raise_proven: { pace: "at_once", spends: "phone", stop: true, phones: "every", wakes: "always" },
  raise_ending: { pace: "at_once", spends: "phone", stop: true, phones: "every", wakes: "always" },
  phone_raised: { pace: "at_once", spends: "phone", stop: true, phones: "every", wakes: "always" },
  // A phone that was taken for emptied has spoken: somebody else showed its passkey. What could be added meanwhile is theirs to stop.
  enrolment_still_used: {
    pace: "at_once",
    spends: "phone",
    stop: true,
    phones: "every",
    wakes: "always",
  },
  // A remote eID was its holder's: the same, and their post is waited for.
  letter_sent: {
    pace: "at_once",
    spends: "phone_begun",
    stop: true,
    phones: "every",
    wakes: "always",
  },
  letter_elsewhere: {
    pace: "at_once",
    spends: "phone",
    stop: true,
    phones: "every",
    wakes: "always",
  },
  // A registrar stopped it: nothing is left to.
  letter_stopped: {
    pace: "at_once",
    spends: "stop",
    stop: false,
    phones: "every",
    wakes: "always",
  },
  place_made: { pace: "at_once", spends: "power", stop: true, phones: "full", wakes: "always" },
  software_added: { pace: "at_once", spends: "power", stop: true, phones: "full", wakes: "always" },
  passkey_added: { pace: "at_once", spends: "power", stop: true, phones: "full", wakes: "always" },
  locum_announced: {
    pace: "at_once",
    spends: "power",
    stop: true,
    phones: "full",
    wakes: "always",
  },
  announced_as_locum: {
    pace: "at_once",
    spends: "by_another",
    stop: true,
    phones: "full",
    wakes: "always",
  },
  session_elsewhere: {
    pace: "first_then_digest",
    spends: "entry",
    stop: true,
    phones: "full",
    wakes: "by_day",
  },
  // Each is told: a service lets it in until a date, by what was not shown in person.
  session_in_transition: {
    pace: "at_once",
    spends: "transition",
    stop: true,
    phones: "full",
    wakes: "by_day",
  },
  session_by_software: {
    pace: "first_then_digest",
    spends: "entry",
    stop: true,
    phones: "full",
    wakes: "by_day",
  },
  // What was lost is stopped already; whoever did not lose it learns that somebody else was there.
  phone_suspended: { pace: "at_once", spends: "stop", stop: true, phones: "full", wakes: "always" },
  // By an analyst: nothing is left to stop.
  card_suspended: { pace: "at_once", spends: "stop", stop: false, phones: "full", wakes: "always" },
  // By two of them: whoever knows better stops it again.
  means_restored: { pace: "at_once", spends: "power", stop: true, phones: "full", wakes: "always" },
  phone_renamed: { pace: "at_once", spends: "power", stop: true, phones: "full", wakes: "always" },
  phone_removed: { pace: "at_once", spends: "power", stop: true, phones: "full", wakes: "always" },
  // Whoever knew the old code may have done it: it stops what could be added.
  code_changed: { pace: "at_once", spends: "power", stop: true, phones: "full", wakes: "always" },
  // Once a year and by itself. Whether the code stayed the same nobody can tell from outside: whoever finds it changed stops.
  code_renewed: { pace: "at_once", spends: "power", stop: true, phones: "full", wakes: "always" },
  // Said by the register, hence not ours to undo; what could be added meanwhile is.
  contact_changed: {
    pace: "at_once",
    spends: "power",
    stop: true,
    phones: "full",
    wakes: "always",
  },
  // Nothing is left to stop: these say who lifts it.
  paused: { pace: "at_once", spends: "stop", stop: false, phones: "full", wakes: "always" },
  blocked: { pace: "at_once", spends: "stop", stop: false, phones: "full", wakes: "always" },
  frozen: { pace: "at_once", spends: "stop", stop: false, phones: "full", wakes: "always" },
  // Whoever lifted it may not be its holder: this one stops again.
  reopened: { pace: "at_once", spends: "power", stop: true, phones: "full", wakes: "always" },
  // Written to many by two people. A phone rings for what its holder asked for or must stop, and this is neither.
  campaign: { pace: "at_once", spends: "campaign", stop: false, phones: "full", wakes: "never" },
};

/** What a notice says, beside its event. */
export type Told = {
  readonly event: NoticeEvent;
  /** Milliseconds since the epoch, told to the minute. */
  readonly at: number;
  /** A service's name, from the registry. */
  readonly service: string | undefined;
  /** What was written for this one, where it is a campaign's. */
  readonly words?: CampaignTexts | undefined;
};
