import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/provider", ["provider.test.ts"]);
const tokens = ["tokens.test.ts"];
const signIn = ["sign-in.test.ts"];
const leaving = ["leaving.test.ts"];
const races = ["provider.race.test.ts"];
const hardening = ["hardening.test.ts"];
const strict = ["strict.test.ts"];

const spendWhere = "where model = ${model} and id_hash = ${idHash} and consumed_at is null and expires_at > aval_now()`.execute(db);";

/** What a service is told and given, how often, and until when. */
export const providerFaults = [
  // Once, on any node.
  fault("a code and a refresh token are spent once", edit("store.ts", spendWhere, spendWhere.replace(" and consumed_at is null", "")), races),
  fault("a code lives sixty seconds", [
    edit("store.ts", spendWhere, spendWhere.replace(" and expires_at > aval_now()", "")),
    edit("store.ts", "and (expires_at > aval_now() or (consumed_at is not null and keep_until > aval_now()))", ""),
  ], tokens),
  fault(
    "one approval gives one code: of two requests that resume one sign-in, one goes on",
    edit("adapter.ts", 'if (await store.take(db, "Interaction", hashSecret(id))) return;', 'await store.take(db, "Interaction", hashSecret(id));\n      return;'),
    races,
  ),
  fault("a sign-in has one result", edit("store.ts", "and not payload ? 'result' and expires_at", "and expires_at"), ["store.test.ts"]),
  fault("a page sent twice does not tell its service no", edit("provider.ts", "!first.ok && endsSignIn(first.refusal) ? await ask() : first", "first"), races),
  fault(
    "a client assertion is good for one request, in parallel too",
    edit("adapter.ts", 'if (await store.putNew(db, writing("ReplayDetection", id, payload, expiresIn))) return;', 'await store.putNew(db, writing("ReplayDetection", id, payload, expiresIn));\n      return;'),
    races,
  ),

  // Replays.
  fault("a code used twice kills the tokens of the first use", edit("models.ts", 'return artefact === "code" || token.clientId', "return token.clientId"), tokens),
  fault("a refresh token sent again within ten seconds by its own client ends nothing", edit("models.ts", ' || token.consumed !== "just_now"', " || true"), tokens),
  fault("a refresh token sent again later ends its family", edit("models.ts", ' || token.consumed !== "just_now"', ""), tokens),
  fault(
    "a refresh token in another client's hands ends its family",
    edit("models.ts", '|| (artefact === "refresh_token" && token.clientId !== client)', ""),
    tokens,
  ),
  fault("a replayed refresh token ends the session", edit("provider.ts", 'if (ended === "session") await sessions.close(standing.id, "refresh_token_replayed");', ""), tokens),
  fault("a spent code is known as such after its minute", edit("store.ts", "keep_until = greatest(keep_until, ${later(remember)})", "keep_until = keep_until"), tokens),
  fault("a replayed code leaves other tabs alone", edit("store.ts", "delete from artefact where grant_id = ${grant} and (", "delete from artefact where grant_id is not null and ("), tokens),

  // The session is the truth.
  fault("nothing outlives its session", edit("../sessions/store.ts", "`closed_at is null and ends_at", "`ends_at"), tokens),
  fault("a reduced session serves its one client", edit("models.ts", 'if (found.rights === "reduced" && found.client !== token.clientId) return undefined;', ""), tokens),
  fault("a refresh is activity", edit("provider.ts", "return spent && (await sessions.touch(id));", "return spent;"), tokens),
  fault("no token outlives its session's end", edit("engine.ts", "Math.min(longest, left)", "longest"), tokens),
  fault("who has left the registers is told nothing", edit("engine.ts", 'if (professional?.state !== "active") return undefined;', "if (!professional) return undefined;"), tokens),
  fault("introspection does not answer for who has left the registers", edit("answers.ts", 'professional?.state !== "active"', "!professional"), tokens),

  // Whose token it is.
  fault("only its own client learns of a token", edit("engine.ts", "introspection: { enabled: true, allowedPolicy: isItsOwn }", "introspection: { enabled: true, allowedPolicy: async () => true }"), tokens),
  fault("only its own client revokes a token", edit("engine.ts", "revocation: { enabled: true, allowedPolicy: isItsOwn }", "revocation: { enabled: true, allowedPolicy: async () => true }"), tokens),
  fault("revoking an access token ends that token only", edit("models.ts", 'if (oidc?.route === "revocation" && oidc.entities.AccessToken) return;', ""), tokens),
  fault("an access token is no id_token, nor the reverse", edit("access-token.ts", ' && claims["typ"] === typ', ""), leaving),
  fault("an access token's id is worth nothing without its signature", edit("models.ts", 'typeof claims?.["jti"] === "string" ? await findById(claims["jti"], options) : undefined', 'await findById(String(claims?.["jti"] ?? value), options)'), tokens),
  fault("a wrong secret is refused", edit("runtime.ts", "sameText(hashSecret(given), hash)", "given !== ''"), ["provider.test.ts"]),
  fault("two strict services see one person under two names", edit("context.ts", 'profile === "strict" && clientId', 'profile === "never" && clientId'), strict),
  fault("an assertion made for another address is refused", edit("engine.ts", 'if (claims["aud"] !== issuer)', "if (false)"), strict),
  fault("an assertion lives five minutes at most", edit("engine.ts", "if (life > inSeconds(lifetimes.assertion))", "if (false)"), strict),
  fault("a strict service uses PKCE", edit("engine.ts", 'client["aval_profile"] === "strict"', "false"), strict),

  // Where answers go.
  fault("an address is compared character by character", edit("redirect.ts", "if (registered.includes(asked)) return true;", "if (registered.some((one) => asked.startsWith(one))) return true;"), ["redirect.test.ts"]),
  fault("any port, for loopback names only", edit("redirect.ts", "(localhost|127\\.0\\.0\\.1|\\[::1\\])", "([a-z0-9.\\[\\]:-]+)"), ["redirect.test.ts"]),
  fault("the engine compares addresses as we do", edit("models.ts", "return isRegistered(asked, this.redirectUris);", "return this.redirectUris.length > 0;"), ["provider.test.ts"]),
  fault("a way out is registered", edit("provider.ts", "if (!isRegistered(redirectUri, service.postLogoutRedirectUris)) return", "if (false) return"), leaving),
  fault("a browser signs in on the login host only", edit("routes.ts", "if (isElsewhere(runtime, request)) return reply.redirect(`${loginOrigin}/auth?", "if (false) return reply.redirect(`${loginOrigin}/auth?"), hardening),
  fault("addresses are ours whatever Host asks", edit("mount.ts", "{ host: origin.host }", '{ host: String(request.headers.host) }'), ["mount.test.ts"]),

  // The login page.
  fault("a sign-in's address opens nothing without its browser's secret", edit("store.ts", "where model = 'Interaction' and id_hash = ${idHash} and key_hash = ${keyHash} and expires_at > aval_now()`.execute(db);\n  return rows[0]?.payload;", "where model = 'Interaction' and id_hash = ${idHash} and expires_at > aval_now() and ${keyHash} <> ''`.execute(db);\n  return rows[0]?.payload;"), signIn),
  fault("every authorization passes the login page", edit("engine.ts", "(ctx) => ctx.oidc.result?.login === undefined", "(ctx) => !ctx.oidc.session?.accountId"), ["provider.test.ts"]),
  fault("a sign-in that nobody concluded does not end by a visit", edit("routes.ts", "if (!signIn.result) return reply.redirect(`${runtime.loginOrigin}/login/${id}`, 303);", ""), signIn),
  fault("another person ends the session before theirs", edit("provider.ts", "if (!browser || next === undefined || browser.accountId === next) return true;", "if (browser || !browser) return true;"), signIn),
  fault("another site cannot conclude", edit("routes.ts", '"/login/:id/conclude", { preHandler: ownPagesOnly(loginOrigin) }', '"/login/:id/conclude", {}'), signIn),
  fault("a message that is not this browser's ends nothing", edit("provider.ts", "if (!outcome.ok && !endsSignIn(outcome.refusal)) return outcome;", ""), signIn),
  fault("somebody else's hint is not ours to answer", edit("provider.ts", "if (hintedSubject(idTokenHint) !== told) return", "if (false) return"), signIn),

  // Leaving.
  fault("without a hint the person is asked", edit("provider.ts", 'return done({ step: "ask", proof: leavingProof(cookie) });', 'await endBrowserSession(deps, cookies, "signed_out");\n  return done({ step: "ended", address: address.value, clears: true });'), leaving),
  fault("only our page's answer ends a session", edit("provider.ts", "if (!cookie || !sameText(proof, leavingProof(cookie))) return", "if (!cookie) return"), leaving),
  fault("a hint ends its own session and no other", edit("provider.ts", "const clears = browser?.session === sid;", "const clears = browser !== undefined;"), leaving),
  fault("a hint ends its session", edit("provider.ts", 'await deps.sessions.close(sid, "signed_out");', ""), leaving),

  // What is kept, and what comes in.
  fault("codes, tokens and cookies are kept as hashes", edit("artefact.ts", "const { jti: _secret, ...rest } = payload;", "const rest = payload;"), hardening),
  fault("a sign-in keeps no cookie and no way back", edit("artefact.ts", 'if (model !== "Interaction") return rest;', 'if (model !== "Nothing") return rest;'), hardening),
  fault("a parameter given twice is refused", edit("parameters.ts", 'if (parameters.has(name)) return deny("twice");', ""), ["hardening.test.ts", "parameters.test.ts"]),
  fault("control characters never reach the database", edit("parameters.ts", "return hasControl(text) || !text.isWellFormed() ? undefined : text;", "return text;"), ["hardening.test.ts", "parameters.test.ts"]),
  fault("a renewed key needs no restart", edit("runtime.ts", "if (!running || name !== made) {", "if (!running) {"), hardening),
  fault("production tells a sentence and a reference", edit("runtime.ts", 'detail: config.mode === "sandbox" ? detail : undefined,', "detail,"), hardening),

  // The dialect.
  fault("a service that did not ask for openid gets no id_token", edit("answers.ts", 'asked.includes("openid")', "true"), ["provider.test.ts"]),
  fault("the id_token is bound to its access token", edit("engine.ts", "{ at_hash: here.accessToken }", "{}"), ["provider.test.ts"]),
  fault("a refresh keeps the whole scope", edit("routes.ts", 'return new Map([...parameters].filter(([name]) => name !== "scope"));', "return parameters;"), ["provider.test.ts"]),
];
