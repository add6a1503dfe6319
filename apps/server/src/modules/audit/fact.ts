import type {
  ApprovalId,
  Context,
  DeviceId,
  EnrolmentId,
  InstallationId,
  LocumId,
  MultiSigned,
  PlaceId,
  PasskeyId,
  PasskeyKind,
  PlacePeople,
  ProfessionalId,
  RefusalReason,
  SessionId,
  StopId,
  Transfer,
  BellId,
  RingId,
  WorkstationId,
} from "@aval/protocol";

/**
 * Every fact the log can hold. One variant a fact, with its own fields and no free-form object, so that nothing
 * personal enters by accident. `professional` says whom it concerns; the holder can read those facts.
 */
export type Fact =
  | {
      fact: "approval_claimed";
      professional: ProfessionalId;
      approval: ApprovalId;
      device: DeviceId;
      service: string;
      transfer: Transfer;
      context: string;
    }
  | {
      fact: "approval_approved";
      professional: ProfessionalId;
      approval: ApprovalId;
      decision: MultiSigned;
    }
  | {
      fact: "approval_refused";
      professional: ProfessionalId;
      approval: ApprovalId;
      reason: RefusalReason;
      decision: MultiSigned;
      /** Where the rights table put the browser that asked. */
      where: Context["browser"]["standing"];
    }
  /** After the refusal, on the phone that refused; `message`: as it was signed. */
  | {
      fact: "refusal_explained";
      professional: ProfessionalId;
      approval: ApprovalId;
      reason: RefusalReason;
      message: string;
    }
  | {
      fact: "approval_cancelled";
      professional?: ProfessionalId;
      approval: ApprovalId;
      reason: string;
    }
  | { fact: "approval_expired"; professional?: ProfessionalId; approval: ApprovalId }
  | {
      fact: "approval_spent";
      professional: ProfessionalId;
      approval: ApprovalId;
      session: SessionId;
    }
  | {
      fact: "device_added";
      professional: ProfessionalId;
      device: DeviceId;
      level: "limited" | "full";
    }
  | { fact: "device_disabled"; professional: ProfessionalId; device: DeviceId; reason: "pin_tries" }
  | { fact: "pin_try_counted"; professional: ProfessionalId; device: DeviceId; triesLeft: number }
  | { fact: "enrolment_requested"; enrolment: EnrolmentId }
  | {
      fact: "evidence_added";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      evidence: "desk";
      signatures: readonly string[];
    }
  | {
      fact: "enrolment_activated";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      device: DeviceId;
      level: "limited" | "full";
    }
  | {
      fact: "session_opened";
      professional: ProfessionalId;
      session: SessionId;
      /** Absent for a card's: `card_spent` says what opened it. */
      approval?: ApprovalId;
      rights: "full" | "reduced";
      service: string;
    }
  | { fact: "session_entered"; professional: ProfessionalId; session: SessionId; service: string }
  | { fact: "session_closed"; professional: ProfessionalId; session: SessionId; reason: string }
  | { fact: "logout_delivered"; professional: ProfessionalId; session: SessionId; service: string }
  | {
      fact: "logout_given_up";
      professional: ProfessionalId;
      session: SessionId;
      service: string;
      last: "refused" | "failed" | "unanswered";
    }
  | {
      fact: "sign_in_concluded";
      professional: ProfessionalId;
      session: SessionId;
      service: string;
      silent: boolean;
    }
  | { fact: "stop_made"; professional: ProfessionalId; stop: StopId; rule: string }
  | {
      fact: "stop_lifted";
      professional: ProfessionalId;
      stop: StopId;
      rule: string;
      by: "phone" | "desk" | "card";
    }
  | {
      fact: "place_made";
      professional: ProfessionalId;
      place: PlaceId;
      approval: ApprovalId;
      device: DeviceId;
      people: PlacePeople;
    }
  | { fact: "place_offer_stopped"; professional: ProfessionalId; approval: ApprovalId }
  | {
      fact: "installation_added";
      professional: ProfessionalId;
      installation: InstallationId;
      service: string;
      device: DeviceId;
    }
  | {
      fact: "installation_ended";
      professional: ProfessionalId;
      installation: InstallationId;
      service: string;
      by: "holder" | "alert" | "restored";
    }
  /** A holder typed digits that fit no request of their software: how many origins keep silent for it. */
  | { fact: "search_missed"; professional: ProfessionalId; device: DeviceId; origins: number }
  | { fact: "place_aged"; professional: ProfessionalId; place: PlaceId; by: "code" | "l5" }
  | { fact: "place_woken"; professional: ProfessionalId; place: PlaceId }
  | { fact: "place_ended"; professional: ProfessionalId; place: PlaceId; by: "holder" | "alert" }
  | { fact: "place_slept"; professional: ProfessionalId; place: PlaceId; by: "restored" }
  /** One each: of whoever announced, and of whoever was announced. */
  | {
      fact: "locum_announced" | "announced_as_locum";
      professional: ProfessionalId;
      locum: LocumId;
      place: PlaceId;
    }
  | {
      fact: "locum_ended";
      professional: ProfessionalId;
      locum: LocumId;
      by: "holder" | "alert" | "place" | "date" | "restored";
    }
  | {
      fact: "workstation_registered";
      workstation: WorkstationId;
      structure: string;
      registrar: string;
    }
  | {
      fact: "workstation_ended";
      workstation: WorkstationId;
      by: "operator" | "clone" | "date" | "restored";
    }
  | {
      fact: "identity_provider_added" | "identity_provider_removed";
      provider: string;
      structure: string;
      by: string;
    }
  | {
      fact: "establishment_spent";
      professional: ProfessionalId;
      visit: string;
      provider: string;
      session: SessionId;
    }
  | { fact: "clone_detected"; professional: ProfessionalId; place: PlaceId }
  | {
      fact: "bell_set";
      professional: ProfessionalId;
      bell: BellId;
      place: PlaceId;
      service: string;
    }
  | {
      fact: "bell_ended";
      professional: ProfessionalId;
      bell: BellId;
      by: "holder" | "alert" | "place" | "unused" | "refused" | "restored";
    }
  | {
      fact: "bell_silenced";
      professional: ProfessionalId;
      bell: BellId;
      by: "refused" | "unanswered";
    }
  | { fact: "bell_rung"; professional: ProfessionalId; bell: BellId; ring: RingId }
  | {
      fact: "ring_refused";
      professional: ProfessionalId;
      bell: BellId;
      ring: RingId;
      reason: RefusalReason;
      /** A bell is on a place of the holder's own, always. */
      where: "own_place";
    }
  | { fact: "ring_refusal_taken_back"; professional: ProfessionalId; bell: BellId; ring: RingId }
  | { fact: "quiet_hours_set"; professional: ProfessionalId }
  /** A card opened nothing: why, and at which service's page. Whose card it was is not kept. */
  | { fact: "card_refused"; service: string; reason: string }
  | {
      fact: "card_reported";
      professional: ProfessionalId;
      device: DeviceId;
      sessions: number;
    }
  | { fact: "card_spent"; professional: ProfessionalId; visit: string; session: SessionId }
  /** Beside the `stop_lifted` of each. */
  | {
      fact: "card_reopened";
      professional: ProfessionalId;
      issuer: string;
      serial: string;
      stops: readonly StopId[];
    }
  | {
      fact: "card_used";
      professional: ProfessionalId;
      visit: string;
      issuer: string;
      serial: string;
      service: string;
    }
  | {
      fact: "passkey_added";
      professional: ProfessionalId;
      passkey: PasskeyId;
      approval: string;
      device: DeviceId;
      kind: PasskeyKind;
      hardwareHeld: boolean;
    }
  | {
      fact: "passkey_used";
      professional: ProfessionalId;
      passkey: PasskeyId;
      visit: string;
      service: string;
    }
  | {
      fact: "passkey_spent";
      professional: ProfessionalId;
      passkey: PasskeyId;
      visit: string;
      session: SessionId;
    }
  | { fact: "passkey_slept"; professional: ProfessionalId; passkey: PasskeyId }
  | {
      fact: "passkey_ended";
      professional: ProfessionalId;
      passkey: PasskeyId;
      by: "holder" | "alert" | "place" | "copied";
    }
  | {
      fact: "device_suspended";
      professional: ProfessionalId;
      device: DeviceId;
      reason: "alert" | "holder";
    }
  | {
      fact: "notice_sent" | "notice_failed" | "notice_stopped";
      professional: ProfessionalId;
      notice: string;
      event: string;
    }
  /** Of a session in the history, open or long over. */
  | { fact: "session_disowned"; professional: ProfessionalId; session: SessionId }
  | { fact: "setting_changed"; professional: ProfessionalId; setting: "more_time"; value: boolean }
  | { fact: "authorization_refused"; service: string; error: string; reason: string }
  | { fact: "tokens_issued"; professional: ProfessionalId; session: SessionId; service: string }
  | { fact: "tokens_refreshed"; professional: ProfessionalId; session: SessionId; service: string }
  | {
      fact: "replay_refused";
      professional: ProfessionalId;
      session: SessionId;
      artefact: "code" | "refresh_token";
      by: string;
      ended: "grant" | "session";
    }
  | {
      fact: "directory_imported";
      run: string;
      source: string;
      digest: string;
      lines: number;
      added: number;
      changed: number;
      removed: number;
      unchanged: number;
      problems: number;
    }
  | {
      fact: "directory_import_stopped";
      run: string;
      source: string;
      digest: string;
      reason: string;
      changed: number;
      removed: number;
      contacts: number;
    }
  | { fact: "professional_changed"; run: string; people: number }
  | { fact: "professional_deactivated"; run: string; people: number }
  | { fact: "contact_changed"; run: string; contacts: number }
  | { fact: "database_restored"; takenAt: string; sessions: number; by: string }
  | { fact: "service_registered"; service: string; number: string; sensitivity: string; by: string }
  | { fact: "service_changed"; service: string; changed: readonly string[]; by: string }
  /** `reason`: absent where it was removed for good. */
  | { fact: "service_suspended"; service: string; by: string; reason?: string }
  | { fact: "service_resumed"; service: string; by: string; reason: string }
  | { fact: "api_key_issued"; service: string; key: string; by: string }
  | { fact: "api_key_removed"; service: string; key: string; by: string }
  | { fact: "directory_read"; service: string; day: string; requests: number; resources: number };

