import assert from "node:assert/strict";
import { bindingIn, bindingText, type DeskVisitView } from "@aval/protocol";
import { consoleOf, type newColleague } from "./colleague.ts";
import type { WholeServer } from "./whole.ts";

/** A registrar's hands on the console, by HTTP: what they ticked, what they look at, what their key signs. */
export type Colleague = Awaited<ReturnType<typeof newColleague>>;

const checks = { original: true, face: true, name: true };

export const openVisit = ({ browser }: Colleague, nationalId: string) =>
  browser.said<DeskVisitView>("/api/desk/open", { nationalId, checks });

export const lookAt = ({ browser }: Colleague, visit: string) =>
  browser.said<DeskVisitView>(`/api/desk/visits/${visit}`);

export const askToSign = ({ browser }: Colleague, visit: string) =>
  browser.said<{ challenge: string; rpId: string }>(`/api/desk/visits/${visit}/ask`, {
    presence: "room",
    checks,
  });

export async function signVisit(
  whole: Pick<WholeServer, "issuer" | "desk">,
  who: Colleague,
  visit: string,
): Promise<DeskVisitView> {
  const asked = await askToSign(who, visit);
  const given = await who.key.get(asked, `http://${consoleOf(whole).host}`);
  const answer = await who.browser.said<DeskVisitView>(`/api/desk/visits/${visit}/sign`, {
    ...given,
  });
  assert.equal(answer.error, undefined, JSON.stringify(answer));
  return answer;
}

/** What a phone's camera reads of a page that is open. */
export function bindingOf(address: string): string {
  const binding = bindingIn(address, new URL(address).origin);
  assert.ok(binding);
  return bindingText(binding);
}
