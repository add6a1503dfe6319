import Provider, {
  type BackchannelAuthenticationRequest,
  type Configuration,
  errors,
  type KoaContextWithOIDC,
} from "oidc-provider";
import { lifetimes } from "#lifetimes";
import type { Polled } from "#modules/login";
import { type Duration, epochSeconds, seconds } from "#platform/time";
import { askedScope, grantedScope } from "./claims.ts";
import type { EngineDeps } from "./context.ts";

/**
 * OpenID CIBA as Pro Santé Connect's software uses it: poll mode, a national identifier, two digits.
 *
 * Whomever a request names, the same is done: a row is written, nobody is looked up. What the engine lacks is added: `interval`,
 * `slow_down`, a held poll, a count of requests (facts/oidc 1.5). The session is opened by the poll that finds the approval, and the
 * tokens carry it, so that they die with it.
 *
 * Source: CIBA Core 1.0; psc-contract 3; build-notes 1, item 15.
 */
/** What the engine asks of `login`. */
export type Ciba = {
  readonly mayAsk: (client: string) => Promise<boolean>;
  readonly record: (request: {
    readonly handle: string;
    readonly client: string;
    readonly hint: string;
    readonly number: string;
    readonly address: string;
    readonly life: Duration;
  }) => Promise<void>;
  readonly poll: (handle: string, client: string) => Promise<Polled>;
};

type Feature = NonNullable<NonNullable<Configuration["features"]>["ciba"]>;

export function cibaFeature({ ciba, subjects }: EngineDeps): Feature {
  return {
    enabled: true,
    deliveryModes: ["poll"],
    // Counted whomever it names, before the name is looked at.
    processLoginHint: async (ctx, hint) => {
      if (!(await ciba.mayAsk(clientIn(ctx)))) throw tooMany(ctx);
      return subjects.of(String(hint));
    },
    processLoginHintToken: async () => undefined,
    verifyUserCode: async () => undefined,
    validateRequestContext: async (ctx) => {
      const { login_hint_token: token, id_token_hint: hint } = ctx.oidc.params ?? {};
      if (token !== undefined || hint !== undefined)
        throw new errors.InvalidRequest("only login_hint is served");
    },
    validateBindingMessage: async (_ctx, message) => {
      if (!/^[0-9]{2}$/.test(message ?? ""))
        throw new errors.InvalidBindingMessage("binding_message must be two digits");
    },
    triggerAuthenticationDevice: (ctx, request) => record(ciba, ctx, request),
  };
}

const clientIn = (ctx: KoaContextWithOIDC) => ctx.oidc.client?.clientId ?? "";

function tooMany(ctx: KoaContextWithOIDC): Error {
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
    address: ctx.req.socket.remoteAddress ?? "",
    life: seconds(request.expiration),
  });
}

/** How long a request lives: as it asks, within bounds. In seconds, as the engine counts. */
export function cibaLife(ctx: KoaContextWithOIDC | undefined): number {
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
    const polled = await deps.ciba.poll(value, client);
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
  { notes, subjects }: EngineDeps,
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
  const authTime = epochSeconds(openedAt);
  return Object.assign(request, {
    ...{ accountId, grantId: await grant.save(), sid },
    ...{ acr, amr: [...amr], authTime },
  });
}
