import {
  type ClaimAnswer,
  type Context,
  hashDocument,
  type Json,
  purposes,
  type RefusalReason,
  signMulti,
} from "@aval/protocol";
import { nationalIdOf } from "./people.ts";
import { newSigningPhone } from "./phones.ts";
import type { serviceCalls } from "./visitor.ts";
import type { World } from "./world.ts";

/** A holder's phone, as far as their software needs one: adds it, searches, decides. */
export async function softwarePhone(
  world: World,
  given: Parameters<typeof newSigningPhone>[1] = {},
) {
  const { approvals, installations, login } = world;
  const { device, professional, ik, uk, stamped, say } = await newSigningPhone(world, given);
  const sign = (purpose: string, more: Record<string, Json>) =>
    signMulti(stamped(purpose, more), purpose, [ik, uk]);
  const contextOf = (answer: ClaimAnswer) => JSON.parse(answer.context) as Context;
  const decide = async (context: Context, more: Record<string, Json>, isApproval: boolean) => {
    const hash = await hashDocument(context as unknown as Json);
    const payload = stamped(purposes.decision, {
      approval: context.approval,
      context: hash,
      ...more,
    });
    const keys = isApproval ? [ik, uk] : [ik];
    const message = await signMulti(payload, purposes.decision, keys);
    const decided = await approvals.decide(context.approval, message);
    return decided.ok ? decided.value.state : decided.refusal;
  };

  return {
    device,
    professional,
    say,
    sign,
    nationalId: nationalIdOf(professional),
    list: async () => installations.list(await say(purposes.software)),
    add: async (client: string, onCall = false) =>
      installations.add(
        await signMulti(
          stamped(purposes.softwareAdd, { client, onCall, evaluation: "e" }),
          purposes.softwareAdd,
          [ik, uk],
        ),
      ),
    remove: async (client: string) =>
      installations.remove(await say(purposes.softwareRemove, { client })),
    /** Types two digits: the context of what was found, or the refusal. */
    search: async (number: string, elsewhere = false, address = "127.0.0.1") => {
      const jws = await say(purposes.search, { number, elsewhere });
      const found = await login.search(jws, address);
      return found.ok ? contextOf(found.value) : found.refusal;
    },
    approve: (context: Context) => decide(context, { decision: "approve", evaluation: "e" }, true),
    refuse: (context: Context, reason: RefusalReason = "not_me") =>
      decide(context, { decision: "refuse", reason }, false),
  };
}

export type SoftwarePhone = Awaited<ReturnType<typeof softwarePhone>>;

/** A program as its editor would write it, with its client's secret. */
export function softwareCalls(calls: ReturnType<typeof serviceCalls>) {
  return {
    ask: (hint: string, number: string, more: Record<string, string> = {}) =>
      calls.call("ext/ciba/auth", {
        scope: "openid scope_all",
        acr_values: "eidas1",
        login_hint: hint,
        binding_message: number,
        channel: "MOBILE",
        ...more,
      }),
    poll: (handle: unknown) =>
      calls.call("token", {
        grant_type: "urn:openid:params:grant-type:ciba",
        auth_req_id: String(handle),
      }),
  };
}
