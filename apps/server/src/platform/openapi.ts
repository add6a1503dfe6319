import type { FastifyInstance, RouteOptions } from "fastify";
import { z } from "zod";

/**
 * `GET /openapi.json`: the routes of an origin, as they are mounted and with the very schemas that refuse what they are sent, in
 * OpenAPI 3.1. Nothing is written by hand, hence nothing goes stale; what no schema says is not said.
 */
export type About = {
  readonly title: string;
  readonly version: string;
  /** The origin described, as its users call it. */
  readonly server: string;
};

type Route = {
  readonly url: string;
  readonly methods: readonly string[];
  readonly schema: Schemas;
  /** What the route can read, known once its plugin is whole. */
  readonly reads: () => readonly string[];
};
type Schemas = { readonly [Place in "body" | "params" | "querystring"]?: unknown };
type JsonSchema = Readonly<Record<string, unknown>> & {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly required?: readonly string[];
};

const formats = ["application/json", "application/x-www-form-urlencoded"] as const;

/** Collects every route that is mounted afterwards, and answers with all of them. */
export function describeRoutes(app: FastifyInstance, about: About): void {
  const routes: Route[] = [];
  app.addHook("onRoute", function (this: FastifyInstance, route: RouteOptions) {
    routes.push({
      url: route.url,
      methods: [route.method].flat(),
      schema: (route.schema ?? {}) as Schemas,
      reads: () => formats.filter((format) => this.hasContentTypeParser(format)),
    });
  });
  let made: string | undefined;
  app.get("/openapi.json", async (_request, reply) => {
    made ??= JSON.stringify(openApi(routes, about));
    return reply.type("application/json; charset=utf-8").serializer(String).send(made);
  });
}

function openApi(routes: readonly Route[], { title, version, server }: About) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = pathOf(route.url);
    const methods = route.methods.filter((method) => method !== "HEAD");
    for (const method of methods) {
      paths[path] ??= {};
      paths[path][method.toLowerCase()] = operationOf(route, method);
    }
  }
  return {
    openapi: "3.1.0",
    info: { title, version, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: server }],
    paths,
  };
}

/** `/a/:b/*` is `/a/{b}/{rest}` there. */
export function pathOf(url: string): string {
  return url.replaceAll(/:([A-Za-z]+)/g, "{$1}").replace("*", "{rest}");
}

function operationOf({ url, schema, reads }: Route, method: string) {
  const body = jsonSchemaOf(schema.body);
  return {
    parameters: [
      ...namesIn(url).map((name) => parameter("path", name, schema.params)),
      ...Object.keys(jsonSchemaOf(schema.querystring)?.properties ?? {}).map((name) =>
        parameter("query", name, schema.querystring),
      ),
    ],
    ...(body &&
      method !== "GET" && { requestBody: { required: true, content: contentOf(reads(), body) } }),
    responses: {
      default: {
        description:
          "What the route answers. A refusal has its code, its sentences and its reference (docs/errors.md).",
      },
    },
  };
}

const contentOf = (types: readonly string[], schema: JsonSchema) =>
  Object.fromEntries(types.map((type) => [type, { schema }]));

const namesIn = (url: string): readonly string[] =>
  [...pathOf(url).matchAll(/\{([A-Za-z]+)\}/g)].map(([, name]) => name as string);

function parameter(place: "path" | "query", name: string, among: unknown) {
  const { properties, required } = jsonSchemaOf(among) ?? {};
  return {
    name,
    in: place,
    required: place === "path" || required?.includes(name) === true,
    schema: properties?.[name] ?? { type: "string" },
  };
}

/** What is sent, before anything is made of it; what JSON Schema cannot say is left open. */
function jsonSchemaOf(schema: unknown): JsonSchema | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return rest as JsonSchema;
}
