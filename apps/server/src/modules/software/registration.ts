import type { PublicJwk } from "@aval/protocol";
import { deny, done, type Outcome } from "#platform/outcome";

/** What a service may do, and how much an error there would cost (DESIGN section 5). */
export const sensitivities = ["open", "sensitive", "critical"] as const;
export type Sensitivity = (typeof sensitivities)[number];
export const grants = ["authorization_code", "refresh_token", "ciba"] as const;
export type Grant = (typeof grants)[number];

/** A service, as the registry knows it. What a client says of itself is never in here. */
export type Service = {
  /** The `client_id`. */
  readonly id: string;
  /** Shown on phones, with its number: names can resemble one another. */
  readonly name: string;
  readonly number: string;
  readonly sensitivity: Sensitivity;
  /** Whether a session of one hour and one client may enter. */
  readonly acceptsReduced: boolean;
  /** Whether somebody let into plain Pro Santé Connect software, by two digits typed into the phone, may be let in from there. */
  readonly acceptsPscCiba: boolean;
  /**
   * `psc`: as unchanged Pro Santé Connect clients behave. `strict`: must use PKCE, and knows people by a `sub` that no other
   * service has. A key in place of a secret is for services of either profile, and imposed on none. Its
   * desktop software is linked installation by installation, each with a key of its own, to which its tokens are bound; another
   * service's are, if it proves a key as it asks for them. What `strict` does not give: PAR.
   */
  readonly profile: "psc" | "strict";
  /**
   * A page without a server of its own, which can keep no secret. It proves by PKCE that it finishes what it began, and never who
   * it is: hence `open` services only, at addresses registered in full.
   */
  readonly isPublic: boolean;
  readonly secretHash: string | undefined;
  /** Public keys, when the service signs its requests in place of sending a secret. */
  readonly jwks: { readonly keys: readonly (PublicJwk & { readonly kid: string })[] } | undefined;
  /** Compared character by character; `http` on a loopback name without a port matches any port (RFC 8252 section 7.3). */
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | undefined;
  /** That address is inside this house's network: it is called although it is private, which others are not. */
  readonly backchannelLogoutInside: boolean;
  readonly grants: readonly Grant[];
  readonly acr: "eidas1";
  readonly state: "active" | "suspended";
  /** Until then a `limited` phone enters from any browser, reduced. */
  readonly transitionUntil: number | undefined;
  /** Whether that is still to come, on the database's clock. */
  readonly inTransition: boolean;
  readonly scope: string;
  /** The registered product the service is part of, if any. */
  readonly softwareName: string | undefined;
};

/** What somebody asks to register. */
export type Registration = {
  /** Absent: one is drawn. */
  readonly id?: string;
  readonly name: string;
  readonly sensitivity: Sensitivity;
  /** Absent: `open` services do, others do not. */
  readonly acceptsReduced?: boolean;
  /** Absent: `open` services do, others do not. */
  readonly acceptsPscCiba?: boolean;
  readonly profile?: Service["profile"];
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris?: readonly string[];
  readonly backchannelLogoutUri?: string;
  /** Absent: it is on the public internet. */
  readonly backchannelLogoutInside?: boolean;
  /** Absent: code and refresh. */
  readonly grants?: readonly Grant[];
  readonly scope?: string;
  readonly product?: { readonly id: string; readonly name: string };
  /** Absent: it has a secret, or keys. */
  readonly isPublic?: boolean;
  /** P-256 public keys in place of a secret. */
  readonly keys?: readonly PublicJwk[];
};

/** A registration with every choice made. */
export type Complete = Omit<
  Service,
  | "id"
  | "number"
  | "secretHash"
  | "jwks"
  | "state"
  | "softwareName"
  | "transitionUntil"
  | "inTransition"
>;
export type RegistrationRefusal =
  | "invalid_service_id"
  | "invalid_service"
  | "invalid_redirect_uri"
  | "reduced_needs_logout"
  | PublicRefusal;

