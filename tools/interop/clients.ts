import { join } from "node:path";
import type { ForeignClient } from "./client.ts";
import { keycloakJs } from "./clients/keycloak-js.ts";
import { modAuthOpenidc } from "./clients/mod-auth-openidc.ts";
import { oauth4webapi } from "./clients/oauth4webapi.ts";
import { openidClient } from "./clients/openid-client.ts";
import { openidClient5 } from "./clients/openid-client-5.ts";

/** All of them, in the order they are run and told. */
export const clients: readonly ForeignClient[] = [
  openidClient,
  openidClient5,
  oauth4webapi,
  modAuthOpenidc,
  keycloakJs,
];

/** What was last seen of each, from which the page is written. */
export const resultsFile = join(import.meta.dirname, "results.json");
export const pageFile = join(import.meta.dirname, "..", "..", "docs", "interop.md");
