import assert from "node:assert/strict";
import { test } from "node:test";
import { askToSignIn, heading, isClosed, sees, tap } from "../support/computer.ts";
import { answerWith, code, enrol, scan } from "../support/phone.ts";
import { startWorld } from "../support/world.ts";

test("a sign-in that was not me is closed from the phone's history, everywhere, and is told so", async () => {
  const world = await startWorld("history-not-me");
  const [pharmacist] = await world.people();
  assert(pharmacist);
  const phone = await world.openPhone();
  await enrol(phone, world.server.authenticator, pharmacist);
  const computer = await world.openComputer();
  await askToSignIn(computer.page, world.server.register);
  await scan(phone, computer.page);
  await answerWith(phone.page, code);
  await heading(computer.page, new RegExp(`${pharmacist.name}$`));

  await tap(phone.page, "Revenir à l'accueil");
  await tap(phone.page, "Tout l'historique");
  await sees(phone.page, "Connexion, accès réduit");
  await sees(phone.page, "Téléphone ajouté");
  await phone.screen("phone-history");
  await tap(phone.page, /^Ce n'était pas moi/);
  await sees(phone.page, "C'est fermé partout.");
  await sees(phone.page, "Vous avez dit : ce n'était pas moi");
  assert.equal(await phone.page.getByRole("button", { name: /^Ce n'était pas moi/ }).count(), 0);
  await phone.screen("phone-history-disowned");

  await isClosed(computer.page, world.server.register);
  await tap(phone.page, "Bloquer mon accès");
  await heading(phone.page, "Bloquer votre accès partout ?");
});
