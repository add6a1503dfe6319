import { Agent as PlainAgent, request as plainRequest } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import { closedLoop, type LoadResult, type Operation, openLoop } from "./load.ts";
import type { Measured } from "./load-worker.ts";
import type { Bench, Driver } from "./measures.ts";
import { arrivals, drawing } from "./schedule.ts";
import { cpuOf, familyOf, less } from "./usage.ts";

/**
 * Another OpenID provider, by its addresses alone: the token paths that need no browser, driven as ours are, so that two
 * providers can be measured one after the other on one machine and compared as ratios.
 */
export type TargetOptions = {
  readonly issuer: string;
  /** Where its discovery document is, when not under the issuer. */
  readonly discovery: string | undefined;
  readonly client: string;
  readonly secret: string;
  readonly auth: "basic" | "post";
  readonly scope: string | undefined;
  readonly grants: readonly ("client_credentials" | "refresh")[];
  readonly refreshTokens: readonly string[];
  /** Its programs, when they run on this machine: their CPU is told. */
  readonly pids: readonly number[];
  /** The first process of its PostgreSQL, likewise. */
  readonly postmaster: number | undefined;
  readonly seed: string;
};

export type Target = Bench & {
  /** What can be measured of it, with what was given. */
  readonly operations: readonly string[];
  readonly close: () => void;
};

type Reply = { readonly status: number; readonly text: string };
type Discovery = {
  readonly token_endpoint: string;
  readonly userinfo_endpoint?: string;
  readonly introspection_endpoint?: string;
  readonly jwks_uri: string;
};

const sockets = { keepAlive: true, maxSockets: 256 } as const;
const patienceMs = 20_000;

