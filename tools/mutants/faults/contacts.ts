import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["contact-requests.test.ts"]);

const byPhone = ["own-contacts.test.ts"];
const byFile = ["contact-files.test.ts"];
const byUndo = ["modules/directory/contact-undo.test.ts"];
const byImport = ["modules/directory/contact-import.test.ts"];

export const contactFaults = [
  fault(
    "what is to be looked at is the reader's authority's alone",
    edit(
      "modules/directory/contact-quality.ts",
      "(${authority} = 'national' or o.scopes @> array[${authority}])",
      "(${authority} = 'national' or o.scopes @> array[${authority}] or true)",
    ),
  ),
  fault(
    "what was mended is not looked at again",
    edit(
      "modules/directory/contact-quality.ts",
      "c.id = l.contact and c.replaced_at is null and c.withdrawn_at is null",
      "c.id = l.contact",
    ),
  ),
  fault(
    "whoever was suspended since has asked for nothing",
    edit(
      "modules/contacts/contacts.ts",
      "if (one !== undefined && !(await staff.maySign(one, scopes, tx))) return false;",
      'if (one === undefined && !(await staff.maySign(one ?? "", scopes, tx))) return false;',
    ),
  ),
  fault(
    "the second person signs this very request",
    edit(
      "modules/contacts/contacts.ts",
      "signedExactly(who, assertion, statementOf(request))",
      "signedExactly(who, assertion, {})",
    ),
  ),
  fault(
    "a member looks at the contacts of their own scope only",
    edit(
      "modules/contacts/contacts.ts",
      "return (await staff.maySign(member, directory.scopesOf(found))) ? found : undefined;",
      "return (await staff.maySign(member, directory.scopesOf(found))) || member ? found : undefined;",
    ),
  ),
  fault(
    "a change waits while additions are stopped",
    edit(
      "modules/contacts/contacts.ts",
      'if (!(await deps.mayJoin(tx, found.id))) return deny("holder_stopped");',
      "",
    ),
  ),
  fault(
    "a program names its own authority's people only",
    edit(
      "modules/contacts/programs.ts",
      " || !isInScope(program.authority, directory.scopesOf(found))",
      "",
    ),
  ),
  fault(
    "the trust in a contact ends at a desk only",
    edit(
      "modules/contacts/trust.ts",
      "endsTrust[reason].some((one) => one === proof)",
      "endsTrust[reason].length + proof.length > 0",
    ),
  ),
  fault(
    "what a holder at a desk says is not theirs is relied on no more",
    edit(
      "modules/directory/contacts.ts",
      "where ${endsTrust} and professional",
      "where ${endsTrust} and kind = 'none' and professional",
    ),
  ),
  fault("whoever asked is not the one who confirms", [
    edit(
      "modules/contacts/contacts.ts",
      'if (askedBy === member) return "contact_two_people";',
      "",
    ),
  ]),
  fault(
    "a phone of this week, or a limited one, asks for no change of a contact",
    edit(
      "modules/contacts/holder.ts",
      'phone?.isActive === true && phone.level === "full" && phone.isOld;',
      "phone?.isActive === true;",
    ),
    byPhone,
  ),
  fault(
    "what a phone asks for is what was said half a minute before",
    edit("modules/contacts/word-store.ts", " and kind = ${kind} and value = ${value}", ""),
    byPhone,
  ),
  fault(
    "while something is stopped a phone asks for no change of a contact",
    edit(
      "modules/contacts/holder.ts",
      '  if (!(await deps.mayJoin(tx, professional))) return "holder_stopped";\n',
      "",
    ),
    byPhone,
  ),
  fault(
    "a phone that was lost since has asked for nothing",
    edit(
      "modules/contacts/contacts.ts",
      'return phone?.isActive === true && phone.level === "full";',
      "return phone !== undefined;",
    ),
    byPhone,
  ),
  fault(
    "the same request by another identifier of the same person is one",
    edit(
      "modules/contacts/programs.ts",
      "(await directory.find(nationalId))?.id !== before.professional",
      "nationalId !== before.nationalId",
    ),
  ),
  fault(
    "what two people signed about a contact stands in the log without its value",
    edit(
      "modules/contacts/in-log.ts",
      "({ member, assertion }: SignedStatement): string =>\n  JSON.stringify({ member, assertion });",
      "(signed: SignedStatement): string => JSON.stringify(signed);",
    ),
  ),
  fault(
    "whoever was suspended since has signed no file",
    edit(
      "modules/contacts/files.ts",
      "if (!(await deps.staff.maySign(other, [file.authority], tx))) continue;",
      "",
    ),
    byFile,
  ),
  fault(
    "a file above the share is signed by its authority's people only",
    edit(
      "modules/contacts/files.ts",
      "return file && (await staff.maySign(member, [file.authority])) ? file : undefined;",
      "return file && (staff || member) ? file : undefined;",
    ),
    byFile,
  ),
  fault(
    "what an authority's files changed lately counts against the share",
    edit("modules/directory/contact-import.ts", "now + recent > known", "now > known"),
    byImport,
  ),
  fault(
    "no file changes a contact of somebody whose access is stopped",
    edit(
      "modules/directory/contact-store.ts",
      "set held = w.move, move = 'held'",
      "set held = w.move",
    ),
    byImport,
  ),
  fault(
    "behind a stop nothing becomes relied on",
    edit(
      "modules/directory/mailboxes.ts",
      "s.made_at < begun.at",
      "false and s.made_at < begun.at",
    ),
    byImport,
  ),
  fault(
    "an undo leaves what is newer",
    edit(
      "modules/directory/contact-store.ts",
      "later.kind = ch.kind and later.id > ch.id",
      "later.kind = ch.kind and later.id < 0",
    ),
    byImport,
  ),
  fault(
    "two people sign exactly the list that is applied",
    edit(
      "modules/directory/contact-import.ts",
      "if ((await contacts.compare(tx, authority)) !== list) return false;",
      "await contacts.compare(tx, list && authority);",
    ),
    byImport,
  ),
  fault(
    "what an undo took back is relied on no more",
    edit("modules/directory/mailboxes.ts", "and disowned_at is null", ""),
    byUndo,
  ),
  fault(
    "what is withdrawn before its thirty days is never relied on",
    edit("modules/directory/mailboxes.ts", "coalesce(k.withdrawn_at, aval_now())", "aval_now()"),
    byUndo,
  ),
  fault(
    "a value given again begins anew",
    edit(
      "modules/directory/contact-store.ts",
      "w.move = 'given_again' and ${beginsAnew}",
      "false and ${beginsAnew}",
    ),
    byUndo,
  ),
  fault(
    "an undo of an undo is counted as a file",
    edit(
      "modules/directory/contact-store.ts",
      "not agreed and undoes is null and at > aval_now()",
      "not agreed and at > aval_now()",
    ),
    byUndo,
  ),
  fault(
    "an undo is free within seven days of its file",
    edit(
      "modules/directory/contact-store.ts",
      "undoes is null and at > aval_now() - ${shareWindow} as free",
      "undoes is null as free",
    ),
    byUndo,
  ),
  fault(
    "an undo that was not free counts in the share",
    edit("modules/directory/contact-store.ts", "and u.at > r.at - ${shareWindow}", ""),
    byUndo,
  ),
  fault(
    "the log names a file of contacts by a hash with a salt",
    edit("modules/directory/contact-import.ts", ".update(`${salt}.${given.digest}`)", ""),
    byUndo,
  ),
  fault(
    "the log keeps no statement of a file's signature",
    edit("modules/contacts/files.ts", "signature: keyInLog(signed.value)", "signature"),
    byFile,
  ),
  fault(
    "an agency can have registrars",
    edit("modules/staff/staff.ts", "(order|agency|structure)", "(order|structure)"),
    ["modules/directory/scope.test.ts"],
  ),
  fault(
    "an undo ends the waits that its import left",
    edit("modules/contacts/file-store.ts", "(asked_run = ${given.undoes ?? null} or ", "("),
    byFile,
  ),
  fault(
    "a newer word of the authority ends the wait that its older file left",
    edit(
      "modules/contacts/file-store.ts",
      "(professional, kind) in (",
      "false and (professional, kind) in (",
    ),
    byFile,
  ),
  fault(
    "a line that cannot wait is told",
    edit("modules/contacts/files.ts", 'value === "" ? undefined : await', "await"),
    byFile,
  ),
  fault(
    "lines that wait are counted in the reader's authority alone",
    edit(
      "modules/contacts/store.ts",
      "where asked_run is not null and ${isOpen} and ${within(scope)}",
      "where asked_run is not null and ${isOpen}",
    ),
    byFile,
  ),
  fault(
    "a request that a file made says so",
    edit(
      "modules/contacts/contacts.ts",
      "byFile: request.askedRun !== undefined",
      "byFile: request.askedKey !== undefined",
    ),
    byFile,
  ),
];
