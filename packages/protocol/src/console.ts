import type { ContactRequestId, DeskVisitId, EnrolmentId } from "./ids.ts";
import type { LetterState } from "./letters.ts";

/**
 * What the console's pages are told. Staff only, on an origin of their own: nothing here is a phone's or a holder's to ask.
 * Times are seconds since the epoch on the server's clock.
 */

/** What a browser makes a staff key with (WebAuthn level 3); bytes are base64url. */
export type ConsoleKeyCreation = {
  readonly challenge: string;
  readonly rp: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  /** Ids of keys this person has: an authenticator that holds one makes no second. */
  readonly exclude: readonly string[];
};

/** A key that a link brought, which opens nothing: its words are read to whoever invited, in one room. */
export type ConsoleKeyProposal = { readonly words: readonly string[] };

/** Why a member of staff gets a key: for each of the two who let it in, and the log. */
export const staffKeyReasons = ["joins", "authority", "further_key", "lost_key"] as const;
export type StaffKeyReason = (typeof staffKeyReasons)[number];

/** Why two people enter in an emergency: nobody whose work it is can be reached, an attack goes on, or an analyst's key is lost. */
export const emergencyReasons = ["nobody_reached", "attack", "key_lost"] as const;
export type EmergencyReason = (typeof emergencyReasons)[number];

/** The first key has begun it. `code`: what the second comes with; `challenge`: what it signs; `first`: who began. */
export type EmergencyBegun = {
  readonly code: string;
  readonly challenge: string;
  readonly rpId: string;
  readonly first: string;
  readonly reason: EmergencyReason;
  readonly until: number;
};

/** How it stands: `vouched`, when one operator was read its words and another has yet to sign; `differed`, when other words were given; `over`, when its time is. */
export type ConsoleKeyStanding = {
  readonly standing: "proposed" | "vouched" | "confirmed" | "differed" | "over";
};

/** What a browser is told that shows no cookie: nobody is signed in there, which is no refusal. */
export type Nobody = { readonly nobody: true };

/** Who is signed in, and which acts their roles give them. */
export type ConsoleMe = {
  readonly name: string;
  /** The authority they act for: `national`, `order:…`, `structure:…`. */
  readonly scope: string;
  readonly roles: readonly string[];
  readonly acts: readonly string[];
  readonly endsAt: number;
  /** Opened by two keys in an emergency: who the second person was. It stops, and no more. */
  readonly emergencyWith?: string;
};

export type ConsoleKeys = {
  readonly keys: readonly {
    readonly id: string;
    readonly name: string;
    readonly madeAt: number;
    readonly lastUsedAt?: number;
    /** The one this session was opened with. */
    readonly isThis: boolean;
  }[];
};

/** A key that a link brought, and whose it will be. */
export type ConsoleWaitingKey = {
  readonly key: string;
  readonly name: string;
  readonly scope: string;
  readonly roles: readonly string[];
  /** `isMine`: the reader is the one who was read its words. */
  readonly vouched?: {
    readonly by: string;
    readonly isMine: boolean;
    readonly reason: StaffKeyReason;
    readonly until: number;
  };
};

export type ConsoleTeam = {
  /** Of the last 30 days, the latest first: who entered, and why. */
  readonly emergencies: readonly {
    readonly by: readonly [string, string];
    readonly reason: EmergencyReason;
    readonly at: number;
  }[];
  readonly members: readonly {
    readonly id: string;
    readonly name: string;
    readonly scope: string;
    readonly state: "active" | "suspended";
    readonly isSeeded: boolean;
    readonly roles: readonly string[];
    readonly keys: number;
    /** A key waits for its four words, and opens nothing. */
    readonly hasProposal: boolean;
    readonly addedAt: number;
    /** Of an operator: these colleagues asked that they be suspended, which takes another's press. `isMine`: the reader alone did. */
    readonly suspension?: { readonly by: readonly string[]; readonly isMine: boolean };
  }[];
  /** Keys that wait for an operator who is read their words, or for another one's signature. */
  readonly waiting: readonly ConsoleWaitingKey[];
};

