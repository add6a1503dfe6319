import type { Fact } from "#modules/audit";
import { type Rule, rulesHolding } from "#modules/stops";

/**
 * What services are told, as data: which fact of the log is which event, of whom, and what it says.
 *
 * Code reads this table and holds no second copy. A service learns that something ended, was added or was stopped, and by what kind
 * of hand: never which phone, place, network, caller or case. Sources: CAEP 1.0, RISC 1.0, SSF 1.0 section 8; facts/oidc 4.
 */
const ssf = "https://schemas.openid.net/secevent/ssf/event-type/";
const caep = "https://schemas.openid.net/secevent/caep/event-type/";
const risc = "https://schemas.openid.net/secevent/risc/event-type/";

export const eventTypes = {
  sessionRevoked: `${caep}session-revoked`,
  credentialChange: `${caep}credential-change`,
  accountDisabled: `${risc}account-disabled`,
  accountEnabled: `${risc}account-enabled`,
  /** Ours: no standard has the words. Decision 0064. */
  fraudWindow: "urn:aval:secevent:event-type:fraud-window",
} as const;
export type EventType = (typeof eventTypes)[keyof typeof eventTypes];

/** Told of the stream itself, asked for or not. */
export const streamTypes = {
  verification: `${ssf}verification`,
  streamUpdated: `${ssf}stream-updated`,
} as const;

/** Of these the last one of a person, or of a stream, is what is true: an earlier one that came after it would be a lie. */
export const standings: readonly string[] = [
  eventTypes.accountDisabled,
  eventTypes.accountEnabled,
  streamTypes.streamUpdated,
];

export const supported: readonly EventType[] = Object.values(eventTypes);

type Kind = Fact["fact"];
type Of<K extends Kind> = Extract<Fact, { fact: K }>;
type Hand = "user" | "admin" | "policy" | "system";

/** Whom an event is told of: somebody, or one session of theirs at the services that it had entered. */
type Row<K extends Kind> = {
  readonly type: EventType;
  readonly about: "person" | "session";
  readonly says: (fact: Of<K>) => Readonly<Record<string, unknown>>;
  /** Absent: every such fact is told. */
  readonly when?: (fact: Of<K>) => boolean;
  /** Only once nothing else keeps its holder from entering. */
  readonly onceOpen?: true;
};

/** Whose hand ended a session, by the reason of its end; any other is a rule's. */
const ends: Readonly<Record<string, Hand>> = {
  holder: "user",
  signed_out: "user",
  other_person: "user",
  place_ended: "user",
  passkey_ended: "user",
  software_removed: "user",
  locum_ended: "user",
  card_reported: "user",
  workstation_ended: "admin",
  identity_provider_removed: "admin",
  restored: "system",
};

/** The interoperability profile wants a reason, for administrators: the same few sentences, which say no more than the event. */
const reasons = {
  session: { fr: "La session est terminée.", en: "The session is over." },
  credential: {
    fr: "Un moyen de connexion a changé.",
    en: "A means of signing in has changed.",
  },
} as const;

const sessionEnd = (reason: string) => ({
  initiating_entity: ends[reason] ?? "policy",
  reason_admin: reasons.session,
});

/** `fido2`, agreed with receivers in docs/signals.md: the log does not say of which kind a key was that ended. */
type Credential = "app" | "fido2-platform" | "fido2-roaming" | "fido2" | "x509";

function credential<K extends Kind>(
  type: Credential | ((fact: Of<K>) => Credential),
  change: "create" | "revoke" | "update" | "delete",
  by: Hand | ((fact: Of<K>) => Hand),
): Row<K> {
  return {
    type: eventTypes.credentialChange,
    about: "person",
    says: (fact) => ({
      credential_type: typeof type === "string" ? type : type(fact),
      change_type: change,
      initiating_entity: typeof by === "string" ? by : by(fact),
      reason_admin: reasons.credential,
    }),
  };
}

const keptOut: ReadonlySet<string> = new Set<Rule>(rulesHolding("enter"));

export const events: { readonly [K in Kind]?: Row<K> } = {
  session_closed: {
    type: eventTypes.sessionRevoked,
    about: "session",
    says: ({ reason }) => sessionEnd(reason),
  },
  device_added: credential("app", "create", "user"),
  device_raised: credential("app", "update", "admin"),
  device_suspended: credential("app", "revoke", ({ reason }) =>
    reason === "analyst" ? "admin" : "user",
  ),
  device_restored: credential("app", "create", "admin"),
  card_suspended: credential("x509", "revoke", "admin"),
  card_restored: credential("x509", "create", "admin"),
  device_disabled: credential("app", "revoke", "policy"),
  device_revoked: credential("app", "delete", "user"),
  device_replaced: credential("app", "update", "user"),
  passkey_added: credential(
    ({ kind }) => (kind === "security_key" ? "fido2-roaming" : "fido2-platform"),
    "create",
    "user",
  ),
  phone_key_added: credential(
    ({ kind }) => (kind === "security_key" ? "fido2-roaming" : "fido2-platform"),
    "create",
    "user",
  ),
  passkey_ended: credential("fido2", "delete", "user"),
  stop_made: {
    type: eventTypes.accountDisabled,
    about: "person",
    when: ({ rule }) => keptOut.has(rule),
    // A block says that its holder wanted to stop; a freeze that somebody else was there.
    says: ({ rule }) => (rule === "freeze" ? { reason: "hijacking" } : {}),
  },
  stop_lifted: {
    type: eventTypes.accountEnabled,
    about: "person",
    when: ({ rule }) => keptOut.has(rule),
    onceOpen: true,
    says: () => ({}),
  },
};

/** What a fact is told as; `undefined`: nobody is told of it. */
export type Telling = Pick<Row<Kind>, "type" | "about" | "onceOpen"> & {
  readonly claims: Readonly<Record<string, unknown>>;
};

export function tellingOf(fact: Fact): Telling | undefined {
  const row = events[fact.fact] as Row<Kind> | undefined;
  if (!row || row.when?.(fact) === false) return undefined;
  const { type, about, onceOpen } = row;
  return { type, about, claims: row.says(fact), ...(onceOpen ? { onceOpen } : {}) };
}
