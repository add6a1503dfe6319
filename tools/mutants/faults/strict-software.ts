import { faultsIn } from "../fault.ts";

const tests = ["../provider/strict-software.test.ts"];
const provider = faultsIn("apps/server/src/modules/provider", ["strict-software.test.ts"]);
const login = faultsIn("apps/server/src/modules/login", tests);
const places = faultsIn("apps/server/src/modules/places", tests);
const installations = faultsIn("apps/server/src/modules/installations", tests);
const racing = faultsIn("apps/server/src/modules/installations", [
  "../../strict-software.race.test.ts",
]);

/** Installations of strict software: who links one, who asks by it, what it opens, and what ends it (R8). */
export const strictSoftwareFaults = [
  provider.fault(
    "a token without its key names nobody",
    provider.edit(
      "login-hint.ts",
      "const isTheirs = azp === client && (cnf as",
      "const isTheirs = azp === client || (cnf as",
    ),
  ),
  provider.fault("no library takes a login_hint_token for an id_token", [
    provider.edit("login-hint.ts", "aud: issuer,\n", "aud: client.clientId,\n"),
    provider.edit("login-hint.ts", "const isOurs = aud === issuer;", "const isOurs = aud === azp;"),
  ]),
  provider.fault(
    "a token is good for a month",
    provider.edit("login-hint.ts", "exp > epochSeconds(clock.now())", "exp > 0"),
  ),
  provider.fault(
    "a proof is taken once",
    provider.edit(
      "proof.ts",
      "await checkDpopReplay(engine, ctx, proof, client, errors.InvalidRequest);",
      "",
    ),
  ),
  provider.fault(
    "what an installation gets to renew by is bound to its key",
    provider.edit(
      "models.ts",
      "if (client?.grantTypeAllowed(cibaGrant)) this.jkt ??= entities?.AccessToken?.jkt;",
      "",
    ),
  ),
  provider.fault(
    "tokens of strict software are bound to its key",
    provider.edit("client.ts", "{ dpop_bound_access_tokens: true }", "{}"),
  ),
  login.fault(
    "only the key that asked polls",
    login.edit(
      "ciba-store.ts",
      "and (key is null or key = ${given.key ?? null}) for update",
      "for update",
    ),
  ),
  login.fault(
    "only the key that asked is shown frames",
    login.edit("ciba-store.ts", "and r.key = ${given.key}", "and ${given.key} is not null"),
  ),
  login.fault(
    "no phone but its holder's opens anything by an installation",
    login.edit(
      "ciba-strict.ts",
      'if (!installation || !isTheirs) return deny("software_not_yours");',
      'if (!installation) return deny("software_not_yours");',
    ),
  ),
  login.fault(
    "a limited phone opens nothing by strict software",
    login.edit("ciba-strict.ts", 'if (device.level !== "full") return deny("rights_denied");', ""),
  ),
  places.fault(
    "digits make no software ask to be confirmed",
    places.edit("linked.ts", "return isScan(given) && store", "return store"),
  ),
  places.fault(
    "software asks to be confirmed a day after its link and no sooner",
    places.edit(
      "store.ts",
      "and state = 'new'\n      and made_at <= aval_now() - ${span(rest)}",
      "and state = 'new' and ${span(rest)} > interval '0'",
    ),
  ),
  login.fault("what was linked and removed opens nothing more", [
    installations.edit(
      "store.ts",
      '.where("kind", "=", "strict")\n    .where("ended_at", "is", null);',
      '.where("kind", "=", "strict");',
    ),
    login.edit("ciba-strict.ts", 'if (!place) return deny("software_asleep");', ""),
  ]),
  installations.fault(
    "half a minute passes between the scan and the link",
    installations.edit(
      "links-store.ts",
      "and claimed_at <= aval_now() - ${span(given.wait)} and",
      "and",
    ),
  ),
  installations.fault(
    "a link that nobody confirmed in ten minutes is over",
    installations.edit(
      "links-store.ts",
      "- ${span(given.wait)} and claimed_at > aval_now() - ${span(given.within)}",
      "- ${span(given.wait)}",
    ),
  ),
  installations.fault(
    "an old frame links nothing",
    installations.edit(
      "links-store.ts",
      "and state = 'shown' and claim_by > aval_now() and ${isYoung(given)}",
      "and state = 'shown' and claim_by > aval_now()",
    ),
  ),
  installations.fault(
    "an altered frame links nothing",
    installations.edit(
      "links.ts",
      "if (!known || !isOurs(frame, known.frameSecret, known.key))",
      "if (!known)",
    ),
  ),
  installations.fault(
    "a link is told to its own key alone",
    installations.edit(
      "links.ts",
      "|| found.key !== given.key) return undefined;",
      ") return undefined;",
    ),
  ),
  installations.fault(
    "a limited phone links nothing",
    installations.edit(
      "links.ts",
      'if (device.level !== "full") return deny("software_not_possible");\n  const known = await store.findLink(deps.db, frame.link',
      "const known = await store.findLink(deps.db, frame.link",
    ),
  ),
  installations.fault(
    "a stop holds what would be linked",
    installations.edit(
      "links.ts",
      'if (!(await deps.stops.keepOpen(tx, professional, "join"))) return deny("holder_stopped");',
      "",
    ),
  ),
  installations.fault(
    "strict software is linked, and never added by its name",
    installations.edit("installations.ts", '&& profile === "psc";', ";"),
  ),
  racing.fault(
    "a second phone that sees the frame ends the link for both",
    racing.edit(
      "links-store.ts",
      "set state = 'cancelled', ended_at = aval_now(), ended_by = 'second_claim'",
      "set claimed_at = claimed_at",
    ),
  ),
];
