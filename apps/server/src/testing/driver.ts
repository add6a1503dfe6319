import { createHash, randomBytes } from "node:crypto";
import { Agent, request as httpRequest } from "node:http";
import {
  type BrowserMessage,
  type Context,
  createPhone,
  type FormTarget,
  type LoginView,
  newKeyPair,
  type PhoneIdentity,
  PhoneRefusal,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  toBase64url,
} from "@aval/protocol";

/**
 * A service, a browser and a phone in one program, each speaking only what the real ones speak, to a server whose address
 * and port are the caller's to choose at each request: with two servers on one database, each step can meet another one.
 *
 * For tests and measurements. It reads nothing of the server but what HTTP gives.
 */
export type Place = {
  /** The port really connected to, on loopback. */
  readonly port: number;
  /** What `Host` says: the origin the server believes it is. */
  readonly host: string;
};

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
};

const shared = new Agent({ keepAlive: true, maxSockets: 64 });

export function send(
  place: Place,
  given: {
    method?: string;
    path: string;
    headers?: Record<string, string>;
    body?: string;
    /** Connections of its own, in place of those that all share. */
    agent?: Agent;
  },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = {
      host: place.host,
      ...given.headers,
      ...(given.body === undefined
        ? {}
        : { "content-length": String(Buffer.byteLength(given.body)) }),
    };
    const request = httpRequest(
      {
        host: "127.0.0.1",
        port: place.port,
        method: given.method ?? "GET",
        path: given.path,
        headers,
        agent: given.agent ?? shared,
        timeout: 60_000,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on("timeout", () => request.destroy(new Error("no answer in 60 s")));
    request.on("error", reject);
    request.end(given.body);
  });
}

const json = (answer: Answer): unknown =>
  answer.text === "" ? undefined : JSON.parse(answer.text);

/** What becomes of each thing that a phone sends. */
export type Line = (path: string) => "through" | "lost" | "unanswered";

/** A phone of the device protocol whose server may change from step to step. `now`: milliseconds, for whoever moves the server's clock. */
export function phoneAt(
  place: () => Place,
  now: () => number = Date.now,
  line: Line = () => "through",
) {
  return createPhone({
    post: async (path, body) => {
      const fate = line(path);
      if (fate === "lost") throw new Error("the line is down");
      const answer = await send(place(), {
        method: "POST",
        path,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (fate === "unanswered") throw new Error("the line is down");
      return { status: answer.status, body: json(answer) };
    },
    get: async (path) => {
      const answer = await send(place(), { path });
      return { status: answer.status, body: json(answer) };
    },
    now,
    randomBytes: (length) => new Uint8Array(randomBytes(length)),
  });
}

export type Holder = {
  readonly phone: ReturnType<typeof phoneAt>;
  readonly identity: PhoneIdentity;
  readonly code: string;
};

/** Enrols a phone at the sandbox's desk, as `aval phone enrol` does. */
export async function enrolHolder(
  place: () => Place,
  nationalId: string,
  code = "246813",
  now: () => number = Date.now,
): Promise<Holder> {
  const proven = await proveHolder(place, nationalId, code, now);
  await proven.phone.activate(proven.identity, code);
  return proven;
}

/** The same up to its last step: a phone that may become its holder's. */
export async function proveHolder(
  place: () => Place,
  nationalId: string,
  code = "246813",
  now: () => number = Date.now,
): Promise<Holder> {
  const phone = phoneAt(place, now);
  const ik = await signerOf(await newKeyPair());
  const begun = await phone.enrol(ik, "Téléphone d'essai");
  const registrars = JSON.parse((await send(place(), { path: "/sandbox/registrars" })).text) as {
    id: string;
    scope: string;
  }[];
  const national = registrars
    .filter(({ scope }) => scope === "national")
    .map(({ id }) => id)
    .slice(0, 2);
  const proven = await send(place(), {
    method: "POST",
    path: "/sandbox/desk",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ enrolment: begun.enrolment, nationalId, registrars: national }),
  });
  if (proven.status !== 200) throw new Error(`the desk answered ${proven.status}: ${proven.text}`);
  const deviceSecret = new Uint8Array(randomBytes(32));
  const pin = await phone.setCode(ik, begun.device, code, deviceSecret);
  const identity: PhoneIdentity = {
    ik,
    device: begun.device,
    enrolment: begun.enrolment,
    deviceSecret,
    pin,
    root: begun.root,
  };
  return { phone, identity, code };
}

