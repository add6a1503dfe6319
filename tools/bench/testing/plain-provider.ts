import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/**
 * A provider that is not ours: the library alone, in memory, with one client and ready refresh tokens. What the bench's
 * `--target` is tried on.
 */
export type PlainProvider = {
  readonly issuer: string;
  readonly client: string;
  readonly secret: string;
  readonly refreshTokens: readonly string[];
  readonly close: () => Promise<void>;
};

export async function startPlainProvider(tokens: number): Promise<PlainProvider> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // A colon and a plus sign: both must survive how a client gives its name and secret.
  const [client, secret] = ["a:client", "a+secret"];
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: client,
        client_secret: secret,
        grant_types: ["authorization_code", "refresh_token", "client_credentials"],
        redirect_uris: ["https://service.example.org/callback"],
      },
    ],
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      devInteractions: { enabled: false },
    },
    rotateRefreshToken: true,
    ttl: {
      AccessToken: 600,
      ClientCredentials: 600,
      Grant: 3600,
      IdToken: 600,
      RefreshToken: 3600,
    },
    findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    cookies: { keys: ["of this test"] },
  });
  server.on("request", provider.callback());
  const refreshTokens: string[] = [];
  for (let count = 0; count < tokens; count++)
    refreshTokens.push(await refreshToken(provider, client, `person-${count}`));
  return {
    issuer,
    client,
    secret,
    refreshTokens,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function refreshToken(provider: Provider, client: string, account: string): Promise<string> {
  const grant = new provider.Grant({ accountId: account, clientId: client });
  grant.addOIDCScope("openid offline_access");
  const grantId = await grant.save();
  const known = await provider.Client.find(client);
  if (!known) throw new Error("the client is not registered");
  const token = new provider.RefreshToken({
    accountId: account,
    client: known,
    grantId,
    scope: "openid offline_access",
    gty: "authorization_code",
  });
  return token.save();
}
