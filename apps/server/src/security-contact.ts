import type { FastifyInstance } from "fastify";
import { problem } from "#platform/http";
import { after, type Clock, days } from "#platform/time";

/**
 * Whom to write to about a weakness of this deployment: its operator, who alone can mend it at once. The operator's own word, from one
 * setting, where whoever found something looks for it. The same for everybody; without the setting there is no such page.
 *
 * Source: RFC 9116. `Expires` is ahead by a month whenever it is asked: it is true as long as this server says so.
 */
export function securityContactRoutes(
  app: FastifyInstance,
  given: {
    /** Addresses as `mailto:`, `https:` or `tel:`, the preferred one first. */
    readonly contacts: readonly string[];
    readonly origin: string;
    readonly clock: Clock;
  },
): void {
  app.get("/.well-known/security.txt", (_request, reply) =>
    given.contacts.length === 0
      ? problem(reply, "not_found")
      : reply.type("text/plain; charset=utf-8").send(textOf(given)),
  );
}

function textOf({ contacts, origin, clock }: Parameters<typeof securityContactRoutes>[1]): string {
  const expires = new Date(after(clock.now(), days(30)));
  return [
    ...contacts.map((contact) => `Contact: ${contact}`),
    `Expires: ${expires.toISOString().slice(0, 10)}T00:00:00Z`,
    "Preferred-Languages: fr, en",
    `Canonical: ${origin}/.well-known/security.txt`,
    "",
  ].join("\n");
}
