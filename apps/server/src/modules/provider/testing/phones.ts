import assert from "node:assert/strict";
import {
  type ApprovalId,
  type Context,
  type DecisionAnswer,
  hashDocument,
  idFrom,
  type Json,
  newKeyPair,
  type PlaceId,
  type ProfessionalId,
  parseFrame,
  purposes,
  type Signer,
  signCompact,
  signerOf,
  signMulti,
  toBase64url,
} from "@aval/protocol";
import { transact } from "#platform/database";
import { systemRandom } from "#platform/random";
import type { World } from "./world.ts";

type Given = { readonly professional?: ProfessionalId; readonly level?: "full" | "limited" };

/** A phone of somebody's, and what it signs with. */
export async function newSigningPhone({ db, devices, clock }: World, given: Given = {}) {
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
  return { device, professional, ik, uk, stamped, say };
}

/** A phone of a level, which claims by a frame or by digits, is refused or approves, and makes places. */
export async function newPhone(world: World, given: Given = {}) {
  const { approvals, passkeys, places } = world;
  const { professional, ik, uk, stamped, say } = await newSigningPhone(world, given);
  const sign = (purpose: string, more: Record<string, Json>, keys: readonly Signer[] = [ik, uk]) =>
    signMulti(stamped(purpose, { evaluation: "e", ...more }), purpose, keys);

  const claim = async (seen: { frame?: string; digits?: string }) => {
    if (seen.digits !== undefined)
      return approvals.claimByDigits(
        await say(purposes.claimDigits, { digits: seen.digits }),
        "127.0.0.1",
      );
    const frame = parseFrame(seen.frame ?? "");
    assert.ok(frame);
    const { approval, number, mac } = frame;
    return approvals.claimByFrame(
      await say(purposes.claim, { approval, frame: number, mac }),
      "127.0.0.1",
    );
  };

  return {
    professional,
    /** Removes every key of the holder's. */
    endKeys: async () => {
      const listed = await passkeys.list(await say(purposes.passkeys, {}));
      assert.ok(listed.ok);
      for (const { id } of listed.value.passkeys)
        assert.ok((await passkeys.end(id, await say(purposes.passkeyEnd, { passkey: id }))).ok);
    },
    /** Claims by what the page shows and approves what it is shown; or the code of the refusal. */
    approve: async (seen: {
      frame?: string;
      digits?: string;
    }): Promise<string | (DecisionAnswer & { readonly context: Context })> => {
      const claimed = await claim(seen);
      if (!claimed.ok) return claimed.refusal;
      const context = JSON.parse(claimed.value.context) as Context;
      const { approval } = context;
      const hash = await hashDocument(context as unknown as Json);
      const message = await sign(purposes.decision, {
        approval,
        context: hash,
        decision: "approve",
      });
      const decided = await approvals.decide(approval, message);
      return decided.ok ? { ...decided.value, context } : decided.refusal;
    },
    /** "Je travaille ici": the caller lets 30 seconds pass between the two. */
    offer: async (approval: ApprovalId) =>
      places.offer(await say(purposes.placeOffer, { approval, onCall: false })),
    make: async (approval: ApprovalId, people: "alone" | "several" = "alone") => {
      const jws = await say(purposes.placeMake, { approval, people });
      const made = await places.make(jws, "127.0.0.1");
      assert.ok(made.ok, JSON.stringify(made));
      return made.value.id;
    },
    /** "Oui, j'y travaille". */
    confirm: async (place: PlaceId) => {
      const message = await sign(purposes.placeConfirm, { place });
      const confirmed = await places.confirm(place, message, "127.0.0.1");
      assert.ok(confirmed.ok, JSON.stringify(confirmed));
    },
    end: async (place: PlaceId) => places.end(place, await say(purposes.placeEnd, { place })),
  };
}

export type Phone = Awaited<ReturnType<typeof newPhone>>;
