import assert from "node:assert/strict";
import {
  type ClaimAnswer,
  type Context,
  hashDocument,
  idFrom,
  type Json,
  newKeyPair,
  type ProfessionalId,
  purposes,
  type RefusalReason,
  signCompact,
  signerOf,
  signMulti,
  toBase64url,
} from "@aval/protocol";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import { nationalIdOf } from "./people.ts";
import type { serviceCalls } from "./visitor.ts";
import type { World } from "./world.ts";

/** A holder's phone, as far as their software needs one: adds it, searches, decides. */
export async function softwarePhone(
  { db, devices, approvals, installations, login, clock }: World,
  given: { professional?: ProfessionalId; level?: "full" | "limited" } = {},
) {
  const { professional = idFrom("pro", systemRandom.bytes(17)), level = "full" } = given;
  const [ik, uk] = [await signerOf(await newKeyPair()), await signerOf(await newKeyPair())];
  const device = await transact(db, async (tx) => {
    const added = await devices.add(tx, { label: "Essai", ik: ik.jwk });
    assert.ok(added.ok);
    const owner = { professional, uk: uk.jwk, pinKey: "k", level, scope: "national" };
    await devices.activate(tx, added.value, owner);
    return added.value;
  });
  const stamped = (purpose: string, more: Record<string, Json>) => ({
    v: purpose,
    device,
    iat: Math.floor(clock.now() / 1000),
    jti: toBase64url(systemRandom.bytes(16)),
    ...more,
  });
  const say = (purpose: string, more: Record<string, Json> = {}) =>
    signCompact(stamped(purpose, more), purpose, ik);
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
