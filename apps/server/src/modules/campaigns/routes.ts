import { campaignChannels, drillScenes, segmentPhones } from "@aval/protocol";
import type { FastifyInstance } from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { z } from "zod";
import { limits as bounds } from "#lifetimes";
import { assertionBody, type Console, consoleDoor, fromConsole, onNamed } from "#modules/staff";
import { done } from "#platform/outcome";
import type { Campaigns } from "./index.ts";

export type CampaignRouteDeps = {
  readonly console: Pick<Console, "visitorFor">;
  readonly campaigns: Campaigns;
  /** The console's. */
  readonly origin: string;
};

const nothing = z.strictObject({});
const ofCampaign = z.strictObject({ campaign: z.string().max(64) });
// Longer than may be sent: what is too long is told as a fault of its text.
const words = z.strictObject({
  title: z.string().max(2 * bounds.campaignTitle),
  text: z.string().max(2 * bounds.campaignText),
});
const criteria = z.array(z.string().regex(/^[0-9A-Z]{1,5}$/)).max(bounds.campaignCriteria);
const written = z.strictObject({
  segment: z.strictObject({
    professions: criteria,
    departments: criteria,
    structure: z.string().min(1).max(40).optional(),
    phone: z.enum(segmentPhones),
  }),
  channels: z.array(z.enum(campaignChannels)).min(1).max(campaignChannels.length),
  texts: z.strictObject({ fr: words, en: words }),
  drill: z.enum(drillScenes).optional(),
});
const asked = written.extend({ digest: z.string().length(43) });

const given = ({ segment, drill, ...rest }: z.infer<typeof written>) => {
  const { structure, ...criteria } = segment;
  return {
    ...rest,
    segment: { ...criteria, ...(structure ? { structure } : {}) },
    ...(drill ? { drill } : {}),
  };
};

/** Campaigns, on the console's origin. Each reads and stops those of their own authority. */
export function campaignRoutes(
  app: FastifyInstance,
  { console, campaigns, origin }: CampaignRouteDeps,
): void {
  const routes = app.withTypeProvider<ZodTypeProvider>();
  const preHandler = fromConsole(origin);
  const make = consoleDoor(console, "make_campaigns");
  const one = { preHandler, schema: { params: ofCampaign, body: nothing } };

  routes.get("/api/campaigns", { preHandler }, (request, reply) =>
    make(request, reply, async (who) => done(await campaigns.view(who))),
  );
  routes.get(
    "/api/campaigns/:campaign/exercise.csv",
    { preHandler, schema: { params: ofCampaign } },
    (request, reply) =>
      make(request, reply, async (who) => {
        const table = await onNamed("cmp", request.params.campaign, (id) =>
          campaigns.drillTable(who, id),
        );
        if (table.ok) {
          reply.type("text/csv; charset=utf-8");
          reply.header("content-disposition", 'attachment; filename="exercice.csv"');
        }
        return table;
      }),
  );
  routes.post(
    "/api/campaigns/preview",
    { preHandler, schema: { body: written } },
    (request, reply) => make(request, reply, (who) => campaigns.preview(who, given(request.body))),
  );
  routes.post("/api/campaigns", { preHandler, schema: { body: asked } }, (request, reply) =>
    make(request, reply, (who) => {
      const { digest, ...rest } = request.body;
      return campaigns.ask(who, { ...given(rest), digest });
    }),
  );
  routes.post("/api/campaigns/:campaign/ask", one, (request, reply) =>
    make(request, reply, (who) =>
      onNamed("cmp", request.params.campaign, (id) => campaigns.askSecond(who, id)),
    ),
  );
  routes.post(
    "/api/campaigns/:campaign/sign",
    { preHandler, schema: { params: ofCampaign, body: assertionBody } },
    (request, reply) =>
      make(request, reply, (who) =>
        onNamed("cmp", request.params.campaign, (id) => campaigns.second(who, id, request.body)),
      ),
  );
  routes.post("/api/campaigns/:campaign/withdraw", one, (request, reply) =>
    make(request, reply, (who) =>
      onNamed("cmp", request.params.campaign, (id) => campaigns.withdraw(who, id)),
    ),
  );
  routes.post("/api/campaigns/:campaign/stop", one, (request, reply) =>
    make(request, reply, (who) =>
      onNamed("cmp", request.params.campaign, (id) => campaigns.stop(who, id)),
    ),
  );
}
