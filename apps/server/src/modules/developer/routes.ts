import type { FastifyInstance } from "fastify";

/** A fictional person an editor can sign in as, with the story that makes them worth trying. */
export type TestPerson = {
  readonly nationalId: string;
  readonly name: string;
  readonly story: string;
};

/** The developer pages of the issuer's origin: the people to try with. Sandbox only; production has no such people. */
export function developerRoutes(app: FastifyInstance, people: readonly TestPerson[]): void {
  app.get("/developer/people.json", async (_request, reply) => {
    reply.header("cache-control", "no-cache");
    return people;
  });
}
