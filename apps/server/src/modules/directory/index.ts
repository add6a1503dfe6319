/**
 * Who the professionals are, as the registers say it.
 *
 * The directory is filled from the RPPS extracts, in their public and restricted layouts, as the difference with what
 * the same source gave before. A person keeps one id of ours (`pro_…`) for life: national ids are opaque and may
 * change (ADELI to RPPS, merged files, UUIDs), and phones belong to the person.
 *
 * It promises: an import is applied whole or not at all; an import that changes too many people or contacts is not
 * applied; a day without changes writes nothing; a line that cannot be read ends nothing of the person it names. A
 * person whom a full file no longer lists is deactivated, never deleted.
 *
 * It refuses to learn contact details from anybody but a registration authority. Birth columns leave by no face; an address
 * leaves by `mailbox` alone, one at a time, to be written to (`notices`). Source: facts/psc-contract section 6; DESIGN section 4.
 */
import type { ProfessionalId } from "@aval/protocol";
import { lifetimes } from "#lifetimes";
import type { AnyTables, Database } from "#platform/database";
import type { Duration } from "#platform/time";
import { compareCivilIdentity, knowsBirths } from "./births.ts";
import { type ContactsChanged, takeContactsChanged } from "./changes.ts";
import type { CivilTraits, CivilVerdict } from "./civil-identity.ts";
import {
  byId,
  type DirectoryDeps,
  find,
  type Imported,
  type ImportOptions,
  importExtract,
} from "./directory.ts";
import { displayName, firstName, type Professional, scopesOf } from "./professional.ts";
import * as files from "./contact-file-store.ts";
import * as waitingImports from "./waiting-import-store.ts";
import type { WaitingImport } from "./waiting-import-store.ts";
import type { ContactFile } from "./contact-file-store.ts";
import {
  applyFile,
  importContacts,
  undoContacts,
  type ContactsAsked,
  type ContactsImported,
} from "./contact-import.ts";
import {
  type AgreedContact,
  contactsDue,
  contactsOf,
  sayContactsRight,
  type MaskedContact,
  masked,
  setContact,
} from "./contacts.ts";
import { contactValue } from "./contact-line.ts";
import { flawsOf, type Flaws, keepFlaws } from "./contact-quality.ts";
import {
  isRelied,
  mailbox,
  mailboxes,
  mobile,
  mobiles,
  telephone,
  trustedPhone,
} from "./mailboxes.ts";
import { idsOf } from "./ids-of.ts";
import { purgeProblems } from "./import-store.ts";
import { structureName, wasApplied } from "./store.ts";

export type { CivilTraits, CivilVerdict } from "./civil-identity.ts";
export type { Imported, ImportOptions, Source } from "./directory.ts";
export type { OtherId } from "./extract.ts";
export type { Activity, Exercise, Professional, Structure } from "./professional.ts";
export { displayName, scopesOf } from "./professional.ts";
export type { ContactFile } from "./contact-file-store.ts";
export type { WaitingImport } from "./waiting-import-store.ts";
export type { ContactsAsked, ContactsImported } from "./contact-import.ts";
export { type ContactKind, contactFaultSentences } from "./contact-line.ts";
export {
  cellsFaultSentences,
  type NamedColumns,
  plain,
  readCells,
  readColumns,
} from "./named-columns.ts";
export { linesOf, weigh } from "./lines.ts";
export type { MaskedContact } from "./contacts.ts";
export {
  isAuthority,
  isInScope,
  professionsOf,
  scopeOfProfession,
  scopeOfStructure,
  structureOf,
} from "./scope.ts";
export { type Part, type Progress, partSentences } from "./steps.ts";
export type { DirectoryTables } from "./store.ts";
export { faultSentences, interrupted } from "./verdict.ts";