/**
 * How long each fact is kept and whether it holds personal data; the sentence is what the log's reader is told.
 * `evidence`: 6 years; `network`: 12 months (DESIGN section 7).
 */
export const factRows = {
  approval_claimed: {
    store: "evidence",
    personal: true,
    says: "a phone took a request; fixed before anything was shown",
  },
  approval_approved: {
    store: "evidence",
    personal: true,
    says: "the holder's phone signed the context shown",
  },
  approval_refused: {
    store: "evidence",
    personal: true,
    says: "the holder refused, with a reason",
  },
  refusal_explained: {
    store: "evidence",
    personal: true,
    says: "the holder said what had happened; an error takes back what followed from the refusal",
  },
  approval_cancelled: {
    store: "evidence",
    personal: true,
    says: "a request ended by a rule or by its page",
  },
  approval_expired: { store: "evidence", personal: true, says: "nobody decided in time" },
  approval_spent: { store: "evidence", personal: true, says: "an approval opened a session, once" },
  device_added: { store: "evidence", personal: true, says: "a phone became active" },
  device_disabled: {
    store: "evidence",
    personal: true,
    says: "a phone was disabled after ten wrong codes",
  },
  pin_try_counted: { store: "evidence", personal: true, says: "a wrong code was counted" },
  enrolment_requested: {
    store: "evidence",
    personal: false,
    says: "a phone asked to be enrolled; nobody is named",
  },
  evidence_added: {
    store: "evidence",
    personal: true,
    says: "two registrars signed the phone's key",
  },
  enrolment_activated: {
    store: "evidence",
    personal: true,
    says: "the holder activated the phone with the code",
  },
  session_opened: { store: "evidence", personal: true, says: "a session began" },
  session_entered: {
    store: "evidence",
    personal: true,
    says: "a session entered a further service without asking",
  },
  session_closed: { store: "evidence", personal: true, says: "a session ended" },
  session_disowned: {
    store: "evidence",
    personal: true,
    says: "the holder said of a sign-in that it was not theirs",
  },
  setting_changed: { store: "evidence", personal: true, says: "the holder changed a setting" },
  logout_delivered: {
    store: "evidence",
    personal: true,
    says: "a service answered that it has closed its part of a session that ended",
  },
  logout_given_up: {
    store: "evidence",
    personal: true,
    says: "a service could not be told that a session ended; its holder is to sign out there",
  },
  sign_in_concluded: { store: "evidence", personal: true, says: "a service was told who is there" },
  stop_made: {
    store: "evidence",
    personal: true,
    says: "what a holder may do was paused or blocked, by a rule",
  },
  stop_lifted: {
    store: "evidence",
    personal: true,
    says: "a stop was lifted, by what may lift it",
  },
  place_made: {
    store: "evidence",
    personal: true,
    says: "a full phone made a browser a place, after a scan and half a minute",
  },
  place_offer_stopped: {
    store: "evidence",
    personal: true,
    says: "a holder said that a caller asked for a place; none came of that approval",
  },
  place_aged: {
    store: "evidence",
    personal: true,
    says: "a place began to give rights, by the holder's own act",
  },
  place_woken: { store: "evidence", personal: true, says: "a scan woke a place that slept" },
  place_ended: {
    store: "evidence",
    personal: true,
    says: "a place ended, and what was open on it",
  },
  place_slept: {
    store: "evidence",
    personal: true,
    says: "the database was put back: a place gives no rights until a scan",
  },
  locum_announced: {
    store: "evidence",
    personal: true,
    says: "a holder announced a locum at a place of theirs, with the code",
  },
  announced_as_locum: {
    store: "evidence",
    personal: true,
    says: "somebody was announced as a locum at another's place",
  },
  locum_ended: {
    store: "evidence",
    personal: true,
    says: "a locum is announced no longer, and what was open for them there ended",
  },
  installation_added: {
    store: "evidence",
    personal: true,
    says: "a holder added software to their access, with the code",
  },
  installation_ended: {
    store: "evidence",
    personal: true,
    says: "such software may ask no more; what it had opened ended",
  },
  search_missed: {
    store: "evidence",
    personal: true,
    says: "two digits fitted no request of the holder's software; where those came from keeps silent",
  },
  workstation_registered: {
    store: "evidence",
    personal: false,
    says: "a registrar signed that a browser stands in an establishment",
  },
  workstation_ended: {
    store: "evidence",
    personal: false,
    says: "a workstation is registered no longer, and what was open on it ended",
  },
  identity_provider_added: {
    store: "evidence",
    personal: false,
    says: "an operator added an establishment's own identity provider",
  },
  identity_provider_removed: {
    store: "evidence",
    personal: false,
    says: "an operator removed an establishment's own identity provider",
  },
  establishment_spent: {
    store: "evidence",
    personal: true,
    says: "an establishment's own provider named its person, and a session opened",
  },
  clone_detected: {
    store: "evidence",
    personal: true,
    says: "two browsers held the key of a place; it gives no rights until a scan",
  },
  bell_set: {
    store: "evidence",
    personal: true,
    says: "a holder let a place of theirs ring them for a service",
  },
  bell_ended: { store: "evidence", personal: true, says: "a bell rings no more" },
  bell_silenced: {
    store: "evidence",
    personal: true,
    says: "a bell was refused or left unanswered too often, and is silent for a day",
  },
  bell_rung: { store: "evidence", personal: true, says: "a place rang its holder's phones" },
  ring_refused: {
    store: "evidence",
    personal: true,
    says: "the holder refused what rang, with a reason",
  },
  ring_refusal_taken_back: {
    store: "evidence",
    personal: true,
    says: "the holder said that refusing what rang was a mistake; its bell is as it was",
  },
  quiet_hours_set: {
    store: "evidence",
    personal: true,
    says: "a holder changed when sign-ins ring nothing",
  },
  card_refused: { store: "evidence", personal: false, says: "a card opened nothing, and why" },
  card_reported: {
    store: "evidence",
    personal: true,
    says: "the holder said that their card is lost or used without them; what it had opened ended",
  },
  card_used: {
    store: "evidence",
    personal: true,
    says: "the holder confirmed on the card's page, in a handshake that the card signed",
  },
  card_reopened: {
    store: "evidence",
    personal: true,
    says: "the holder lifted what was stopped, in a handshake that the card signed",
  },
  card_spent: { store: "evidence", personal: true, says: "a card opened a session" },
  passkey_added: {
    store: "evidence",
    personal: true,
    says: "a key was added with a full phone's approval; it opens nothing for a day",
  },
  passkey_used: {
    store: "evidence",
    personal: true,
    says: "a key of the holder's signed a sign-in page's challenge",
  },
  passkey_spent: { store: "evidence", personal: true, says: "a key opened a session" },
  passkey_slept: {
    store: "evidence",
    personal: true,
    says: "the database was put back: a key opens nothing until the phone approves beside it",
  },
  passkey_ended: {
    store: "evidence",
    personal: true,
    says: "a key opens nothing any more, and what it had opened ended",
  },
  device_suspended: {
    store: "evidence",
    personal: true,
    says: "a phone was held after an alert: it approves nothing",
  },
  notice_sent: {
    store: "evidence",
    personal: true,
    says: "a notice left for one address of its holder's",
  },
  notice_failed: {
    store: "evidence",
    personal: true,
    says: "a notice could not be brought to one address",
  },
  notice_stopped: {
    store: "evidence",
    personal: true,
    says: "somebody who had the notice pressed its link",
  },
  authorization_refused: {
    store: "evidence",
    personal: false,
    says: "a service was told that nobody signed in",
  },
  tokens_issued: {
    store: "evidence",
    personal: true,
    says: "a service exchanged a code for tokens",
  },
  tokens_refreshed: { store: "evidence", personal: true, says: "a service renewed its tokens" },
  replay_refused: {
    store: "evidence",
    personal: true,
    says: "a spent code or token was presented again, and what came of it was ended",
  },
  directory_imported: {
    store: "evidence",
    personal: false,
    says: "an extract of the registers was read and applied",
  },
  directory_import_stopped: {
    store: "evidence",
    personal: false,
    says: "an extract would have changed too much, and was not applied",
  },
  professional_changed: {
    store: "evidence",
    personal: false,
    says: "how many people an import changed; their rows name it",
  },
  professional_deactivated: {
    store: "evidence",
    personal: false,
    says: "how many people an import deactivated; their rows name it",
  },
  contact_changed: {
    store: "evidence",
    personal: false,
    says: "how many contacts of known people an import changed; its rows say which",
  },
  database_restored: {
    store: "evidence",
    personal: false,
    says: "the database was put back to an earlier moment; what came after it is not in this log",
  },
  service_registered: { store: "evidence", personal: false, says: "a service was registered" },
  service_changed: {
    store: "evidence",
    personal: false,
    says: "what is registered of a service was changed",
  },
  service_suspended: { store: "evidence", personal: false, says: "a service was stopped" },
  service_resumed: {
    store: "evidence",
    personal: false,
    says: "a service that was stopped works again",
  },
  api_key_issued: {
    store: "evidence",
    personal: false,
    says: "a service was given a key for reading the directory",
  },
  api_key_removed: { store: "evidence", personal: false, says: "such a key was ended" },
  directory_read: {
    store: "evidence",
    personal: false,
    says: "how much of the directory a service read in a day; not whom",
  },
} as const satisfies Record<
  Fact["fact"],
  { store: "evidence" | "network"; personal: boolean; says: string }
>;
