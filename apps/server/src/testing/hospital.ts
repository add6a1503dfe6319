import { createServer } from "node:http";
import Provider, { type JWKS } from "oidc-provider";
import { freePorts } from "./ports.ts";

/**
 * An establishment's own identity provider, by a library nobody here wrote: whoever comes is `person`, who used `amr` there. It lets
 * one client in, by that client's key.
 */
export type Hospital = {
  readonly issuer: string;
  /** Who sits in front of it. `nationalId` absent: it does not say. */
  person: { nationalId?: string; amr: readonly string[] };
  close(): Promise<void>;
};

export const hospitalClient = "aval";

export async function startHospital(given: {
  readonly callback: string;
  readonly jwks: JWKS;
}): Promise<Hospital> {
  const port = await freePorts(1);
  const issuer = `http://localhost:${port}`;
  const hospital: { person: Hospital["person"] } = { person: { amr: [] } };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: hospitalClient,
        redirect_uris: [given.callback],
        response_types: ["code"],
        grant_types: ["authorization_code"],
        token_endpoint_auth_method: "private_key_jwt",
        jwks: given.jwks,
      },
    ],
    claims: { openid: ["sub", "SubjectNameID", "amr"] },
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ["a key of the tests"] },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    findAccount: async (_ctx, sub) => ({
      accountId: sub,
      claims: async () => {
        const { nationalId } = hospital.person;
        return { sub, ...(nationalId === undefined ? {} : { SubjectNameID: nationalId }) };
      },
    }),
    loadExistingGrant: async (ctx) => {
      const { client, account } = ctx.oidc;
      const grant = new ctx.oidc.provider.Grant({
        clientId: client?.clientId ?? "",
        accountId: account?.accountId ?? "",
      });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (!request.url?.startsWith("/interaction/")) return void answer(request, response);
    const { amr } = hospital.person;
    const login = {
      accountId: "somebody",
      remember: false,
      ...(amr.length > 0 ? { amr: [...amr] } : {}),
    };
    void provider.interactionFinished(request, response, { login });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return Object.assign(hospital, {
    issuer,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}

/** A person's browser at the provider: from the address it was sent to, to the one it comes back with. */
export async function passThrough(address: string, callback: string): Promise<URL> {
  const cookies = new Map<string, string>();
  for (let at = address, hops = 0; hops < 10; hops++) {
    if (at.startsWith(callback)) return new URL(at);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(at, { redirect: "manual", headers: cookie ? { cookie } : {} });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    const next = answer.headers.get("location");
    if (!next) throw new Error(`${at} answered ${answer.status}: ${await answer.text()}`);
    at = new URL(next, at).href;
  }
  throw new Error("too many redirections");
}