/** Where the second registrar is: with the first, or seeing person and document live from elsewhere. */
export const deskPresences = ["room", "elsewhere"] as const;
export type DeskPresence = (typeof deskPresences)[number];

/** A professional as a registrar sees them: what stands on their card, and where they work. */
export type DeskPerson = {
  readonly nationalId: string;
  readonly name: string;
  readonly givenNames: string;
  readonly familyName: string;
  readonly places: readonly string[];
};

type DeskLine = {
  readonly visit: DeskVisitId;
  readonly openedAt: number;
  /** The name of the first registrar. */
  readonly by: string;
};

/** What is under way at the desk: the reader's own, and what waits for a second signature that may be theirs. */
export type DeskList = {
  readonly mine: readonly DeskLine[];
  readonly toCountersign: readonly DeskLine[];
};

/**
 * Which phone scanned a desk's page: a new one, this very person's that is to be confirmed or was proven and is held, or somebody
 * else's, which is signed by nobody.
 */
export type DeskPhone = "new" | "to_confirm" | "held" | "of_another";

/** A new phone and its holder at a desk. */
export type DeskVisitView = {
  readonly visit: DeskVisitId;
  readonly holder: { readonly name: string; readonly nationalId: string };
  /** The name of the first registrar. */
  readonly by: string;
  readonly isMine: boolean;
  /** Its holder is frozen: this phone may be the one that a desk adds, or another was (`taken`). */
  readonly freeze?: "one_phone" | "taken";
} & (
  | { readonly stage: "over" }
  /** `address`: what its QR says in this second. */
  | { readonly stage: "open"; readonly address: string }
  /** A phone scanned it. `label`: what it calls itself, never trusted. */
  | {
      readonly stage: "bound";
      readonly phone: DeskPhone;
      readonly words: readonly string[];
      readonly label: string;
    }
  | {
      readonly stage: "signed";
      readonly phone: DeskPhone;
      readonly words: readonly string[];
      readonly label: string;
      /** A second signature counts until then. */
      readonly until: number;
    }
  /** Its holder may activate it from then on; `isReady`: that is now. */
  | {
      readonly stage: "proven";
      readonly phone: DeskPhone;
      readonly readyAt: number;
      readonly isReady: boolean;
    }
);

export type ContactKind = "phone" | "email";

/** Why a contact is to be changed, as whoever asks says: its holder has another, it was wrongly recorded, its number is somebody else's now. */
export const contactReasons = ["moved", "wrong", "recycled"] as const;
export type ContactReason = (typeof contactReasons)[number];

/** How whoever asks made sure of the new value. */
export const contactProofs = ["desk", "letter", "document"] as const;
export type ContactProof = (typeof contactProofs)[number];

/** A contact as its authority's people see it: never in full. */
export type ConsoleContact = {
  readonly kind: ContactKind;
  readonly masked: string;
  /** A scope, or the extract that gave it. */
  readonly source: string;
  readonly proof: string;
  readonly since: number;
  readonly confirmedAt?: number;
  /** Its authority no longer gives it; it is kept. */
  readonly isWithdrawn: boolean;
  /** Nothing relies on it before `servesFrom`. */
  readonly isYoung: boolean;
  readonly servesFrom: number;
};

/** A person of the reader's authority, and where they are told. */
export type ContactPerson = {
  readonly nationalId: string;
  readonly name: string;
  readonly contacts: readonly ConsoleContact[];
  /** Changes that wait for a second person. */
  readonly waiting: readonly { readonly request: ContactRequestId; readonly kind: ContactKind }[];
};

/** Changes that wait in the reader's authority. No name: opening one is a view of a person. */
export type ContactList = {
  readonly waiting: readonly {
    readonly request: ContactRequestId;
    readonly kind: ContactKind;
    readonly askedAt: number;
    /** Absent: a program or a file of the authority did, or the holder's phone. */
    readonly by?: string;
    readonly byHolder: boolean;
    /** A line of the authority's file, of somebody whose access was stopped. */
    readonly byFile: boolean;
    readonly isMine: boolean;
  }[];
  /** Lists of the authority's files above the share, which two people sign. */
  readonly files: readonly ContactFileView[];
};

