import type { InstallationId, StrictAsked } from "@aval/protocol";
import Provider, {
  type BackchannelAuthenticationRequest,
  type Configuration,
  errors,
  type KoaContextWithOIDC,
} from "oidc-provider";
import { lifetimes } from "#lifetimes";
import type { Polled } from "#modules/login";
import { type Duration, seconds } from "#platform/time";
import { askedScope, grantedScope } from "./claims.ts";
import type { EngineDeps } from "./context.ts";
import { installationIn } from "./login-hint.ts";
import { keyAtToken, provenKey } from "./proof.ts";

/**
 * OpenID CIBA as Pro Santé Connect's software uses it: poll mode, a national identifier, two digits. And as strict software does: its
 * installation's token and key, and our digits (decision 0031).
 *
 * Whomever a request names, the same is done: a row is written, nobody is looked up. What the engine lacks is added: `interval`,
 * `slow_down`, a held poll, a count of requests (facts/oidc 1.5). The session is opened by the poll that finds the approval, and the
 * tokens carry it, so that they die with it.
 *
 * Source: CIBA Core 1.0; psc-contract 3; build-notes 1, item 15.
 */
/** What the engine asks of `login`. */
export type Ciba = {
  readonly mayAsk: (by: {
    readonly client: string;
    readonly address: string;
    readonly installation?: InstallationId | undefined;
    readonly isLink?: boolean;
  }) => Promise<boolean>;
  readonly record: (request: {
    readonly handle: string;
    readonly client: string;
    readonly hint: string;
    readonly number: string;
    readonly address: string;
    readonly life: Duration;
  }) => Promise<void>;
  readonly recordStrict: (request: {
    readonly handle: string;
    readonly client: string;
    readonly key: string;
    readonly named: InstallationId | undefined;
    readonly address: string;
  }) => Promise<string>;
  readonly frameFor: (by: {
    readonly handle: string;
    readonly client: string;
    readonly key: string;
  }) => Promise<{ readonly frame?: string } | undefined>;
  readonly poll: (
    handle: string,
    by: { readonly client: string; readonly key: string | undefined },
  ) => Promise<Polled>;
};

type Feature = NonNullable<NonNullable<Configuration["features"]>["ciba"]>;

export function cibaFeature(deps: EngineDeps): Feature {
  const { ciba, subjects } = deps;
  return {
    enabled: true,
    deliveryModes: ["poll"],
    // Counted whomever it names, before the name is looked at.
    processLoginHint: async (ctx, hint) => {
      await count(ciba, ctx, undefined);
      return subjects.of(String(hint));
    },
    // Whatever the token says: what it is worth is asked once a phone has claimed.
    processLoginHintToken: async (ctx) => {
      const asking = await askingOf(deps, ctx);
      askings.set(ctx, asking);
      await count(ciba, ctx, asking.named);
      return subjects.of("installation");
    },
    verifyUserCode: async () => undefined,
    validateRequestContext: async (ctx) => {
      const { login_hint_token: token, id_token_hint: hint } = ctx.oidc.params ?? {};
      if (hint !== undefined || (token !== undefined) !== isStrict(ctx))
        throw new errors.InvalidRequest(
          `only ${isStrict(ctx) ? "login_hint_token" : "login_hint"} is served`,
        );
    },
    validateBindingMessage: async (ctx, message) => {
      // The digits are ours (P-49), and no program has a word on its holder's phone.
      if (isStrict(ctx) && message !== undefined)
        throw new errors.InvalidBindingMessage("aval_code of the answer is what to show");
      if (isStrict(ctx)) return;
      if (!/^[0-9]{2}$/.test(message ?? ""))
        throw new errors.InvalidBindingMessage("binding_message must be two digits");
    },
    triggerAuthenticationDevice: (ctx, request) =>
      isStrict(ctx) ? recordStrict(deps, ctx, request) : record(ciba, ctx, request),
  };
}

const clientIn = (ctx: KoaContextWithOIDC) => ctx.oidc.client?.clientId ?? "";

/** Software of which each installation has a key of its own. */
const isStrict = (ctx: KoaContextWithOIDC) => ctx.oidc.client?.["aval_profile"] === "strict";

const addressOf = (ctx: KoaContextWithOIDC) => ctx.req.socket.remoteAddress ?? "";

async function count(
  ciba: Ciba,
  ctx: KoaContextWithOIDC,
  installation: InstallationId | undefined,
): Promise<void> {
  const by = { client: clientIn(ctx), address: addressOf(ctx), installation };
  if (!(await ciba.mayAsk(by))) throw tooMany(ctx);
}

