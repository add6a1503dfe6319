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
      "(await store.isReported(db, professional, card.validFrom)) ||",
      "",
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
  fault(
    "the card reopens from its own page only",
    edit(
      "modules/cards/routes.ts",
      'if (request.headers.origin !== card)\n        return refuse(request, reply, { refusal: "wrong_origin" }, lang);\n      const told = await cards.reopen(',
      "const told = await cards.reopen(",
    ),
    ["card-reopening.test.ts"],
  ),
  fault(
    "a card lifts a stop a day after it was made, not before",
    edit(
      "modules/stops/store.ts",
      "and made_at + ${way.from} * interval '1 millisecond' <= aval_now()",
      "",
    ),
    ["card-reopening.test.ts"],
  ),
  fault(
    "a freeze is no card's to lift",
    edit(
      "modules/stops/rules.ts",
      'ways: [{ means: ["two_people"], from: minutes(0) }],',
      'ways: [{ means: ["card"], from: minutes(0) }],',
    ),
    ["card-reopening.test.ts"],
  ),
  fault(
    "what is stopped keeps a card out at its own page",
    edit(
      "modules/cards/cards.ts",
      'if (await deps.stops.isStopped(deps.db, read.value.holder.id, "enter"))\n      return { ok: false, refusal: "card_opens_nothing", signIn: visit.signIn };',
      "",
    ),
    ["card-reopening.test.ts"],
  ),
  fault(
    "a list of revoked cards that is past its end is told of",
    edit(
      "modules/cards/revocation.ts",
      "[...lists.values()].every(({ list }) => clock.now() < list.until)",
      "lists.size >= 0",
    ),
    ["sandbox/card-pki.test.ts"],
  ),
];
