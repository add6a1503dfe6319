import {
  type LinkBegun,
  type LinkState,
  plainName,
  type ProfessionalId,
  type StrictFrame,
} from "@aval/protocol";
import type Provider from "oidc-provider";
import { errors, type KoaContextWithOIDC } from "oidc-provider";
import { lifetimes } from "#lifetimes";
import type { Professional } from "#modules/directory";
import type { Installations, LinkStanding } from "#modules/installations";
import { tooMany } from "./ciba.ts";
import type { EngineDeps } from "./context.ts";
import { paths, strictGrants } from "./discovery.ts";
import { hintSeconds, newHint } from "./login-hint.ts";
import { provenKey } from "./proof.ts";

/** What the engine asks of `installations`, and of the directory: who a linked one is of. */
export type Links = Pick<Installations, "beginLink" | "linkStanding"> & {
  readonly holder: (professional: ProfessionalId) => Promise<Professional | undefined>;
};

/**
 * What strict software asks beside CIBA's own endpoints: an installation begins to be linked, asks what became of it, and asks for the
 * frames of its requests. The engine authenticates its editor; this installation proves its key each time, for the very address.
 *
 * Who gains if a check is missing: whoever has the editor's secret, which every copy of the program has.
 */
export function addStrictSoftware(engine: Provider, deps: EngineDeps): void {
  const add = (
    name: keyof typeof strictGrants,
    parameters: string[],
    answer: (
      ctx: KoaContextWithOIDC,
      by: { readonly client: string; readonly key: string },
      given: Readonly<Record<string, string | undefined>>,
    ) => Promise<object>,
  ) =>
    engine.registerGrantType(
      strictGrants[name],
      async (ctx) => {
        const key = await provenKey(engine, ctx, `${deps.issuer}${paths[name]}`);
        const client = ctx.oidc.client?.clientId ?? "";
        ctx.body = await answer(ctx, { client, key }, ctx.oidc.params as Record<string, string>);
      },
      parameters,
    );

  add("link", ["machine"], async (ctx, by, { machine }) => {
    const address = ctx.req.socket.remoteAddress ?? "";
    if (!(await deps.ciba.mayAsk({ client: by.client, address, isLink: true }))) throw tooMany(ctx);
    const begun: LinkBegun = {
      link: await deps.links.beginLink({ ...by, machine: declared(machine), address }),
      expires_in: lifetimes.linkShown / 1000,
      interval: 1,
    };
    return begun;
  });
  add("linkFrame", ["link"], async (ctx, by, { link }) => {
    const standing = await deps.links.linkStanding({ ...by, link: link ?? "" });
    if (!standing) throw new errors.InvalidRequest("no link of this installation");
    return linkState(deps, ctx, by.key, standing);
  });
  add("cibaFrame", ["auth_req_id"], async (_ctx, by, { auth_req_id: handle }) => {
    const frame: StrictFrame | undefined = await deps.ciba.frameFor({
      ...by,
      handle: handle ?? "",
    });
    if (!frame) throw new errors.InvalidGrant("no request of this installation");
    return frame;
  });
}

/** An inventory number: `POSTE-004217`. */
const machineDigits = 6;

/** What a machine is called, as its holder reads it. */
function declared(machine: string | undefined): string | undefined {
  if (!machine?.trim()) return undefined;
  const name = plainName(machine, machineDigits);
  if (name === undefined)
    throw new errors.InvalidRequest(
      "machine must be a short name: letters, spaces, six digits at most, no address",
    );
  return name;
}

async function linkState(
  deps: EngineDeps,
  ctx: KoaContextWithOIDC,
  key: string,
  standing: LinkStanding,
): Promise<LinkState> {
  if (standing.state !== "linked") return standing;
  const { installation, professional } = standing;
  const holder = await deps.links.holder(professional);
  const { client } = ctx.oidc;
  if (holder?.state !== "active" || !client) return { state: "cancelled" };
  const { nationalId } = holder;
  const hint = await newHint(deps, { installation, nationalId, client, key, jti: deps.newJti() });
  return { state: "linked", login_hint_token: hint, expires_in: hintSeconds };
}
