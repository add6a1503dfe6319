import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src", ["obedience.test.ts"]);

/** Where a stranger has them go otherwise than by a scan or digits. */
const doors = ["obedience-doors.test.ts"];
/** What bounds each residual: how long, told to whom, ended by what. */
const bounds = ["residuals.test.ts"];
const table = "modules/login/rights.ts";
const yes = (cell: string, kind: string) =>
  cell.replace(new RegExp(`${kind}: "\\w+"`), `${kind}: "yes"`);
/** A cell of the rights table that gives more than it should. `row`: its text, from something that is there once. */
const gives = (proof: string, where: string, kind: string, cell: string, by?: string[]) => {
  const find = `${proof}: {${cell}`;
  const at = find.lastIndexOf(`${where}: `);
  return fault(
    `an obedient holder's ${proof} on ${where} opens of what is ${kind} no more than the table says`,
    edit(table, find, find.slice(0, at) + yes(find.slice(at), kind)),
    by,
  );
};

/** The checks of DESIGN section 5 that bound what an obedient holder lets through: without one of them the search finds a new way. */
export const obedienceFaults = [
  fault(
    "a place waits half a minute on the line before it is made",
    edit(
      "modules/places/store.ts",
      "and offered_at <= aval_now() - ${span(given.wait)} and offered_at > aval_now() - ${span(given.within)}",
      "and offered_at > aval_now() - ${span(given.within)}",
    ),
  ),
  fault(
    "a place is made in the call in which it was offered, or not at all",
    edit(
      "modules/places/store.ts",
      "and offered_at <= aval_now() - ${span(given.wait)} and offered_at > aval_now() - ${span(given.within)}",
      "and offered_at <= aval_now() - ${span(given.wait)}",
    ),
  ),
  fault(
    "digits that were read out make no place",
    edit("modules/places/place.ts", 'level === "full" && transfer === "qr"', 'level === "full"'),
  ),
  fault(
    "a place is confirmed on a later day only",
    edit(
      "modules/places/store.ts",
      "and state = 'new' and made_at <= aval_now() - ${span(given.rest)}",
      "and state = 'new'",
    ),
  ),
  fault("a key is added on a place of its holder's only", [
    edit(
      "modules/passkeys/asker.ts",
      'where === "own_place" || where === "own_place_l5"',
      'where !== "own_place" || where === "own_place"',
    ),
    edit(
      "modules/places/places.ts",
      "return isHeld ? standing({ ...deps, lookups: tx }, on) : undefined;",
      "return standing({ ...deps, lookups: tx }, on);",
    ),
  ]),
  fault(
    "a key opens no more than where it was added",
    edit(
      "modules/passkeys/adding.ts",
      'isAttested && standing.where === "own_place_l5"',
      "isAttested",
    ),
  ),
  fault("software counts from the next day", [
    edit(
      "modules/installations/store.ts",
      "i.ended_at is null and i.usable_from <= aval_now()",
      "i.ended_at is null",
    ),
    edit(
      "modules/installations/store.ts",
      "where id = ${id} and ended_at is null and usable_from <= aval_now()",
      "where id = ${id} and ended_at is null",
    ),
  ]),
  fault(
    "a relayed code enters a sensitive service only where it accepts reduced sessions",
    edit(
      "modules/login/rights.ts",
      'return service.acceptsReduced ? "reduced" : undefined;',
      'return "reduced";',
    ),
  ),
  fault(
    "a reduced session enters nothing by itself",
    edit(
      "modules/login/rights.ts",
      'if (opened.rights !== "full" || service.sensitivity === "critical") return false;',
      "return true;",
    ),
  ),
  fault(
    "software is exchanged for the tokens of services that accept it only",
    edit(
      "modules/provider/provider.ts",
      'acceptsPscCiba && grants.some((grant) => grant !== "ciba");',
      'grants.some((grant) => grant !== "ciba");',
    ),
  ),
  // The rights table, cell by cell where a stranger can stand.
  gives(
    "full_phone_qr",
    "own_place",
    "critical",
    ' own_place: { open: "yes", sensitive: "yes", critical: "no" },',
  ),
  gives(
    "full_phone_qr",
    "known_workstation",
    "critical",
    ` own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "yes" },
    known_workstation: { open: "yes", sensitive: "yes_no_sso", critical: "no" },`,
  ),
  gives(
    "full_phone_qr",
    "known_workstation",
    "sensitive",
    ` own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "yes" },
    known_workstation: { open: "yes", sensitive: "yes_no_sso", critical: "no" },`,
  ),
  fault(
    "a relayed code opens what is open reduced, not whole",
    edit(
      table,
      'unknown: { open: "reduced", sensitive: "reduced_if_accepted", critical: "no" }',
      'unknown: { open: "yes", sensitive: "reduced_if_accepted", critical: "no" }',
    ),
  ),
  gives(
    "full_phone_digits",
    "known_workstation",
    "sensitive",
    ` own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "no" },
    known_workstation: { open: "reduced", sensitive: "no", critical: "no" },`,
  ),
  gives(
    "full_phone_digits",
    "unknown",
    "sensitive",
    ` own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "no" },
    known_workstation: { open: "reduced", sensitive: "no", critical: "no" },
    unknown: { open: "reduced", sensitive: "no", critical: "no" },`,
  ),
  gives(
    "full_phone_digits",
    "own_place_l5",
    "critical",
    ` own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "no" },`,
  ),
  fault(
    "whoever has the cloud account opens nothing alone from elsewhere",
    edit(
      table,
      `known_workstation: { open: "no", sensitive: "no", critical: "no" },
    unknown: { open: "no", sensitive: "no", critical: "no" },
  },
  // The same and`,
      `known_workstation: { open: "no", sensitive: "no", critical: "no" },
    unknown: { open: "yes", sensitive: "yes", critical: "no" },
  },
  // The same and`,
    ),
  ),
  gives(
    "passkey",
    "own_place",
    "critical",
    ' own_place: { open: "yes", sensitive: "yes", critical: "no" },',
  ),
  gives(
    "passkey_and_phone",
    "unknown",
    "critical",
    ` own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "no" },
    known_workstation: { open: "yes", sensitive: "yes", critical: "no" },
    unknown: { open: "yes", sensitive: "yes", critical: "no" },`,
  ),
  gives(
    "this_phone_full",
    "unknown",
    "critical",
    ` own_place: { open: "yes", sensitive: "yes", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "yes", critical: "no" },
    known_workstation: { open: "yes", sensitive: "yes", critical: "no" },
    unknown: { open: "yes", sensitive: "yes", critical: "no" },`,
    bounds,
  ),
  gives(
    "establishment",
    "unknown",
    "sensitive",
    ` own_place: { open: "yes", sensitive: "no", critical: "no" },
    own_place_l5: { open: "yes", sensitive: "no", critical: "no" },
    known_workstation: { open: "yes", sensitive: "no", critical: "no" },
    unknown: { open: "yes", sensitive: "no", critical: "no" },`,
    doors,
  ),
  // What a stop keeps out.
  fault(
    "a blocked holder approves nothing, whoever asks them to",
    edit(
      "modules/login/asker.ts",
      'if (await stops.isStopped(db, approval.professional, "enter")) return deny("holder_stopped");',
      "",
    ),
  ),
  fault(
    "a caller has a block lifted in its quarter of an hour only",
    edit(
      "modules/stops/store.ts",
      "and (${until}::bigint is null or made_at + ${until}::bigint * interval '1 millisecond' > aval_now())",
      "",
    ),
  ),
  // The other doors.
  fault(
    "a photograph of a stranger's screen is too old to be scanned",
    edit(
      "modules/approvals/store.ts",
      "and ${frameAge} * interval '1 millisecond'",
      "and ${frameAge} * interval '1 minute'",
    ),
    doors,
  ),
  fault(
    "a relayed page sends nobody into their authenticator",
    edit("phone-origin.ts", "if (!isTopLevelFormOf(loginOrigin, request))", "if (!request)"),
    doors,
  ),
  fault(
    "a relayed page takes nobody's card",
    [
      edit("modules/cards/routes.ts", "if (request.headers.origin !== login)", "if (!request)"),
      edit(
        "modules/cards/routes.ts",
        `if (request.headers.origin !== card)
        return refuse(request, reply, { refusal: "wrong_origin" }, lang);
      const confirmed`,
        `if (!request)
        return refuse(request, reply, { refusal: "wrong_origin" }, lang);
      const confirmed`,
      ),
    ],
    doors,
  ),
  fault(
    "what came back from a card, read out, is worth nothing to a stranger",
    edit(
      "modules/cards/store.ts",
      "case when sign_in = ${given.signIn} and browser = ${given.browser} and return_until > aval_now()",
      "case when return_until > aval_now()",
    ),
    doors,
  ),
  fault(
    "a key signs for our page, not for one that relays it",
    edit(
      "platform/webauthn.ts",
      `expectedOrigin: expected.origin,
    expectedRPID: expected.rpId,
    requireUserVerification: true,
    credential`,
      `expectedOrigin: [expected.origin, "https://evil.example", "null"],
    expectedRPID: expected.rpId,
    requireUserVerification: true,
    credential`,
    ),
    doors,
  ),
  fault(
    "an establishment's answer that is read out is worth nothing to a stranger",
    edit("modules/login/upstream.ts", " || !(await isBegunHere(visit.signIn))", ""),
    doors,
  ),
  // The bounds.
  fault(
    "what was dictated or relayed ends after an hour",
    edit(
      "modules/sessions/session.ts",
      'rights === "full" ? lifetimes.session : lifetimes.reducedSession',
      'rights === "full" ? lifetimes.session : lifetimes.session',
    ),
    bounds,
  ),
  fault(
    "what a relayed place opened ends with it",
    edit(
      "modules/places/places.ts",
      'await deps.closeSessions(tx, { professional, browser }, "place_ended");',
      "",
    ),
    bounds,
  ),
  fault(
    "what a copied browser key opened ends when the copy is found out",
    edit(
      "modules/places/places.ts",
      'await deps.closeSessions(tx, { professional, browser }, "clone_detected");',
      "",
    ),
    bounds,
  ),
  fault(
    "what a cloud account and digits opened ends with the key",
    edit("modules/passkeys/passkeys.ts", "  await closeSessions(tx, given);\n", ""),
    bounds,
  ),
  fault(
    "a key that was added today opens nothing today",
    edit(
      "modules/passkeys/store.ts",
      "where id = ${id} and ended_at is null and usable_from <= aval_now()\n      and (${signed.counter}",
      "where id = ${id} and ended_at is null\n      and (${signed.counter}",
    ),
    bounds,
  ),
  fault(
    "what an announcement opened ends with it",
    edit(
      "modules/places/locum.ts",
      'await closeSessions(tx, { professional, browser, place: "known_workstation" }, "locum_ended");',
      "",
    ),
    bounds,
  ),
  fault(
    "what software opened ends when it is taken away",
    edit(
      "modules/installations/installations.ts",
      'await sessions.closeThose(tx, { professional, browser: id }, "software_removed");',
      "",
    ),
    bounds,
  ),
  fault(
    "two wrong digits in software are the only try of an hour",
    edit(
      "modules/login/ciba.ts",
      "const until = await store.recordSilence(tx, { professional, networks, span });",
      "const until = 0 as Instant;",
    ),
    bounds,
  ),
  fault(
    "elsewhere a limited phone enters what is sensitive in a dated transition only",
    edit(
      table,
      '    unknown: { open: "reduced", sensitive: "reduced_in_transition"',
      '    unknown: { open: "reduced", sensitive: "reduced_if_accepted"',
    ),
    bounds,
  ),
  fault(
    "a dated transition ends with its date",
    edit(
      "modules/software/store.ts",
      "coalesce(s.transition_until > aval_now(), false)",
      "(s.transition_until is not null)",
    ),
    bounds,
  ),
  fault(
    "no way back takes what can be dictated",
    edit(
      "../../../packages/protocol/src/leaks.ts",
      'reopen: { does: "enables", carries: { stop: "machine" } }',
      'reopen: { does: "enables", carries: { stop: "four_words" } }',
    ),
    ["leaks.test.ts"],
  ),
];
