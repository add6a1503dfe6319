import type { World } from "./world.ts";

/** What every client is asked to do, in this order. */
export const stepNames = ["sign-in", "refresh", "userinfo", "sign-out"] as const;
export type StepName = (typeof stepNames)[number];
/** `not offered`: the client has no such feature. */
export type StepResult = "passed" | "failed" | "not offered";

/**
 * A client nobody here wrote, as it is published, and the few lines an editor would write around it.
 *
 * The lines between the two `configuration` comments of `source` are printed in `docs/interop.md` as they stand, hence what
 * the page says is what was run.
 */
export type ForeignClient = {
  readonly name: string;
  /** The file that holds its configuration. */
  readonly source: string;
  /** The version found on this machine; `undefined` when the client is not there. */
  readonly version: () => Promise<string | undefined>;
  /** What to install when it is not there. */
  readonly install: string;
  /** What follows `aval client add`, for a service at this origin. */
  readonly registration: (origin: string) => readonly string[];
  /** What is particular to this client, in sentences, for the page. */
  readonly particular: readonly string[];
  readonly start: (world: World) => Promise<Driven>;
};

/** What a client holds after its sign-in, as it shows it to the service it is part of. */
export type Held = { readonly accessToken: string; readonly idToken: string };

/** A client that is ready. A step that it does not have is absent; one that goes wrong throws. */
export type Driven = {
  /** Ends once the client itself has accepted the id_token. */
  readonly signIn: () => Promise<Held>;
  /** The access token the client holds afterwards. */
  readonly refresh?: () => Promise<string>;
  /** The claims as the client hands them to its service. */
  readonly userinfo?: () => Promise<Readonly<Record<string, unknown>>>;
  /** Ends once the browser is back at the service. */
  readonly signOut?: () => Promise<void>;
  /** What else the client does, tried before the sign-out; its name is what the page says of it. */
  readonly more?: Readonly<Record<string, () => Promise<void>>>;
  readonly close: () => Promise<void>;
};
