import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["proofs.test.ts"]);
const verify = "modules/proofs/verify.ts";
const decisions = "modules/proofs/decisions.ts";
const make = "modules/proofs/proofs.ts";

/** A file of proofs proves what it says, to whoever trusts nothing but the root. */
export const proofsFaults = [
  fault(
    "a file of proofs is under the root that was given",
    edit(verify, "(await thumbprint(trusted.root)) !== (await thumbprint(bundle.root))", "false"),
  ),
  fault(
    "the seal of a file is over all of it",
    edit(verify, "hash === (await sealedHash(bundle))", "hash !== undefined"),
  ),
  fault(
    "a leaf is what its fact says",
    edit(
      verify,
      "else if (!isItsLeaf(fact, body, key, holder.professional)) add",
      "else if (false) add",
    ),
  ),
  fault("an erased fact is not proven", edit(verify, 'add("erased", fact.id);', "{}")),
  fault(
    "facts are under the checkpoint",
    edit(verify, "Buffer.compare(found, root) === 0", "found.length === root.length"),
  ),
  fault(
    "the checkpoint of a file of proofs is signed by a certified key",
    edit(verify, '!said.includes("signed") || said.includes("wrong")', 'said.includes("wrong")'),
  ),
  fault(
    "an answer is over the context that was shown",
    edit(decisions, 'signed["context"] === context.hash &&', ""),
    ["modules/proofs/decisions.test.ts"],
  ),
  fault(
    "an approval has the code's signature",
    edit(decisions, '(answer === "refuse" || signers.length === 2) &&', ""),
    ["modules/proofs/decisions.test.ts"],
  ),
  fault(
    "an answer is by keys that the log names for its phone",
    edit(
      decisions,
      "const known = device === undefined ? undefined : keys.get(device);",
      "const known = [...keys.values()][0];",
    ),
    ["modules/proofs/decisions.test.ts"],
  ),
  fault(
    "a screen showed nobody else",
    edit(verify, "!bundle.holder.nationalIds.includes(context.holder?.nationalId)", "false"),
  ),
  fault(
    "that a file was made is a fact of its holder's",
    edit(make, "await deps.audit.append(tx, made);", ""),
  ),
  fault(
    "files of proofs are counted",
    edit(
      make,
      'if (!(await deps.limits.spend(tx, "bundles", professional, bounds.bundles, days(1))))\n      return false;',
      "",
    ),
  ),
  fault(
    "a complaint file leaves a case by two",
    edit(
      "modules/cases/complaint-store.ts",
      "where c.id = ${given.id} and c.by_member <> ${given.member} and ${waits}",
      "where c.id = ${given.id} and c.by_member <> ${given.member}",
    ),
    ["complaints.test.ts"],
  ),
  fault(
    "what is signed for a complaint file is that one",
    edit(
      "modules/cases/complaining.ts",
      "signedExactly(who, assertion, statementOf(found.value))",
      "signedExactly(who, assertion, {})",
    ),
    ["complaints.test.ts"],
  ),
  fault(
    "a complaint file is taken by the two who agreed",
    edit(
      "modules/cases/complaining.ts",
      'if (who.member !== by && who.member !== other) return deny("not_found");',
      "",
    ),
    ["complaints.test.ts"],
  ),
  fault(
    "of two who agreed, one who was suspended is nobody",
    edit("modules/cases/complaining.ts", "if (!isStanding.ok) return isStanding;", ""),
    ["complaints.test.ts"],
  ),
  fault(
    "a complaint file carries the proofs that it tells",
    edit(
      "modules/proofs/complaint-document.ts",
      "[attachmentName]: proofs,",
      '[attachmentName]: "{}",',
    ),
    ["modules/proofs/complaint.test.ts"],
  ),
  fault(
    "a complaint file leaves out what only the verifier asks",
    edit("modules/proofs/complaint-lines.ts", "!given.untold.includes(kind) &&", ""),
    ["modules/proofs/complaint.test.ts"],
  ),
];
