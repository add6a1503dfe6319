import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * An OpenID provider for the register's tests: just enough of the protocol to answer `openid-client`, and to answer it
 * wrongly on purpose. The register against the real provider is the stories' matter.
 */
export type Issuer = {
  readonly address: string;
  /** What came to the backchannel endpoint, in order. */
  readonly asked: URLSearchParams[];
  /** What polls are answered from here on: an error, or tokens. */
  answerPolls(answer: string | "tokens"): void;
  polls(): number;
  /** How long the next requests of the backchannel live, in seconds. */
  expireIn(seconds: number): void;
  /** The answer a browser brings back after an approval of this request, which opened this session. */
  approve(asked: URLSearchParams, session?: string): Record<string, string>;
  refreshes(): number;
  /** Makes the token endpoint refuse so, or no longer. */
  fail(error: string | undefined): void;
  /** The next access token is over as soon as it is given. */
  expireNext(): void;
  /** A logout token for the register, with these members changed, and this header. */
  logoutToken(
    more?: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  /** What it says of somebody, or of the stream, pushed to a service (RFC 8417). */
  securityEvent(
    type: string,
    body: object,
    more?: Readonly<Record<string, unknown>>,
    header?: Readonly<Record<string, unknown>>,
  ): Promise<string>;
  /** What a service asked of its stream: method and body, in order. */
  readonly streams: { readonly method: string; readonly body: Readonly<Record<string, any>> }[];
  /** Of the verification that was asked for last. */
  readonly verifications: Readonly<Record<string, any>>[];
  /** What a service answered for a time of fraud. */
  readonly answers: Readonly<Record<string, any>>[];
  /** Alerts that came, as they came. */
  readonly alerts: string[];
  /** Publishes keys no longer, or again. */
  hideKeys(hidden: boolean): void;
  /** Holds answers to refreshes until the function it gives is called. */
  hold(): () => void;
  close(): Promise<void>;
};

const person = {
  sub: "f:0:899900000017",
  SubjectNameID: "899900000017",
  given_name: "ALBANE",
  family_name: "MORVAL",
  Mode_Acces_Raison: "<b>",
  SubjectRefPro: {
    exercices: [
      {
        codeProfession: "10",
        codeCiviliteDexercice: "DR",
        activities: [{ raisonSocialeSite: "CABINET DES TILLEULS", enseigneCommercialeSite: "" }],
      },
    ],
  },
};

const records = [
  { patient: "Bleuet FICTIF", vaccine: { fr: "Grippe", en: "Flu" }, at: 1_795_162_320_000 },
  { patient: "Bleuet FICTIF", vaccine: "no languages" },
];

type Pending = { readonly nonce: string; readonly challenge: string; readonly session: string };

/** `client`: for whom its tokens are; `rights`: what it says of the sessions that it opens. */
export async function startIssuer(
  client = "register",
  rights: "full" | "reduced" = "reduced",
): Promise<Issuer> {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const jwk = await crypto.subtle.exportKey("jwk", keys.publicKey);
  const codes = new Map<string, Pending>();
  const live = new Map<string, string>();
  let address = "";
  let refreshes = 0;
  let failure: string | undefined;
  let accessSeconds = 120;
  let gate = Promise.resolve();
  let isHidden = false;
  const asked: URLSearchParams[] = [];
  let polled = "authorization_pending";
  let polls = 0;
  let expiresIn = 60;
  const streams: { method: string; body: Record<string, any> }[] = [];
  const verifications: Record<string, any>[] = [];
  const alerts: string[] = [];
  const answers: Record<string, any>[] = [];

  async function idToken(nonce: string | undefined, sid: string): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: address,
      aud: client,
      sub: person.sub,
      iat: now,
      exp: now + 60,
      auth_time: now,
      nonce,
      acr: "eidas1",
      aval_session: rights,
      sid,
    };
    return signed(claims, { typ: "JWT" });
  }

  async function signed(claims: object, header: object): Promise<string> {
    const input = `${coded({ alg: "RS256", kid: "1", ...header })}.${coded(claims)}`;
    const signature = await crypto.subtle.sign(
      algorithm.name,
      keys.privateKey,
      new TextEncoder().encode(input),
    );
    return `${input}.${Buffer.from(signature).toString("base64url")}`;
  }

  async function tokens(nonce: string | undefined, session: string) {
    const refresh = randomUUID();
    live.set(refresh, session);
    const expires = accessSeconds;
    accessSeconds = 120;
    const given = {
      access_token: randomUUID(),
      token_type: "Bearer",
      expires_in: expires,
      refresh_token: refresh,
      scope: "openid",
    };
    return { ...given, id_token: await idToken(nonce, session) };
  }

  async function grant(form: URLSearchParams): Promise<[number, unknown]> {
    if (failure) return [failure === "server_error" ? 500 : 400, { error: failure }];
    if (form.get("grant_type") === "urn:ietf:params:oauth:grant-type:token-exchange") {
      const issued_token_type = "urn:ietf:params:oauth:token-type:access_token";
      const access_token = `for-${form.get("audience")}`;
      return [200, { access_token, issued_token_type, token_type: "Bearer", expires_in: 60 }];
    }
    if (form.get("grant_type") === "client_credentials")
      return [200, { access_token: "own", token_type: "Bearer", expires_in: 1800 }];
    if (form.get("grant_type") === "urn:openid:params:grant-type:ciba") {
      polls++;
      return polled === "tokens"
        ? [200, await tokens(undefined, "session-1")]
        : [400, { error: polled }];
    }
    if (form.get("grant_type") === "refresh_token") {
      refreshes++;
      await gate;
      const session = live.get(form.get("refresh_token") ?? "");
      live.delete(form.get("refresh_token") ?? "");
      return session === undefined
        ? [400, { error: "invalid_grant" }]
        : [200, await tokens(undefined, session)];
    }
    const pending = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const proof = await crypto.subtle.digest(
      "SHA-256",
      new TextEncoder().encode(form.get("code_verifier") ?? ""),
    );
    const isProved = pending?.challenge === Buffer.from(proof).toString("base64url");
    return pending && isProved
      ? [200, await tokens(pending.nonce, pending.session)]
      : [400, { error: "invalid_grant" }];
  }

  async function answer(request: IncomingMessage): Promise<[number, unknown]> {
    switch (request.url) {
      case "/.well-known/openid-configuration":
        return [
          200,
          {
            issuer: address,
            authorization_endpoint: `${address}/auth`,
            token_endpoint: `${address}/token`,
            userinfo_endpoint: `${address}/userinfo`,
            jwks_uri: `${address}/certs`,
            end_session_endpoint: `${address}/logout`,
            introspection_endpoint: `${address}/introspect`,
            backchannel_authentication_endpoint: `${address}/ciba`,
            backchannel_token_delivery_modes_supported: ["poll"],
            authorization_response_iss_parameter_supported: true,
            id_token_signing_alg_values_supported: ["RS256"],
          },
        ];
      case "/certs":
        if (isHidden) return [503, {}];
        return [200, { keys: [{ ...jwk, kid: "1", use: "sig", alg: "RS256" }] }];
      case "/userinfo":
        return [200, person];
      case "/introspect": {
        const issuedFor = /^for-(\w+)$/.exec(
          new URLSearchParams(await bodyOf(request)).get("token") ?? "",
        )?.[1];
        return [200, issuedFor ? { active: true, client_id: issuedFor } : { active: false }];
      }
      // Another service's, which takes its own tokens only.
      case "/records":
        return request.headers.authorization === "Bearer for-register"
          ? [200, records]
          : [401, { error: "invalid_token" }];
      case "/ciba": {
        asked.push(new URLSearchParams(await bodyOf(request)));
        if (failure) return [failure === "server_error" ? 500 : 400, { error: failure }];
        return [200, { auth_req_id: randomUUID(), expires_in: expiresIn, interval: 0.02 }];
      }
      case "/token":
        return grant(new URLSearchParams(await bodyOf(request)));
      default:
        return answerSignals(request);
    }
  }

  /** A stream that is there from an earlier start: made again it is refused, and then changed. */
  async function answerSignals(request: IncomingMessage): Promise<[number, unknown]> {
    const text = await bodyOf(request);
    const isOwn = request.headers.authorization === "Bearer own";
    switch (`${request.method} ${request.url}`) {
      case "GET /.well-known/ssf-configuration":
        return [
          200,
          {
            configuration_endpoint: `${address}/ssf/streams`,
            verification_endpoint: `${address}/ssf/verify`,
          },
        ];
      case "POST /ssf/streams":
      case "PATCH /ssf/streams":
        if (!isOwn) return [401, {}];
        streams.push({ method: request.method ?? "", body: JSON.parse(text) });
        return request.method === "POST" ? [409, {}] : [200, JSON.parse(text)];
      case "GET /ssf/streams":
        return isOwn ? [200, [{ stream_id: "str_1" }]] : [401, {}];
      case "POST /ssf/verify":
        verifications.push(JSON.parse(text));
        return [204, undefined];
      case "POST /ssf/fraud-windows/frw_1":
        if (!isOwn) return [401, {}];
        answers.push(JSON.parse(text));
        return [204, undefined];
      case "POST /ssf/alerts":
        alerts.push(text);
        return [202, undefined];
      default:
        return [404, {}];
    }
  }

  const server = createServer(async (request, response: ServerResponse) => {
    const [status, body] = await answer(request);
    const text = body === undefined ? undefined : JSON.stringify(body);
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    address,
    approve(asked, session = "session-1") {
      const code = randomUUID();
      codes.set(code, {
        nonce: asked.get("nonce") ?? "",
        challenge: asked.get("code_challenge") ?? "",
        session,
      });
      return { code, state: asked.get("state") ?? "", iss: address };
    },
    refreshes: () => refreshes,
    asked,
    answerPolls(answer) {
      polled = answer;
    },
    polls: () => polls,
    expireIn(seconds) {
      expiresIn = seconds;
    },
    fail(error) {
      failure = error;
    },
    expireNext() {
      accessSeconds = 0;
    },
    logoutToken(more = {}, header = {}) {
      const now = Math.floor(Date.now() / 1000);
      const claims = {
        iss: address,
        aud: client,
        sub: person.sub,
        iat: now,
        exp: now + 120,
        jti: randomUUID(),
        sid: "session-1",
        events: { "http://schemas.openid.net/event/backchannel-logout": {} },
        ...more,
      };
      return signed(claims, { typ: "logout+jwt", ...header });
    },
    securityEvent(type, body, more = {}, header = {}) {
      const claims = {
        iss: address,
        aud: client,
        iat: Math.floor(Date.now() / 1000),
        jti: randomUUID(),
        sub_id: { format: "iss_sub", iss: address, sub: person.sub },
        events: { [type]: body },
        ...more,
      };
      return signed(claims, { typ: "secevent+jwt", ...header });
    },
    streams,
    verifications,
    alerts,
    answers,
    hideKeys(hidden) {
      isHidden = hidden;
    },
    hold() {
      const { promise, resolve } = Promise.withResolvers<void>();
      gate = promise;
      return resolve;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function coded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
