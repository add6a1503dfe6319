import { callback, type SetUp } from "../modules/provider/testing/setup.ts";
import {
  newHolder,
  newVisitor,
  serviceCalls,
  signIn,
} from "../modules/provider/testing/visitor.ts";

/** A service as its editor would write it: its own token, its stream, and people who sign in to it. */
export async function signalService(
  { world }: SetUp,
  id: string,
  more: { readonly profile?: "psc" | "strict" } = {},
) {
  await world.register({
    ...{ id, name: `Service ${id}`, sensitivity: "open", redirectUris: [callback] },
    ...more,
  });
  const calls = serviceCalls(world, id, callback);
  const tokenFor = async (scope: string) =>
    (await calls.call("token", { grant_type: "client_credentials", scope })).body["access_token"];
  let token = String(await tokenFor("ssf.manage ssf.read"));
  const ask = async (
    method: string,
    path: string,
    given?: { readonly body?: unknown; readonly token?: string | undefined },
  ) => {
    const answer = await fetch(`${world.here}${new URL(world.issuer).pathname}/ssf/${path}`, {
      method,
      headers: {
        ...(given && "token" in given
          ? given.token === undefined
            ? {}
            : { authorization: `Bearer ${given.token}` }
          : { authorization: `Bearer ${token}` }),
        ...(given?.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(given?.body === undefined ? {} : { body: JSON.stringify(given.body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text ? JSON.parse(text) : undefined) as any,
    };
  };
  return {
    id,
    calls,
    ask,
    tokenFor,
    renew: async () => {
      token = String(await tokenFor("ssf.manage ssf.read"));
    },
    /** Its stream, pushed to this address; polled without one. */
    stream: async (address?: string, events_requested?: readonly string[]) => {
      const made = await ask("POST", "streams", {
        body: {
          ...(address && { delivery: { method: "urn:ietf:rfc:8935", endpoint_url: address } }),
          ...(events_requested && { events_requested }),
        },
      });
      if (made.status !== 201) throw new Error(JSON.stringify(made.body));
      return String(made.body["stream_id"]);
    },
    poll: async (stream: string, asked: object = {}) => {
      const answer = await ask("POST", `poll/${stream}`, {
        body: { returnImmediately: true, ...asked },
      });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return answer.body as { sets: Record<string, string>; moreAvailable: boolean };
    },
    /** Somebody in a session of this service; of `holder`, another one of theirs. */
    inside: async (holder?: Awaited<ReturnType<typeof newHolder>>) => {
      const who = holder ?? (await newHolder(world));
      const visitor = await newVisitor(world);
      const pkce = { code_challenge: challenge, code_challenge_method: "S256" };
      const back = await signIn(visitor, who, calls.authorization(pkce));
      const { body } = await calls.exchange(back, { code_verifier: verifier });
      const [, claims = ""] = String(body["id_token"]).split(".");
      const { sub } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { sub: string };
      return { holder: who, session: String(body["session_state"]), sub };
    },
  };
}

const verifier = "v".repeat(43);
const challenge = Buffer.from(
  await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)),
).toString("base64url");
