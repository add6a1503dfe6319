import assert from "node:assert/strict";
import { type DeskPresence, type DeskVisitView, newKeyPair, signerOf } from "@aval/protocol";
import type { Model } from "#platform/testing/authenticator";
import { consoleOf, newColleague } from "./colleague.ts";
import { phoneAt } from "./driver.ts";
import type { WholeServer } from "./whole.ts";

const checks = { original: true, face: true, name: true };

/** A person at the desk with a new phone, before two registrars: the phone scanned the page, and nobody has signed. */
export async function openVisit(
  server: WholeServer,
  given: { readonly model: Model; readonly nationalId: string },
) {
  const { model, nationalId } = given;
  const registrar = (name: string) => newColleague(server, { model, name });
  const [first, second] = [await registrar("Odile ESSAI"), await registrar("Paul ESSAI")];
  const opened = await first.browser.said<DeskVisitView>("/api/desk/open", { nationalId, checks });
  assert.equal(opened.stage, "open", JSON.stringify(opened));
  const ik = await signerOf(await newKeyPair());
  const phone = phoneAt(() => server.phone);
  const page = new URL(opened.stage === "open" ? opened.address : "").hash.slice("#b=".length);
  const begun = await phone.enrol(ik, "Téléphone neuf", page);
  const path = `/api/desk/visits/${opened.visit}`;
  const sign = async (who: typeof first, presence: DeskPresence = "room") => {
    const asked = await who.browser.said<{ challenge: string; rpId: string }>(`${path}/ask`, {
      presence,
      checks,
    });
    const signed = who.key.get(asked, `http://${consoleOf(server).host}`);
    return who.browser.said<DeskVisitView>(`${path}/sign`, { ...signed });
  };
  return { opened, ik, phone, begun, first, second, sign };
}
