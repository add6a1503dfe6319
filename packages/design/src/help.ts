import type { Lang } from "./page.ts";

/**
 * What help there is, by the name that its page's address has: the same in both languages, since it is read out, printed and found
 * again. The pages are the server's, on each origin that people read.
 */
export const helpTopics = [
  "demande",
  "appel",
  "ecran-partage",
  "nouveau-telephone",
  "telephone-perdu",
  "carte-perdue",
  "rouvrir",
] as const;
export type HelpTopic = (typeof helpTopics)[number];

export const helpPath = "/aide";

/** The address of a page of help; `all`: the list of what may be happening. */
export const helpAddress = (topic: HelpTopic | "all", lang: Lang): string =>
  topic === "all" ? `${helpPath}/${lang}` : `${helpPath}/${lang}/${topic}`;

/** Where the list of desks is, in each language. Not among the topics: it changes with the hour, so no phone keeps it. */
export const deskAddresses = { fr: `${helpPath}/fr/guichets`, en: `${helpPath}/en/desks` } as const;
