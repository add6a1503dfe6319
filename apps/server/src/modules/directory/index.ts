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
import type { Duration } from "#platform/time";
import {
  byId,
  type DirectoryDeps,
  find,
  type Imported,
  type ImportOptions,
  importExtract,
} from "./directory.ts";
import { displayName, firstName, type Professional, scopesOf } from "./professional.ts";
import { mailbox, mailboxes } from "./mailboxes.ts";
import { structureName, wasApplied } from "./store.ts";

export type { Imported, ImportOptions, Source } from "./directory.ts";
export type { OtherId } from "./extract.ts";
export type { Activity, Exercise, Professional, Structure } from "./professional.ts";
export { displayName, scopesOf } from "./professional.ts";
export { scopeOfProfession, scopeOfStructure } from "./scope.ts";
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
  /** By national id; else by another id that exactly one active person lists. */
  find(nationalId: string): Promise<Professional | undefined>;
  byId(id: ProfessionalId): Promise<Professional | undefined>;
  /** What the directory calls the structure with this technical id; `undefined` when it knows none. */
  structureName(technicalId: string): Promise<string | undefined>;
  importExtract(file: AsyncIterable<Uint8Array>, options: ImportOptions): Promise<Imported>;
  /** Whether the file with this digest (SHA-256, base64url) was applied from this source before. */
  wasApplied(source: string, digest: string): Promise<boolean>;
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
    mailboxes: (id, replacedWithin) => mailboxes(deps.db, id, replacedWithin),
    mailbox: (contact) => mailbox(deps.db, contact),
    structureName: (technicalId) => structureName(deps.db, technicalId),
    importExtract: (file, options) => importExtract(deps, file, options),
    wasApplied: (source, digest) => wasApplied(deps.db, source, digest),
    displayName,
    firstName,
    scopesOf,
  };
}
