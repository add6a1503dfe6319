import type {
  ApprovalId,
  DeviceId,
  EnrolmentId,
  MultiSigned,
  ProfessionalId,
  RefusalReason,
  SessionId,
  Transfer,
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
      approval: ApprovalId;
      rights: "full" | "reduced";
      service: string;
    }
  | { fact: "session_entered"; professional: ProfessionalId; session: SessionId; service: string }
  | { fact: "session_closed"; professional: ProfessionalId; session: SessionId; reason: string }
  | {
      fact: "sign_in_concluded";
      professional: ProfessionalId;
      session: SessionId;
      service: string;
      silent: boolean;
    }
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
  | { fact: "service_suspended"; service: string; by: string }
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
  sign_in_concluded: { store: "evidence", personal: true, says: "a service was told who is there" },
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
