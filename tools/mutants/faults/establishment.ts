import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["establishment.test.ts"]);

/** What keeps an establishment's own provider to its own people, and to what the table gives it. */
export const establishmentFaults = [
  fault(
    "an establishment's provider names only people whom the directory attaches there",
    edit(
      "modules/login/upstream.ts",
      "return directory.scopesOf(person).includes(scopeOfStructure(structure)) ? person.id : undefined;",
      "return structure ? person.id : undefined;",
    ),
  ),
  fault(
    "a sensitive service asks an establishment's people for a key or a card",
    edit(
      "modules/login/upstream.ts",
      "amr.some((method) => withKey.has(method))",
      "withKey.size > 0",
    ),
  ),
  fault(
    "a browser comes back from an establishment's provider once",
    edit(
      "modules/login/upstream-store.ts",
      "where state_hash = ${stateHash} and state = 'open' and ends_at > aval_now()",
      "where state_hash = ${stateHash} and ends_at > aval_now()",
    ),
  ),
  fault(
    "what comes back from an establishment's provider is worth something to the page that began only",
    edit(
      "modules/login/upstream-store.ts",
      "case when sign_in = ${given.signIn} and browser = ${given.browser} and return_until > aval_now()",
      "case when return_until > aval_now()",
    ),
  ),
  fault(
    "whoever is stopped is let in by no establishment",
    edit(
      "modules/login/by-upstream.ts",
      'if (!(await stops.keepOpen(tx, professional, "enter"))) return deny("establishment_refused");',
      "",
    ),
  ),
  fault(
    "a provider that a restore brought back lets nobody in until it is confirmed",
    edit(
      "modules/software/identity-provider-store.ts",
      "where name = ${name} and removed_at is null and asleep_since is null for share",
      "where name = ${name} and removed_at is null for share",
    ),
    ["modules/software/identity-provider.test.ts"],
  ),
  fault(
    "an establishment's provider that was removed lets nobody in any more",
    edit(
      "modules/login/by-upstream.ts",
      'if (!isTheirs || holder.state !== "active")',
      'if (!holder || holder.state !== "active")',
    ),
  ),
  fault(
    "what an establishment's provider opened is closed with it",
    edit("modules/software/identity-provider.ts", "await how.closeOpened(tx);", ""),
  ),
  fault(
    "an establishment's answer counts in the browser that left for it only",
    edit("modules/login/upstream.ts", " || !(await isBegunHere(visit.signIn))", ""),
    ["establishment.test.ts"],
  ),
];
