import { randomBytes } from "node:crypto";
import { Agent } from "node:http";
import {
  type Context,
  type EnrolmentId,
  hashDocument,
  type Json,
  type KeySet,
  type PhoneIdentity,
  type PinEvaluateAnswer,
  purposes,
  type Signer,
  signCompact,
  signMulti,
  toBase64url,
} from "@aval/protocol";
import { type Holder, type Place, phoneAt, send } from "../../apps/server/src/testing/driver.ts";
import { benchCode, createKeyring, publicPoint, signerOfKey } from "./holder-keys.ts";

/**
 * The phones of a population, made again from its seed.
 *
 * `holder` is a whole phone (the protocol's own code): some 25 ms of this machine for each code. `player` sends the very
 * same messages with a code key that the seed gives, and a random element in the place of the hidden code, which the
 * server cannot tell apart: the server's work is the same, and the generator is not what is measured.
 */
export type Phones = {
  readonly holder: (index: number) => Holder;
  readonly player: (index: number) => Player;
};

/** A phone in its three steps. */
export type Player = {
  readonly claim: (frame: string) => Promise<Context>;
  /** The evaluation's name, to be signed in the decision. */
  readonly code: () => Promise<string>;
  readonly decide: (context: Context, evaluation: string) => Promise<void>;
  /** What rings? Asked every three seconds by an open phone that has a bell. */
  readonly listen: () => Promise<void>;
  /** Ends the connection on which it listened. */
  readonly close: () => void;
};

export async function openPhones(place: () => Place, seed: string): Promise<Phones> {
  const keyring = createKeyring(seed);
  const { root } = JSON.parse((await send(place(), { path: "/api/keys" })).text) as KeySet;
  const phone = phoneAt(place);

  const identityOf = (index: number): { identity: PhoneIdentity; uk: Signer } => {
    const keys = keyring.holder(index);
    return {
      uk: signerOfKey(keys.uk),
      identity: {
        ik: signerOfKey(keys.ik),
        device: keys.device,
        // Of an enrolment long ended: no message of an active phone names it.
        enrolment: keys.device.replace("dev", "enr") as EnrolmentId,
        deviceSecret: keyring.deviceSecret,
        pin: { keyId: keys.pinKey, publicKey: toBase64url(publicPoint(keys.oprf)) },
        root,
      },
    };
  };

  const post = async <T>(path: string, body: object, agent?: Agent): Promise<T> => {
    const answer = await send(place(), {
      method: "POST",
      path,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      ...(agent ? { agent } : {}),
    });
    if (answer.status !== 200) throw new Error(`${path.split("/")[2]} ${refusalOf(answer.text)}`);
    return JSON.parse(answer.text) as T;
  };

  return {
    holder: (index) => ({ phone, identity: identityOf(index).identity, code: benchCode }),
    player: (index) => {
      const { identity, uk } = identityOf(index);
      // Every phone has a connection of its own, and keeps it as long as HTTP does.
      const own = new Agent({ keepAlive: true, maxSockets: 1 });
      return {
        claim: async (frame) => (await phone.claim(identity, frame)).context,
        code: async () => {
          const jws = await evaluateMessage(identity);
          return (await post<PinEvaluateAnswer>("/pin/evaluate", { jws })).evaluation;
        },
        decide: async (context, evaluation) => {
          const decision = await decisionMessage(identity, uk, context, evaluation);
          await post(`/api/approvals/${context.approval}/decision`, { decision });
        },
        listen: async () => {
          const { device, ik } = identity;
          const asked = { v: purposes.rings, device, ...stamp() };
          await post("/api/rings", { jws: await signCompact(asked, purposes.rings, ik) }, own);
        },
        close: () => own.destroy(),
      };
    },
  };
}

const stamp = () => ({
  iat: Math.floor(Date.now() / 1000),
  jti: toBase64url(new Uint8Array(randomBytes(16))),
});

function evaluateMessage({ device, pin, ik }: PhoneIdentity): Promise<string> {
  const element = publicPoint(randomBytes(32)); // Any point will do.
  const message = {
    v: purposes.pinEvaluate,
    device,
    keyId: pin.keyId,
    blinded: toBase64url(element),
    ...stamp(),
  };
  return signCompact(message, purposes.pinEvaluate, ik);
}

async function decisionMessage(
  { device, ik }: PhoneIdentity,
  uk: Signer,
  context: Context,
  evaluation: string,
) {
  const message = {
    v: purposes.decision,
    device,
    approval: context.approval,
    context: await hashDocument(context as unknown as Json),
    decision: "approve",
    evaluation,
    ...stamp(),
  };
  return signMulti(message, purposes.decision, [ik, uk]);
}

function refusalOf(text: string): string {
  try {
    return (JSON.parse(text) as { error?: string }).error ?? "refused";
  } catch {
    return "refused";
  }
}
