import type { InstallationId } from "@aval/protocol";
import { limits, lifetimes } from "#lifetimes";
import type { Duration } from "#platform/time";

/** Who asks, as far as it is known before anybody is looked up. */
export type Asking = {
  readonly client: string;
  readonly network: string;
  /** Some holder of this client's has approved from this network, whoever is named now. */
  readonly isKnownNetwork: boolean;
  /** Strict software has shown its own key, and a token of ours that is bound to it. */
  readonly installation?: InstallationId | undefined;
  /** An installation begins to be linked: it has nothing yet that would tell it from a stranger's. */
  readonly isLink?: boolean;
};

type Bucket = {
  readonly name: string;
  readonly max: number;
  readonly subject: (by: Asking) => string;
};

/**
 * Whose allowance a request of software spends: of each client, strangers' together; of each client, those of a network where it is at
 * work; of each installation that proves itself, its own. What strangers ask with a secret that every copy shares exhausts nobody's.
 *
 * None depends on whom a request names, so that being refused says nothing of anybody (law 7). What reaches a holder is limited
 * apart: their bells (`places`), their searches (`searches`), one request for each client and network.
 *
 * Source: DESIGN section 5; P-50.
 */
export const cibaBuckets = {
  strangers: { name: "ciba_requests", max: limits.cibaRequests, subject: ({ client }) => client },
  network: {
    name: "ciba_network",
    max: limits.cibaRequests,
    subject: ({ client, network }) => `${client} ${network}`,
  },
  /** Of each network apart: whoever has the program's secret stops links from their own network, and from no other. */
  link: {
    name: "ciba_link",
    max: limits.cibaRequests,
    subject: ({ client, network }) => `${client} ${network}`,
  },
  installation: {
    name: "ciba_installation",
    max: limits.cibaByInstallation,
    subject: ({ installation, client }) => installation ?? client,
  },
} as const satisfies Readonly<Record<string, Bucket>>;

function bucketOf(by: Asking): keyof typeof cibaBuckets {
  if (by.isLink) return "link";
  if (by.installation) return "installation";
  return by.isKnownNetwork ? "network" : "strangers";
}

/** What one request spends: one use of one bucket. */
export function spendingOf(by: Asking): {
  readonly name: string;
  readonly subject: string;
  readonly max: number;
  readonly window: Duration;
} {
  const which = bucketOf(by);
  const { name, max, subject } = cibaBuckets[which];
  return { name, subject: subject(by), max, window: lifetimes.cibaWindow };
}
