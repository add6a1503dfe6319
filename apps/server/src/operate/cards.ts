import { z } from "zod";
import type { Config } from "#platform/config";
import { type Finding, fine, warn } from "./finding.ts";
import { probed } from "./serving.ts";

/**
 * Whether the lists of revoked cards are fresh. They lie in the memory of the server that fetched them, hence a server of this machine is
 * asked, as a probe asks it. A sandbox that is not running has none.
 */
export async function cardFindings(config: Config): Promise<readonly Finding[]> {
  if (config.mode === "production" && !config.card) return [];
  const lists = await listsOf(config);
  // Every other door goes on, as the probe says too.
  if (lists !== undefined) return [lists === "ok" ? fine("card lists") : warn("card lists", old)];
  return config.mode === "production" ? [warn("card lists", unseen)] : [];
}

const old = {
  fr: "Une liste de cartes révoquées est périmée : les cartes de son autorité n'ouvrent rien tant qu'elle n'en donne pas une autre. Voyez si ce serveur atteint l'autorité, ou qu'elle en publie une.",
  en: "A list of revoked cards is past its end: its authority's cards open nothing until it gives another. See whether this server reaches the authority, or have it publish one.",
};

const unseen = {
  fr: "Aucun serveur ne répond sur cette machine : les listes de cartes révoquées se lisent là où il tourne (/readyz, card_lists).",
  en: "No server answers on this machine: lists of revoked cards are read where it runs (/readyz, card_lists).",
};

const answered = z.object({ checks: z.object({ card_lists: z.enum(["ok", "failed"]) }) });

/** What a server of this machine says of them; `undefined` when none answers, or not as one of ours does. */
async function listsOf(config: Config): Promise<"ok" | "failed" | undefined> {
  const parsed = answered.safeParse(await probed(config));
  return parsed.success ? parsed.data.checks.card_lists : undefined;
}
