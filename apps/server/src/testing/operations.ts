import { type Place, send } from "./driver.ts";

/** An address of an origin; `fields`: of the JSON that it takes. */
export type Operation = {
  readonly method: string;
  readonly path: string;
  readonly fields: readonly string[];
};

/** Every address of an origin, as it describes itself: a new one is in every test that walks them by being described. */
export async function operationsOf(place: Place): Promise<readonly Operation[]> {
  const { paths } = JSON.parse((await send(place, { path: "/openapi.json" })).text) as {
    paths: Record<string, Record<string, Described>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      fields: Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
        Object.keys(schema?.properties ?? {}),
      ),
    })),
  );
}

type Described = {
  readonly requestBody?: {
    readonly content?: Record<string, { readonly schema?: { readonly properties?: object } }>;
  };
};
