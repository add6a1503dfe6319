import { createRemoteJWKSet, type JWTVerifyGetKey } from "jose";
import * as client from "openid-client";

/** How a demonstration is known to the provider, as on its registration. */
export type Registration = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Its own origin; what it registered is there. */
  readonly origin: string;
};

/** Why a sign-in did not end well, in a service's words. */
export type Failure =
  | "denied"
  | "login_required"
  | "expired"
  | "mismatch"
  | "unreachable"
  | "refused"
  | "broken";

/** A failure with what an integrator wants to know, for the small print. */
export class SignInFailure extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, detail: string, cause?: unknown) {
    super(detail, { cause });
    this.failure = failure;
  }
}

/** The provider's addresses, discovered at first use so that both may start in any order, and again after an outage. */
export function createDiscovery(registration: Registration): () => Promise<client.Configuration> {
  let known: Promise<client.Configuration> | undefined;
  return async () => {
    known ??= discover(registration);
    try {
      return await known;
    } catch (cause) {
      known = undefined;
      throw new SignInFailure("unreachable", cause instanceof Error ? cause.message : "", cause);
    }
  };
}

async function discover({
  issuer,
  clientId,
  clientSecret,
}: Registration): Promise<client.Configuration> {
  const server = new URL(issuer);
  // Plain http is for a sandbox on this machine. Anywhere else the library refuses it.
  const execute =
    server.protocol === "http:" && isLoopback(server.hostname)
      ? [client.allowInsecureRequests]
      : [];
  return client.discovery(server, clientId, undefined, client.ClientSecretBasic(clientSecret), {
    execute,
    timeout: 8,
  });
}

/** The provider's keys. Asked for again at each token: they come seldom, and a key renewed since is then known. */
export function keysOf(config: client.Configuration): JWTVerifyGetKey {
  const { jwks_uri: address } = config.serverMetadata();
  if (!address) throw new SignInFailure("unreachable", "no keys");
  return createRemoteJWKSet(new URL(address));
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "127.0.0.1" ||
    hostname === "[::1]"
  );
}

/** What went wrong, from what the library throws. */
export function asFailure(fault: unknown): SignInFailure {
  if (fault instanceof SignInFailure) return fault;
  if (fault instanceof client.AuthorizationResponseError) {
    const detail = [fault.error, fault.error_description].filter(Boolean).join(": ");
    return new SignInFailure(authorizationFailures[fault.error] ?? "refused", detail, fault);
  }
  if (fault instanceof client.ResponseBodyError) {
    return new SignInFailure(
      tokenFailures[fault.error] ?? "refused",
      [fault.error, fault.error_description].filter(Boolean).join(": "),
      fault,
    );
  }
  if (fault instanceof client.WWWAuthenticateChallengeError)
    return new SignInFailure("expired", fault.message, fault);
  if (fault instanceof TypeError && fault.message === "fetch failed")
    return new SignInFailure("unreachable", fault.message, fault);
  if (!(fault instanceof client.ClientError)) throw fault; // A bug of ours.
  return new SignInFailure(
    unanswered.has(fault.code ?? "") ? "unreachable" : "mismatch",
    fault.message,
    fault,
  );
}

/** What the library says when the provider is slow, or answers with something that is not OAuth. */
const unanswered: ReadonlySet<string> = new Set([
  "OAUTH_TIMEOUT",
  "OAUTH_RESPONSE_IS_NOT_CONFORM",
  "OAUTH_RESPONSE_IS_NOT_JSON",
]);

const tokenFailures: Readonly<Record<string, Failure>> = {
  invalid_grant: "expired",
  // Of the backchannel grant only: the person said no, or nobody answered.
  access_denied: "denied",
  expired_token: "expired",
  temporarily_unavailable: "unreachable",
  server_error: "unreachable",
};

const authorizationFailures: Readonly<Record<string, Failure>> = {
  access_denied: "denied",
  login_required: "login_required",
  interaction_required: "login_required",
  temporarily_unavailable: "unreachable",
};
