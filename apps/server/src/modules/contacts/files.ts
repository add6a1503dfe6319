import type { ContactFileView, PasskeyAssertion } from "@aval/protocol";
import type { Refusal } from "#errors";
import { lifetimes } from "#lifetimes";
import type { ContactFile, ContactsAsked, Directory } from "#modules/directory";
import { everywhere, type Visitor } from "#modules/staff";
import { type AnyTables, type Database, transactOrUndo } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { newId } from "#platform/random";
import { epochSeconds } from "#platform/time";
import type { ContactsDeps } from "./contacts.ts";
import { keyInLog } from "./in-log.ts";
import * as signatures from "./file-store.ts";
import * as store from "./store.ts";

/*
 * What files of authorities take two people for: a list above the share, and the lines of people whose access is stopped.
 *
 * Who gains if one person could: whoever writes an authority's file, or talks an operator into importing theirs, and is then told in the place
 * of everybody it names.
 */

type Tx = Database<AnyTables>;
export type FileDeps = Pick<ContactsDeps, "db" | "audit" | "console" | "staff" | "random"> & {
  readonly directory: Pick<
    Directory,
    | "contactFiles"
    | "contactFile"
    | "purgeContactFiles"
    | "endContactFile"
    | "applyContactFile"
    | "byId"
    | "scopesOf"
  >;
};

/** The lists that wait in this member's authority: counts, and what names the file. No person, no value. */
export async function filesFor(deps: FileDeps, who: Visitor): Promise<readonly ContactFileView[]> {
  const waiting = await deps.directory.contactFiles(
    who.scope === everywhere ? undefined : who.scope,
  );
  return Promise.all(waiting.map((file) => viewOf(deps, who, file)));
}

async function viewOf(
  { db }: FileDeps,
  { member }: Visitor,
  { id, authority, file, undoes, added, changed, removed, madeAt, until }: ContactFile,
): Promise<ContactFileView> {
  const signers = await signatures.signersOf(db, id);
  return {
    ...{ file: id, authority, added, changed, removed },
    // As sha256sum writes it, so that whoever made the file can compare.
    ...(undoes === undefined
      ? { sha256: Buffer.from(file, "base64url").toString("hex") }
      : { undoes }),
    madeAt: epochSeconds(madeAt),
    until: epochSeconds(until),
    signatures: signers.length,
    isMine: signers.includes(member),
  };
}

/** The list, for a member of its authority. */
async function fileOf({ directory, staff }: FileDeps, { member }: Visitor, id: string) {
  const file = await directory.contactFile(id);
  return file && (await staff.maySign(member, [file.authority])) ? file : undefined;
}

const statementOf = ({ id, authority, file, list, added, changed, removed }: ContactFile) => ({
  v: "aval.contact-file.v1",
  ...{ id, authority, file, list, added, changed, removed },
});

/** What a key signs: this file, and exactly what it would change. */
export async function askFile(deps: FileDeps, who: Visitor, id: string) {
  const file = await fileOf(deps, who, id);
  if (!file) return deny("not_found");
  return done(await deps.console.askSignature(who, statementOf(file)));
}

/**
 * A member's signature over the list. The first changes nothing; the second, of another member of the authority who still is one, applies it as
 * things stand then: when the list would be another by now, nothing happens.
 */
export async function signFile(
  deps: FileDeps,
  who: Visitor,
  id: string,
  assertion: PasskeyAssertion,
): Promise<Outcome<{ readonly isApplied: boolean }, Refusal>> {
  const file = await fileOf(deps, who, id);
  if (!file) return deny("not_found");
  const signed = await deps.console.signedExactly(who, assertion, statementOf(file));
  if (!signed.ok) return signed;
  const { member } = who;
  const signature = JSON.stringify(signed.value);
  return transactOrUndo(deps.db, async (tx) => {
    const others = await signatures.recordSigned(tx, { file: id, staff: member, signature });
    if (!others) return deny("contact_two_people");
    await deps.audit.append(tx, {
      fact: "contact_file_signed",
      file: id,
      staff: member,
      signature: keyInLog(signed.value),
    });
    for (const other of others) {
      if (!(await deps.staff.maySign(other, [file.authority], tx))) continue;
      if (!(await deps.staff.maySign(member, [file.authority], tx))) return deny("not_found");
      const applied = await deps.directory.applyContactFile(tx, id, (held, given) =>
        keepHeld(deps, held, given),
      );
      return applied ? done({ isApplied: true }) : deny("contact_changed_meanwhile");
    }
    return done({ isApplied: false });
  });
}

/** Set aside, by anybody of the authority: it only ever stops. */
export async function refuseFile(
  deps: FileDeps,
  who: Visitor,
  id: string,
): Promise<Outcome<{ readonly isApplied: boolean }, Refusal>> {
  if (!(await fileOf(deps, who, id))) return deny("not_found");
  return transactOrUndo(deps.db, async (tx) => {
    if (!(await deps.directory.endContactFile(tx, id))) return deny("not_found");
    await deps.audit.append(tx, { fact: "contact_file_refused", file: id, staff: who.member });
    return done({ isApplied: false });
  });
}

/**
 * Lines of a file about people whose access is stopped become requests: inert, decided by a person of the authority once nothing is stopped any
 * more. A newer file's word takes the place of an older one's of the same authority, and an undo ends those of its import.
 */
export async function keepHeld(
  {
    random,
    directory,
    audit,
  }: Pick<FileDeps, "random" | "audit"> & {
    readonly directory: Pick<Directory, "byId" | "scopesOf">;
  },
  tx: Tx,
  { run, authority, undoes, named, held }: Parameters<ContactsAsked["keepHeld"]>[1],
): ReturnType<ContactsAsked["keepHeld"]> {
  const ended = await signatures.endLines(tx, { authority, undoes, named });
  for (const { id: request, professional, kind: contact } of ended)
    await audit.append(tx, { fact: "contact_change_refused", professional, request, contact, run });
  const unkept: number[] = [];
  for (const { line, professional, kind, value, proof, replaces } of held) {
    // A person of the authority can replace a value, and take none away.
    const person = value === "" ? undefined : await directory.byId(professional);
    if (!person) {
      unkept.push(line);
      continue;
    }
    await store.endPassed(tx, professional);
    const id = newId("ctr", random);
    const request = {
      ...{ id, professional, nationalId: person.nationalId, kind, value, replaces },
      ...({ reason: "moved", source: authority } as const),
      proof: proof as store.ContactRequest["proof"],
      ...{ askedBy: undefined, askedKey: undefined, askedDevice: undefined, askedRun: run },
      ...{ scopes: directory.scopesOf(person), signature: undefined },
    };
    if (!(await store.insertRequest(tx, request, lifetimes.contactHeld))) {
      unkept.push(line);
      continue;
    }
    const about = { professional, request: id, contact: kind } as const;
    await audit.append(tx, { fact: "contact_change_asked", ...about, run });
  }
  return { unkept, ended: ended.length };
}
