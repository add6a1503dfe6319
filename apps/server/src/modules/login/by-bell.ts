import type { BrowserMessage, LoginView, PageBell } from "@aval/protocol";
import { isId } from "@aval/protocol";
import { epochSeconds } from "#platform/time";
import type { LoginDeps, Page } from "./login.ts";

/*
 * Ringing from a place: the page of its holder's own aged place may ring their phone for the service it is for (law 2). The code
 * stays on the screen all the while: only scanning it goes on (law 3).
 */

/** What a page is told of bells, before anybody has scanned: its own browser has just shown its key and value. */
export async function bellsAt(
  deps: Pick<LoginDeps, "bells" | "directory">,
  { signIn, service }: Page,
  isShared: boolean,
): Promise<Pick<LoginView, "bells">> {
  const found = await deps.bells.on({ browser: signIn.browser, service: service.id });
  if (found.length === 0) return {};
  const bells = await Promise.all(
    found.map(async ({ id: bell, professional }): Promise<PageBell> => {
      const holder = isShared ? await deps.directory.byId(professional) : undefined;
      return { bell, ...(holder && { firstName: deps.directory.firstName(holder) }) };
    }),
  );
  return { bells };
}

/** Whoever asks, for whatever bell: the answer is the same, and as soon as the rows are written. */
export async function ring(
  deps: Pick<LoginDeps, "bells">,
  { signIn, service }: Page,
  bell: BrowserMessage["bell"],
): Promise<Pick<LoginView, "rung">> {
  if (!isId("bel", bell)) return {};
  const given = { bell, browser: signIn.browser, service: service.id };
  return { rung: { until: epochSeconds(await deps.bells.ring(given)) } };
}
