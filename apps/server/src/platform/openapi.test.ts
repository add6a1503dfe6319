import assert from "node:assert/strict";
import { test } from "node:test";
import fastifyFactory, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod";
import { z } from "zod";
import { describeRoutes, pathOf } from "./openapi.ts";

const about = { title: "Aval", version: "1.2.3", server: "http://x.localhost" };

async function describedBy(mount: (app: FastifyInstance) => void) {
  const app = fastifyFactory();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  describeRoutes(app, about);
  await app.register(async (inside) => mount(inside));
  const answer = await app.inject("/openapi.json");
  await app.close();
  assert.match(String(answer.headers["content-type"]), /^application\/json/);
  return answer.json();
}

test("a route is described with the schemas that refuse, and its parameters", async () => {
  const said = await describedBy((app) => {
    const body = z.strictObject({ jws: z.string().max(9) });
    const params = z.strictObject({ id: z.string().regex(/^a/) });
    const querystring = z.object({ page: z.coerce.number().optional() });
    app.post("/a/:id", { schema: { body, params, querystring } }, async () => "");
    app.get("/b/*", async () => "");
  });
  assert.deepEqual(
    [said.openapi, said.info.version, said.servers],
    ["3.1.0", "1.2.3", [{ url: about.server }]],
  );
  const { parameters, requestBody } = said.paths["/a/{id}"].post;
  assert.deepEqual(
    parameters.map((one: { name: string; in: string; required: boolean }) => [
      one.name,
      one.in,
      one.required,
    ]),
    [
      ["id", "path", true],
      ["page", "query", false],
    ],
  );
  assert.equal(parameters[0].schema.pattern, "^a");
  assert.deepEqual(requestBody.content["application/json"].schema, {
    type: "object",
    properties: { jws: { type: "string", maxLength: 9 } },
    required: ["jws"],
    additionalProperties: false,
  });
  assert.deepEqual(Object.keys(said.paths["/b/{rest}"]), ["get"]);
});

test("every route that is mounted is in it, however deep, with all its methods but HEAD", async () => {
  const mounted: [string, string][] = [];
  const said = await describedBy((app) => {
    app.addHook("onRoute", ({ url, method }) => {
      for (const one of [method].flat()) if (one !== "HEAD") mounted.push([url, one]);
    });
    app.all("/any", async () => "");
    app.register(async (deep) => deep.put("/e/:one/:two", async () => ""), { prefix: "/d" });
  });
  assert.ok(mounted.length > 5);
  for (const [url, method] of mounted)
    assert.ok(said.paths[pathOf(url)]?.[method.toLowerCase()], `${method} ${url}`);
});
