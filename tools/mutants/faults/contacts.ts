import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["contact-requests.test.ts"]);

const byPhone = ["own-contacts.test.ts"];

export const contactFaults = [
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
    edit("modules/contacts/contacts.ts", '  if (!isIt) return deny("staff_refused");\n', ""),
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
    "counts of contacts to look at are of all, on every page",
    edit("modules/directory/contact-quality.ts", "where place = 1 or (place", "where (place"),
  ),
  fault(
    "the same request by another identifier of the same person is one",
    edit(
      "modules/contacts/programs.ts",
      "(await directory.find(nationalId))?.id !== before.professional",
      "nationalId !== before.nationalId",
    ),
  ),
];
