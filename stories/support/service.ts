import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after } from "node:test";
import type { Page } from "playwright-core";
import type { World } from "./world.ts";

/**
 * A service of the story's own, registered as one wants to see it treated: only what a browser meets of it. Its page says that
 * one came back, with a code or without.
 */
export type StoryService = {
  /** Asks to enter, as the service's own link would; `more`: what else it asks in the same request. */
  readonly ask: (page: Page, more?: Readonly<Record<string, string>>) => Promise<void>;
  /** Waits until the browser is back with a code. */
  readonly entered: (page: Page) => Promise<void>;
};

export async function addService(
  world: World,
  given: { readonly name: string; readonly sensitivity: "open" | "sensitive" | "critical" },
): Promise<StoryService> {
  const { clientId } = await world.server.avalJson<{ clientId: string }>(
    ...["client", "add", "--name", given.name, "--sensitivity", given.sensitivity],
    ...["--redirect-uri", "http://localhost/callback"],
  );
  const origin = await serveCallback();
  const asked = new URL(`${world.server.issuer}/protocol/openid-connect/auth`);
  asked.search = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    scope: "openid scope_all",
    acr_values: "eidas1",
    redirect_uri: `${origin}/callback`,
    state: "state-of-the-service",
    nonce: "nonce-of-the-service",
  }).toString();
  return {
    ask: async (page, more = {}) => {
      const address = new URL(asked);
      for (const [name, value] of Object.entries(more)) address.searchParams.set(name, value);
      await page.goto(address.href);
    },
    entered: (page) => page.getByRole("heading", { level: 1, name: "Vous êtes entré" }).waitFor(),
  };
}

async function serveCallback(): Promise<string> {
  const server = createServer((request, response) => {
    const back = new URL(request.url ?? "/", "http://localhost");
    const heading = back.searchParams.has("code") ? "Vous êtes entré" : "Vous n'êtes pas entré";
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang="fr"><title>${heading}</title><h1>${heading}</h1>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  after(() => server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}
