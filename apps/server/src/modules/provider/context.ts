import type { Adapter, KoaContextWithOIDC } from "oidc-provider";
import Provider from "oidc-provider";
import type { Professional } from "#modules/directory";
import type { Standing } from "#modules/sessions";
import type { OpenidKeys } from "#platform/keys";
import type { Clock, Instant } from "#platform/time";
import type { Signer } from "./access-token.ts";
import type { Ciba } from "./ciba.ts";
import type { Links } from "./strict-software.ts";
import type { Authentication } from "./claims.ts";
import type { Subjects } from "./subject.ts";

/** What the engine is built from: the deployment, and the few questions it asks us on its way. */
export type EngineDeps = {
  readonly issuer: string;
  readonly loginOrigin: string;
  readonly clock: Clock;
  /** A moment as the engine dates its tokens. */
  readonly datedAt: (at: Instant) => number;
  readonly subjects: Subjects;
  readonly adapter: (model: string) => Adapter;
  readonly notes: Notes;
  readonly keys: OpenidKeys;
  readonly signer: Signer;
  readonly standing: (session: string) => Promise<Standing | undefined>;
  /** Whose session it is: by our own id, since national ids change. */
  readonly holder: (standing: Standing) => Promise<Professional | undefined>;
  readonly professional: (nationalId: string) => Promise<Professional | undefined>;
  readonly secretMatches: (given: string, hash: string) => boolean;
  readonly replayed: (replay: Replay) => Promise<void>;
  readonly ciba: Ciba;
  readonly links: Links;
  readonly newJti: () => string;
  /** Enters this service by a session of software. False: it does not accept such sessions, or the session is none or over. */
  readonly exchanges: (standing: Standing, service: string) => Promise<boolean>;
  readonly renderError: (
    ctx: KoaContextWithOIDC,
    out: { readonly error: string; readonly error_description?: string | undefined },
  ) => void;
  readonly renderForm: (
    ctx: KoaContextWithOIDC,
    action: string,
    fields: Readonly<Record<string, string>>,
  ) => void;
};

/** What one request has learnt, for the steps after it. The engine's context dies with the request, and this with it. */
export type RequestNotes = {
  standing?: Standing;
  professional?: Professional;
  /** Who presents a code or a token to be spent. */
  client?: string;
  signInKey?: string;
  accessToken?: string;
};

export type Notes = {
  readonly here: () => RequestNotes | undefined;
  readonly of: (ctx: object) => RequestNotes;
};

export function createNotes(): Notes {
  const notes = new WeakMap<object, RequestNotes>();
  const of = (ctx: object) => {
    const known = notes.get(ctx) ?? {};
    notes.set(ctx, known);
    return known;
  };
  return { of, here: () => (Provider.ctx ? of(Provider.ctx) : undefined) };
}

/** A code or a refresh token presented although it was spent, or by a client it was not issued to. */
export type Replay = {
  readonly artefact: "code" | "refresh_token";
  readonly grant: string;
  readonly standing: Standing;
  readonly client: string;
};

/** `sub` as this client is told: pairwise for the strict profile. */
export function subjectFor(
  { subjects }: Pick<EngineDeps, "subjects">,
  client: unknown,
  subject: string,
): string {
  const { clientId, aval_profile: profile } = (client ?? {}) as {
    clientId?: string;
    aval_profile?: string;
  };
  return profile === "strict" && clientId ? subjects.pairwise(subject, clientId) : subject;
}

/** What the session says, in the words of the claims. */
export function authenticationOf(standing: Standing): Authentication {
  const { id, rights, acr, amr, authMode } = standing;
  return { session: id, rights, acr, amr, authMode };
}
