import type {
  ApprovalId,
  CallEnd,
  CallFacts,
  CallId,
  CallbackId,
  CallerCheckId,
  CallbackReason,
  CallReportId,
  CampaignId,
  CaseAct,
  CaseId,
  CaseOutcome,
  ContactRequestId,
  Context,
  DeviceId,
  EnrolmentId,
  EnrolmentPageId,
  ErasureId,
  ErasureReason,
  InstallationId,
  LetterId,
  LocumId,
  MeasureId,
  WindowId,
  MeasureKind,
  MultiSigned,
  PlaceId,
  PasskeyId,
  PasskeyKind,
  PhoneKeyKind,
  PlacePeople,
  ProfessionalId,
  PublicNoticeId,
  PublicJwk,
  ReachChannel,
  RefusalReason,
  ReportOrigin,
  ReportReason,
  SessionId,
  EmergencyReason,
  StaffKeyReason,
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
  /** An exercise that the holder began: in no count, no alert, no case. */
  | {
      fact: "practice_answered";
      professional: ProfessionalId;
      approval: ApprovalId;
      answer: "approved" | "refused";
      decision: MultiSigned;
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
      /** Whose signatures are this phone's and its code's, from then on: what a decision is verified by, years later. */
      ik: PublicJwk;
      uk: PublicJwk;
    }
  /** `key`: the PIN program's, from then on; `uk`: the public half of the code's key. */
  | {
      fact: "code_changed" | "code_renewed";
      professional: ProfessionalId;
      device: DeviceId;
      key: string;
      uk: PublicJwk;
    }
  /** `by`: the phone by which its holder said so; of the same phone again, its new installation. */
  | {
      fact:
        | "device_renamed"
        | "device_revoked"
        | "device_replaced"
        | "device_stands_beside"
        | "phone_disowned";
      professional: ProfessionalId;
      device: DeviceId;
      by: DeviceId;
    }
  | { fact: "device_disabled"; professional: ProfessionalId; device: DeviceId; reason: "pin_tries" }
  | { fact: "pin_try_counted"; professional: ProfessionalId; device: DeviceId; triesLeft: number }
  | { fact: "enrolment_requested"; enrolment: EnrolmentId }
  | {
      fact: "evidence_added";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      /** A row of the evidence table. */
      evidence:
        | "desk"
        | "desk_elsewhere"
        | "seeded_desk"
        | "old_phone"
        | "hardware_key"
        | "card"
        | "wallet"
        | "eid_letter"
        | "wiped"
        | "wiped_hardware";
      signatures: readonly string[];
      /** A card's: which. */
      issuer?: string;
      serial?: string;
    }
  /** An older phone of the holder's opened the lock for one page, by the code. */
  | {
      fact: "enrolment_lock_opened";
      professional: ProfessionalId;
      page: EnrolmentPageId;
      device: DeviceId;
    }
  | {
      fact: "enrolment_begun";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      path: "old_phone" | "card" | "wallet" | "eid_letter" | "wiped";
      /** Absent where no page of ours showed a binding. */
      page?: EnrolmentPageId;
    }
  /** Somebody who was told pressed *Arrêter*. */
  | {
      fact: "enrolment_held" | "enrolment_contested";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      /**
       * `place`: on the page that it was begun on. `old_installation`: it said something, so that its phone forgot nothing.
       * `begun_again`: nobody pressed anything, the same phone began anew.
       */
      by: "notice" | "phone" | "registrar" | "place" | "old_installation" | "begun_again";
      /** The registrar, where it was one. */
      staff?: string;
    }
  /** A remote eID was its holder's, at that level (`acr`), and a letter goes to where they practise. */
  | {
      fact: "letter_written";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      letter: LetterId;
      acr: string;
    }
  | {
      fact: "letter_elsewhere";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      letter: LetterId;
    }
  /** A registrar looked through the letters of their scope: how many names they read. */
  | { fact: "letters_viewed"; staff: string; count: number }
  | {
      fact: "enrolment_refused";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      reason: "words" | "restored" | "on_call" | "card_page";
    }
  /** An older full phone said, by the code, that a new one is its holder's: it waits less. */
  | {
      fact: "enrolment_confirmed";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      by: DeviceId;
    }
  /** A phone that two registrars showed opens its holder's own aged places while it waits. */
  | {
      fact: "waiting_phone_served";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      device: DeviceId;
      ik: PublicJwk;
      uk: PublicJwk;
    }
  | {
      fact: "enrolment_activated";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      device: DeviceId;
      level: "limited" | "full";
    }
  /** A phone to be confirmed opens everything from then on: what brought it is the enrolment's. */
  | { fact: "device_raised"; professional: ProfessionalId; device: DeviceId }
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
  /** By Shared Signals; `event`: the last part of its type. */
  | { fact: "signal_delivered"; professional: ProfessionalId; service: string; event: string }
  | {
      fact: "signal_given_up";
      professional: ProfessionalId;
      service: string;
      event: string;
      /** `held`: nobody took it in thirty days. */
      last: "refused" | "failed" | "unanswered" | "held";
    }
  /** A service said that it saw something odd; it is an alert, and stops nothing. */
  | {
      fact: "service_alert_received";
      professional: ProfessionalId;
      service: string;
      reason: "volume" | "compromise" | "disabled" | "risk";
      session?: SessionId;
    }
  /** Somebody told us that they saw something of theirs; it is an alert, and stops nothing. `staff`: who told, for `scope`. */
  | {
      fact: "report_received";
      professional: ProfessionalId;
      report: string;
      origin: ReportOrigin;
      reason: ReportReason;
      staff: string;
      scope: string;
      list?: string;
      channel?: ReachChannel;
    }
  /** `people`: in its segment, of `scope`. Its words and its segment are in its row, and their hash is `list`. */
  | { fact: "campaign_asked"; campaign: CampaignId; staff: string; scope: string; people: number }
  | {
      fact: "campaign_begun";
      campaign: CampaignId;
      staff: string;
      second: string;
      scope: string;
      people: number;
      list: string;
    }
  | { fact: "campaign_withdrawn" | "campaign_stopped"; campaign: CampaignId; staff: string }
  /** `text`: its hash, which the second one signed. */
  | {
      fact: "public_notice_published";
      notice: PublicNoticeId;
      staff: string;
      second: string;
      text: string;
    }
  | {
      fact: "public_notice_asked" | "public_notice_retired" | "public_notice_withdrawn";
      notice: PublicNoticeId;
      staff: string;
    }
  | { fact: "campaign_told"; professional: ProfessionalId; campaign: CampaignId }
  /** Somebody whom we do not know told it on a public page, and named this person; nobody believes that. */
  | {
      fact: "public_report_received";
      professional: ProfessionalId;
      report: string;
      intake: "call" | "document";
    }
  /** `lines`: reports that it made. */
  | { fact: "report_list_received"; list: string; staff: string; scope: string; lines: number }
  | { fact: "stream_made" | "stream_changed" | "stream_removed"; service: string; stream: string }
  | {
      fact: "stream_state_set";
      service: string;
      stream: string;
      state: "enabled" | "paused" | "disabled";
      by: "service" | "operator";
    }
  | {
      fact: "sign_in_concluded";
      professional: ProfessionalId;
      session: SessionId;
      service: string;
      silent: boolean;
    }
  /** A member of staff saw who this is. */
  | {
      fact: "person_viewed";
      professional: ProfessionalId;
      staff: string;
      why: "enrolment" | "contacts" | "freeze" | "letters" | "case" | "refusal" | "erasure";
    }
  /** A fact that somebody should look at; `case`: where it went at once. Whom it is about, that fact says. */
  | { fact: "alert_raised"; alert: string; kind: string; case?: CaseId }
  /** Its holder said that it was nothing. */
  | { fact: "alert_taken_back"; alert: string }
  | { fact: "case_opened"; case: CaseId; alerts: readonly string[] }
  | { fact: "case_merged"; case: CaseId; into: CaseId; staff?: string }
  /** These alerts are another case from then on, by an analyst. */
  | {
      fact: "case_split";
      case: CaseId;
      into: CaseId;
      alerts: readonly string[];
      staff: string;
    }
  /** Absent `staff`: everything in it had been taken back, and nobody had claimed it. What was written is not here. */
  | {
      fact: "case_changed";
      case: CaseId;
      act: Exclude<CaseAct, "opened" | "merged" | "split" | "split_off">;
      staff?: string;
      /** To whom it was handed. */
      to?: string;
      outcome?: CaseOutcome;
    }
  /** `second`: who signed the list, where it was of many. `changed`: false, it stood already or there was nothing to end. */
  | {
      fact: "measure_taken";
      professional: ProfessionalId;
      case: CaseId;
      measure: MeasureId;
      kind: MeasureKind;
      staff: string;
      second?: string;
      changed: boolean;
    }
  /** Before the telephone rings. `scope`: for whom its agent calls. */
  | {
      fact: "call_announced";
      professional: ProfessionalId;
      call: CallId;
      case: CaseId;
      staff: string;
      scope: string;
    }
  /** `revealed`: nothing dials, and its agent was told the one number. */
  | {
      fact: "call_opened";
      professional: ProfessionalId;
      call: CallId;
      staff: string;
      how: "dialled" | "revealed";
    }
  /** Absent `staff`: its holder reported it. */
  | {
      fact: "call_ended";
      professional: ProfessionalId;
      call: CallId;
      by: Exclude<CallEnd, "time">;
      staff?: string;
    }
  /** On the phone, to be called back on the trusted number. */
  | {
      fact: "callback_asked";
      professional: ProfessionalId;
      callback: CallbackId;
      device: DeviceId;
      reason: CallbackReason;
    }
  | {
      fact: "callback_withdrawn";
      professional: ProfessionalId;
      callback: CallbackId;
      device: DeviceId;
    }
  | {
      fact: "callback_taken";
      professional: ProfessionalId;
      callback: CallbackId;
      staff: string;
      scope: string;
    }
  /** An agent who does not know who is on the line: what is being added waits. */
  | { fact: "caller_held"; professional: ProfessionalId; case: CaseId; staff: string }
  /** An agent asks the phone of whoever they may be speaking with. */
  | {
      fact: "caller_asked";
      professional: ProfessionalId;
      check: CallerCheckId;
      case: CaseId;
      staff: string;
      scope: string;
    }
  | {
      fact: "caller_confirmed" | "caller_refused";
      professional: ProfessionalId;
      check: CallerCheckId;
      device: DeviceId;
    }
  /** The agent to whom that was confirmed blocked: once. */
  | {
      fact: "caller_blocked";
      professional: ProfessionalId;
      check: CallerCheckId;
      case: CaseId;
      staff: string;
    }
  | {
      fact: "call_reported";
      professional: ProfessionalId;
      report: CallReportId;
      device: DeviceId;
      when: "now" | "earlier";
      /** Of ours, which went on then. */
      call?: CallId;
    }
  | ({
      fact: "call_report_told";
      professional: ProfessionalId;
      report: CallReportId;
    } & CallFacts)
  /** An operator had so many events sent to a service again. */
  | {
      fact: "signals_replayed";
      service: string;
      stream: string;
      events: number;
      staff: string;
    }
  /** `isTold`: false, it has no stream for such events. */
  | {
      fact: "fraud_window_sent";
      professional: ProfessionalId;
      case: CaseId;
      window: WindowId;
      service: string;
      staff: string;
      isTold: boolean;
    }
  | {
      fact: "fraud_window_answered";
      professional: ProfessionalId;
      case: CaseId;
      window: WindowId;
      service: string;
      acts: number;
      cancelled: number;
    }
  /** `signature`: what was signed, with the key's answer. */
  | {
      fact: "contact_change_asked";
      professional: ProfessionalId;
      request: ContactRequestId;
      contact: "phone" | "email";
      /** By a member of staff, with what they signed; by a program, its key. */
      staff?: string;
      signature?: string;
      program?: string;
      /** By an import, whose line it is: something of theirs was stopped. */
      run?: string;
      /** By the holder's own phone, with what it signed. */
      device?: DeviceId;
    }
  /** By a phone of the holder's, or in *Mon accès*. */
  | {
      fact: "contacts_said_right";
      professional: ProfessionalId;
      device?: DeviceId;
      session?: SessionId;
    }
  | {
      fact: "contact_change_agreed";
      professional: ProfessionalId;
      request: ContactRequestId;
      contact: "phone" | "email";
      staff: string;
      /** The values before it are relied on no more: their holder was there, and they are not theirs. */
      endsTrust?: true;
      signature: string;
    }
  | {
      fact: "contact_change_refused";
      professional: ProfessionalId;
      request: ContactRequestId;
      contact: "phone" | "email";
      staff?: string;
      /** By an import of the authority whose earlier file asked: it undid that one, or names this person again. */
      run?: string;
      /** By the holder's own phone. */
      device?: DeviceId;
    }
  | { fact: "contact_file_signed"; file: string; staff: string; signature: string }
  | { fact: "contact_file_refused"; file: string; staff: string }
  | { fact: "contact_quality_read"; staff: string; scope: string; lines: number }
  | { fact: "contact_key_issued"; key: string; authority: string }
  | { fact: "contact_key_removed"; key: string; authority: string }
  | { fact: "staff_added"; staff: string; roles: readonly string[]; scope: string }
  | { fact: "staff_invited"; staff: string }
  | { fact: "staff_key_proposed"; staff: string; key: string; model: string }
  /** An operator was read its words. `signature`: what was signed, with the key's answer. */
  | {
      fact: "staff_key_vouched";
      staff: string;
      key: string;
      by: string;
      reason: StaffKeyReason;
      signature: string;
    }
  /** `by`: the second of two operators; absent when somebody on the host confirmed it. */
  | {
      fact: "staff_key_added";
      staff: string;
      key: string;
      model: string;
      by?: string;
      signature?: string;
    }
  /** `differed`: other words were given; `withdrawn`: by its own page; `refused`: by an operator. */
  | {
      fact: "staff_key_refused";
      staff: string;
      key: string;
      why: "differed" | "withdrawn" | "refused";
      by?: string;
    }
  | { fact: "staff_key_ended"; staff: string; key: string }
  /** Of an operator, by another: it takes a third one's press. */
  | { fact: "staff_suspension_asked"; staff: string; by: string }
  /** `by`: absent when somebody on the host did. */
  | { fact: "staff_suspended"; staff: string; by?: string }
  | { fact: "staff_signed_in"; staff: string; key: string }
  | { fact: "staff_signed_out"; staff: string }
  /** Two people entered in an emergency. `signature`: what the second signed, with the key's answer. */
  | {
      fact: "staff_emergency_opened";
      staff: string;
      key: string;
      reason: EmergencyReason;
      by: string;
      byKey: string;
      signature: string;
    }
  | {
      fact: "stop_made";
      professional: ProfessionalId;
      stop: StopId;
      rule: string;
      /** Of a freeze. */
      reason?: "known_victim" | "disowned" | "found";
    }
  | {
      fact: "stop_lifted";
      professional: ProfessionalId;
      stop: StopId;
      rule: string;
      by: "phone" | "desk" | "card" | "together" | "two_people";
    }
  /** `signature`: what was signed, with the key's answer. */
  | {
      fact: "freeze_clearance_signed";
      professional: ProfessionalId;
      stop: StopId;
      staff: string;
      signature: string;
    }
  /** Under a freeze, at a desk: the one phone there may be, told to those who clear it. */
  | {
      fact: "frozen_phone_proven";
      professional: ProfessionalId;
      stop: StopId;
      enrolment: EnrolmentId;
      device: DeviceId;
    }
  | { fact: "reopening_begun"; professional: ProfessionalId; stop: StopId; device: DeviceId }
  | {
      fact: "reopening_at_desk";
      professional: ProfessionalId;
      stop: StopId;
      signatures: readonly string[];
    }
  | {
      fact: "reopening_by_card";
      professional: ProfessionalId;
      stop: StopId;
      device: DeviceId;
      issuer: string;
      serial: string;
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
  /** A holder said that a caller asked for it: nothing was linked. */
  | { fact: "installation_link_stopped"; professional: ProfessionalId; service: string }
  | {
      fact: "installation_ended";
      professional: ProfessionalId;
      installation: InstallationId;
      service: string;
      /** `place`: strict software, whose place was ended. */
      by: "holder" | "alert" | "restored" | "place";
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
  | { fact: "identity_provider_slept"; provider: string; structure: string }
  | {
      fact: "identity_provider_added" | "identity_provider_confirmed" | "identity_provider_removed";
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
  /** What the log proves of a holder was given out: to the holder, or to whoever asked on the host. Milliseconds since the epoch. */
  | {
      fact: "bundle_made";
      professional: ProfessionalId;
      by: "holder" | "host";
      from: number;
      to: number;
    }
  /** The same, told for a complaint. By staff: in which case, who asked for it and who signed. */
  | {
      fact: "complaint_made";
      professional: ProfessionalId;
      by: "holder" | "staff";
      case?: string;
      staff?: string;
      second?: string;
      from: number;
      to: number;
    }
  /** At their term these facts lost what they said: those of one store that were older than `before`, in seconds. Which ones, their leaves say. */
  | { fact: "facts_let_go"; store: "evidence" | "network"; before: number; facts: number }
  /** Two people had these facts of this holder lose what they said. `list`: the hash that the second one signed. */
  | {
      fact: "facts_erased";
      professional: ProfessionalId;
      erasure: ErasureId;
      reason: ErasureReason;
      facts: readonly string[];
      list: string;
      staff: string;
      second: string;
    }
  /** A card opened nothing: why, and at which service's page. Whose card it was is not kept. */
  | { fact: "card_refused"; service: string; reason: string }
  | {
      fact: "card_reported";
      professional: ProfessionalId;
      device: DeviceId;
      sessions: number;
    }
  /** By an analyst; `sessions`: how many that it had opened ended. */
  | {
      fact: "card_suspended";
      professional: ProfessionalId;
      issuer: string;
      serial: string;
      sessions: number;
    }
  | { fact: "card_restored"; professional: ProfessionalId; issuer: string; serial: string }
  | { fact: "card_spent"; professional: ProfessionalId; visit: string; session: SessionId }
  /** Beside the `stop_lifted` of each. */
  | {
      fact: "card_tested";
      professional: ProfessionalId;
      issuer: string;
      serial: string;
    }
  | { fact: "card_read_on"; professional: ProfessionalId; issuer: string; serial: string }
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
  /** A key of the authenticator's host, made on this phone and signed for by its code. */
  | {
      fact: "phone_key_added";
      professional: ProfessionalId;
      passkey: PasskeyId;
      device: DeviceId;
      kind: PhoneKeyKind;
      hardwareHeld: boolean;
    }
  /** Such a key signed for an enrolment. `nonce`: what its challenge was made of. */
  | {
      fact: "enrolment_key_used";
      professional: ProfessionalId;
      enrolment: EnrolmentId;
      passkey: PasskeyId;
      nonce: string;
      signature: string;
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
      /** `still_used`: it came by the passkey of an installation that has spoken since. */
      reason: "alert" | "holder" | "disowned" | "still_used" | "analyst";
    }
  | { fact: "device_restored"; professional: ProfessionalId; device: DeviceId }
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
      /** The stopped import that two operators signed: it was above its share. */
      agreed?: string;
    }
  /** `run`: the import that stopped. `signature`: what was signed, with the key's answer. */
  | { fact: "directory_import_signed"; run: string; staff: string; signature: string }
  | { fact: "directory_import_set_aside"; run: string; staff: string }
  /** The list of desks that help shows. */
  | {
      fact: "desks_imported";
      digest: string;
      lines: number;
      added: number;
      changed: number;
      removed: number;
      unchanged: number;
      problems: number;
    }
  /** A first day's list of who had a means before. */
  | {
      fact: "holders_known";
      areVictims: boolean;
      lines: number;
      added: number;
      changed: number;
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
  /** `until`: absent where it was ended. */
  | { fact: "service_transition_set"; service: string; until?: number; by: string; reason: string }
  /** `day`: in Paris. */
  | {
      fact: "service_bells_lost";
      service: string;
      day: string;
      asked: number;
      refused: number;
    }
  /** `by`: a person, for a reason; or `taken_back`, by holders whose refusals it had rested on. */
  | { fact: "service_bells_restored"; service: string; by: string; reason?: string }
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
  practice_answered: {
    store: "evidence",
    personal: true,
    says: "the holder answered an exercise, which opens nothing",
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
  device_raised: { store: "evidence", personal: true, says: "a limited phone became full" },
  code_changed: {
    store: "evidence",
    personal: true,
    says: "a phone's personal code was changed, with the old one",
  },
  code_renewed: {
    store: "evidence",
    personal: true,
    says: "a phone made the key of its code anew by itself, at a right code",
  },
  device_renamed: { store: "evidence", personal: true, says: "the holder named a phone of theirs" },
  device_revoked: {
    store: "evidence",
    personal: true,
    says: "the holder removed a phone of theirs for good",
  },
  device_replaced: {
    store: "evidence",
    personal: true,
    says: "a phone whose storage was cleared goes on as another installation",
  },
  device_stands_beside: {
    store: "evidence",
    personal: true,
    says: "a phone whose storage was cleared goes on beside its old installation, as one to be confirmed",
  },
  phone_disowned: {
    store: "evidence",
    personal: true,
    says: "the holder said with an older phone that one was never theirs",
  },
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
    says: "what a row of the evidence table asks for was shown for a phone's key",
  },
  enrolment_lock_opened: {
    store: "evidence",
    personal: true,
    says: "an older phone opened a page for a new one, by the code",
  },
  enrolment_begun: {
    store: "evidence",
    personal: true,
    says: "a phone scanned a holder's page and is to become theirs",
  },
  letter_written: {
    store: "evidence",
    personal: true,
    says: "a remote eID was the holder's, and a letter goes to where they practise",
  },
  letter_elsewhere: {
    store: "evidence",
    personal: true,
    says: "another phone than the one that asked showed the holder's letter",
  },
  letters_viewed: {
    store: "evidence",
    personal: false,
    says: "a registrar looked the letters of their scope through",
  },
  enrolment_held: {
    store: "evidence",
    personal: true,
    says: "somebody who was told of a phone holds it until its holder is seen again",
  },
  enrolment_contested: {
    store: "evidence",
    personal: true,
    says: "somebody who was told of a phone ended its enrolment",
  },
  enrolment_refused: {
    store: "evidence",
    personal: true,
    says: "an enrolment ended by a rule",
  },
  enrolment_confirmed: {
    store: "evidence",
    personal: true,
    says: "an older phone of the holder's said that a new one is theirs",
  },
  waiting_phone_served: {
    store: "evidence",
    personal: true,
    says: "a phone that waits for what a desk signed opens its holder's own places meanwhile",
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
  signal_delivered: {
    store: "evidence",
    personal: true,
    says: "a service has taken what it was told of its holder by Shared Signals",
  },
  signal_given_up: {
    store: "evidence",
    personal: true,
    says: "a service could not be told of its holder by Shared Signals",
  },
  service_alert_received: {
    store: "evidence",
    personal: true,
    says: "a service told us that it saw something odd of its user",
  },
  report_received: {
    store: "evidence",
    personal: true,
    says: "an agent or a partner told us something of them, for a reason of a closed list",
  },
  campaign_asked: {
    store: "evidence",
    personal: false,
    says: "somebody on the staff wrote a message to a segment of professionals",
  },
  campaign_begun: {
    store: "evidence",
    personal: false,
    says: "a second one signed its segment, its count and its texts, and it began",
  },
  campaign_withdrawn: {
    store: "evidence",
    personal: false,
    says: "its maker took a campaign back before anybody signed it",
  },
  campaign_stopped: {
    store: "evidence",
    personal: false,
    says: "somebody stopped a campaign that was being sent",
  },
  public_notice_asked: {
    store: "evidence",
    personal: false,
    says: "an operator wrote a notice for everybody",
  },
  public_notice_published: {
    store: "evidence",
    personal: false,
    says: "another operator signed it, and everybody reads it",
  },
  public_notice_retired: {
    store: "evidence",
    personal: false,
    says: "an operator retired it: it stays at its address, and says so",
  },
  public_notice_withdrawn: {
    store: "evidence",
    personal: false,
    says: "its maker took it back before anybody signed it",
  },
  campaign_told: {
    store: "evidence",
    personal: true,
    says: "this person was sent a campaign's message",
  },
  public_report_received: {
    store: "evidence",
    personal: true,
    says: "somebody told of a call or of a false document on a public page, and named this person",
  },
  report_list_received: {
    store: "evidence",
    personal: false,
    says: "a partner sent a list of reports",
  },
  stream_made: { store: "evidence", personal: false, says: "a service asked to be told" },
  stream_changed: {
    store: "evidence",
    personal: false,
    says: "a service changed what it is told, or where",
  },
  stream_removed: { store: "evidence", personal: false, says: "a service is to be told no more" },
  stream_state_set: {
    store: "evidence",
    personal: false,
    says: "what a service is told was paused, stopped or begun again",
  },
  sign_in_concluded: { store: "evidence", personal: true, says: "a service was told who is there" },
  stop_made: {
    store: "evidence",
    personal: true,
    says: "what a holder may do was paused, blocked or frozen, by a rule",
  },
  stop_lifted: {
    store: "evidence",
    personal: true,
    says: "a stop was lifted, by what may lift it",
  },
  freeze_clearance_signed: {
    store: "evidence",
    personal: true,
    says: "an analyst signed that a freeze may end; it ends with a second one's signature within a day",
  },
  frozen_phone_proven: {
    store: "evidence",
    personal: true,
    says: "two registrars showed a frozen holder's phone: the one that may be added while the freeze stands, told to those who clear it",
  },
  place_made: {
    store: "evidence",
    personal: true,
    says: "a full phone made a browser a place, after a scan and half a minute",
  },
  reopening_begun: {
    store: "evidence",
    personal: true,
    says: "a phone of the holder's asked to lift a block with a desk and their card",
  },
  reopening_at_desk: {
    store: "evidence",
    personal: true,
    says: "two registrars saw the holder and signed the phone that asks to lift a block",
  },
  reopening_by_card: {
    store: "evidence",
    personal: true,
    says: "the holder's card was shown to lift a block with a desk and their phone",
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
  installation_link_stopped: {
    store: "evidence",
    personal: true,
    says: "a holder said that a caller asked for software to be linked; none was",
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
  identity_provider_slept: {
    store: "evidence",
    personal: false,
    says: "a restore brought an establishment's own identity provider back, and it lets nobody in until it is confirmed",
  },
  identity_provider_confirmed: {
    store: "evidence",
    personal: false,
    says: "an operator said that an establishment's own identity provider still stands after a restore",
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
  bundle_made: {
    store: "evidence",
    personal: true,
    says: "a file of proofs about a holder was made: for themselves, or on the host",
  },
  complaint_made: {
    store: "evidence",
    personal: true,
    says: "a complaint file was given to the holder, or to two analysts of a case",
  },
  facts_let_go: {
    store: "evidence",
    personal: false,
    says: "facts past their term lost what they said; the log keeps their place",
  },
  facts_erased: {
    store: "evidence",
    personal: true,
    says: "two people had chosen facts of this holder lose what they said; the log keeps their place",
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
  card_restored: {
    store: "evidence",
    personal: true,
    says: "two analysts gave back a card that one had suspended",
  },
  card_suspended: {
    store: "evidence",
    personal: true,
    says: "an analyst suspended one card: it opens nothing, and what it had opened ended",
  },
  card_used: {
    store: "evidence",
    personal: true,
    says: "the holder confirmed on the card's page, in a handshake that the card signed",
  },
  card_tested: {
    store: "evidence",
    personal: true,
    says: "the holder tried their card, in a handshake that it signed; it opened nothing",
  },
  card_read_on: {
    store: "evidence",
    personal: true,
    says: "the holder read Mon accès while everything was stopped, by a handshake that the card signed",
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
  phone_key_added: {
    store: "evidence",
    personal: true,
    says: "a key was added on a phone, with its code; it serves no enrolment for a day",
  },
  enrolment_key_used: {
    store: "evidence",
    personal: true,
    says: "a key of the holder's signed for a phone that is to become theirs",
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
    says: "a phone was held, by an alert, its holder or an analyst: it approves nothing",
  },
  device_restored: {
    store: "evidence",
    personal: true,
    says: "two analysts gave back a phone that one had suspended: it approves again",
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
  desks_imported: {
    store: "evidence",
    personal: false,
    says: "a list of desks took the place of the one that help showed",
  },
  holders_known: {
    store: "evidence",
    personal: false,
    says: "a list of who had a means before the first day was read",
  },
  directory_import_stopped: {
    store: "evidence",
    personal: false,
    says: "an extract would have changed too much, and was not applied",
  },
  directory_import_signed: {
    store: "evidence",
    personal: false,
    says: "an operator signed that an extract above its share is right; signed by two, the same file passes once",
  },
  directory_import_set_aside: {
    store: "evidence",
    personal: false,
    says: "an operator set such an extract aside",
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
  person_viewed: {
    store: "evidence",
    personal: true,
    says: "a member of staff opened the page of this person, and for what",
  },
  alert_raised: {
    store: "evidence",
    personal: false,
    says: "a fact became an alert, and which case it went to at once",
  },
  alert_taken_back: {
    store: "evidence",
    personal: false,
    says: "an alert is none any more: its holder said that it was nothing",
  },
  case_opened: {
    store: "evidence",
    personal: false,
    says: "alerts became a case that analysts work on",
  },
  case_merged: {
    store: "evidence",
    personal: false,
    says: "two cases came to share something, or an analyst (`staff`) said that they are one, and one has everything of both",
  },
  case_split: {
    store: "evidence",
    personal: false,
    says: "an analyst took alerts out of a case into one of their own",
  },
  case_changed: {
    store: "evidence",
    personal: false,
    says: "what an analyst did with a case; notes and reasons stay in the case",
  },
  measure_taken: {
    store: "evidence",
    personal: true,
    says: "an analyst stopped something for this person, or gave it back, in a case; for many, and to give back, a second one had signed the list",
  },
  call_announced: {
    store: "evidence",
    personal: true,
    says: "an agent announced a call to this person, for a case; nothing can be added while it lasts",
  },
  call_opened: {
    store: "evidence",
    personal: true,
    says: "that call was dialled, or its agent was told the one trusted number",
  },
  call_ended: {
    store: "evidence",
    personal: true,
    says: "that call ended, by its agent, by a report, or because nothing rang; one over by its time has none",
  },
  caller_held: {
    store: "evidence",
    personal: true,
    says: "an agent did not know who was on the line: what is being added for this person waits",
  },
  caller_asked: {
    store: "evidence",
    personal: true,
    says: "an agent asked on this person's phone whether they were on the line; it holds and opens nothing",
  },
  caller_confirmed: {
    store: "evidence",
    personal: true,
    says: "the holder confirmed it, with the code: that agent may block for them, for minutes",
  },
  caller_refused: {
    store: "evidence",
    personal: true,
    says: "the holder reported the call instead",
  },
  caller_blocked: {
    store: "evidence",
    personal: true,
    says: "the agent to whom it was confirmed blocked this person's access",
  },
  callback_asked: {
    store: "evidence",
    personal: true,
    says: "the holder asked to be called back on the number that is trusted, for a reason of a list",
  },
  callback_withdrawn: {
    store: "evidence",
    personal: true,
    says: "the holder took that back",
  },
  callback_taken: {
    store: "evidence",
    personal: true,
    says: "an agent took it to call them, and a case comes of it",
  },
  call_reported: {
    store: "evidence",
    personal: true,
    says: "the holder reported a call; of one that goes on, what is added is held",
  },
  call_report_told: {
    store: "evidence",
    personal: true,
    says: "what the holder said of that call, by buttons",
  },
  signals_replayed: {
    store: "evidence",
    personal: false,
    says: "an operator had events of a service's stream sent again, as the same tokens",
  },
  fraud_window_sent: {
    store: "evidence",
    personal: true,
    says: "an analyst had a service told of a time in which somebody else may have used this person's access",
  },
  fraud_window_answered: {
    store: "evidence",
    personal: true,
    says: "a service answered how many acts there were in that time, and how many it cancelled",
  },
  contact_change_asked: {
    store: "evidence",
    personal: true,
    says: "a member of staff, a program of the authority, or the person's own phone asked to change a contact of theirs; nothing changes before a second agrees",
  },
  contacts_said_right: {
    store: "evidence",
    personal: true,
    says: "the holder said, on their phone or in Mon accès, that their contacts are still right",
  },
  contact_file_signed: {
    store: "evidence",
    personal: false,
    says: "a member of staff signed that a file of contacts above its authority's share is right; the second signature applies it",
  },
  contact_file_refused: {
    store: "evidence",
    personal: false,
    says: "a member of staff set such a file aside",
  },
  contact_quality_read: {
    store: "evidence",
    personal: false,
    says: "a member of staff read which contacts of their authority are to be looked at; no value was shown",
  },
  contact_key_issued: {
    store: "evidence",
    personal: false,
    says: "an authority's program was given a key by which it asks for changes of contacts",
  },
  contact_key_removed: { store: "evidence", personal: false, says: "such a key was ended" },
  contact_change_agreed: {
    store: "evidence",
    personal: true,
    says: "a second member of staff agreed to exactly that change, which was made",
  },
  contact_change_refused: {
    store: "evidence",
    personal: true,
    says: "a change of a contact was given up, by whoever asked, by a second person, by a later file of its authority or by the holder's phone",
  },
  staff_added: {
    store: "evidence",
    personal: false,
    says: "somebody joined the staff, by a command on the host",
  },
  staff_invited: {
    store: "evidence",
    personal: false,
    says: "a link was made by which a member of staff adds a key",
  },
  staff_key_proposed: {
    store: "evidence",
    personal: false,
    says: "a link brought a key for a member of staff, which opens nothing yet",
  },
  staff_key_added: {
    store: "evidence",
    personal: false,
    says: "a key that was proposed was let in, by a second operator or on the host: a member of staff signs in and signs by it",
  },
  staff_key_vouched: {
    store: "evidence",
    personal: false,
    says: "an operator was read the words of a key that was proposed, and signed why; another operator's signature within a day lets it in",
  },
  staff_key_refused: {
    store: "evidence",
    personal: false,
    says: "a key that was proposed is over: other words were given, its page gave it up, or an operator set it aside",
  },
  staff_key_ended: {
    store: "evidence",
    personal: false,
    says: "a member of staff ended a key of theirs",
  },
  staff_suspension_asked: {
    store: "evidence",
    personal: false,
    says: "an operator asked that another be suspended; it takes another one's press within a day",
  },
  staff_suspended: { store: "evidence", personal: false, says: "a member of staff was stopped" },
  staff_signed_in: {
    store: "evidence",
    personal: false,
    says: "a member of staff signed in to the console",
  },
  staff_signed_out: {
    store: "evidence",
    personal: false,
    says: "a member of staff left the console",
  },
  staff_emergency_opened: {
    store: "evidence",
    personal: false,
    says: "two people entered the console with two keys in an emergency, for an hour, to stop",
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
  service_transition_set: {
    store: "evidence",
    personal: false,
    says: "a service lets limited phones in until a date, or no longer",
  },
  service_bells_lost: {
    store: "evidence",
    personal: false,
    says: "too many holders refused a service in a day: its bells ring nobody",
  },
  service_bells_restored: {
    store: "evidence",
    personal: false,
    says: "a service's bells ring again",
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
