import { faultsIn } from "../fault.ts";

const provider = faultsIn("apps/server/src/modules/provider", ["ciba.test.ts"]);
const login = faultsIn("apps/server/src/modules/login", ["../provider/ciba.test.ts"]);
const searching = faultsIn("apps/server/src/modules/login", ["search.test.ts"]);
const installations = faultsIn("apps/server/src/modules/installations", [
  "../provider/installations.test.ts",
]);
const { edit } = login;

/** Software that asks without a browser: whom it names, what reaches a phone, what it opens. */
export const cibaFaults = [
  provider.fault(
    "whom software names is not looked up",
    provider.edit(
      "engine.ts",
      'if (ctx.oidc.route === "backchannel_authentication")',
      'if (ctx.oidc.route === "nowhere")',
    ),
  ),
  provider.fault(
    "a client's requests are counted whomever they name",
    provider.edit("ciba.ts", "if (!(await ciba.mayAsk(by))) throw tooMany(ctx);", ""),
  ),
  provider.fault(
    "whom software names is not kept in words",
    provider.edit(
      "artefact.ts",
      'if (model === "BackchannelAuthenticationRequest") return withoutHint(rest);',
      "",
    ),
  ),
  provider.fault(
    "a token bound to a key is exchanged by whoever proves that key",
    provider.edit(
      "proof.ts",
      "if (bound !== undefined && bound !== proof?.thumbprint)",
      "if (proof && bound !== undefined && bound !== proof.thumbprint)",
    ),
  ),
  provider.fault(
    "what was exchanged stays bound",
    provider.edit("exchange.ts", 'if (key !== undefined) token.setThumbprint("jkt", key);', ""),
  ),
  provider.fault(
    "software's renewal stays bound",
    provider.edit(
      "models.ts",
      "if (client?.grantTypeAllowed(cibaGrant)) this.jkt ??=",
      "if (client?.dpopBoundAccessTokens) this.jkt ??=",
    ),
  ),
  provider.fault(
    "software reaches only services that accept it",
    provider.edit(
      "provider.ts",
      "if (!asked || !acceptsSoftware(asked)) return false;",
      "if (!asked) return false;",
    ),
  ),
  provider.fault(
    "software reaches no other software",
    provider.edit(
      "provider.ts",
      'acceptsPscCiba && grants.some((grant) => grant !== "ciba");',
      "acceptsPscCiba && grants.length > 0;",
    ),
  ),
  login.fault(
    "only its own client learns what became of a request",
    edit(
      "ciba-store.ts",
      "from ciba_request where handle_hash = ${given.handleHash} and client = ${given.client}",
      "from ciba_request where handle_hash = ${given.handleHash}",
    ),
  ),
  login.fault(
    "a wrong entry silences its origin",
    edit(
      "ciba.ts",
      "const until = await store.recordSilence(tx, { professional, networks, span });",
      "const until = 0 as Instant;",
    ),
  ),
  login.fault(
    "a request that was compared has had its one try",
    edit(
      "ciba-store.ts",
      "update ciba_request set state = 'tried' where",
      "update ciba_request set state = 'waiting' where",
    ),
  ),
  login.fault(
    "who polls too soon waits longer",
    edit("ciba.ts", 'if (asked.isEarly) return { state: "slow_down" };', ""),
  ),
  login.fault(
    "a limited phone finds no request",
    edit("ciba.ts", 'if (device.level !== "full") return deny("software_not_possible");', ""),
  ),
  searching.fault(
    "equal digits from two origins match neither",
    edit("search.ts", 'if (equal.length > 1) return { found: "equal", tried };', ""),
  ),
  searching.fault(
    "requests of elsewhere are found only there",
    edit("search.ts", "candidates.filter(({ isNear }) => isNear !== elsewhere)", "[...candidates]"),
  ),
  login.fault(
    "software counts from the day after it was added",
    installations.edit(
      "store.ts",
      "and i.ended_at is null and i.usable_from <= aval_now()",
      "and i.ended_at is null",
    ),
  ),
  installations.fault(
    "a caller adds no software",
    installations.edit("installations.ts", "|| onCall !== false ||", "||"),
  ),
  installations.fault(
    "a limited phone adds no software",
    installations.edit(
      "installations.ts",
      'if (device.level !== "full") return deny("software_not_possible");',
      "",
    ),
  ),
  installations.fault(
    "a stop holds what would be added",
    installations.edit(
      "installations.ts",
      'if (!(await stops.keepOpen(tx, professional, "join"))) return deny("holder_stopped");',
      "",
    ),
  ),
  installations.fault(
    "what was taken away opens nothing after",
    installations.edit(
      "store.ts",
      "where id = ${id} and ended_at is null and usable_from <= aval_now()",
      "where id = ${id}",
    ),
  ),
];
