import { type DeviceId, isId, type MultiSigned, peekCompact, purposes } from "@aval/protocol";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { problem } from "#platform/http";
import { type Secret, sameText } from "#platform/secret";
import { multiSignedBody, signedBody } from "#platform/signed";
import { announce, confirm, count, retire } from "./confirm.ts";
import type { PinDenied, PinDeps } from "./hold.ts";
import * as pin from "./pin.ts";
import { renew, replace } from "./renew.ts";

const multiSigned = multiSignedBody(1);

/**
 * What a phone is told. A stranger who names a phone's id without its key learns no more than about an id that never
 * was: both are `pin_unknown_key`.
 */
function refuse(reply: FastifyReply, { refusal, extra }: PinDenied): FastifyReply {
  return problem(reply, refusal === "bad_signature" ? "pin_unknown_key" : refusal, extra);
}

/** What the server does when a phone has no try left. May be called again for the same phone. */
export type OnDisabled = (device: DeviceId) => Promise<void>;

/** The phone of a message whose signature was verified by whoever refused it as `pin_disabled`. */
export function disabledPhone(jws: string): DeviceId | undefined {
  const { device } = (peekCompact(jws)?.payload ?? {}) as { device?: unknown };
  return isId("dev", device) ? device : undefined;
}

/** The PIN program's half of the device API. */
export function phoneRoutes(app: FastifyInstance, deps: PinDeps, onDisabled?: OnDisabled): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.post("/pin/register", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await pin.register(deps, request.body.jws);
    return outcome.ok ? outcome.value : refuse(reply, outcome);
  });

  routes.post("/pin/commit", { schema: { body: multiSigned } }, async (request, reply) => {
    const outcome = await pin.commit(deps, request.body);
    return outcome.ok ? outcome.value : refuse(reply, outcome);
  });

  routes.post("/pin/renew", { schema: { body: multiSignedBody(2) } }, async (request, reply) => {
    const outcome = await renew(deps, request.body);
    return outcome.ok ? outcome.value : refuse(reply, outcome);
  });

  routes.post("/pin/evaluate", { schema: { body: signedBody } }, async (request, reply) => {
    const outcome = await pin.evaluate(deps, request.body.jws);
    if (outcome.ok) return outcome.value;
    const device = outcome.refusal === "pin_disabled" ? disabledPhone(request.body.jws) : undefined;
    if (device) await onDisabled?.(device);
    return refuse(reply, outcome);
  });
}

const deviceId = z.custom<DeviceId>((value) => isId("dev", value));
const announcement = z.strictObject({
  device: deviceId,
  ik: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
const confirmation = z.strictObject({
  device: deviceId,
  signed: multiSigned as z.ZodType<MultiSigned>,
  purpose: z.enum([
    purposes.decision,
    purposes.activate,
    purposes.enrolmentMeanwhile,
    purposes.placeConfirm,
    purposes.locumAnnounce,
    purposes.softwareAdd,
    purposes.installationConfirm,
    purposes.enrolmentOpen,
    purposes.enrolmentMine,
    purposes.raise,
    purposes.ownContactChange,
    purposes.phoneRename,
    purposes.phoneRemove,
    purposes.phoneDisown,
    purposes.phoneKeyAdd,
    purposes.callerCheck,
    purposes.lift,
  ]),
});
const named = z.strictObject({ device: deviceId });
const replacement = z.strictObject({
  device: deviceId,
  signed: multiSignedBody(3) as z.ZodType<MultiSigned>,
});

/**
 * What the server asks of the PIN program when it is a program apart, under a secret of theirs. The holder of the
 * secret can announce and retire phones; he can reset no count, since a decision is verified by the phone's own keys.
 */
export function internalRoutes(app: FastifyInstance, deps: PinDeps, secret: Secret): void {
  app.register(async (internal) => {
    internal.addHook("onRequest", async (request, reply) => {
      const isServer = sameText(request.headers.authorization ?? "", `Bearer ${secret.reveal()}`);
      return isServer ? undefined : problem(reply, "not_found");
    });
    const routes = internal.withTypeProvider<ZodTypeProvider>();

    routes.post("/internal/announce", { schema: { body: announcement } }, async (request) => {
      await announce(deps, request.body.device, request.body.ik);
      return {};
    });
    routes.post("/internal/confirm", { schema: { body: confirmation } }, async (request) => {
      const { device, signed, purpose } = request.body;
      return confirm(deps, device, signed, purpose);
    });
    routes.post("/internal/replace", { schema: { body: replacement } }, async (request) =>
      replace(deps, request.body.device, request.body.signed),
    );
    routes.post("/internal/count", { schema: { body: named } }, async (request) =>
      count(deps, request.body.device),
    );
    routes.post("/internal/retire", { schema: { body: named } }, async (request) => ({
      retired: await retire(deps, request.body.device),
    }));
  });
}