/** An extract above its share, which two operators sign: counts, and what names it. No person, no value. */
export type WaitingImportView = {
  readonly import: string;
  readonly source: string;
  /** Of the text, hexadecimal. */
  readonly sha256: string;
  /** In people. */
  readonly counts: Readonly<
    Record<"lines" | "added" | "changed" | "removed" | "unchanged" | "problems", number>
  >;
  /** What would change, and of how many. */
  readonly shares: Readonly<
    Record<"people" | "contacts", { readonly count: number; readonly of: number }>
  >;
  readonly madeAt: number;
  readonly until: number;
  /** By operators who are active. */
  readonly signed: readonly { readonly by: string; readonly at: number }[];
  /** Whether the reader signed. */
  readonly isMine: boolean;
};
export type ConsoleImports = { readonly waiting: readonly WaitingImportView[] };

/** A list of an authority's file, or of an undone import, above the share: counts, and what names it. No person, no value. */
export type ContactFileView = {
  readonly file: string;
  readonly authority: string;
  /** Of the file, hexadecimal; or the import that it undoes. */
  readonly sha256?: string;
  readonly undoes?: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly madeAt: number;
  readonly until: number;
  readonly signatures: number;
  /** Whether the reader signed. */
  readonly isMine: boolean;
};

/** One change, as the second person compares it with what the authority has on paper. */
export type ContactRequestView = {
  readonly request: ContactRequestId;
  readonly holder: { readonly name: string; readonly nationalId: string };
  readonly kind: ContactKind;
  /** In full: it opens nothing, and is what the second person checks. */
  readonly value: string;
  /** What it would replace, masked; absent: there is none. */
  readonly replaces?: string;
  /** What it replaces is relied on no more, at once: its holder was there, and it is not theirs. */
  readonly endsTrust: boolean;
  readonly reason: ContactReason;
  /** `phone`: signed by the holder's own, and checked by nobody yet. */
  readonly proof: ContactProof | "phone" | "partner" | "register" | "agreed";
  /** Absent: a program or a file of the authority asked, or the holder's phone. */
  readonly by?: string;
  readonly byHolder: boolean;
  /** A line of the authority's file, of somebody whose access was stopped. */
  readonly byFile: boolean;
  readonly isMine: boolean;
  readonly until: number;
  readonly stage: "open" | "confirmed" | "refused" | "over";
};

/** *Lettres du jour*: what remote eIDs and letters of the reader's authority are about to bring. */
export type DeskLetters = {
  readonly letters: readonly {
    readonly enrolment: EnrolmentId;
    readonly holder: { readonly name: string; readonly nationalId: string };
    /** Where it goes, without the name. */
    readonly lines: readonly string[];
    readonly writtenAt: number;
    readonly isOfToday: boolean;
    readonly post: LetterState;
    /** `evidenced`: it waits for its letter. `cooling`: until `activeAt`. `ready`: its holder may activate it. */
    readonly stage: "evidenced" | "cooling" | "ready";
    readonly activeAt?: number;
  }[];
};

/** What may be wrong with a contact: none, several people's, not reached, not confirmed for two years, another's before. */
export const contactFlaws = ["bounced", "shared", "recycled", "missing", "old"] as const;
export type ContactFlaw = (typeof contactFlaws)[number];

/** Contacts of the reader's authority that are to be looked at: how many of each, and the first of them. No value and no name. */
export type ContactQuality = {
  /** When they were looked for last, in seconds; absent: not yet. What was mended since is counted still, and not among the lines. */
  readonly at?: number;
  readonly counts: Readonly<Partial<Record<ContactFlaw, number>>>;
  /** Lines of files about people whose access was stopped, which wait for a registrar. */
  readonly held: number;
  readonly lines: readonly {
    readonly flaw: ContactFlaw;
    readonly kind: ContactKind;
    readonly nationalId: string;
  }[];
  /** Where the next page begins; absent: there is none. */
  readonly next?: number;
};
