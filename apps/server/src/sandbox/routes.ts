import { isId, purposes, type RegistrarMessage, type RegistrarReopenMessage } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import type { Enrolment } from "#modules/enrolment";
import type { Staff } from "#modules/staff";
import type { Stops } from "#modules/stops";
import type { Config } from "#platform/config";
import { problem } from "#platform/http";
import { type Clock, epochSeconds } from "#platform/time";
import { people } from "./people.ts";
import { signAsRegistrar } from "./registrars.ts";

export type SandboxRouteDeps = {
  readonly config: Config;
  readonly clock: Clock;
  readonly staff: Staff;
  readonly enrolment: Enrolment;
  readonly stops: Pick<Stops, "atReopeningDesk" | "addDeskEvidence">;
};

const deskRequest = z.strictObject({
  enrolment: z.string().max(64),
  nationalId: z.string().min(1).max(64),
  registrars: z.array(z.string().max(64)).length(2),
});

const reopeningRequest = z.strictObject({
  phone: z.string().max(64),
  nationalId: z.string().min(1).max(64),
  registrars: z.array(z.string().max(64)).length(2),
});

/**
 * The desk of the sandbox, on the authenticator's origin: two seeded registrars sign in the place of two people who would
 * see an identity document. Their messages then go through the same door as anybody's. It exists in the sandbox only: there
 * the keys lie beside the database, so that their signatures prove nothing to anybody.
 */
export function sandboxRoutes(
  app: FastifyInstance,
  { config, clock, staff, enrolment, stops }: SandboxRouteDeps,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();

  routes.get("/sandbox", async () => ({ sandbox: true }));
  routes.get("/sandbox/people", async () => people());
  routes.get("/sandbox/registrars", async () => staff.registrars());

  routes.post("/sandbox/desk", { schema: { body: deskRequest } }, async (request, reply) => {
    const { enrolment: id, nationalId, registrars } = request.body;
    const phone = isId("enr", id) ? await enrolment.atDesk(id) : undefined;
    if (!phone || !isId("enr", id)) return problem(reply, "enrolment_not_found");
    const evidence: string[] = [];
    for (const registrar of registrars) {
      const message: RegistrarMessage = {
        v: purposes.registrar,
        enrolment: id,
        ik: phone.ik,
        nationalId,
        registrar,
        iat: epochSeconds(clock.now()),
      };
      const signed = await signAsRegistrar(config.dataDir, registrar, message);
      if (!signed) return problem(reply, "evidence_refused");
      evidence.push(signed);
    }
    const outcome = await enrolment.addSeededEvidence(evidence);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });

  const path = "/sandbox/desk/reopening";
  routes.post(path, { schema: { body: reopeningRequest } }, async (request, reply) => {
    const { phone: id, nationalId, registrars } = request.body;
    const phone = isId("dev", id) ? await stops.atReopeningDesk(id) : undefined;
    if (!phone) return problem(reply, "reopening_not_found");
    const { stop, ik } = phone;
    const iat = epochSeconds(clock.now());
    const evidence: string[] = [];
    for (const registrar of registrars) {
      const v = purposes.registrarReopen;
      const message: RegistrarReopenMessage = { v, stop, ik, nationalId, registrar, iat };
      const signed = await signAsRegistrar(config.dataDir, registrar, message);
      if (!signed) return problem(reply, "evidence_refused");
      evidence.push(signed);
    }
    const outcome = await stops.addDeskEvidence(evidence);
    return outcome.ok ? outcome.value : problem(reply, outcome.refusal);
  });
}