/** Claims what a frame says and approves it, as its holder would after reading it. */
export async function approveFrame(
  { phone, identity, code }: Holder,
  frame: string,
): Promise<Context> {
  const { context } = await phone.claim(identity, frame);
  await phone.approve(identity, context, code);
  return context;
}

/** A service's registration, as its editor holds it. */
export type Client = { readonly id: string; readonly secret: string; readonly redirectUri: string };
export const sandboxService: Client = {
  id: "sandbox-service",
  secret: "sandbox-secret",
  redirectUri: "http://localhost/callback",
};

export type Tokens = {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly scope: string;
  readonly expires_in: number;
  readonly refresh_expires_in?: number;
  readonly session_state?: string;
};

/** What an act of the page says beside its name. */
type More = Pick<BrowserMessage, "pass" | "card" | "bell" | "ratchet">;

export type View = Pick<LoginView, "bells" | "rung" | "ratchet"> & {
  readonly state: string;
  readonly approval?: string;
  readonly frame?: string;
  readonly digits?: string;
  readonly holder?: string;
  readonly reason?: string;
  readonly entry?: FormTarget;
};

/** A browser: cookies, its key, and what it is asked to open. `key`: one that was copied from another. */
export async function newBrowser(
  place: () => Place,
  issuerPath = "/auth/realms/esante-wallet",
  now: () => number = Date.now,
  given: { readonly key?: Signer } = {},
) {
  const key = given.key ?? (await signerOf(await newKeyPair()));
  const cookies = new Map<string, string>();

  const visit = async (given: Parameters<typeof send>[1]): Promise<Answer> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await send(place(), {
      ...given,
      headers: { ...given.headers, ...(cookie ? { cookie } : {}) },
    });
    for (const line of [answer.headers["set-cookie"] ?? []].flat()) keepCookie(cookies, line);
    return answer;
  };

  /** Opens the authorization page of a service; the id of the sign-in page the browser lands on. */
  async function open(client: Client, more: Record<string, string> = {}) {
    const verifier = toBase64url(new Uint8Array(randomBytes(32)));
    const state = toBase64url(new Uint8Array(randomBytes(12)));
    const query = new URLSearchParams({
      response_type: "code",
      client_id: client.id,
      redirect_uri: client.redirectUri,
      scope: "openid scope_all",
      acr_values: "eidas1",
      state,
      nonce: "n-essai",
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
      ...more,
    });
    const answer = await visit({ path: `/auth?${query}` });
    const location = String(answer.headers["location"] ?? "");
    const signIn = /\/login\/([A-Za-z0-9_-]+)$/.exec(location)?.[1];
    if (!signIn)
      throw new Error(
        `authorization answered ${answer.status} ${location} ${answer.text.slice(0, 200)}`,
      );
    return { signIn, verifier, state, client };
  }

  const say = (signIn: string, act: BrowserMessage["act"], by: Signer = key, more: More = {}) =>
    signCompact(
      {
        ...more,
        v: purposes.browser,
        signIn,
        bk: by.jwk,
        act,
        iat: Math.floor(now() / 1000),
        jti: toBase64url(new Uint8Array(randomBytes(16))),
      },
      purposes.browser,
      by,
    );

  /** One call of the sign-in page. */
  async function act(
    signIn: string,
    which: Exclude<BrowserMessage["act"], "conclude" | "not_me">,
    more: More = {},
  ): Promise<{ status: number; view: View }> {
    const answer = await visit({
      method: "POST",
      path: `/login/${signIn}/${which.replace("_", "-")}`,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jws: await say(signIn, which, key, more) }),
    });
    return { status: answer.status, view: json(answer) as View };
  }

  /** Leaves the sign-in page as its form does; where the browser ends up. */
  async function conclude(
    signIn: string,
    more: { readonly card?: string } = {},
  ): Promise<{ status: number; location: string; text: string }> {
    let answer = await visit({
      method: "POST",
      path: `/login/${signIn}/conclude`,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        origin: `http://${place().host}`,
      },
      body: new URLSearchParams({ jws: await say(signIn, "conclude", key, more) }).toString(),
    });
    for (let hops = 0; hops < 5; hops++) {
      const location = String(answer.headers["location"] ?? "");
      if (!location || new URL(location, `http://${place().host}`).host !== place().host) {
        return { status: answer.status, location, text: answer.text };
      }
      const { pathname, search } = new URL(location, `http://${place().host}`);
      answer = await visit({ path: pathname + search });
    }
    throw new Error("too many redirections");
  }

  /** The service exchanges what came back with the browser. */
  async function token(
    client: Client,
    form: Record<string, string>,
  ): Promise<{ status: number; body: Tokens & { error?: string } }> {
    const answer = await send(place(), {
      method: "POST",
      path: `${issuerPath}/protocol/openid-connect/token`,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString("base64")}`,
      },
      body: new URLSearchParams(form).toString(),
    });
    return { status: answer.status, body: json(answer) as Tokens };
  }

  const exchange = (page: Awaited<ReturnType<typeof open>>, location: string) => {
    const code = new URL(location).searchParams.get("code") ?? "";
    return token(page.client, {
      grant_type: "authorization_code",
      code,
      redirect_uri: page.client.redirectUri,
      code_verifier: page.verifier,
    });
  };

  const refresh = (client: Client, refreshToken: string) =>
    token(client, { grant_type: "refresh_token", refresh_token: refreshToken });

  const userinfo = (accessToken: string) =>
    send(place(), {
      path: `${issuerPath}/protocol/openid-connect/userinfo`,
      headers: { authorization: `Bearer ${accessToken}` },
    });

  return { key, visit, open, act, conclude, exchange, refresh, userinfo, say, cookies };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const at = pair.indexOf("=");
  const name = pair.slice(0, at).trim();
  if (attributes.some((attribute) => /max-age=0$/i.test(attribute.trim()))) cookies.delete(name);
  else cookies.set(name, pair.slice(at + 1).trim());
}

/** A whole sign-in by a frame, from the service's redirect to its tokens. */
export async function signIn(holder: Holder, place: () => Place, client: Client = sandboxService) {
  const browser = await newBrowser(place);
  const page = await browser.open(client);
  const { view } = await browser.act(page.signIn, "begin");
  await approveFrame(holder, view.frame ?? "");
  const { location } = await browser.conclude(page.signIn);
  const { status, body } = await browser.exchange(page, location);
  if (status !== 200) throw new Error(`the exchange answered ${status}: ${JSON.stringify(body)}`);
  return { browser, page, tokens: body };
}

/** The national ids of the sandbox's people, in order. */
export async function sandboxPeople(place: Place): Promise<readonly string[]> {
  const people = JSON.parse((await send(place, { path: "/developer/people.json" })).text) as {
    nationalId: string;
  }[];
  return people.map(({ nationalId }) => nationalId);
}

/** What the server refused this phone. It must have. */
export async function refusalOf(work: Promise<unknown>): Promise<PhoneRefusal> {
  const fault = await work.then(
    () => new Error("it went well"),
    (thrown: unknown) => thrown,
  );
  if (!(fault instanceof PhoneRefusal)) throw fault;
  return fault;
}
