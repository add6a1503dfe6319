import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import type Keycloak from "keycloak-js";
import type { Page } from "playwright-core";
import type { ForeignClient } from "../client.ts";
import { packageFolder, packageVersion } from "../packages.ts";
import type { World } from "../world.ts";

export const keycloakJs: ForeignClient = {
  name: "keycloak-js",
  source: "clients/keycloak-js.html",
  version: () => packageVersion("keycloak-js"),
  install: "npm ci",
  registration: (origin) => [
    ...["--name", "keycloak-js", "--sensitivity", "open", "--public"],
    ...["--redirect-uri", `${origin}/`, "--post-logout-uri", `${origin}/`],
  ],
  particular: [
    "Keycloak's own script, in a real browser, in a page of another origin. It knows no discovery: it finds Keycloak's paths under the realm.",
    "The page has no server of its own, hence no secret: it is registered `--public`, which Pro Santé Connect does not open. It must then use PKCE (it does by default), and only pages of its own origin read the answers.",
    "`checkLoginIframe: false`, a setting of its own, is needed: Aval's cookies are of no use in a frame of another site, so there is no frame to watch the session by.",
    "It looks at the nonce and leaves the signature to whoever receives the token; the run checks it.",
  ],
  start,
};

/** The page's own world: the script puts its client there. */
type InPage = { keycloak?: Keycloak };

async function start(world: World) {
  const service = await startPage(world);
  const page = await world.page();
  const home = `${world.origin}/`;
  return {
    signIn: async () => {
      await page.goto(home);
      await isReady(page, false);
      await page.evaluate(() => {
        // It leaves the page, and never ends there.
        void (globalThis as InPage).keycloak?.login({ acrValues: "eidas1" });
      });
      await world.approveOn(page);
      await isReady(page, true);
      return page.evaluate(() => {
        const { token = "", idToken = "" } = (globalThis as InPage).keycloak ?? {};
        return { accessToken: token, idToken };
      });
    },
    refresh: () =>
      page.evaluate(async () => {
        const { keycloak } = globalThis as InPage;
        await keycloak?.updateToken(-1);
        return keycloak?.token ?? "";
      }),
    userinfo: () =>
      page.evaluate(async () => {
        const { keycloak } = globalThis as InPage;
        return (await keycloak?.loadUserInfo()) as Record<string, unknown>;
      }),
    signOut: async () => {
      await page.evaluate(() => {
        void (globalThis as InPage).keycloak?.logout();
      });
      await isReady(page, false);
      if (page.url() !== home) throw new Error(`sent to ${page.url()}`);
    },
    close: async () => {
      await page.context().close();
      await service.stop();
    },
  };
}

/** Waits until the script has begun, on a page where somebody is signed in or nobody is. */
async function isReady(page: Page, authenticated: boolean): Promise<void> {
  await page.waitForFunction(
    (expected) => (globalThis as InPage).keycloak?.authenticated === expected,
    authenticated,
  );
}

/** Serves one page, and the package's script as it is. */
async function startPage({ issuer, origin, credentials }: World) {
  const values: Readonly<Record<string, string>> = {
    server: issuer.replace(/\/realms\/.*$/, ""),
    clientId: credentials.clientId,
    origin,
  };
  const template = await readFile(join(import.meta.dirname, "keycloak-js.html"), "utf8");
  const html = template.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name) => values[name] ?? "");
  const script = await readFile(join(packageFolder("keycloak-js"), "lib", "keycloak.js"));
  const server = createServer((request, response) => {
    const isScript = request.url === "/keycloak.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html; charset=utf-8");
    response.end(isScript ? script : html);
  });
  const port = Number(new URL(origin).port);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
