import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", [
  "card-host.test.ts",
  "sandbox/card-pki.test.ts",
]);

export const cardFaults = [
  fault(
    "what comes back from the card is for the browser key that began",
    edit(
      "modules/cards/store.ts",
      "sign_in = ${given.signIn} and browser = ${given.browser} and return_until",
      "${given.signIn}::text is not null and ${given.browser}::text is not null and return_until",
    ),
  ),
  fault(
    "what comes back from the card is good for ten seconds",
    edit("modules/cards/store.ts", "and return_until > aval_now()", ""),
  ),
  fault(
    "the card's page is entered from the sign-in page only",
    edit("modules/cards/routes.ts", "request.headers.origin !== login", "false"),
  ),
  fault(
    "a card whose standing nobody can tell opens nothing",
    edit("modules/cards/revocation.ts", '? "good" : "unknown"', '? "good" : "good"'),
  ),
  fault(
    "a card that ran out opens nothing",
    edit("modules/cards/cards.ts", "!isValidAt(certificate, now)", "false"),
  ),
  fault(
    "a reported card opens nothing",
    edit(
      "modules/cards/cards.ts",
      "return !(await store.isReported(tx, professional, validFrom));",
      "return (await store.isReported(tx, professional, validFrom)) !== undefined;",
    ),
  ),
  fault(
    "the card's signature key signs nobody in",
    edit(
      "modules/cards/card.ts",
      "!hasUsage(read, x509.KeyUsageFlags.nonRepudiation)",
      "hasUsage(read, 0) === false",
    ),
  ),
];