export type Directory = {
  /**
   * Where to write to this person: numbers of mail contacts, current ones and those replaced within `replacedWithin`, each
   * address once. For `notices` alone.
   */
  mailboxes(id: ProfessionalId, replacedWithin: Duration): Promise<readonly string[]>;
  /** The address of one of them, at the moment of writing; `undefined` once it is gone. */
  mailbox(contact: string): Promise<string | undefined>;
  /** The same two of telephones that take short messages; `mobile` in E.164. */
  mobiles(id: ProfessionalId, replacedWithin: Duration): Promise<readonly string[]>;
  mobile(contact: string): Promise<string | undefined>;
  /** Whether what reached this contact reached a value that is relied on: one that has stood for thirty days. */
  isRelied(contact: string): Promise<boolean>;
  /** The one telephone that is relied on, and its contact. For `support` alone. */
  trustedPhone(
    id: ProfessionalId,
  ): Promise<{ readonly contact: string; readonly number: string } | undefined>;
  /** The number of a telephone that is kept. */
  telephone(contact: string): Promise<string | undefined>;
  /** What stands now for this person, masked. */
  contactsOf(id: ProfessionalId): Promise<readonly MaskedContact[]>;
  /** Whether nobody has said for so long that what stands is right. */
  contactsDue(id: ProfessionalId, every: Duration): Promise<boolean>;
  sayContactsRight: typeof sayContactsRight;
  /** A value as it is kept; `undefined` when it is none. */
  contactValue: typeof contactValue;
  masked: typeof masked;
  /** Contacts of an authority's people that are to be looked at, as they were found last. */
  flawsOf(
    authority: string,
    page: { readonly from: number; readonly most: number },
  ): Promise<Flaws>;
  /** Looks for them anew when it is due; `bounced`: those that no message reaches. */
  keepFlaws(bounced: () => Promise<readonly string[]>): Promise<boolean>;
  /** Puts a value that two people agreed on in place of the one they saw; false when it is not there any more. */
  setContact(tx: Database<AnyTables>, given: AgreedContact): Promise<boolean>;
  /** Who is to be told that their contacts changed; whoever takes it tells them in the same transaction. At most `most` changes. */
  takeContactsChanged(tx: Database<AnyTables>, most: number): Promise<readonly ContactsChanged[]>;
  /**
   * Whether this is the civil identity of this professional and of nobody else, by the rules of docs/civil-identity.md. It says
   * which trait differs and nothing of a birth.
   */
  compareCivilIdentity(
    tx: Database<AnyTables>,
    professional: ProfessionalId,
    traits: CivilTraits,
  ): Promise<CivilVerdict>;
  /** Whether the restricted extract was ever loaded. */
  knowsBirths(tx: Database<AnyTables>): Promise<boolean>;
  /** By national id; else by another id that exactly one active person lists. */
  find(nationalId: string): Promise<Professional | undefined>;
  byId(id: ProfessionalId): Promise<Professional | undefined>;
  /** The same as `find`, of many at once: who of them is known. */
  idsOf(nationalIds: readonly string[]): Promise<ReadonlyMap<string, ProfessionalId>>;
  /** What the directory calls the structure with this technical id; `undefined` when it knows none. */
  structureName(technicalId: string): Promise<string | undefined>;
  importExtract(file: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<Imported>;
  /** Extracts above their share that wait for two operators; one of them; setting one aside: false when it is over. */
  waitingImports(): Promise<readonly WaitingImport[]>;
  waitingImport(id: string): Promise<WaitingImport | undefined>;
  endWaitingImport(tx: Database<AnyTables>, id: string): Promise<boolean>;
  /** Reads an authority's own file of contact details, of its own people. */
  importContacts(file: AsyncIterable<Uint8Array>, asked: ContactsAsked): Promise<ContactsImported>;
  /** Undoes what one import of an authority changed, where nothing newer stands. */
  undoContacts(run: string, asked: ContactsAsked): Promise<ContactsImported>;
  /** Files above the share that wait for two people; one of them; setting one aside; applying one that two people signed. */
  contactFiles(authority: string | undefined): Promise<readonly ContactFile[]>;
  contactFile(id: string): Promise<ContactFile | undefined>;
  /** Forgets the values of lists that are over. */
  purgeContactFiles(): Promise<void>;
  endContactFile(tx: Database<AnyTables>, id: string): Promise<boolean>;
  applyContactFile(
    tx: Database<AnyTables>,
    id: string,
    keepHeld: ContactsAsked["keepHeld"],
  ): Promise<boolean>;
  /** Whether the file with this digest (SHA-256, base64url) was applied from this source before. */
  wasApplied(source: string, digest: string): Promise<boolean>;
  /** Forgets what imports of a year ago could not read. */
  purge(): Promise<void>;
  /** "Solène MARCHEVOIX". */
  displayName(professional: Professional): string;
  /** "Solène". */
  firstName(professional: Professional): string;
  /** Every authority whose registrars may enrol this person. */
  scopesOf(professional: Professional): readonly string[];
};

export function createDirectory(deps: DirectoryDeps): Directory {
  return {
    find: (nationalId) => find(deps, nationalId),
    byId: (id) => byId(deps, id),
    idsOf: (nationalIds) => idsOf(deps, nationalIds),
    mailboxes: (id, replacedWithin) => mailboxes(deps.db, id, replacedWithin),
    mailbox: (contact) => mailbox(deps.db, contact),
    mobiles: (id, replacedWithin) => mobiles(deps.db, id, replacedWithin),
    mobile: (contact) => mobile(deps.db, contact),
    contactsOf: (id) => contactsOf(deps.db, id),
    contactsDue: (id, every) => contactsDue(deps.db, id, every),
    sayContactsRight,
    contactValue,
    masked,
    flawsOf: (authority, page) => flawsOf(deps.db, authority, page),
    keepFlaws: (bounced) => keepFlaws(deps.db, bounced),
    setContact,
    isRelied: (contact) => isRelied(deps.db, contact),
    trustedPhone: (id) => trustedPhone(deps.db, id),
    telephone: (contact) => telephone(deps.db, contact),
    takeContactsChanged: (tx, most) => takeContactsChanged(tx, most),
    compareCivilIdentity,
    knowsBirths,
    structureName: (technicalId) => structureName(deps.db, technicalId),
    importExtract: (file, options) => importExtract(deps, file, options),
    waitingImports: () => waitingImports.listWaiting(deps.db),
    waitingImport: async (id) => (await waitingImports.listWaiting(deps.db, id))[0],
    endWaitingImport: waitingImports.recordEnded,
    importContacts: (file, asked) => importContacts(deps, file, asked),
    undoContacts: (run, asked) => undoContacts(deps, run, asked),
    contactFiles: (authority) => files.waiting(deps.db, authority),
    contactFile: (id) => files.find(deps.db, id),
    purgeContactFiles: () => files.forget(deps.db),
    endContactFile: files.recordEnded,
    applyContactFile: (tx, id, keepHeld) => applyFile(deps, tx, id, keepHeld),
    wasApplied: (source, digest) => wasApplied(deps.db, source, digest),
    purge: () => purgeProblems(deps.db, lifetimes.traces),
    displayName,
    firstName,
    scopesOf,
  };
}