/** The rule that a service without a secret breaks. */
type PublicRefusal =
  | "public_needs_open"
  | "public_needs_browser"
  | "public_has_keys"
  | "public_needs_port";

const idForm = /^[A-Za-z0-9._-]{3,100}$/;

/** Fills in what was left out and refuses what could be misused. */
export function complete(asked: Registration): Outcome<Complete, RegistrationRefusal> {
  const acceptsReduced = asked.acceptsReduced ?? asked.sensitivity === "open";
  const acceptsPscCiba = asked.acceptsPscCiba ?? asked.sensitivity === "open";
  const service: Complete = {
    name: asked.name.trim(),
    sensitivity: asked.sensitivity,
    acceptsReduced,
    acceptsPscCiba,
    profile: asked.profile ?? "psc",
    isPublic: asked.isPublic ?? false,
    redirectUris: asked.redirectUris,
    postLogoutRedirectUris: asked.postLogoutRedirectUris ?? [],
    backchannelLogoutUri: asked.backchannelLogoutUri,
    backchannelLogoutInside: asked.backchannelLogoutInside ?? false,
    grants: asked.grants ?? ["authorization_code", "refresh_token"],
    acr: "eidas1",
    scope: asked.scope ?? "national",
  };
  if (asked.id !== undefined && !idForm.test(asked.id)) return deny("invalid_service_id");
  if (service.name === "" || service.name.length > 80 || service.grants.length === 0)
    return deny("invalid_service");
  if (service.grants.includes("authorization_code") !== service.redirectUris.length > 0)
    return deny("invalid_redirect_uri");
  const addresses = [
    ...service.redirectUris,
    ...service.postLogoutRedirectUris,
    ...(service.backchannelLogoutUri ? [service.backchannelLogoutUri] : []),
  ];
  if (!addresses.every(isRegistrable)) return deny("invalid_redirect_uri");
  const letsReducedIn = acceptsReduced || acceptsPscCiba;
  if (letsReducedIn && asked.sensitivity === "critical") return deny("reduced_needs_logout");
  if (letsReducedIn && asked.sensitivity === "sensitive" && !service.backchannelLogoutUri)
    return deny("reduced_needs_logout");
  const broken = service.isPublic ? brokenByPublic(service, asked) : undefined;
  return broken ? deny(broken) : done(service);
}

/** What a page shows is shown to whoever loads it, and any program of its holder's machine can take a free port there. */
function brokenByPublic(service: Complete, { keys }: Registration): PublicRefusal | undefined {
  if (service.sensitivity !== "open") return "public_needs_open";
  if (service.grants.includes("ciba")) return "public_needs_browser";
  if ((keys?.length ?? 0) > 0) return "public_has_keys";
  return service.redirectUris.some(takesAnyPort) ? "public_needs_port" : undefined;
}

/** However the host is spelt: a bracketed IPv6 address has colons of its own. */
function takesAnyPort(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === "http:" && url.port === "";
}

const loopback = /^(localhost|([a-z0-9-]+\.)+localhost|127\.0\.0\.1|\[::1\])$/;

/**
 * Whether an address may be registered: absolute, `https` anywhere or `http` on this machine, without fragment, user
 * name or anything a browser would rewrite, since it will be compared character by character.
 *
 * An attacker who can register a looser one receives the codes of whoever signs in to that service.
 */
export function isRegistrable(address: string): boolean {
  const url = URL.parse(address);
  if (!url || address.length > 2000 || address.includes("#") || address.includes("*")) return false;
  if (url.username !== "" || url.password !== "") return false;
  if (url.protocol === "http:" ? !loopback.test(url.hostname) : url.protocol !== "https:")
    return false;
  // `https://service.example` alone is spelt with a slash by every browser: both spellings are the service's to choose.
  return url.href === address || url.href === `${address}/`;
}
