/**
 * What each role may do in the console, as data: every act of it is a row, and code holds no second copy. The test beside it walks every
 * act with every role over HTTP.
 *
 * A role is granted only once it has an act. A partner is an agent of an authority's scope, or tells as one. Who gains if a row is wrong:
 * whoever persuades, or is, a member of staff.
 */
export const roles = [
  "registrar",
  "operator",
  "analyst",
  "agent",
  "order",
  "insurer",
  "region",
  "auditor",
] as const;
export type Role = (typeof roles)[number];

export const permissions = {
  /** Reads the list of staff, and stops one of them. Naming them and making their links are commands on the host. */
  see_team: ["operator"],
  suspend_member: ["operator"],
  /** Signs that a key which waits may be let in, as the first, who was read its words, or the second; or sets it aside. */
  let_key_in: ["operator"],
  /** Looks at extracts above their share, signs one as the first or the second, or sets it aside. */
  agree_import: ["operator"],
  /** Looks a professional of one's scope up at the enrolment desk, by the identifier on their card. */
  find_professional: ["registrar"],
  /** Opens an enrolment, and signs as the first or the second. */
  enrol: ["registrar"],
  /** Reads what remote eIDs and letters are about to bring in one's scope, and stops it. */
  look_letters_through: ["registrar"],
  /** Looks at the contacts of a professional of one's scope, masked, and asks for or confirms a change of one. */
  keep_contacts: ["registrar"],
  /** Looks at the freeze of a professional of one's scope, and signs that it may end, as the first or the second. */
  clear_freeze: ["analyst"],
  /** Looks through alerts and cases of one's scope; opening one is a view of its people. */
  see_cases: ["analyst", "agent"],
  /** Takes a case, writes in it, splits it and ends it. It stops and opens nothing. */
  work_cases: ["analyst"],
  /** Stops people of a case that is theirs; many, with another analyst's signature over the list. It opens nothing. */
  stop_in_case: ["analyst"],
  /** Announces a call to somebody of a case that goes on, has it dialled, ends it. It opens nothing, and holds what is being added. */
  call_people: ["analyst", "agent"],
  /** Holds what is being added for somebody of a case, whose caller is not verified: once in a day. It opens nothing. */
  hold_additions: ["analyst", "agent"],
  /** Asks the phone of somebody of a case whether they are on the line, and blocks for one who confirmed there. It opens nothing. */
  verify_callers: ["analyst", "agent"],
  /** Reads what was attempted, by the reference of its refusal: masked, and no record of anybody. */
  read_refusals: ["analyst", "agent"],
  /** Tells the services that somebody of a case of theirs used of a time of fraud, and reads what they answer. It stops and opens nothing. */
  tell_services: ["analyst"],
  /** Tells what somebody of one's scope said, or had done in their name: one reason of a list. It stops nothing. */
  report_person: ["agent", "order", "insurer", "region"],
  /** Sends a list of atypical requests about people of one's scope. */
  report_list: ["order", "insurer", "region"],
  /** Reads what became of what one's authority told: in a case, closed, and no more. */
  follow_reports: ["agent", "order", "insurer", "region"],
  /** Writes a message to a segment of one's scope, or signs as the second one that somebody else wrote; stops one. */
  make_campaigns: ["operator", "order", "region"],
  /** Writes what everybody may read, or publishes as the second one what somebody else wrote; retires it. */
  publish_notices: ["operator"],
  /** Asks for the complaint file of a person of a case that is theirs, signs one that a colleague asked for, and takes it. */
  give_complaint: ["analyst"],
  /** Looks at what services were told by Shared Signals and what became of it. Nobody is named. */
  see_deliveries: ["operator", "analyst"],
  /** Has signals that a service took, or did not, sent again as the same tokens. */
  replay_deliveries: ["operator"],
  /** Looks at which facts the log has of somebody of one's scope, without what they say, and asks that chosen ones be erased. */
  ask_erasure: ["operator", "auditor", "analyst"],
  /** Signs, as the second person, that exactly those facts be erased. */
  sign_erasure: ["operator", "auditor"],
  /** Reads how long each table keeps what it has, and what the job of retention did: numbers, and nobody. */
  see_retention: ["operator", "auditor"],
  /** Reads closed months in numbers, small ones masked: of the nation, and of the professions of one's scope; analysts of all. */
  read_statistics: ["analyst", "order", "insurer", "region"],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

/** An act of the console. */
export type Act = keyof typeof permissions;

/** What two people with two keys may do for an hour, whatever their roles: look, and stop. Nothing is opened, called or given out. */
export const emergencyActs: readonly Act[] = [
  "see_cases",
  "work_cases",
  "stop_in_case",
  "hold_additions",
  "tell_services",
];

type Held = { readonly roles: readonly Role[]; readonly emergencyWith: string | undefined };
export const mayAct = ({ roles: held, emergencyWith }: Held, act: Act): boolean =>
  emergencyWith === undefined
    ? permissions[act].some((role) => held.includes(role))
    : emergencyActs.includes(act);
