import type { ConsoleImports, PasskeyAssertion, WaitingImportView } from "@aval/protocol";
import type { Refusal } from "#errors";
import type { Audit, AuditTables } from "#modules/audit";
import type { Directory, WaitingImport } from "#modules/directory";
import type { Console, Staff, Visitor } from "#modules/staff";
import { type AnyTables, type Database, transact } from "#platform/database";
import { deny, done, type Outcome } from "#platform/outcome";
import { epochSeconds } from "#platform/time";
import * as signatures from "./import-store.ts";

/*
 * An extract above its share: two operators sign exactly that file and what it would change, each by a key of their own, and the same command,
 * run again, then applies it once. Nothing is applied from here: whoever signs does not hold the file.
 *
 * Who gains if one person could: whoever writes an extract, or has the host, and ends or renames half of the professionals.
 */

export type ImportDeps = {
  readonly db: Database<AuditTables>;
  readonly audit: Pick<Audit, "append">;
  readonly console: Pick<Console, "askSignature" | "signed" | "nameOf">;
  readonly staff: Pick<Staff, "mayOperate">;
  readonly directory: Pick<Directory, "waitingImports" | "waitingImport" | "endWaitingImport">;
};

/** What waits: counts, and what names the file. No person, no value. */
export async function listImports(deps: ImportDeps, who: Visitor): Promise<ConsoleImports> {
  const waiting = await deps.directory.waitingImports();
  return { waiting: await Promise.all(waiting.map((one) => viewOf(deps, who, one))) };
}

async function viewOf(
  { db, console, staff }: ImportDeps,
  { member }: Visitor,
  { id, source, file, counts, shares, madeAt, until }: WaitingImport,
): Promise<WaitingImportView> {
  const signers = await signatures.signersOf(db, id);
  // Whoever was suspended since has signed nothing.
  const counted = await Promise.all(
    signers.map(async (one) => ((await staff.mayOperate(one.staff)) ? [one] : [])),
  );
  const signed = await Promise.all(
    counted.flat().map(async (one) => ({
      by: (await console.nameOf(one.staff)) ?? "",
      at: epochSeconds(one.at),
    })),
  );
  return {
    ...{ import: id, source, counts, shares },
    // As sha256sum writes it, so that whoever made the file can compare.
    sha256: Buffer.from(file, "base64url").toString("hex"),
    madeAt: epochSeconds(madeAt),
    until: epochSeconds(until),
    signed,
    isMine: signers.some((one) => one.staff === member),
  };
}

const statementOf = ({ id, source, file, base, counts, shares }: WaitingImport) => ({
  v: "aval.extract.v1",
  ...{ import: id, source, file, base: base ?? null, counts, shares },
});

/** What a key signs: this file, what it would change, and of which directory. */
export async function askImport(deps: ImportDeps, who: Visitor, id: string) {
  const waiting = await deps.directory.waitingImport(id);
  if (!waiting) return deny("not_found");
  return done(await deps.console.askSignature(who, statementOf(waiting)));
}

/** An operator's signature. It changes nothing: the second one lets the same file through. */
export async function signImport(
  deps: ImportDeps,
  who: Visitor,
  id: string,
  assertion: PasskeyAssertion,
): Promise<Outcome<ConsoleImports, Refusal>> {
  const waiting = await deps.directory.waitingImport(id);
  if (!waiting) return deny("not_found");
  const signed = await deps.console.signed(who, assertion);
  if (!signed.ok) return signed;
  const said = JSON.parse(signed.value.statement) as { v?: unknown; import?: unknown };
  if (said.v !== statementOf(waiting).v || said.import !== id) return deny("staff_refused");
  const signature = JSON.stringify(signed.value);
  const kept = await transact(deps.db, async (tx) => {
    if (!(await signatures.recordSigned(tx, { id, staff: who.member, signature }))) return false;
    const fact = { fact: "directory_import_signed", run: id, staff: who.member } as const;
    await deps.audit.append(tx, { ...fact, signature });
    return true;
  });
  return kept ? done(await listImports(deps, who)) : deny("import_two_people");
}

/** Set aside, by any operator: it only ever stops. */
export async function refuseImport(
  deps: ImportDeps,
  who: Visitor,
  id: string,
): Promise<Outcome<ConsoleImports, Refusal>> {
  const ended = await transact(deps.db, async (tx) => {
    if (!(await deps.directory.endWaitingImport(tx, id))) return false;
    const fact = { fact: "directory_import_set_aside", run: id, staff: who.member } as const;
    await deps.audit.append(tx, fact);
    return true;
  });
  return ended ? done(await listImports(deps, who)) : deny("not_found");
}

/**
 * Whether two operators have signed this import, who both still are: their suspension waits until this transaction ends, or has come before.
 * For the command, as it imports the same file again.
 */
export async function isImportAgreed(
  { staff }: Pick<ImportDeps, "staff">,
  tx: Database<AnyTables>,
  id: string,
): Promise<boolean> {
  let operators = 0;
  for (const one of await signatures.signersOf(tx, id))
    if (await staff.mayOperate(one.staff, tx)) operators++;
  return operators >= 2;
}
