import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a phone whose network is cut says so, loses nothing, opens all the same and shows its history; a computer waits and goes on", async () => {
  const world = await startWorld("offline");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  await scan(phone, computer.page);

  await phone.context.setOffline(true);
  await answerWith(phone.page, code);
  await sees(phone.page, "Pas de réponse du réseau. Rien n'est perdu");
  await phone.screen("phone-question-offline");
  await phone.context.setOffline(false);
  await answerWith(phone.page, code);
  await heading(phone.page, "C'est accepté");
  await heading(computer.page, new RegExp(`${pharmacist.name}$`));
  await tap(phone.page, "Revenir à l'accueil");
  await sees(phone.page, "Acceptée");

  await phone.page.evaluate(() => navigator.serviceWorker.ready);
  await phone.context.setOffline(true);
  await phone.page.reload();
  await heading(phone.page, "Hors ligne : rien ne peut être accepté.");
  await sees(phone.page, "Acceptée");
  await phone.screen("phone-home-offline");
  // Help is where it is needed most: by its link, with its style, from what the phone keeps.
  const [help] = await Promise.all([
    phone.context.waitForEvent("page"),
    phone.page.getByRole("link", { name: /^Aide/ }).click(),
  ]);
  await heading(help, "Que se passe-t-il ?");
  await help.getByRole("link", { name: "On m'appelle au sujet de mon accès" }).click();
  await heading(help, "On m'appelle au sujet de mon accès");
  await help.close();

  const other = await world.openComputer();
  await askToSignIn(other.page, world.server.register);
  await other.context.setOffline(true);
  await sees(other.page, "Le réseau ne répond pas. Rien n'est perdu");
  // A frame that is past is not left on the screen.
  await other.page.getByRole("img", { name: /^Code à scanner/ }).waitFor({ state: "hidden" });
  await other.screen("computer-offline");
  await other.context.setOffline(false);
  await other.page.getByRole("img", { name: /^Code à scanner/ }).waitFor();
});
