/**
 * What *Mon accès* lets its visitor do, and by which sign-in, as data. DESIGN section 5: reading is `sensitive`, changing
 * `critical`, and stopping always allowed to whoever may read (law 5).
 *
 * Code reads this table and holds no second copy; the test beside it walks every act over HTTP. Who gains if a row is wrong: whoever
 * relayed one scan, and could then weaken what protects the holder.
 */
export type Needs = "seeing" | "reading" | "reading_settled" | "changing";

export const acts = {
  close_session: "reading",
  end_place: "reading",
  end_bell: "reading",
  end_software: "reading",
  end_key: "reading",
  disown: "reading",
  block: "reading",
  /** Also whoever only reads, by their card, while everything is stopped: it changes nothing. */
  take_proofs: "seeing",
  take_complaint: "seeing",
  tick_step: "reading",
  /**
   * What a phone younger than a week opened may not silence an older phone (DESIGN section 6): a fraudster's would take away the one
   * that lifts stops. A card, or a phone that is settled, may.
   */
  suspend_phone: "reading_settled",
  /** It changes no contact, and silences the question for half a year. */
  say_contacts_right: "reading_settled",
  set_more_time: "changing",
  set_quiet: "changing",
} as const satisfies Readonly<Record<string, Needs>>;

/** The two services by whose rules it is entered: the provider, the sign-in page and the phone treat them as any other. */
export const doors = {
  reading: { id: "mon-acces", name: "Mon accès", sensitivity: "sensitive" },
  changing: { id: "mon-acces-changer", name: "Mon accès : changer", sensitivity: "critical" },
} as const;
export type Door = keyof typeof doors;

/** Ways of signing in that never enter here, whatever they open elsewhere: an establishment vouches for its people's work, not for them. */
export const neverBy: readonly string[] = ["establishment", "establishment_with_key"];

/** The door a service's id stands for. */
export const doorOf = (service: string): Door | undefined =>
  (Object.keys(doors) as Door[]).find((door) => doors[door].id === service);

/** Kinds of facts that say again what another fact says to its holder, or what nobody but the log's verifier asks. */
export const untoldKinds: readonly string[] = [
  "approval_claimed",
  "approval_approved",
  "approval_spent",
  "card_spent",
  "establishment_spent",
  "enrolment_activated",
  "evidence_added",
  "logout_delivered",
  "notice_failed",
  "notice_sent",
  "passkey_spent",
  "sign_in_concluded",
  "signal_delivered",
  "tokens_issued",
  "tokens_refreshed",
];