/** Above what may be asked in a minute, whoever was named. */
export function tooMany(ctx: KoaContextWithOIDC): Error {
  ctx.set("retry-after", String(lifetimes.cibaWindow / 1000));
  const refused = new errors.CustomOIDCProviderError("slow_down", "too many requests in a minute");
  return Object.assign(refused, { status: 429, statusCode: 429 });
}

async function record(
  ciba: Ciba,
  ctx: KoaContextWithOIDC,
  request: BackchannelAuthenticationRequest,
): Promise<void> {
  const { login_hint: hint, binding_message: number } = ctx.oidc.params ?? {};
  await ciba.record({
    handle: request.jti,
    client: clientIn(ctx),
    hint: String(hint),
    number: String(number),
    address: addressOf(ctx),
    life: seconds(request.expiration),
  });
}

/** The installation that a strict request shows the key of, and the one its token names: proven once, before it is counted. */
type StrictAsking = { readonly key: string; readonly named: InstallationId | undefined };

const askings = new WeakMap<KoaContextWithOIDC, StrictAsking>();

async function askingOf(deps: EngineDeps, ctx: KoaContextWithOIDC): Promise<StrictAsking> {
  const key = await provenKey(ctx.oidc.provider, ctx);
  const token = String(ctx.oidc.params?.["login_hint_token"]);
  return { key, named: await installationIn(deps, token, { client: clientIn(ctx), key }) };
}

async function recordStrict(
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
  request: BackchannelAuthenticationRequest,
): Promise<void> {
  const client = clientIn(ctx);
  const asking = askings.get(ctx);
  if (!asking) throw new Error("a strict request was not counted");
  const asked: StrictAsked = {
    aval_code: await deps.ciba.recordStrict({
      ...{ handle: request.jti, client, address: addressOf(ctx) },
      ...asking,
    }),
  };
  ctx.body = { ...(ctx.body as object), ...asked };
}

/** How long a request lives: as it asks, within bounds; strict software's as long as it takes. In seconds, as the engine counts. */
export function cibaLife(ctx: KoaContextWithOIDC | undefined): number {
  if (ctx && isStrict(ctx)) return lifetimes.strictRequest / 1000;
  const most = lifetimes.cibaRequest / 1000;
  const asked = Number(ctx?.oidc.params?.["requested_expiry"] ?? most);
  return Math.min(most, Math.max(lifetimes.cibaRequestLeast / 1000, asked));
}

type Request = {
  jti: string;
  clientId?: string;
  consumed?: unknown;
  accountId?: string;
  grantId?: string;
  sid?: string;
  acr?: string;
  amr?: readonly string[];
  authTime?: number;
  params?: Readonly<Record<string, unknown>>;
};
type Finder = { find(value: string, options?: unknown): Promise<Request | undefined> };

/** A poll: what became of the request decides what the engine finds. */
export function changePolls(engine: Provider, deps: EngineDeps): void {
  const model = engine.BackchannelAuthenticationRequest as unknown as Finder;
  const findAny = model.find.bind(model);
  model.find = async (value, options) => {
    const { ctx } = Provider;
    if (ctx?.oidc.route !== "token") return findAny(value, options);
    const client = clientIn(ctx);
    const polled = await deps.ciba.poll(value, { client, key: await keyAtToken(engine, ctx) });
    switch (polled.state) {
      case "unknown":
        return undefined;
      case "slow_down":
        throw new errors.SlowDown();
      case "expired":
        throw new errors.ExpiredToken("the request has expired");
      case "refused":
        throw new errors.AccessDenied("the professional did not sign in");
      case "pending":
        return findAny(value, options);
      case "concluded": {
        const request = await findAny(value, options);
        // Its answer was given already: whoever lost it asks anew.
        if (!request || request.consumed) return undefined;
        return answered(engine, deps, request, { client, ...polled });
      }
    }
  };
}

/** The request as the engine goes on with it: whose it turned out to be, by which session, under a grant of its own. */
async function answered(
  engine: Provider,
  { notes, subjects, datedAt }: EngineDeps,
  request: Request,
  { client, standing }: { readonly client: string } & Extract<Polled, { state: "concluded" }>,
): Promise<Request> {
  const here = notes.here();
  if (here) Object.assign(here, { standing, client });
  const accountId = subjects.of(standing.nationalId);
  const asked = String(request.params?.[askedScope] ?? "");
  const grant = new engine.Grant({ accountId, clientId: client, ...{ asked } });
  grant.addOIDCScope(grantedScope);
  const { id: sid, acr, amr, openedAt } = standing;
  const authTime = datedAt(openedAt);
  return Object.assign(request, {
    ...{ accountId, grantId: await grant.save(), sid },
    ...{ acr, amr: [...amr], authTime },
  });
}