export async function openTarget(options: TargetOptions): Promise<Target> {
  const agents = { "http:": new PlainAgent(sockets), "https:": new TlsAgent(sockets) };
  const send = (
    address: string,
    given: { method?: string; headers?: Record<string, string>; body?: string } = {},
  ): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const url = new URL(address);
      const begin = url.protocol === "https:" ? tlsRequest : plainRequest;
      const { body } = given;
      const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
      const request = begin(
        url,
        {
          method: given.method ?? "GET",
          headers: { ...given.headers, ...length },
          agent: url.protocol === "https:" ? agents["https:"] : agents["http:"],
          timeout: patienceMs,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("error", reject);
          response.on("end", () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
          );
        },
      );
      request.on("timeout", () => request.destroy(new Error("no answer in 20 s")));
      request.on("error", reject);
      request.end(body);
    });

  const discoveryUrl =
    options.discovery ?? `${options.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const discovery = JSON.parse(ok(await send(discoveryUrl), "discovery").text) as Discovery;
  const post = (address: string, form: Record<string, string>) =>
    send(address, authenticated(options, form));

  const tokens = createTokens(options, async (form) => {
    const reply = ok(await post(discovery.token_endpoint, form), form["grant_type"] ?? "token");
    return JSON.parse(reply.text) as Granted;
  });
  const operations = offered(options, discovery, tokens, { send, post, discoveryUrl });
  return {
    operations: Object.keys(operations),
    driver: driving(operations, tokens, options),
    meter: async () => {
      const used = async () => ({
        server: await cpuOf(options.pids),
        pin: Number.NaN,
        postgres: await familyOf(options.postmaster),
      });
      const before = await used();
      return async () => ({
        usage: less(await used(), before),
        asked: { statements: Number.NaN, transactions: Number.NaN },
      });
    },
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function ok(reply: Reply, what: string): Reply {
  if (reply.status !== 200) throw new Error(`${what} ${reply.status}`);
  return reply;
}

function authenticated({ auth, client, secret }: TargetOptions, form: Record<string, string>) {
  // RFC 6749 section 2.3.1: each half is encoded as a form before both are joined.
  const half = (text: string) => new URLSearchParams({ "": text }).toString().slice(1);
  const credentials = Buffer.from(`${half(client)}:${half(secret)}`).toString("base64");
  const inBody = auth === "post" ? { client_id: client, client_secret: secret } : {};
  return {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      ...(auth === "basic" ? { authorization: `Basic ${credentials}` } : {}),
    },
    body: new URLSearchParams({ ...form, ...inBody }).toString(),
  };
}

type Granted = { readonly access_token: string; readonly refresh_token?: string };
type Tokens = ReturnType<typeof createTokens>;

/** Refresh tokens, each used by one request at a time, replaced when the provider gives another; and access tokens. */
function createTokens(
  options: TargetOptions,
  grant: (form: Record<string, string>) => Promise<Granted>,
) {
  const resting = [...options.refreshTokens];
  const access: string[] = [];
  let next = 0;
  const keep = (token: string) => {
    access.unshift(token);
    access.length = Math.min(access.length, Math.max(1, options.refreshTokens.length));
  };
  const scope = options.scope === undefined ? {} : { scope: options.scope };
  const clientCredentials = async () => {
    keep((await grant({ grant_type: "client_credentials", ...scope })).access_token);
  };
  const refresh = async () => {
    const token = resting.shift();
    if (token === undefined) throw new Error("generator: no refresh token at rest");
    const granted = await grant({ grant_type: "refresh_token", refresh_token: token });
    resting.push(granted.refresh_token ?? token);
    keep(granted.access_token);
  };
  return {
    clientCredentials,
    refresh,
    atRest: () => resting.length,
    access: () => {
      const token = access[next++ % access.length];
      if (token === undefined) throw new Error("generator: no access token");
      return token;
    },
    renew: async () => {
      if (options.refreshTokens.length === 0) return clientCredentials();
      for (let count = resting.length; count > 0; count--) await refresh();
    },
  };
}

type Ways = {
  readonly send: (address: string, given?: { headers?: Record<string, string> }) => Promise<Reply>;
  readonly post: (address: string, form: Record<string, string>) => Promise<Reply>;
  readonly discoveryUrl: string;
};

function offered(
  { grants, refreshTokens }: TargetOptions,
  discovery: Discovery,
  tokens: Tokens,
  { send, post, discoveryUrl }: Ways,
): Readonly<Record<string, Operation>> {
  const { jwks_uri: jwks, introspection_endpoint: introspection } = discovery;
  const { userinfo_endpoint: userinfo } = discovery;
  const hasRefresh = grants.includes("refresh") && refreshTokens.length > 0;
  const hasCredentials = grants.includes("client_credentials");
  return {
    discovery: async () => void ok(await send(discoveryUrl), "discovery"),
    jwks: async () => void ok(await send(jwks), "jwks"),
    ...(hasCredentials ? { "client credentials": tokens.clientCredentials } : {}),
    ...(hasRefresh ? { refresh: tokens.refresh } : {}),
    // A token of the client's own names nobody.
    ...(userinfo && hasRefresh
      ? {
          userinfo: async () => {
            const headers = { authorization: `Bearer ${tokens.access()}` };
            ok(await send(userinfo, { headers }), "userinfo");
          },
        }
      : {}),
    ...(introspection && (hasRefresh || hasCredentials)
      ? {
          introspection: async () => {
            const reply = ok(
              await post(introspection, { token: tokens.access() }),
              "introspection",
            );
            if ((JSON.parse(reply.text) as { active?: boolean }).active !== true)
              throw new Error("introspection: not active");
          },
        }
      : {}),
  };
}

function driving(
  operations: Readonly<Record<string, Operation>>,
  tokens: Tokens,
  { seed }: TargetOptions,
): Driver {
  const draw = drawing(seed);
  const named = (name: string): Operation => {
    const operation = operations[name];
    if (!operation) throw new Error(`${name} is not offered`);
    return operation;
  };
  const most = (name: string, asked: number) =>
    name === "refresh" ? Math.min(asked, tokens.atRest()) : asked;
  return {
    prepare: async (name) => {
      if (name === "userinfo" || name === "introspection") await tokens.renew();
    },
    open: (name, rate) =>
      measured(() => openLoop(arrivals(rate, draw), most(name, rate.maxInFlight), named(name))),
    closed: (name, given) =>
      measured(() =>
        closedLoop({ turns: 1e9, ...given, atOnce: most(name, given.atOnce) }, named(name)),
      ),
  };
}

async function measured(run: () => Promise<LoadResult>): Promise<Measured> {
  const before = process.cpuUsage();
  const result = await run();
  const { user, system } = process.cpuUsage(before);
  return { ...result, steps: {}, cpuMs: (user + system) / 1000 };
}
