import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/provider", ["tokens.test.ts"]);

/** Codes, tokens, cookies and addresses, as services and thieves meet them. */
export const providerFaults = [
  fault(
    "a suspended service is no client",
    [
      edit("client.ts", 'if (service.state !== "active") return undefined;', ""),
      edit(
        "adapter.ts",
        'if (service?.state === "suspended" && namesItself',
        "if (!service && namesItself",
      ),
    ],
    ["suspended.race.test.ts"],
  ),
  fault(
    "the editor of a suspended service is told so",
    edit(
      "adapter.ts",
      'if (service?.state === "suspended" && namesItself',
      "if (!service && namesItself",
    ),
    ["suspended.race.test.ts"],
  ),
  fault(
    "a service is told by one node at a time",
    [
      edit("logout-store.ts", " for update skip locked", ""),
      edit(
        "logout-store.ts",
        " and d.client = taken.client and d.state = 'due' and d.next_at <= aval_now()",
        " and d.client = taken.client",
      ),
    ],
    ["logout.test.ts"],
  ),
  fault(
    "what a node took is another's only after its lease",
    edit(
      "logout-store.ts",
      "next_at = aval_now() + ${how.lease} * interval '1 millisecond'",
      "next_at = aval_now()",
    ),
    ["logout.test.ts"],
  ),
  fault(
    "a dead service holds a few of a node's requests",
    {
      file: "apps/server/src/platform/dispatch.ts",
      find: "busy: [...underWay.keys()],",
      replace: "busy: [],",
    },
    ["logout.test.ts"],
  ),
  fault(
    "a service of the strict profile is told of the person it knows",
    edit(
      "logout.ts",
      'service.profile === "strict" ?',
      'service.profile === "psc" && service.isPublic ?',
    ),
    ["logout.test.ts"],
  ),
  fault(
    "a redirect is no answer to a logout token",
    {
      file: "apps/server/src/platform/dispatch.ts",
      find: "accepts.includes(status)",
      replace: "status < 400",
    },
    ["logout.test.ts"],
  ),
  fault(
    "a code or a refresh token is spent once, on any node",
    edit(
      "store.ts",
      "where model = ${model} and id_hash = ${idHash} and consumed_at is null and expires_at > aval_now()",
      "where model = ${model} and id_hash = ${idHash} and expires_at > aval_now()",
    ),
    ["store.test.ts", "provider.race.test.ts"],
  ),
  fault(
    "a code lives sixty seconds on the database's clock",
    [
      edit(
        "store.ts",
        "consumed_at is null and expires_at > aval_now()`.execute(db);",
        "consumed_at is null`.execute(db);",
      ),
      edit(
        "store.ts",
        "and (expires_at > aval_now() or (consumed_at is not null and keep_until > aval_now()))",
        "",
      ),
    ],
    ["tokens.test.ts", "store.test.ts"],
  ),
  fault(
    "a page without a secret must use PKCE",
    edit(
      "engine.ts",
      'client["aval_profile"] === "strict" || client.clientAuthMethod === publicClientAuth',
      'client["aval_profile"] === "strict"',
    ),
    ["public.test.ts"],
  ),
  fault(
    "a code used twice kills what came of it",
    edit(
      "models.ts",
      'if (isTheft(artefact, token, client)) await deps.replayed({ artefact, standing, client, grant: token.grantId ?? "" });',
      "",
    ),
  ),
  fault(
    "a refresh token sent again later ends its session",
    edit(
      "provider.ts",
      'if (ended === "session") await sessions.close(standing.id, "refresh_token_replayed");',
      "",
    ),
  ),
  fault(
    "a refresh token sent again at once by its own client ends nothing",
    edit("models.ts", 'token.consumed !== "just_now"', "true"),
  ),
  fault(
    "a refresh token of another client ends its family",
    edit(
      "models.ts",
      'return Boolean(token.consumed) || (artefact === "refresh_token" && token.clientId !== client);',
      "return Boolean(token.consumed);",
    ),
  ),
  fault(
    "a refresh is activity",
    edit("provider.ts", "if (!(await sessions.touch(id, tx))) return false;", ""),
  ),
  fault(
    "tokens of a reduced session serve its one client",
    edit("models.ts", 'if (found.rights === "reduced" && !serves) return undefined;', ""),
  ),
  fault(
    "what is spent is logged with it",
    edit(
      "provider.ts",
      "await audit.append(tx, { fact, professional, session: id, service });",
      "",
    ),
  ),
  fault(
    "nothing that could be presented is kept in the database",
    edit(
      "adapter.ts",
      "const payload = withoutSecrets(model, given as store.Payload);",
      "const payload = given as store.Payload;",
    ),
    ["hardening.test.ts"],
  ),
  fault(
    "a sign-in is its own browser's, by a secret that no screen shows",
    edit(
      "store.ts",
      "where model = 'Interaction' and id_hash = ${idHash} and key_hash = ${keyHash} and expires_at > aval_now()`.execute(db);\n  return rows[0]?.payload;",
      "where model = 'Interaction' and id_hash = ${idHash} and expires_at > aval_now() and ${keyHash} <> ''`.execute(db);\n  return rows[0]?.payload;",
    ),
    ["store.test.ts", "sign-in.test.ts"],
  ),
  fault(
    "a sign-in has one result",
    edit("store.ts", "and not payload ? 'result' and expires_at", "and expires_at"),
    ["store.test.ts", "provider.race.test.ts"],
  ),
  fault(
    "one approval gives one code",
    edit("adapter.ts", 'throw new errors.SessionNotFound("this sign-in has ended");', ""),
    ["provider.race.test.ts", "sign-in.test.ts"],
  ),
  fault(
    "a client assertion is good for one request",
    edit(
      "adapter.ts",
      'throw new errors.InvalidClientAuth("client assertion tokens must only be used once");',
      "",
    ),
    ["provider.race.test.ts"],
  ),
  fault(
    "another person on one browser ends the first one's session",
    edit(
      "provider.ts",
      'await endBrowserSession(deps, cookies, "other_person");\n  return false;',
      "return true;",
    ),
    ["sign-in.test.ts"],
  ),
  fault(
    "a hint of somebody else is answered login_required",
    edit(
      "provider.ts",
      'if (hintedSubject(idTokenHint) !== told) return refused("login_required", "other_than_hinted");',
      "",
    ),
    ["sign-in.test.ts"],
  ),
  fault(
    "a redirect address matches character by character",
    edit(
      "redirect.ts",
      "if (registered.includes(asked)) return true;",
      "if (registered.some((one) => asked.startsWith(one))) return true;",
    ),
    ["redirect.test.ts"],
  ),
  fault(
    "any port is for loopback names only",
    edit(
      "redirect.ts",
      "^http:\\/\\/(localhost|127\\.0\\.0\\.1|\\[::1\\]):",
      "^http:\\/\\/([a-z.]+|127\\.0\\.0\\.1|\\[::1\\]):",
    ),
    ["redirect.test.ts"],
  ),
  fault(
    "a session is left on the person's own word, from our page",
    edit(
      "provider.ts",
      'if (!cookie || !sameText(proof, leavingProof(cookie))) return deny("invalid_request");',
      'if (!cookie) return deny("invalid_request");',
    ),
    ["leaving.test.ts"],
  ),
  fault(
    "after leaving a browser goes to a registered address only",
    edit(
      "provider.ts",
      'if (!isRegistered(redirectUri, service.postLogoutRedirectUris)) return deny("redirect_refused");',
      "",
    ),
    ["leaving.test.ts"],
  ),
  fault(
    "two strict services see one person under two names",
    edit("subject.ts", "JSON.stringify([service, subject])", "JSON.stringify([subject])"),
    ["subject.test.ts"],
  ),
  fault(
    "cookies are out of scripts' reach",
    edit("cookies.ts", "; Secure; HttpOnly; SameSite=Lax;", "; Secure; SameSite=Lax;"),
    ["cookies.test.ts"],
  ),
  fault(
    "another site cannot post to the login page",
    edit(
      "../../platform/http.ts",
      'return isForeign ? problem(reply, "wrong_origin") : undefined;',
      "return isForeign && origin === '' ? problem(reply, \"wrong_origin\") : undefined;",
    ),
    ["sign-in.test.ts"],
  ),
  fault(
    "a parameter given twice is refused",
    edit("parameters.ts", 'if (parameters.has(name)) return deny("twice");', ""),
    ["parameters.test.ts"],
  ),
  fault(
    "a code goes to the page that proved its key, not to whoever holds the cookie of the beginning",
    edit(
      "store.ts",
      "and key_hash = ${keyHash} and ${resumeHash} = any (resume_hashes)",
      "and key_hash = ${keyHash} and ${resumeHash} <> ''",
    ),
    ["store.test.ts", "sign-in.test.ts"],
  ),
];
